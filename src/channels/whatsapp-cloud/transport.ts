import { Pool } from "undici";
import { z } from "zod";
import { readError, toCloudError } from "./errors.ts";

/** The platform's URL, and our access token. */
export interface TransportOptions {
  /** The Graph API with its version, without a trailing slash. */
  readonly apiRoot: string;
  readonly token: string;
}

/** How many calls are made at once; further ones wait for a connection. */
const connections = 100;
const answersWithinMs = 30_000;

/** Calls the Graph API; each call rejects with a {@link CloudError}. */
export type Transport = ReturnType<typeof createTransport>;

const sentSchema = z.object({ messages: z.array(z.object({ id: z.string() })).min(1) });

/** Creates a pool of connections to the Graph API, opened as needed. */
export function createTransport({ apiRoot, token }: TransportOptions) {
  const { origin, pathname } = new URL(apiRoot);
  const pool = new Pool(origin, {
    connections,
    headersTimeout: answersWithinMs,
    bodyTimeout: answersWithinMs,
  });
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };

  async function call(method: "GET" | "POST", path: string, content?: object): Promise<unknown> {
    const body = content === undefined ? null : JSON.stringify(content);
    try {
      const answer = await pool.request({ path: `${pathname}/${path}`, method, headers, body });
      const read = parseJson(await answer.body.text());
      if (answer.statusCode < 400) return read;
      throw readError(answer.statusCode, read);
    } catch (error) {
      throw toCloudError(error);
    }
  }

  return {
    call,
    /** Sends a message. Resolves with its id when it is accepted, which is not yet delivered. */
    async send(phoneNumberId: string, message: object): Promise<string> {
      const answer = await call("POST", `${phoneNumberId}/messages`, {
        messaging_product: "whatsapp",
        ...message,
      });
      return sentSchema.safeParse(answer).data?.messages[0]?.id ?? "";
    },
    close: () => pool.close(),
  };
}

/** Parses JSON; undefined if the text is not JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
