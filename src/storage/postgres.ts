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
/** After so long without an answer the server is taken for gone: no statement of ours takes a tenth of it. */
const ANSWER_MS = 30_000;
const SLOW_MS = 6 * 3_600_000;
const MOST_ATTEMPTS = 5;
/** After another transaction was in the way. */
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
 * Opens the PostgreSQL database at `url`, which any number of processes may share. Needs connections of its own: no pooler in between.
 * Rejects with what an operator has to do if it cannot be used.
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
  // Without a listener, the loss of a connection that no one uses would end the process.
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
    /** The server has its autovacuum. */
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

/** The server may have become a read-only copy, for instance: a new connection finds the one that has taken its place. */
function isTroubled(error: unknown): boolean {
  return error instanceof PostgresError && !error.isWorthAnotherTry;
}

/**
 * Returns what one transaction may do, until its `end`; without `begin`, each statement is one of its own. `name` is how errors call the
 * database.
 */
function createSession(name: string, client: ClientBase, isSlow: boolean) {
  let begun: Promise<unknown> | undefined;
  /** Why the transaction has failed: the statements sent after it only hear that it has. */
  let failure: StoreError | undefined;
  let hasEnded = false;

  async function send(text: string, parameters: readonly SqlValue[] = []): Promise<QueryResult> {
    const query_timeout = isSlow ? SLOW_MS : ANSWER_MS;
    // By this name the server keeps the statement.
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
    /** What is deleted stays in the server's files until it vacuums them. */
    truncateLog() {},
  };
  return {
    ...sql,
    /** Is not waited for: it goes with the first statement. */
    begin(): void {
      // Whatever the server's default: what is read after a lock has to be what is there by then.
      begun = send("BEGIN ISOLATION LEVEL READ COMMITTED");
      // Who commits hears of it.
      begun.catch(() => {});
    },
    /** Rejects if it is not certain that everything was committed. */
    async commit(): Promise<void> {
      hasEnded = true;
      if (!begun) return;
      await begun;
      const { command } = await send("COMMIT");
      // The server takes back, without an error, a transaction in which a statement has failed.
      if (command !== "COMMIT")
        throw new Error("A statement failed in this transaction: let its error through");
    },
    /** Returns whether the connection can be used on. */
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
