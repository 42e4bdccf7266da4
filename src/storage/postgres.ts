import { hash } from "node:crypto";
import { type ClientBase, Pool, type QueryResult } from "pg";
import type { StoreError } from "../ports.ts";
import { InFlight } from "../support/in-flight.ts";
import { type Backoff, backoffMs, retry } from "../support/retry.ts";
import { systemTimers } from "../support/timers.ts";
import { explainPostgres, PostgresError } from "./explain-error.ts";
import { readPostgresAddress } from "./postgres-connection.ts";
import { beginPresence, createPostgresLeases, leaseTables } from "./postgres-presence.ts";
import type { Dialect, Manner, Sql, SqlEngine, SqlValue } from "./sql.ts";

const CONNECTIONS = 10;
const IDLE_MS = 60_000;
/** How long a transaction may wait for one of the connections. */
const TURN_MS = 30_000;
/**
 * If the server has not answered for this long, it counts as gone: no statement of ours takes a tenth
 * of it.
 */
const ANSWER_MS = 30_000;
const SLOW_MS = 6 * 3_600_000;
const MOST_ATTEMPTS = 5;
/** The backoff after a conflict with another transaction. */
const BACKOFF: Backoff = { firstMs: 5, longestMs: 100 };

const dialect: Dialect = {
  growingId: "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY",
  name: `TEXT COLLATE "C"`,
  bytes: "BYTEA",
  keyedOnly: "",
  numbersIn: (json, key) => `json_array_elements_text(${json}::json -> '${key}')`,
  sharing: leaseTables,
};

/**
 * Opens the PostgreSQL database at `url`, which any number of processes may share. Needs its own
 * connections, without a pooler in between. Rejects with what the operator has to do if it cannot be
 * used.
 */
export async function openPostgres(url: string): Promise<SqlEngine> {
  const address = readPostgresAddress(url);
  const { name, config } = address;
  const presence = await beginPresence(address);
  const pool = new Pool({
    ...config,
    max: CONNECTIONS,
    idleTimeoutMillis: IDLE_MS,
    connectionTimeoutMillis: TURN_MS,
    pipeline: true,
  });
  // Without a listener, the loss of an idle connection would end the process.
  pool.on("error", () => {});
  pool.on("connect", (client) => client.on("error", () => {}));
  const inFlight = new InFlight();
  let closing: Promise<void> | undefined;

  async function take<T>(work: () => Promise<T>): Promise<T> {
    if (closing) throw new Error("The store is closed");
    return await inFlight.track(work());
  }

  function transaction<T>(work: (sql: Sql) => Promise<T>, manner: Manner = {}): Promise<T> {
    const delayMs = (error: unknown, attempt: number) => {
      if (attempt < MOST_ATTEMPTS && error instanceof PostgresError && error.isWorthAnotherTry)
        return backoffMs(attempt, BACKOFF);
      throw error;
    };
    return take(() => retry(systemTimers, () => tryOnce(work, manner), delayMs));
  }

  async function tryOnce<T>(work: (sql: Sql) => Promise<T>, { isSlow = false, isSingle }: Manner) {
    const client = await pool.connect().catch((error: unknown) => {
      throw explainPostgres(name, error);
    });
    const session = createSession(name, client, isSlow);
    let isSound = true;
    try {
      if (!isSingle) session.begin();
      const result = await work(session);
      await session.commit();
      return result;
    } catch (error) {
      isSound = (await session.rollback()) && !isTroubled(error);
      throw error;
    } finally {
      client.release(!isSound);
    }
  }

  async function end(): Promise<void> {
    await inFlight.settled();
    await pool.end();
    await presence.close();
  }

  return {
    name,
    dialect,
    leases: createPostgresLeases({ transaction }, presence),
    transaction,
    look: (work) => transaction(work, { isSingle: true }),
    hold: (role) => take(() => presence.hold(role)),
    /** The server has its own autovacuum. */
    async vacuum() {},
    async rewrite() {
      await transaction((sql) => sql.run("VACUUM FULL"), { isSingle: true, isSlow: true });
    },
    close() {
      closing ??= end();
      return closing;
    },
  };
}

/**
 * The connection is dropped: the server may have become a read-only replica, for instance, and a new
 * connection finds its successor.
 */
function isTroubled(error: unknown): boolean {
  return error instanceof PostgresError && !error.isWorthAnotherTry;
}

/**
 * Returns one transaction; it ends with `commit` or `rollback`. Without `begin`, each statement is a
 * transaction of its own. `name` is the database's name in errors.
 */
function createSession(name: string, client: ClientBase, isSlow: boolean) {
  let begun: Promise<unknown> | undefined;
  /** The first error of the transaction: later statements only report that it has failed. */
  let failure: StoreError | undefined;
  let hasEnded = false;

  async function send(text: string, parameters: readonly SqlValue[] = []): Promise<QueryResult> {
    const query_timeout = isSlow ? SLOW_MS : ANSWER_MS;
    // The server caches the prepared statement under this name.
    const statement = { name: hash("sha1", text), text, values: [...parameters], query_timeout };
    try {
      return await client.query(statement);
    } catch (error) {
      failure ??= explainPostgres(name, error);
      throw failure;
    }
  }

  async function ask(text: string, parameters: readonly SqlValue[] = []): Promise<QueryResult> {
    if (hasEnded) throw new Error("This transaction has ended: await every call in it");
    return send(text, parameters);
  }

  const sql: Sql = {
    query: async (text, parameters) => (await ask(text, parameters)).rows,
    run: async (text, parameters) => (await ask(text, parameters)).rowCount ?? 0,
    async lock(key) {
      await ask("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", [key]);
    },
    async tryLock(key) {
      const { rows } = await ask("SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0)) AS got", [key]);
      return rows[0]?.got === true;
    },
    /** Deleted rows stay in the server's files until it vacuums them. */
    truncateLog() {},
  };
  return {
    ...sql,
    /** Not awaited: it is sent together with the first statement. */
    begin(): void {
      // Set whatever the server's default is: a read after a lock has to see what is committed by then.
      begun = send("BEGIN ISOLATION LEVEL READ COMMITTED");
      // `commit` reports the error.
      begun.catch(() => {});
    },
    /** Rejects if it is not certain that everything was committed. */
    async commit(): Promise<void> {
      hasEnded = true;
      if (!begun) return;
      await begun;
      const { command } = await send("COMMIT");
      // If a statement has failed, the server answers COMMIT with a rollback and no error.
      if (command !== "COMMIT")
        throw new Error("A statement failed in this transaction: let its error through");
    },
    /** Returns whether the connection can be reused. */
    async rollback(): Promise<boolean> {
      hasEnded = true;
      if (!begun) return false;
      return send("ROLLBACK").then(
        () => true,
        () => false,
      );
    },
  };
}
