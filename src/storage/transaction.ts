import { createHmac } from "node:crypto";
import { type ConversationId, channelNameOf, type Transaction } from "../ports.ts";
import {
  conversationTables,
  moveRows,
  readConversation,
  readConversationId,
  readNote,
  readReminder,
  reminderColumns,
  writePerson,
} from "./rows.ts";
import { matching, type Sql, type SqlValue } from "./sql.ts";
import { writeSetting } from "./store-keys.ts";
import { openColumns, openReminder, type Vault } from "./vault.ts";

/** The key of a channel's note among the settings. */
const noteKey = (channel: string) => `note:${channel}`;

/** Returns the port's transaction, in SQL. `secret` is the key of the hashes of update ids. */
export function createTransaction(sql: Sql, secret: Buffer, vault: Vault): Transaction {
  const locked = new Set<ConversationId>();

  /** Returns a method of the port; `method` takes the conversation's id as it is in the store. */
  const sealed =
    <Rest extends readonly unknown[], Result>(method: (id: ConversationId, ...rest: Rest) => Result) =>
    (id: ConversationId, ...rest: Rest): Result =>
      method(vault.sealId(id), ...rest);

  /** Locks the conversation before it is read or written; later statements wait for the lock. */
  async function lock(id: ConversationId): Promise<void> {
    if (locked.has(id)) return;
    locked.add(id);
    await sql.lock(id);
  }

  /** The same for a method that sends its statements right behind the lock: the database makes them wait. */
  const locking = <Rest extends readonly unknown[], Result>(
    method: (id: ConversationId, ...rest: Rest) => Promise<Result>,
  ) =>
    sealed(async (id, ...rest: Rest) => {
      const [, result] = await Promise.all([lock(id), method(id, ...rest)]);
      return result;
    });

  /** Deletes the conversation's rows in a table: all, or those with these values. */
  function deleteRows(
    table: string,
    id: ConversationId,
    values: Readonly<Record<string, SqlValue | undefined>>,
  ) {
    const { condition, parameters } = matching({ conversation_id: id, ...values }, 1);
    return sql.run(`DELETE FROM ${table} WHERE ${condition}`, parameters);
  }

  return {
    async claimUpdateId(updateId, now) {
      const key = createHmac("sha256", secret).update(updateId).digest();
      const insert = `INSERT INTO processed_update (key, at) VALUES ($1, $2) ON CONFLICT DO NOTHING`;
      return (await sql.run(insert, [key, now])) === 1;
    },
    load: locking(async (id) => {
      const select = `SELECT person, saved_state AS saved, memory FROM person WHERE conversation_id = $1`;
      const [row] = await sql.query(select, [id]);
      return row && readConversation(openColumns(vault, row, id, ["person", "saved", "memory"]));
    }),
    save: locking(async (id, { person, saved, memory }, now) => {
      const seal = (value: object) => vault.seal(JSON.stringify(value), id);
      await sql.run(
        `INSERT INTO person (conversation_id, person, saved_state, seen_at, alerts_since, memory, memory_until)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (conversation_id) DO UPDATE SET person = excluded.person, saved_state = excluded.saved_state,
         seen_at = excluded.seen_at, alerts_since = excluded.alerts_since, memory = excluded.memory,
         memory_until = excluded.memory_until`,
        [
          ...[id, vault.seal(writePerson(person), id), seal(saved), now, person.alertsSince ?? null],
          ...(memory ? [seal(memory), memory.until] : [null, null]),
        ],
      );
    }),
    lastSeen: sealed(async (id) => {
      const [row] = await sql.query(`SELECT seen_at FROM person WHERE conversation_id = $1`, [id]);
      return row && Number(row["seen_at"]);
    }),
    reminders: sealed(async (id) => {
      const rows = await sql.query(
        `SELECT ${reminderColumns} FROM reminder WHERE conversation_id = $1 AND alert IS NULL ORDER BY due_at, id`,
        [id],
      );
      return rows.map(openReminder(vault));
    }),
    /** The new reminder has a new id, so that a holder of the old id finds nothing to send. */
    setReminder: locking(async (id, { campaign, slot, dueAt, uid, alert }) => {
      await Promise.all([
        deleteRows("reminder", id, { campaign, slot }),
        sql.run(
          `INSERT INTO reminder (conversation_id, channel, campaign, slot, due_at, uid, alert)
           VALUES ($1, $2, $3, $4, $5, $6, $7)`,
          [id, channelNameOf(id), campaign, slot, dueAt, uid ?? null, alert ?? null],
        ),
      ]);
    }),
    cancelReminders: locking(async (id, { campaign, slot } = {}) => {
      await deleteRows("reminder", id, { campaign, slot, alert: null });
    }),
    async removeReminder(reminderId) {
      await sql.run(`DELETE FROM reminder WHERE id = $1`, [reminderId]);
    },
    async pendingReminder(reminderId) {
      const find = () => sql.query(`SELECT ${reminderColumns} FROM reminder WHERE id = $1`, [reminderId]);
      const [found] = await find();
      if (!found) return undefined;
      const { conversationId: id } = readReminder(found);
      if (!locked.has(id) && !(await sql.tryLock(id))) return undefined;
      locked.add(id);
      // Read again: if the engine runs transactions in parallel, it may be gone by now.
      const [stillThere] = await find();
      return stillThere && openReminder(vault)(stillThere);
    },
    async postponeReminder(reminderId, dueAt) {
      await sql.run(`UPDATE reminder SET due_at = $2 WHERE id = $1`, [reminderId, dueAt]);
    },
    enqueue: locking(async (id, kind, messages, { now, goodUntil, pushAt }) => {
      const insert = `INSERT INTO outbox (conversation_id, kind, message, created_at, good_until, push_at)
        VALUES ($1, $2, $3, $4, $5, $6)`;
      const inserts = messages.map((message, index) => {
        const content = vault.seal(JSON.stringify(message), id);
        return sql.run(insert, [id, kind, content, now, goodUntil, (index === 0 && pushAt) || null]);
      });
      await Promise.all(inserts);
    }),
    async setPushAt(rowId, pushAt) {
      await sql.run(`UPDATE outbox SET push_at = $2 WHERE id = $1`, [rowId, pushAt ?? null]);
    },
    dropOutbox: sealed(async (id, kind) => {
      await deleteRows("outbox", id, { kind });
    }),
    chatNote: locking(async (id) => {
      const select = `SELECT note FROM person WHERE conversation_id = $1`;
      const [row] = await sql.query(select, [id]);
      return readNote(openColumns(vault, row ?? {}, id, ["note"])["note"] ?? undefined);
    }),
    keepChatNote: locking(async (id, note) => {
      const update = `UPDATE person SET note = $2 WHERE conversation_id = $1`;
      await sql.run(update, [id, vault.seal(JSON.stringify(note), id)]);
    }),
    async countProactive(channel, at, forgetBefore) {
      await Promise.all([
        sql.run(`INSERT INTO proactive_message (channel, sent_at) VALUES ($1, $2)`, [channel, at]),
        sql.run(`DELETE FROM proactive_message WHERE channel = $1 AND sent_at < $2`, [channel, forgetBefore]),
      ]);
    },
    async addCounts(day, counts) {
      const add = `INSERT INTO daily_count (day, channel, campaign, language, what, count) VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (day, channel, campaign, language, what) DO UPDATE SET count = daily_count.count + excluded.count`;
      await Promise.all(
        counts.map(({ channel, campaign, language, what, count }) =>
          sql.run(add, [day, channel, campaign, language, what, count]),
        ),
      );
    },
    async channelNote(channel) {
      const [row] = await sql.query(`SELECT value FROM setting WHERE key = $1`, [noteKey(channel)]);
      return readNote(row?.["value"]);
    },
    keepChannelNote: (channel, note) => writeSetting(sql, noteKey(channel), JSON.stringify(note)),
    async addAlert({ campaign, news }, now) {
      await sql.run(
        `INSERT INTO alert (campaign, news, state, created_at, filled_to, total) VALUES ($1, $2, 'running', $3, 0, 0)`,
        [campaign, news, now],
      );
    },
    async subscribers(after, upTo, most) {
      const between = `FROM person WHERE alerts_since > $1 AND alerts_since <= $2`;
      const [end] = await sql.query(
        `SELECT alerts_since AS at ${between} ORDER BY alerts_since LIMIT 1 OFFSET $3`,
        [after, upTo, most],
      );
      const to = end === undefined ? upTo : Number(end["at"]);
      const rows = await sql.query(`SELECT conversation_id AS id, person, saved_state AS saved ${between}`, [
        after,
        to,
      ]);
      const people = rows.map((row) => {
        const id = readConversationId(row["id"]);
        const conversation = readConversation(openColumns(vault, row, id, ["person", "saved"]));
        return { id: vault.openId(id), ...conversation };
      });
      return { people, upTo: to };
    },
    async fillAlert({ id, filledTo }, to, count) {
      const fill = `UPDATE alert SET filled_to = $3, total = total + $4
        WHERE id = $1 AND filled_to = $2 AND state = 'running'`;
      return (await sql.run(fill, [id, filledTo, to, count])) === 1;
    },
    async setAlertState(alertId, state) {
      const change = `UPDATE alert SET state = $2
        WHERE id = $1 AND (state = 'running' OR (state = 'paused' AND $2 <> 'done'))`;
      const isChanged = (await sql.run(change, [alertId, state])) === 1;
      if (isChanged && state === "cancelled")
        await sql.run(`DELETE FROM reminder WHERE alert = $1`, [alertId]);
      return isChanged;
    },
    erase: locking(async (id) => {
      await Promise.all(conversationTables.map(({ table }) => deleteRows(table, id, {})));
      sql.truncateLog();
    }),
    /** A reminder of the new id is replaced by a moved one with the same campaign and slot. */
    async rename(before, after) {
      const [from, to] = [vault.sealId(before), vault.sealId(after)];
      if (from === to) return;
      // The smaller one first, so that two processes that do the same cannot deadlock.
      for (const id of [from, to].sort()) await lock(id);
      await sql.run(
        `DELETE FROM person WHERE conversation_id IN ($1, $2) AND EXISTS (
           SELECT 1 FROM person AS other
           WHERE other.conversation_id IN ($1, $2) AND other.conversation_id <> person.conversation_id
           AND (other.seen_at > person.seen_at OR (other.seen_at = person.seen_at AND other.conversation_id = $1))
         )`,
        [from, to],
      );
      await sql.run(
        `DELETE FROM reminder WHERE conversation_id = $2 AND EXISTS (
           SELECT 1 FROM reminder AS moved
           WHERE moved.conversation_id = $1 AND moved.campaign = reminder.campaign AND moved.slot = reminder.slot
         )`,
        [from, to],
      );
      await moveRows(sql, from, to, (text) => vault.seal(vault.open(text, from), to));
    },
    async markDone(jobKey) {
      const insert = `INSERT INTO completed_job (key) VALUES ($1) ON CONFLICT DO NOTHING`;
      return (await sql.run(insert, [jobKey])) === 1;
    },
  };
}
