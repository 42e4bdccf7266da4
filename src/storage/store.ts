import type { Store } from "../ports.ts";
import { expireStore } from "./expire-store.ts";
import { migrate } from "./migrations.ts";
import {
  canBeSentAt,
  outboxColumns,
  readAlerts,
  readConversationId,
  readDailyCount,
  readNumber,
  readOutboxRow,
  readOutboxState,
  reminderColumns,
} from "./rows.ts";
import { matching, type Sql, type SqlEngine, type SqlRow } from "./sql.ts";
import { SqlTransaction } from "./sql-transaction.ts";
import { checkKey, deliverySecret } from "./store-keys.ts";
import { openColumns, openReminder, plaintext, type Vault } from "./vault.ts";
import { watchWrites } from "./watch-writes.ts";

/** An instant at which no message can be sent. */
const never = -1;

/**
 * Returns the store in SQL, on a database that is migrated first. Rejects with a `StoreError` if it is
 * sealed under another key than the vault's.
 */
export async function createStore(
  engine: SqlEngine,
  randomBytes: (count: number) => Buffer,
  vault: Vault = plaintext,
): Promise<Store> {
  await migrate(engine);
  await checkKey(engine, vault);
  await engine.leases?.sweep();
  const secret = await deliverySecret(engine, vault, randomBytes);
  const { leases } = engine;
  const writes = watchWrites(engine, randomBytes);
  const query: Sql["query"] = (text, parameters) => engine.look((sql) => sql.query(text, parameters));
  const openRow = (row: SqlRow) => {
    const id = readConversationId(row["conversationId"]);
    const opened = openColumns(vault, row, id, ["message"]);
    return readOutboxRow({ ...opened, conversationId: vault.openId(id) });
  };

  return {
    transaction: (work) => writes.transaction((sql) => work(new SqlTransaction(sql, secret, vault))),
    async outbox(conversationId) {
      const id = vault.sealId(conversationId);
      await leases?.ready();
      return engine.look(async (sql) => {
        const select = `SELECT ${outboxColumns} FROM outbox WHERE conversation_id = $1 ORDER BY id`;
        const [isOurs, rows] = await Promise.all([leases?.take(sql, id) ?? true, sql.query(select, [id])]);
        return isOurs ? rows.map(openRow) : [];
      });
    },
    releaseOutbox: async (id, now = never) => (await leases?.release(vault.sealId(id), now)) ?? true,
    async conversationsWithOutbox(now, limit) {
      await leases?.ready();
      const rows = await query(
        `SELECT conversation_id AS id FROM outbox WHERE ${canBeSentAt("$1")} AND ${leases?.free() ?? "TRUE"}
         GROUP BY conversation_id ORDER BY MIN(created_at), MIN(id) LIMIT $2`,
        [now, limit],
      );
      return rows.map((row) => vault.openId(readConversationId(row["id"])));
    },
    removeFromOutbox: (rowIds) =>
      writes.transaction(
        async (sql) => {
          const rows = await sql.query(
            `DELETE FROM outbox WHERE id IN (${rowIds.map((_, index) => `$${index + 1}`).join()}) RETURNING (
             SELECT COUNT(*) FROM person WHERE person.conversation_id = outbox.conversation_id
           ) AS people`,
            rowIds,
          );
          // The last message to an erased person: with it, their last data goes.
          if (rows.some(({ people }) => people === 0)) sql.truncateLog();
          return rows.length === rowIds.length;
        },
        // If a crash undoes it, the messages are sent twice.
        { isSingle: true, isLazy: true },
      ),
    async outboxState() {
      const [row] = await query(`SELECT COUNT(*) AS count, MIN(created_at) AS oldest FROM outbox`);
      return readOutboxState(row);
    },
    writeTrouble: () => writes.trouble(),
    async dueReminders(which, now, limit) {
      const { condition, parameters } = matching({ ...which, alert: which.alert ?? null }, 3);
      const rows = await query(
        `SELECT ${reminderColumns} FROM reminder
         WHERE ${condition} AND due_at <= $1 ORDER BY due_at, id LIMIT $2`,
        [now, limit, ...parameters],
      );
      return rows.map(openReminder(vault));
    },
    async duePushes(now, limit) {
      const rows = await query(
        `SELECT ${outboxColumns} FROM outbox WHERE push_at <= $1 ORDER BY push_at, id LIMIT $2`,
        [now, limit],
      );
      return rows.map(openRow);
    },
    async proactiveSince(channel, since) {
      const rows = await query(
        `SELECT sent_at FROM proactive_message WHERE channel = $1 AND sent_at >= $2 ORDER BY sent_at`,
        [channel, since],
      );
      return rows.map((row) => readNumber(row["sent_at"]));
    },
    async countReminders(which, from, before, most) {
      const { condition, parameters } = matching({ ...which, alert: which.alert ?? null }, 4);
      const [row] = await query(
        `SELECT COUNT(*) AS count FROM (
           SELECT 1 FROM reminder WHERE ${condition} AND due_at >= $1 AND due_at < $2 LIMIT $3
         ) AS counted`,
        [from, before, most, ...parameters],
      );
      return readNumber(row?.["count"]);
    },
    alerts: () => engine.look(readAlerts),
    async dailyCounts(from, which) {
      const { condition, parameters } = matching({ ...which }, 2);
      const rows = await query(
        `SELECT day, channel, campaign, language, what, count FROM daily_count
         WHERE day >= $1 AND ${condition} ORDER BY day, channel, campaign, language, what`,
        [from, ...parameters],
      );
      return rows.map(readDailyCount);
    },
    hold: (role) => engine.hold(role),
    recallPostponed: (beyond) =>
      writes.transaction((sql) =>
        sql.run(
          `UPDATE reminder SET due_at = first_due_at, first_due_at = NULL
           WHERE due_at > $1 AND first_due_at IS NOT NULL`,
          [beyond],
        ),
      ),
    expire: (limits) => expireStore(engine, limits),
    vacuum: () => engine.vacuum(),
    close: () => engine.close(),
  };
}
