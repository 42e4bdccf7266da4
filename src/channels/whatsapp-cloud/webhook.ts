import { createHmac } from "node:crypto";
import { type Context, Hono } from "hono";
import { InFlight } from "../../concurrency/in-flight.ts";
import { isSecret, limitBody, refuseLongBody } from "../../http/guard-request.ts";
import type { CloudOptions } from "./adapter.ts";
import type { ChatNotes } from "./chat-notes.ts";
import { parseJson } from "./transport.ts";

interface WebhookOptions extends Pick<CloudOptions, "appSecret" | "verifyToken" | "log"> {
  readonly notes: Pick<ChatNotes, "reachedAt" | "findFile">;
  /** Takes what a request holds; resolves when all of it is committed. False if it is nothing of WhatsApp's. */
  readonly handle: (body: unknown) => Promise<boolean>;
}

const path = "/whatsapp-cloud";
/** In bytes; the platform sends 3 MB at most. */
const maxBodySize = 4_194_304;
const signatureHeader = "x-hub-signature-256";

/**
 * Builds the routes: the handshake, the webhook, and the files that people were given a link to. The webhook answers 200 only after
 * `handle` resolves, and 500 if it rejects: the platform brings it again, for up to seven days.
 */
export function createWebhook({ appSecret, verifyToken, log, notes, handle }: WebhookOptions) {
  const inFlight = new InFlight();
  let isClosing = false;

  async function receive(context: Context): Promise<Response> {
    const raw = Buffer.from(await context.req.arrayBuffer());
    if (!isSignedBy(appSecret, raw, context.req.header(signatureHeader))) {
      log.debug({}, "a webhook request without the app's signature was refused");
      return context.body(null, 401);
    }
    return context.body(null, await inFlight.track(answer(raw, new URL(context.req.url).host)));
  }

  async function answer(raw: Buffer, host: string): Promise<200 | 400 | 500> {
    try {
      await notes.reachedAt(host);
      return (await handle(parseJson(raw.toString()))) ? 200 : 400;
    } catch (error) {
      const name = error instanceof Error ? error.name : "unknown";
      log.error(
        { channel: "whatsapp-cloud", error: name },
        "what the webhook brought could not be committed",
      );
      return 500;
    }
  }

  const app = new Hono();
  app.get(path, ({ req, body, text }) => {
    const { "hub.mode": mode, "hub.verify_token": given = "", "hub.challenge": challenge = "" } = req.query();
    return mode === "subscribe" && isSecret(given, verifyToken) ? text(challenge) : body(null, 403);
  });
  app.post(
    path,
    async (context, next) => (isClosing ? context.body(null, 503) : next()),
    limitBody(maxBodySize, refuseLongBody),
    receive,
  );
  app.get(`${path}/files/:token`, async (context) => {
    const file = await notes.findFile(context.req.param("token"));
    if (file === undefined) return context.body(null, 404);
    const name = encodeURIComponent(file.name);
    return context.body(file.content, 200, {
      "content-type": `${file.mimeType}; charset=utf-8`,
      "content-disposition": `attachment; filename*=UTF-8''${name}`,
      "cache-control": "private, no-store",
    });
  });
  return {
    app,
    /** Refuses further requests, which the platform brings again. Resolves when those in hand are answered. */
    async close(): Promise<void> {
      isClosing = true;
      await inFlight.settled();
    },
    open(): void {
      isClosing = false;
    },
  };
}

/** Over the very bytes: the same JSON written anew may differ in its escapes. */
function isSignedBy(secret: string, raw: Buffer, signature = ""): boolean {
  const expected = `sha256=${createHmac("sha256", secret).update(raw).digest("hex")}`;
  return isSecret(signature, expected);
}
