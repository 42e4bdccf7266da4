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
export class PostgresPresence {
  readonly #address: PostgresAddress;
  #session: Session | undefined;
  #reconnecting: Promise<void> | undefined;
  readonly #closing = new AbortController();

  private constructor(address: PostgresAddress) {
    this.#address = address;
  }

  /** Rejects with what an operator has to do if the database cannot be used. */
  static async begin(address: PostgresAddress): Promise<PostgresPresence> {
    const presence = new PostgresPresence(address);
    await presence.#connect();
    return presence;
  }

  /** The number of this process, another one after each loss of the connection. Throws while there is no connection. */
  holder(): number {
    return this.#now().holder;
  }

  /** Resolves when there is a connection; rejects if it stays away. */
  async wait(): Promise<void> {
    if (this.#session?.isOver)
      await withTimeout(PATIENCE_MS, Promise.resolve(this.#reconnecting)).catch(() => {});
    this.#now();
  }

  /** Takes a role; nothing if another living process has it. */
  async hold(role: string): Promise<Hold | undefined> {
    await this.wait();
    const session = this.#now();
    if (!(await this.#ask(session, "SELECT pg_try_advisory_lock($1, hashtext($2)) AS got", role)))
      return undefined;
    let isReleased = false;
    return {
      isHeld: () => !isReleased && !session.isOver,
      release: async () => {
        if (isReleased || session.isOver) return;
        isReleased = true;
        await this.#ask(session, "SELECT pg_advisory_unlock($1, hashtext($2)) AS got", role);
      },
    };
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#reconnecting;
    const session = this.#session;
    if (!session || session.isOver) return;
    session.isOver = true;
    await session.client.end().catch(() => {});
  }

  #now(): Session {
    if (this.#session && !this.#session.isOver) return this.#session;
    throw new PostgresError(`${this.#address.name} is unreachable; reconnecting.`, "lost");
  }

  async #ask({ client }: Session, text: string, role: string): Promise<boolean> {
    try {
      const { rows } = await client.query<{ got: boolean }>(text, [ROLES, role]);
      return rows[0]?.got === true;
    } catch (error) {
      throw explainPostgres(this.#address.name, error);
    }
  }

  async #connect(): Promise<void> {
    const { name, config } = this.#address;
    const client = new Client({ ...config, query_timeout: ANSWER_MS, pipeline: true });
    const session: Session = { client, holder: randomInt(1, 2 ** 31 - 1), isOver: false };
    // An error without a listener would end the process.
    client.on("error", () => this.#onLost(session));
    client.on("end", () => this.#onLost(session));
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
    this.#session = session;
    this.#watch(session);
  }

  /** A network that is cut says nothing: only who asks notices. */
  #watch(session: Session): void {
    const timer = setTimeout(() => {
      if (session.isOver) return;
      session.client.query("SELECT 1").then(
        () => this.#watch(session),
        () => this.#onLost(session),
      );
    }, ASK_EVERY_MS);
    timer.unref();
  }

  #onLost(session: Session): void {
    if (session.isOver) return;
    session.isOver = true;
    session.client.end().catch(() => {});
    if (!this.#closing.signal.aborted && session === this.#session) this.#reconnecting = this.#reconnect();
  }

  /** Resolves when it is connected again, or closed. */
  async #reconnect(): Promise<void> {
    const delayMs = (_: unknown, attempt: number) => backoffMs(attempt, RECONNECT);
    await retry(() => this.#connect(), delayMs, this.#closing.signal);
  }
}
