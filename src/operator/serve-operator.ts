import { type Context, Hono, type MiddlewareHandler } from "hono";
import { z } from "zod";
import type { OperatorReport } from "../app/operator-report.ts";
import type { SourcePeriod } from "../app/publish-sources.ts";
import { stages } from "../conversation/vocabulary.ts";
import { addressOf, isSecret } from "../http/guard-request.ts";
import { createNetworkBuckets } from "../http/network-buckets.ts";
import type { Clock, DailyCount, Outside } from "../ports.ts";
import { perMinute, TokenBucket } from "../support/token-bucket.ts";
import { type AlertDesk, alertStates } from "./alert-desk.ts";

/** The dependencies of the operator's routes. */
export interface OperatorRoutes extends Pick<Outside, "clock" | "log"> {
  readonly token: string;
  readonly read: () => Promise<OperatorReport>;
  /** The counts from this day on; undefined if the store does not answer. */
  readonly readCounts: (from: string) => Promise<readonly DailyCount[] | undefined>;
  /** What may be shown by source; undefined if the store does not answer. */
  readonly readSources: () => Promise<readonly SourcePeriod[] | undefined>;
  readonly isProxyTrusted: boolean;
  readonly alerts: AlertDesk;
}

/**
 * Returns the routes of the operator's report, the daily counts (as CSV, `?from=2025-05-20`), those by
 * source (as CSV) and alerts, for requests with the token in the header `authorization`. Only a script
 * that has the token can send it: a link or another site's form cannot.
 */
export function serveOperator(routes: OperatorRoutes): Hono {
  const { read, readCounts, readSources, alerts } = routes;
  const check = checkToken(routes);
  const app = new Hono();
  app.get("/operator/report", check, async (context) => context.json(await read()));
  app.get("/operator/counts", check, async (context) => {
    const from = context.req.query("from") ?? "";
    if (!dayOrNone.safeParse(from).success)
      return context.text("from: expected a day such as 2026-11-01, or nothing for all days", 400);
    const counts = await readCounts(from);
    return sendCsv(context, counts && toCsv(columns, counts));
  });
  app.get("/operator/sources", check, async (context) => {
    const sources = await readSources();
    const rows = sources?.map(({ reached, ...period }) => ({ ...period, ...reached }));
    return sendCsv(context, rows && toCsv(columnsOfSources, rows));
  });
  app.get("/operator/alerts", check, async ({ req, json }) => {
    const preview = await alerts.preview(req.query());
    return typeof preview === "object" ? json(preview) : json({ problem: preview }, 409);
  });
  app.post("/operator/alerts", check, async ({ req, json, body }) => {
    const problem = await alerts.queue(req.query());
    return problem === undefined ? body(null, 204) : json({ problem }, 409);
  });
  app.post("/operator/alerts/:id/:state", check, async ({ req, json, body, text }) => {
    if (!alertStates.safeParse(req.param("state")).success)
      return text(`state: expected one of ${alertStates.options.join(", ")}`, 400);
    return (await alerts.setState(req.param())) ? body(null, 204) : json({ problem: "ended" }, 409);
  });
  return app;
}

/** Empty for the first day that there is. */
const dayOrNone = z.literal("").or(z.iso.date());

const columns = ["day", "channel", "campaign", "language", "what", "count"] as const;
const columnsOfSources = ["source", "from", "to", ...stages] as const;

function sendCsv(context: Context, csv: string | undefined): Response {
  if (csv === undefined) return context.text("The store does not answer", 503);
  return context.text(csv, 200, { "content-type": "text/csv; charset=utf-8" });
}

/** No value holds a comma or a quote; one that is absent is empty. */
function toCsv<Column extends string>(
  columns: readonly Column[],
  rows: readonly { readonly [Each in Column]?: string | number }[],
): string {
  const lines = rows.map((row) => columns.map((column) => row[column]).join());
  return [columns.join(), ...lines, ""].join("\r\n");
}

/** Returns the middleware that requires the token, and forbids caching the responses. */
function checkToken({ token, isProxyTrusted, clock, log }: OperatorRoutes): MiddlewareHandler {
  const tries = createTryLimit(clock);
  const lines = new TokenBucket(perMinute(5), clock.now());
  return async (context, next) => {
    context.header("cache-control", "no-store");
    context.header("x-content-type-options", "nosniff");
    const address = addressOf(context, isProxyTrusted);
    const wait = tries.wait(address);
    // A right token waits too: else someone who guesses would learn that it is right.
    if (wait !== undefined)
      return context.json({ problem: "too-many" }, 429, { "retry-after": String(wait) });
    if (isSecret(context.req.header("authorization") ?? "", `Bearer ${token}`)) return next();
    tries.noteWrong(address);
    if (lines.take(clock.now()) === 0)
      log.warn({}, "somebody has asked for the operator's page without the right token");
    return context.json({ problem: "wrong-token" }, 401, { "www-authenticate": "Bearer" });
  };
}

const mostAddresses = 10_000;

/**
 * Limits the guessing of tokens: 5 wrong ones a minute per address, and more per network around it.
 * Not in all: others could lock the operator out, and a token is too long to be guessed.
 */
export function createTryLimit(clock: Clock) {
  const buckets = createNetworkBuckets((share) => perMinute(5 * share), mostAddresses);
  return {
    /** How many seconds this address has to wait before its next try; undefined if it may try now. */
    wait(address: string): number | undefined {
      const wait = buckets.wait(address, clock.now());
      return wait > 0 ? Math.ceil(wait / 1_000) : undefined;
    },
    noteWrong: (address: string): void => buckets.take(address, clock.now()),
  };
}
