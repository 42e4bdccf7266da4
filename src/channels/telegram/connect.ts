import { Api } from "grammy";
import { Pool } from "undici";
import { callDirectly } from "./call-directly.ts";

interface ConnectOptions {
  readonly token: string;
  /** Telegram's own where absent. */
  readonly apiRoot: string | undefined;
  /** A call without an answer is given up after this. */
  readonly timeoutSeconds: number;
  /** How many calls are made at once; the others wait for their turn. */
  readonly calls: number;
}

/** A way to the Bot API with connections of its own. */
export interface Connection {
  readonly api: Api;
  /** Cuts the connections. */
  close(): void;
}

const telegram = "https://api.telegram.org";

/**
 * Connects to the Bot API. grammY on its own opens as many connections as there are calls, and a rush of thousands at once
 * loses some of them: here the number is bounded. Of grammY's own transport nothing is used, and so none of its settings.
 */
export function connect({ token, apiRoot = telegram, timeoutSeconds, calls }: ConnectOptions): Connection {
  const api = new Api(token);
  const { origin, pathname } = new URL(apiRoot);
  const pool = new Pool(origin, { connections: calls });
  api.config.use(callDirectly({ token, apiPath: pathname.replace(/\/$/, ""), pool, timeoutSeconds }));
  return {
    api,
    close: () => void pool.destroy(),
  };
}
