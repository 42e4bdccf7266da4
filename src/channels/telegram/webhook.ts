import { createHash, timingSafeEqual } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { Log } from "../../app/ports.ts";
import { readUpdateId } from "./read.ts";

/** Where Telegram is told to bring updates, and where we listen for them. */
export interface WebhookOptions {
  /** The public address; its path is the one that is answered. */
  readonly url: string;
  /** Comes with every request in a header; 1 to 256 of A-Z, a-z, 0-9, _ and -. */
  readonly secret: string;
  readonly host: string;
  readonly port: number;
}

/** A running HTTP server for updates. */
export interface WebhookServer {
  /** The port that is listened on, where the system was asked to choose one. */
  readonly port: number;
  /** Takes no more requests; resolves when those in hand are answered. */
  close(): Promise<void>;
}

/** Telegram's updates are some kilobytes. */
const bodyCap = 1_048_576;
const secretHeader = "x-telegram-bot-api-secret-token";

/** Listens for updates; each is answered with 200 only after `receive` resolves, with 500 where it rejects. */
export async function openWebhook(
  { url, secret, host, port }: WebhookOptions,
  receive: (update: unknown) => Promise<void>,
  log: Log,
): Promise<WebhookServer> {
  const path = new URL(url).pathname;
  const expected = hash(secret);
  const inHand = new Set<Promise<void>>();
  let closing = false;

  /** The status for a request that is not to be read. */
  function refusal(request: IncomingMessage): number | undefined {
    if (closing) return 503;
    if (request.url?.split("?")[0] !== path) return 404;
    if (request.method !== "POST") return 405;
    return isSecret(request.headers[secretHeader], expected) ? undefined : 401;
  }

  async function statusFor(request: IncomingMessage): Promise<number> {
    const refused = refusal(request);
    if (refused !== undefined) return refused;
    const body = await readBody(request);
    if (body === undefined) return 413;
    const update = parse(body);
    if (readUpdateId(update) === undefined) return 400;
    await receive(update);
    return 200;
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const status = await statusFor(request).catch((error: unknown) => {
      log.error(
        { error: error instanceof Error ? error.name : "unknown" },
        "an update could not be committed",
      );
      return 500;
    });
    // Without it, a busy connection would keep the process alive after its last answer.
    if (closing || status === 413) response.setHeader("connection", "close");
    if (status === 405) response.setHeader("allow", "POST");
    response.writeHead(status, { "content-length": 0 }).end();
    if (status !== 200 && status !== 503) log.debug({ status }, "a webhook request was refused");
  }

  const server = createServer((request, response) => {
    const answered = once(response, "close").then(() => undefined);
    inHand.add(answered);
    void answered.then(() => inHand.delete(answered));
    void answer(request, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error) => reject(new Error(explainListening(error, host, port))));
    server.listen(port, host, resolve);
  });
  const address = server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : port,
    async close(): Promise<void> {
      closing = true;
      server.close();
      await Promise.all(inHand);
      // What is left are idle connections and requests that were never written to their end.
      server.closeAllConnections();
    },
  };
}

function isSecret(given: unknown, expected: Buffer): boolean {
  return typeof given === "string" && timingSafeEqual(hash(given), expected);
}

/** Of equal length whatever was sent, so that the comparison tells nothing about the secret. */
function hash(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}

/** Gives the body, or nothing where it is over the cap. */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  const body: AsyncIterable<Buffer> = request.iterator({ destroyOnReturn: false });
  for await (const chunk of body) {
    size += chunk.length;
    if (size > bodyCap) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function explainListening(error: NodeJS.ErrnoException, host: string, port: number): string {
  if (error.code === "EADDRINUSE") return `PORT: ${port} is in use on ${host}, choose another`;
  if (error.code === "EACCES") return `PORT: ${port} is not allowed for this user, choose one above 1023`;
  return `HOST: cannot listen on ${host} (${error.code ?? error.name})`;
}
