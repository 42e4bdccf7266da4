import { randomInt } from "node:crypto";
import { Client } from "pg";
import type { Hold } from "../app/ports.ts";
import { type Backoff, backoffMs, retry } from "../concurrency/retry.ts";
import { withTimeout } from "../concurrency/with-timeout.ts";
import { explainPostgres, PostgresError } from "./explain-error.ts";
import { type PostgresAddress, refuseUnfitDatabase } from "./postgres-connection.ts";

/** The first key of the advisory locks of living processes, and of those of roles. */
const HOLDERS = 28_461;
const ROLES = 28_462;

/** The numbers of the living holders, as SQL. */
export const livingHolders = `SELECT objid::bigint FROM pg_locks
  WHERE locktype = 'advisory' AND classid = ${HOLDERS} AND objsubid = 2 AND granted
  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`;

/**
 * The server frees the locks of a process whose machine went dark after about eleven seconds, and after at most seven this
 * process knows by itself that it has lost them.
 */
const KEEPALIVE =
  "SET tcp_keepalives_idle = 5; SET tcp_keepalives_interval = 2; SET tcp_keepalives_count = 3";
const ASK_EVERY_MS = 2_000;
const ANSWER_MS = 5_000;

const RECONNECT: Backoff = { firstMs: 100, longestMs: 1_000 };
/** How long `wait` waits for the connection to be back. */
const PATIENCE_MS = 3_000;

/** One connection, and the advisory locks that last as long as it does. */
interface Session {
  readonly client: Client;
  /** The number of this process for as long as this connection lasts. */
  readonly holder: number;
  isOver: boolean;
}

/** The presence of this process for the others on the same database: that it lives, and which roles it has. */
export type PostgresPresence = Awaited<ReturnType<typeof beginPresence>>;

/** Rejects with what an operator has to do if the database cannot be used. */
export async function beginPresence({ name, config }: PostgresAddress) {
  const closing = new AbortController();
  let current: Session | undefined;
  let reconnecting: Promise<void> | undefined;

  function now(): Session {
    if (current && !current.isOver) return current;
    throw new PostgresError(`${name} is unreachable; reconnecting.`, "lost");
  }

  /** Resolves when there is a connection; rejects if it stays away. */
  async function wait(): Promise<void> {
    if (current?.isOver) await withTimeout(PATIENCE_MS, Promise.resolve(reconnecting)).catch(() => {});
    now();
  }

  async function ask({ client }: Session, text: string, role: string): Promise<boolean> {
    try {
      const { rows } = await client.query<{ got: boolean }>(text, [ROLES, role]);
      return rows[0]?.got === true;
    } catch (error) {
      throw explainPostgres(name, error);
    }
  }

  async function connect(): Promise<void> {
    const client = new Client({ ...config, query_timeout: ANSWER_MS, pipeline: true });
    const session: Session = { client, holder: randomInt(1, 2 ** 31 - 1), isOver: false };
    // An error without a listener would end the process.
    client.on("error", () => onLost(session));
    client.on("end", () => onLost(session));
    try {
      await client.connect();
      await client.query(KEEPALIVE);
      await client.query("SELECT pg_advisory_lock($1, $2)", [HOLDERS, session.holder]);
      await refuseUnfitDatabase(name, client);
    } catch (error) {
      session.isOver = true;
      client.end().catch(() => {});
      throw explainPostgres(name, error);
    }
    current = session;
    watch(session);
  }

  /** A network that is cut says nothing: only who asks notices. */
  function watch(session: Session): void {
    const timer = setTimeout(() => {
      if (session.isOver) return;
      session.client.query("SELECT 1").then(
        () => watch(session),
        () => onLost(session),
      );
    }, ASK_EVERY_MS);
    timer.unref();
  }

  function onLost(session: Session): void {
    if (session.isOver) return;
    session.isOver = true;
    session.client.end().catch(() => {});
    if (!closing.signal.aborted && session === current) reconnecting = reconnect();
  }

  /** Resolves when it is connected again, or closed. */
  async function reconnect(): Promise<void> {
    const delayMs = (_: unknown, attempt: number) => backoffMs(attempt, RECONNECT);
    await retry(connect, delayMs, closing.signal);
  }

  await connect();
  return {
    wait,
    /** The number of this process, another one after each loss of the connection. Throws while there is no connection. */
    holder: () => now().holder,
    /** Takes a role; nothing if another living process has it. */
    async hold(role: string): Promise<Hold | undefined> {
      await wait();
      const session = now();
      if (!(await ask(session, "SELECT pg_try_advisory_lock($1, hashtext($2)) AS got", role)))
        return undefined;
      let isReleased = false;
      return {
        isHeld: () => !isReleased && !session.isOver,
        release: async () => {
          if (isReleased || session.isOver) return;
          isReleased = true;
          await ask(session, "SELECT pg_advisory_unlock($1, hashtext($2)) AS got", role);
        },
      };
    },
    async close() {
      closing.abort();
      await reconnecting;
      if (!current || current.isOver) return;
      current.isOver = true;
      await current.client.end().catch(() => {});
    },
  };
}
