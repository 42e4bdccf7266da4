import type { ReminderQuery, Store } from "../app/ports.ts";
import { expireStore } from "./expire-store.ts";
import { deliverySecret, migrate } from "./migrations.ts";
import {
  outboxColumns,
  readConversationId,
  readConversationWithId,
  readDailyCount,
  readNumber,
  readOutboxRow,
  readOutboxState,
  readReminder,
  reminderColumns,
} from "./rows.ts";
import type { Sql, SqlEngine } from "./sql.ts";
import { createTransaction } from "./transaction.ts";

/** Returns the port's store in SQL, on a database that is brought to the newest version first. */
export async function createStore(engine: SqlEngine): Promise<Store> {
  await migrate(engine);
  await engine.leases.sweep();
  const secret = await deliverySecret(engine);
  const { leases } = engine;
  const query: Sql["query"] = (text, parameters) => engine.look((sql) => sql.query(text, parameters));

  return {
    transaction: (work) => engine.transaction((sql) => work(createTransaction(sql, secret))),
    async outbox(id) {
      try {
        await leases.ready();
        return await engine.look(async (sql) => {
          const select = `SELECT ${outboxColumns} FROM outbox WHERE conversation_id = $1 ORDER BY id`;
          const [isOurs, rows] = await Promise.all([leases.take(sql, id), sql.query(select, [id])]);
          return isOurs ? rows.map(readOutboxRow) : [];
        });
      } catch (error) {
        leases.markUncertain(id);
        throw error;
      }
    },
    releaseOutbox: (id) => leases.release(id),
    async conversationsWithOutbox(limit) {
      const uncertain = leases.uncertain();
      const rows = await query(
        `SELECT conversation_id AS id FROM outbox WHERE ${leases.free}
         GROUP BY conversation_id ORDER BY MIN(created_at), MIN(id) LIMIT $1`,
        [limit],
      );
      const ids = new Set([...uncertain, ...rows.map((row) => row["id"])]);
      return [...ids].slice(0, limit).map(readConversationId);
    },
    removeFromOutbox: (rowId) =>
      engine.transaction(
        async (sql) => {
          const [row] = await sql.query(
            `DELETE FROM outbox WHERE id = $1 RETURNING (
             SELECT COUNT(*) FROM person WHERE person.conversation_id = outbox.conversation_id
           ) AS people`,
            [rowId],
          );
          // The goodbye to someone who was erased: with it, the last trace of them goes.
          if (row?.["people"] === 0) sql.secureDelete("on-commit");
        },
        { isSingle: true },
      ),
    async outboxState() {
      const [row] = await query(`SELECT COUNT(*) AS count, MIN(created_at) AS oldest FROM outbox`);
      return readOutboxState(row);
    },
    async dueReminders(which, now, limit) {
      const { condition, parameters } = matching(which);
      const rows = await query(
        `SELECT ${reminderColumns} FROM reminder
         WHERE ${condition} AND due_at <= $1 ORDER BY due_at, id LIMIT $2`,
        [now, limit, ...parameters],
      );
      return rows.map(readReminder);
    },
    async proactiveSince(channel, since) {
      const rows = await query(
        `SELECT sent_at FROM proactive_message WHERE channel = $1 AND sent_at >= $2 ORDER BY sent_at`,
        [channel, since],
      );
      return rows.map((row) => readNumber(row["sent_at"]));
    },
    async countReminders(which, from, before, most) {
      const { condition, parameters } = matching(which, 4);
      const [row] = await query(
        `SELECT COUNT(*) AS count FROM (
           SELECT 1 FROM reminder WHERE ${condition} AND due_at >= $1 AND due_at < $2 LIMIT $3
         ) AS counted`,
        [from, before, most, ...parameters],
      );
      return readNumber(row?.["count"]);
    },
    async dailyCounts(from) {
      const rows = await query(
        `SELECT day, channel, campaign, language, what, count FROM daily_count
         WHERE day >= $1 ORDER BY day, channel, campaign, language, what`,
        [from],
      );
      return rows.map(readDailyCount);
    },
    async conversations(after, limit) {
      const rows = await query(
        `SELECT conversation_id AS id, person, place FROM person
         WHERE conversation_id > $1 ORDER BY conversation_id LIMIT $2`,
        [after ?? "", limit],
      );
      return rows.map(readConversationWithId);
    },
    hold: (role) => engine.hold(role),
    expire: (before, forgetIdsBefore, forgetRemindersBefore, forgetCountsBefore) =>
      expireStore(engine, { before, forgetIdsBefore, forgetRemindersBefore, forgetCountsBefore }),
    close: () => engine.close(),
  };
}

/** The condition for these reminders, whose parameters have the numbers from `first`. */
function matching({ channel, campaign }: ReminderQuery, first = 3) {
  if (campaign === undefined) return { condition: `channel = $${first}`, parameters: [channel] };
  return { condition: `channel = $${first} AND campaign = $${first + 1}`, parameters: [channel, campaign] };
}
