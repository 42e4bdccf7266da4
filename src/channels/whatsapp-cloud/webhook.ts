import { createHmac } from "node:crypto";
import { isSecret } from "../../http/guard-request.ts";
import { serveWebhook } from "../../http/serve-webhook.ts";
import type { Log } from "../../support/log.ts";
import type { ChatNotes } from "./chat-notes.ts";

export interface WebhookOptions {
  /** The key with which the platform signs every request. */
  readonly appSecret: string;
  /** Chosen by the operator, and entered once in Meta's dashboard. */
  readonly verifyToken: string;
  readonly log: Log;
  readonly notes: Pick<ChatNotes, "reachedAt" | "findFile">;
  /** Handles a request's body; resolves when all of it is committed. False if it is not WhatsApp's. */
  readonly handle: (json: unknown) => Promise<boolean>;
}

const path = "/whatsapp-cloud";
const signatureHeader = "x-hub-signature-256";
const signature = /^sha256=[0-9a-f]{64}$/;

/**
 * Builds the routes: the handshake, the webhook, and the files that were sent as links. The platform
 * repeats requests that were not committed, for up to seven days.
 */
export function createWebhook({ appSecret, verifyToken, log, notes, handle }: WebhookOptions) {
  const { app, close } = serveWebhook({
    path,
    // The platform sends 3 MB at most:
    // https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/overview
    maxBodySize: 3_145_728,
    hasHeaders: (req) => signature.test(req.header(signatureHeader) ?? ""),
    isGenuine: async (req) =>
      isSignedBy(appSecret, Buffer.from(await req.arrayBuffer()), req.header(signatureHeader)),
    async handle(json, { url }) {
      await notes.reachedAt(new URL(url).host);
      return handle(json);
    },
    log,
  });

  app.get(path, ({ req, body, text }) => {
    const { "hub.mode": mode, "hub.verify_token": given = "", "hub.challenge": challenge = "" } = req.query();
    return mode === "subscribe" && isSecret(given, verifyToken) ? text(challenge) : body(null, 403);
  });
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
  return { app, close };
}

/** Verifies the raw bytes: the same JSON serialised again may differ in its escapes. */
function isSignedBy(secret: string, raw: Buffer, given = ""): boolean {
  const expected = `sha256=${createHmac("sha256", secret).update(raw).digest("hex")}`;
  return isSecret(given, expected);
}
