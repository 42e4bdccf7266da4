import { livingHolders, type PostgresPresence } from "./postgres-presence.ts";
import type { Leases, Sql, SqlEngine } from "./sql.ts";

/** A lease ends with the lock of its holder, however its process has ended; so the table need not survive a crash. */
export const leaseTables: readonly string[] = [
  `CREATE UNLOGGED TABLE delivery (conversation_id TEXT COLLATE "C" PRIMARY KEY, holder BIGINT NOT NULL)`,
];

const take = `INSERT INTO delivery (conversation_id, holder) VALUES ($1, $2)
  ON CONFLICT (conversation_id) DO UPDATE SET holder = excluded.holder
  WHERE delivery.holder = excluded.holder OR delivery.holder NOT IN (${livingHolders})`;

const free = `NOT EXISTS (
  SELECT 1 FROM delivery
  WHERE delivery.conversation_id = outbox.conversation_id AND delivery.holder IN (${livingHolders})
)`;

/** Returns leases in a table; a holder is an advisory lock that ends with its process. */
export function createPostgresLeases(
  engine: Pick<SqlEngine, "transaction">,
  presence: PostgresPresence,
): Leases {
  /** The holder of each lease that this process has taken. */
  const taken = new Map<string, number>();
  const uncertain = new Set<string>();

  function markUncertain(id: string): void {
    taken.delete(id);
    uncertain.add(id);
  }

  return {
    free,
    uncertain: () => [...uncertain],
    markUncertain,
    ready: () => presence.wait(),
    /** The messages are read by the statement after it, which no longer sees those that the holder before has delivered. */
    async take(sql, id) {
      const holder = presence.holder();
      if (taken.get(id) === holder) return true;
      taken.delete(id);
      const changed = await sql.run(take, [id, holder]);
      uncertain.delete(id);
      if (changed === 1) taken.set(id, holder);
      return changed === 1;
    },
    async release(id) {
      const holder = taken.get(id);
      if (holder === undefined) return true;
      try {
        const isKept = await engine.transaction((sql) => tryToRelease(sql, id, holder));
        if (!isKept) taken.delete(id);
        return !isKept;
      } catch (error) {
        markUncertain(id);
        throw error;
      }
    },
    async sweep() {
      const forget = `DELETE FROM delivery WHERE holder NOT IN (${livingHolders})`;
      await engine.transaction((sql) => sql.run(forget), { isSingle: true });
    },
  };
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
