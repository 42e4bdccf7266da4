import { Pool, type PoolClient } from "pg";
import type { Hold } from "../app/ports.ts";
import { InFlight } from "../concurrency/in-flight.ts";
import { type Backoff, backoffMs, retry } from "../concurrency/retry.ts";
import { type PostgresAddress, readPostgresAddress } from "./postgres-connection.ts";
import { explainPostgres, PostgresError } from "./postgres-error.ts";
import { leaseTables, PostgresLeases } from "./postgres-leases.ts";
import { PostgresPresence } from "./postgres-presence.ts";
import { PostgresSession } from "./postgres-session.ts";
import type { Dialect, Sql, SqlEngine } from "./sql.ts";

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
  position: "strpos",
  numbersIn: (json, key) => `json_array_elements_text(${json}::json -> '${key}')`,
  sharing: leaseTables,
};

/** Opens the PostgreSQL database at `url`. Rejects with what an operator has to do if it cannot be used. */
export async function openPostgres(url: string): Promise<SqlEngine> {
  const address = readPostgresAddress(url);
  return new Postgres(address, await PostgresPresence.begin(address));
}

/** How work is done: whether a statement may take minutes, and whether each is a transaction of its own. */
interface Manner {
  readonly isSlow: boolean;
  readonly isSingle: boolean;
}

/** A PostgreSQL database, which any number of processes may share. Needs connections of its own: no pooler in between. */
class Postgres implements SqlEngine {
  readonly name: string;
  readonly dialect = dialect;
  readonly leases: PostgresLeases;
  readonly #pool: Pool;
  readonly #presence: PostgresPresence;
  /** The names of the prepared statements, by their text. */
  readonly #statements = new Map<string, string>();
  readonly #inFlight = new InFlight();
  #closed: Promise<void> | undefined;

  constructor({ name, config }: PostgresAddress, presence: PostgresPresence) {
    this.name = name;
    this.#presence = presence;
    this.leases = new PostgresLeases(this, presence);
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

  transaction<T>(work: (sql: Sql) => Promise<T>, { isSlow } = { isSlow: false }): Promise<T> {
    return this.#take(() => this.#attemptAgain(work, { isSlow, isSingle: false }));
  }

  single<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    return this.#take(() => this.#attemptAgain(work, { isSlow: false, isSingle: true }));
  }

  look<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    return this.single(work);
  }

  hold(role: string): Promise<Hold | undefined> {
    return this.#take(() => this.#presence.hold(role));
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

  #attemptAgain<T>(work: (sql: Sql) => Promise<T>, manner: Manner): Promise<T> {
    return retry(
      () => this.#attempt(work, manner),
      (error, attempt) => {
        if (attempt < MOST_ATTEMPTS && error instanceof PostgresError && error.isWorthAnotherTry)
          return backoffMs(attempt, BACKOFF);
        throw error;
      },
    );
  }

  async #attempt<T>(work: (sql: Sql) => Promise<T>, { isSlow, isSingle }: Manner): Promise<T> {
    const client = await this.#connect();
    const session = new PostgresSession({
      name: this.name,
      client,
      isSlow,
      nameOf: (text) => this.#nameOf(text),
    });
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

  #nameOf(text: string): string {
    const known = this.#statements.get(text);
    if (known) return known;
    const name = `objecteur_${this.#statements.size}`;
    this.#statements.set(text, name);
    return name;
  }
}

/** The server may have become a read-only copy, for instance: a new connection finds the one that has taken its place. */
function isTroubled(error: unknown): boolean {
  return error instanceof PostgresError && !error.isWorthAnotherTry;
}
