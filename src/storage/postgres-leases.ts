import type { PostgresPresence } from "./postgres-presence.ts";
import { livingHolders } from "./postgres-presence.ts";
import type { Leases, Sql, SqlEngine } from "./sql.ts";

/** A lease ends with the lock of its holder, however its process has ended; so the table need not survive a crash. */
export const leaseTables: readonly string[] = [
  `CREATE UNLOGGED TABLE delivery (conversation_id TEXT COLLATE "C" PRIMARY KEY, holder BIGINT NOT NULL)`,
];

const take = `INSERT INTO delivery (conversation_id, holder) VALUES ($1, $2)
  ON CONFLICT (conversation_id) DO UPDATE SET holder = excluded.holder
  WHERE delivery.holder = excluded.holder OR delivery.holder NOT IN (${livingHolders})`;

/** Leases in a table; a holder is an advisory lock that ends with its process. */
export class PostgresLeases implements Leases {
  readonly free = `NOT EXISTS (
    SELECT 1 FROM delivery
    WHERE delivery.conversation_id = outbox.conversation_id AND delivery.holder IN (${livingHolders})
  )`;
  readonly #engine: Pick<SqlEngine, "transaction" | "single">;
  readonly #presence: PostgresPresence;
  /** The holder of each lease that this process has taken. */
  readonly #taken = new Map<string, number>();
  readonly #uncertain = new Set<string>();

  constructor(engine: Pick<SqlEngine, "transaction" | "single">, presence: PostgresPresence) {
    this.#engine = engine;
    this.#presence = presence;
  }

  uncertain(): readonly string[] {
    return [...this.#uncertain];
  }

  markUncertain(id: string): void {
    this.#taken.delete(id);
    this.#uncertain.add(id);
  }

  async ready(): Promise<void> {
    await this.#presence.wait();
  }

  /** The messages are read by the statement after it, which no longer sees those that the holder before has delivered. */
  async take(sql: Sql, id: string): Promise<boolean> {
    const holder = this.#presence.holder();
    if (this.#taken.get(id) === holder) return true;
    this.#taken.delete(id);
    const changed = await sql.run(take, [id, holder]);
    this.#uncertain.delete(id);
    if (changed === 1) this.#taken.set(id, holder);
    return changed === 1;
  }

  async release(id: string): Promise<boolean> {
    const holder = this.#taken.get(id);
    if (holder === undefined) return true;
    try {
      const isKept = await this.#engine.transaction((sql) => tryToRelease(sql, id, holder));
      if (!isKept) this.#taken.delete(id);
      return !isKept;
    } catch (error) {
      this.markUncertain(id);
      throw error;
    }
  }

  async sweep(): Promise<void> {
    await this.#engine.single((sql) =>
      sql.run(`DELETE FROM delivery WHERE holder NOT IN (${livingHolders})`),
    );
  }
}

/** Under the conversation's lock, and so either before or after messages are added to it. Returns whether the lease is kept. */
async function tryToRelease(sql: Sql, id: string, holder: number): Promise<boolean> {
  const [, released] = await Promise.all([
    sql.lock(id),
    sql.run(
      `DELETE FROM delivery WHERE conversation_id = $1 AND holder = $2
       AND NOT EXISTS (SELECT 1 FROM outbox WHERE outbox.conversation_id = $1)`,
      [id, holder],
    ),
  ]);
  if (released === 1) return false;
  const mine = `SELECT 1 FROM delivery WHERE conversation_id = $1 AND holder = $2`;
  return (await sql.query(mine, [id, holder])).length === 1;
}
