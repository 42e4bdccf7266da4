import { createHash, timingSafeEqual } from "node:crypto";
import { getConnInfo } from "@hono/node-server/conninfo";
import { type Context, Hono } from "hono";
import type { OperatorReport } from "../app/operator-report.ts";
import type { Clock, Log } from "../app/ports.ts";
import { createTryLimit } from "./limit-tries.ts";

/** What the operator's page is answered from. */
export interface OperatorRoutes {
  readonly token: string;
  readonly readReport: () => Promise<OperatorReport>;
  /** The address that limits count by. */
  readonly addressOf: (remote: string | undefined, forwardedFor: string | undefined) => string;
  readonly clock: Clock;
  readonly log: Log;
}

/** How everything stands. It is asked for by a script that has the token: a link or another site's form cannot. */
const reportPath = "/operator/report";

/** Returns the route of the operator's report, for requests with the token in the header `authorization`. */
export function serveOperator({ token, readReport, addressOf, clock, log }: OperatorRoutes): Hono {
  const expected = hash(`Bearer ${token}`);
  const tries = createTryLimit(clock);
  const app = new Hono();
  app.get(reportPath, async (context) => {
    context.header("cache-control", "no-store");
    context.header("x-content-type-options", "nosniff");
    const address = addressOf(getConnInfo(context).remote.address, context.req.header("x-forwarded-for"));
    const wait = tries.wait(address);
    // Also a right one: else whoever guesses would hear of it.
    if (wait !== undefined) return refuse(context, 429, "too-many", { "retry-after": String(wait) });
    const given = context.req.header("authorization") ?? "";
    if (!timingSafeEqual(hash(given), expected)) {
      tries.noteWrong(address);
      log.warn({}, "somebody has asked for the operator's page without the right token");
      return refuse(context, 401, "wrong-token", { "www-authenticate": "Bearer" });
    }
    tries.noteRight(address);
    return context.json(await readReport());
  });
  return app;
}

/** Of equal length whatever was sent, so that the comparison tells nothing about the token. */
function hash(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}

function refuse(
  context: Context,
  status: 401 | 429,
  problem: string,
  headers: Readonly<Record<string, string>>,
): Response {
  return context.json({ problem }, status, headers);
}
