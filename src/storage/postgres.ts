import { Pool } from "pg";
import { InFlight } from "../concurrency/in-flight.ts";
import { type Backoff, backoffMs, retry } from "../concurrency/retry.ts";
import { explainPostgres, PostgresError } from "./explain-error.ts";
import { readPostgresAddress } from "./postgres-connection.ts";
import { createPostgresLeases, leaseTables } from "./postgres-leases.ts";
import { beginPresence } from "./postgres-presence.ts";
import { createPostgresSession } from "./postgres-session.ts";
import type { Dialect, Manner, Sql, SqlEngine } from "./sql.ts";

const CONNECTIONS = 10;
const IDLE_MS = 60_000;
/** How long a transaction may wait for one of the connections. */
const TURN_MS = 30_000;
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
    return take(() => retry(() => tryOnce(work, manner), delayMs));
  }

  async function tryOnce<T>(work: (sql: Sql) => Promise<T>, { isSlow = false, isSingle }: Manner) {
    const client = await pool.connect().catch((error: unknown) => {
      throw explainPostgres(name, error);
    });
    const session = createPostgresSession(name, client, isSlow);
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
