import { livingHolders, type PostgresPresence } from "./postgres-presence.ts";
import type { Leases, SqlEngine } from "./sql.ts";

/** A lease ends with the lock of its holder, however its process has ended; so the table need not survive a crash. */
export const leaseTables: readonly string[] = [
  `CREATE UNLOGGED TABLE delivery (conversation_id TEXT COLLATE "C" PRIMARY KEY, holder BIGINT NOT NULL)`,
];

/** Returns leases in a table; a holder is an advisory lock that ends with its process. */
export function createPostgresLeases(
  engine: Pick<SqlEngine, "transaction">,
  presence: PostgresPresence,
): Leases {
  return {
    ready: async () => void (await presence.wait()),
    free: () => `NOT EXISTS (
      SELECT 1 FROM delivery WHERE delivery.conversation_id = outbox.conversation_id
      AND delivery.holder IN (${livingHolders(presence.holder())})
    )`,
    /** The messages are read by the statement after it, which no longer sees those that the holder before has delivered. */
    async take(sql, id) {
      const holder = presence.holder();
      const take = `INSERT INTO delivery (conversation_id, holder) VALUES ($1, $2)
        ON CONFLICT (conversation_id) DO UPDATE SET holder = excluded.holder
        WHERE delivery.holder NOT IN (${livingHolders(holder)})`;
      return (await sql.run(take, [id, holder])) === 1;
    },
    /** Under the conversation's lock, and so either before or after messages are added to it. */
    release(id) {
      const mine = [id, presence.holder()] as const;
      return engine.transaction(async (sql) => {
        const [, , kept] = await Promise.all([
          sql.lock(id),
          sql.run(
            `DELETE FROM delivery WHERE conversation_id = $1 AND holder = $2
             AND NOT EXISTS (SELECT 1 FROM outbox WHERE outbox.conversation_id = $1)`,
            mine,
          ),
          sql.query(`SELECT 1 FROM delivery WHERE conversation_id = $1 AND holder = $2`, mine),
        ]);
        return kept.length === 0;
      });
    },
    async sweep() {
      const forget = `DELETE FROM delivery WHERE holder NOT IN (${livingHolders()})`;
      await engine.transaction((sql) => sql.run(forget), { isSingle: true });
    },
  };
}
