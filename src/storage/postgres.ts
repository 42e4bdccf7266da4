import { Pool, type PoolClient } from "pg";
import type { Hold } from "../app/ports.ts";
import { InFlight } from "../concurrency/in-flight.ts";
import { type Backoff, backoffMs, retry } from "../concurrency/retry.ts";
import { explainPostgres, PostgresError } from "./explain-error.ts";
import { type PostgresAddress, readPostgresAddress } from "./postgres-connection.ts";
import { createPostgresLeases, leaseTables } from "./postgres-leases.ts";
import { beginPresence, type PostgresPresence } from "./postgres-presence.ts";
import { PostgresSession } from "./postgres-session.ts";
import type { Dialect, Leases, Manner, Sql, SqlEngine } from "./sql.ts";

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
  instant: "BIGINT",
  bytes: "BYTEA",
  keyedOnly: "",
  numbersIn: (json, key) => `json_array_elements_text(${json}::json -> '${key}')`,
  sharing: leaseTables,
};

/** Opens the PostgreSQL database at `url`. Rejects with what an operator has to do if it cannot be used. */
export async function openPostgres(url: string): Promise<SqlEngine> {
  const address = readPostgresAddress(url);
  return new Postgres(address, await beginPresence(address));
}

/** A PostgreSQL database, which any number of processes may share. Needs connections of its own: no pooler in between. */
class Postgres implements SqlEngine {
  readonly name: string;
  readonly dialect = dialect;
  readonly leases: Leases;
  readonly #pool: Pool;
  readonly #presence: PostgresPresence;
  readonly #inFlight = new InFlight();
  #closed: Promise<void> | undefined;

  constructor({ name, config }: PostgresAddress, presence: PostgresPresence) {
    this.name = name;
    this.#presence = presence;
    this.leases = createPostgresLeases(this, presence);
    this.#pool = new Pool({
      ...config,
      max: CONNECTIONS,
      idleTimeoutMillis: IDLE_MS,
      connectionTimeoutMillis: TURN_MS,
      pipeline: true,
    });
    // Without a listener, the loss of a connection that no one uses would end the process.
    this.#pool.on("error", () => {});
    this.#pool.on("connect", (client) => client.on("error", () => {}));
  }

  transaction<T>(work: (sql: Sql) => Promise<T>, manner: Manner = {}): Promise<T> {
    const delayMs = (error: unknown, attempt: number) => {
      if (attempt < MOST_ATTEMPTS && error instanceof PostgresError && error.isWorthAnotherTry)
        return backoffMs(attempt, BACKOFF);
      throw error;
    };
    return this.#take(() => retry(() => this.#attempt(work, manner), delayMs));
  }

  look<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    return this.transaction(work, { isSingle: true });
  }

  hold(role: string): Promise<Hold | undefined> {
    return this.#take(() => this.#presence.hold(role));
  }

  async rewrite(): Promise<void> {
    await this.transaction((sql) => sql.run("VACUUM FULL"), { isSingle: true, isSlow: true });
  }

  close(): Promise<void> {
    this.#closed ??= this.#end();
    return this.#closed;
  }

  async #end(): Promise<void> {
    await this.#inFlight.settled();
    await this.#pool.end();
    await this.#presence.close();
  }

  async #take<T>(work: () => Promise<T>): Promise<T> {
    if (this.#closed) throw new Error("The store is closed");
    return await this.#inFlight.track(work());
  }

  async #attempt<T>(work: (sql: Sql) => Promise<T>, { isSlow = false, isSingle }: Manner): Promise<T> {
    const client = await this.#connect();
    const session = new PostgresSession(this.name, client, isSlow);
    let isSound = true;
    try {
      if (!isSingle) session.begin();
      const result = await work(session);
      session.end();
      await session.commit();
      return result;
    } catch (error) {
      session.end();
      isSound = (await session.rollback()) && !isTroubled(error);
      throw error;
    } finally {
      client.release(!isSound);
    }
  }

  async #connect(): Promise<PoolClient> {
    try {
      return await this.#pool.connect();
    } catch (error) {
      throw explainPostgres(this.name, error);
    }
  }
}

/** The server may have become a read-only copy, for instance: a new connection finds the one that has taken its place. */
function isTroubled(error: unknown): boolean {
  return error instanceof PostgresError && !error.isWorthAnotherTry;
}
