import { createHmac } from "node:crypto";
import type { CampaignId } from "../campaigns/schema.ts";
import type { Alert, Instant, Reminder } from "../conversation/vocabulary.ts";
import {
  type AlertState,
  type Conversation,
  type ConversationId,
  channelNameOf,
  type EventCount,
  type OutboxRow,
  type OutgoingMessage,
  type StoredAlert,
  type StoredReminder,
  type Subscribers,
  type Transaction,
} from "../ports.ts";
import {
  conversationTables,
  moveRows,
  readAlerts,
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

/** The port's transaction, in SQL. */
export class SqlTransaction implements Transaction {
  readonly #sql: Sql;
  /** The key of the hashes of update ids. */
  readonly #secret: Buffer;
  readonly #vault: Vault;
  /** The conversations that are locked, by their ids in the store. */
  readonly #locked = new Set<ConversationId>();

  constructor(sql: Sql, secret: Buffer, vault: Vault) {
    this.#sql = sql;
    this.#secret = secret;
    this.#vault = vault;
  }

  async claimUpdateId(updateId: string, now: Instant): Promise<boolean> {
    const key = createHmac("sha256", this.#secret).update(updateId).digest();
    const insert = `INSERT INTO processed_update (key, at) VALUES ($1, $2) ON CONFLICT DO NOTHING`;
    return (await this.#sql.run(insert, [key, now])) === 1;
  }

  load(conversationId: ConversationId): Promise<Conversation | undefined> {
    return this.#locking(conversationId, async (id) => {
      const select = `SELECT person, saved_state AS saved, memory, source FROM person WHERE conversation_id = $1`;
      const [row] = await this.#sql.query(select, [id]);
      return (
        row && readConversation(openColumns(this.#vault, row, id, ["person", "saved", "memory", "source"]))
      );
    });
  }

  save(conversationId: ConversationId, { person, saved, memory }: Conversation, now: Instant): Promise<void> {
    return this.#locking(conversationId, async (id) => {
      const seal = (value: object) => this.#vault.seal(JSON.stringify(value), id);
      await this.#sql.run(
        `INSERT INTO person
         (conversation_id, person, saved_state, seen_at, alerts_since, memory, memory_until, source, source_until)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         ON CONFLICT (conversation_id) DO UPDATE SET person = excluded.person, saved_state = excluded.saved_state,
         seen_at = excluded.seen_at, alerts_since = excluded.alerts_since, memory = excluded.memory,
         memory_until = excluded.memory_until, source = excluded.source, source_until = excluded.source_until`,
        [
          ...[id, this.#vault.seal(writePerson(person), id), seal(saved), now, person.alertsSince ?? null],
          ...[memory, person.source].flatMap((kept) => (kept ? [seal(kept), kept.until] : [null, null])),
        ],
      );
    });
  }

  async lastSeen(conversationId: ConversationId): Promise<Instant | undefined> {
    const select = `SELECT seen_at FROM person WHERE conversation_id = $1`;
    const [row] = await this.#sql.query(select, [this.#vault.sealId(conversationId)]);
    return row && Number(row["seen_at"]);
  }

  async reminders(conversationId: ConversationId): Promise<readonly StoredReminder[]> {
    const rows = await this.#sql.query(
      `SELECT ${reminderColumns} FROM reminder WHERE conversation_id = $1 AND alert IS NULL ORDER BY due_at, id`,
      [this.#vault.sealId(conversationId)],
    );
    return rows.map(openReminder(this.#vault));
  }

  /** The new reminder has a new id, so that a holder of the old id finds nothing to send. */
  setReminder(
    conversationId: ConversationId,
    { campaign, slot, dueAt, uid, alert }: Reminder & Pick<StoredReminder, "alert">,
  ): Promise<void> {
    return this.#locking(conversationId, async (id) => {
      await Promise.all([
        this.#deleteRows("reminder", id, { campaign, slot }),
        this.#sql.run(
          `INSERT INTO reminder (conversation_id, channel, campaign, slot, due_at, uid, alert)
           VALUES ($1, $2, $3, $4, $5, $6, $7)`,
          [
            id,
            channelNameOf(id),
            campaign,
            slot,
            dueAt,
            uid ? this.#vault.seal(uid, id) : null,
            alert ?? null,
          ],
        ),
      ]);
    });
  }

  cancelReminders(
    conversationId: ConversationId,
    { campaign, slot }: { readonly campaign?: CampaignId; readonly slot?: string } = {},
  ): Promise<void> {
    return this.#locking(conversationId, (id) =>
      this.#deleteRows("reminder", id, { campaign, slot, alert: null }),
    );
  }

  async removeReminder(reminderId: number): Promise<void> {
    await this.#sql.run(`DELETE FROM reminder WHERE id = $1`, [reminderId]);
  }

  async pendingReminder(reminderId: number): Promise<StoredReminder | undefined> {
    const select = `SELECT ${reminderColumns} FROM reminder WHERE id = $1`;
    const [found] = await this.#sql.query(select, [reminderId]);
    if (!found) return undefined;
    const { conversationId: id } = readReminder(found);
    if (!this.#locked.has(id) && !(await this.#sql.tryLock(id))) return undefined;
    this.#locked.add(id);
    // Read again: if the engine runs transactions in parallel, it may be gone by now.
    const [stillThere] = await this.#sql.query(select, [reminderId]);
    return stillThere && openReminder(this.#vault)(stillThere);
  }

  async postponeReminder(reminderId: number, dueAt: Instant): Promise<void> {
    await this.#sql.run(
      `UPDATE reminder SET due_at = $2, first_due_at = COALESCE(first_due_at, due_at) WHERE id = $1`,
      [reminderId, dueAt],
    );
  }

  enqueue(
    conversationId: ConversationId,
    kind: OutboxRow["kind"],
    messages: readonly OutgoingMessage[],
    { now, goodUntil, pushAt, campaign }: Parameters<Transaction["enqueue"]>[3],
  ): Promise<void> {
    return this.#locking(conversationId, async (id) => {
      const insert = `INSERT INTO outbox
        (conversation_id, kind, message, created_at, good_until, push_at, campaign, held_until)
        VALUES ($1, $2, $3, $4, $5, $6, $7,
          (SELECT MAX(held_until) FROM outbox WHERE conversation_id = $1 AND $2 <> 'answer'))`;
      const inserts = messages.map((message, index) => {
        const content = this.#vault.seal(JSON.stringify(message), id);
        const pushed = index === 0 ? pushAt : undefined;
        return this.#sql.run(insert, [id, kind, content, now, goodUntil, pushed ?? null, campaign ?? null]);
      });
      await Promise.all(inserts);
    });
  }

  async setPushAt(rowId: number, pushAt?: Instant): Promise<void> {
    await this.#sql.run(`UPDATE outbox SET push_at = $2 WHERE id = $1`, [rowId, pushAt ?? null]);
  }

  holdOutbox(conversationId: ConversationId, until?: Instant): Promise<void> {
    return this.#locking(conversationId, async (id) => {
      const hold = `UPDATE outbox SET held_until = $2 WHERE conversation_id = $1 AND kind <> 'answer'`;
      await this.#sql.run(hold, [id, until ?? null]);
    });
  }

  async dropOutbox(
    conversationId: ConversationId,
    kind?: OutboxRow["kind"],
    campaign?: CampaignId,
  ): Promise<void> {
    await this.#deleteRows("outbox", this.#vault.sealId(conversationId), { kind, campaign });
  }

  chatNote(conversationId: ConversationId): Promise<unknown> {
    return this.#locking(conversationId, async (id) => {
      const select = `SELECT note FROM person WHERE conversation_id = $1`;
      const [row] = await this.#sql.query(select, [id]);
      return readNote(openColumns(this.#vault, row ?? {}, id, ["note"])["note"] ?? undefined);
    });
  }

  keepChatNote(conversationId: ConversationId, note: object): Promise<void> {
    return this.#locking(conversationId, async (id) => {
      const update = `UPDATE person SET note = $2 WHERE conversation_id = $1`;
      await this.#sql.run(update, [id, this.#vault.seal(JSON.stringify(note), id)]);
    });
  }

  async countProactive(channel: string, at: Instant, forgetBefore: Instant): Promise<void> {
    await Promise.all([
      this.#sql.run(`INSERT INTO proactive_message (channel, sent_at) VALUES ($1, $2)`, [channel, at]),
      this.#sql.run(`DELETE FROM proactive_message WHERE channel = $1 AND sent_at < $2`, [
        channel,
        forgetBefore,
      ]),
    ]);
  }

  async addCounts(day: string, counts: readonly EventCount[]): Promise<void> {
    const add = `INSERT INTO daily_count (day, channel, campaign, language, what, count) VALUES ($1, $2, $3, $4, $5, $6)
      ON CONFLICT (day, channel, campaign, language, what) DO UPDATE SET count = daily_count.count + excluded.count`;
    await Promise.all(
      counts.map(({ channel, campaign, language, what, count }) =>
        this.#sql.run(add, [day, channel, campaign, language, what, count]),
      ),
    );
  }

  async channelNote(channel: string): Promise<unknown> {
    const [row] = await this.#sql.query(`SELECT value FROM setting WHERE key = $1`, [noteKey(channel)]);
    return readNote(row?.["value"]);
  }

  keepChannelNote(channel: string, note: object): Promise<void> {
    return writeSetting(this.#sql, noteKey(channel), JSON.stringify(note));
  }

  async alerts(): Promise<readonly StoredAlert[]> {
    const [, alerts] = await Promise.all([this.#sql.lock("alert"), readAlerts(this.#sql)]);
    return alerts;
  }

  async addAlert({ campaign, news }: Alert, now: Instant): Promise<void> {
    await this.#sql.run(
      `INSERT INTO alert (campaign, news, state, created_at, filled_to, total) VALUES ($1, $2, 'running', $3, 0, 0)`,
      [campaign, news, now],
    );
  }

  async subscribers(after: Instant, upTo: Instant, most: number): Promise<Subscribers> {
    const between = `FROM person WHERE alerts_since > $1 AND alerts_since <= $2`;
    const [end] = await this.#sql.query(
      `SELECT alerts_since AS at ${between} ORDER BY alerts_since LIMIT 1 OFFSET $3`,
      [after, upTo, most],
    );
    const to = end === undefined ? upTo : Number(end["at"]);
    const rows = await this.#sql.query(
      `SELECT conversation_id AS id, person, saved_state AS saved ${between}`,
      [after, to],
    );
    const people = rows.map((row) => {
      const id = readConversationId(row["id"]);
      const conversation = readConversation(openColumns(this.#vault, row, id, ["person", "saved"]));
      return { id: this.#vault.openId(id), ...conversation };
    });
    return { people, upTo: to };
  }

  async fillAlert(
    { id, filledTo }: Pick<StoredAlert, "id" | "filledTo">,
    to: Instant,
    count: number,
  ): Promise<boolean> {
    const fill = `UPDATE alert SET filled_to = $3, total = total + $4
      WHERE id = $1 AND filled_to = $2 AND state = 'running'`;
    return (await this.#sql.run(fill, [id, filledTo, to, count])) === 1;
  }

  async setAlertState(alertId: number, state: AlertState): Promise<boolean> {
    const change = `UPDATE alert SET state = $2
      WHERE id = $1 AND (state = 'running' OR (state = 'paused' AND $2 <> 'done'))`;
    const isChanged = (await this.#sql.run(change, [alertId, state])) === 1;
    if (isChanged && state === "cancelled")
      await this.#sql.run(`DELETE FROM reminder WHERE alert = $1`, [alertId]);
    return isChanged;
  }

  erase(conversationId: ConversationId): Promise<void> {
    return this.#locking(conversationId, async (id) => {
      await Promise.all(conversationTables.map(({ table }) => this.#deleteRows(table, id, {})));
      this.#sql.truncateLog();
    });
  }

  /** A reminder of the new id is replaced by a moved one with the same campaign and slot. */
  async rename(before: ConversationId, after: ConversationId): Promise<void> {
    const vault = this.#vault;
    const [from, to] = [vault.sealId(before), vault.sealId(after)];
    if (from === to) return;
    // The smaller one first, so that two processes that do the same cannot deadlock.
    for (const id of [from, to].sort()) await this.#lock(id);
    await this.#sql.run(
      `DELETE FROM person WHERE conversation_id IN ($1, $2) AND EXISTS (
         SELECT 1 FROM person AS other
         WHERE other.conversation_id IN ($1, $2) AND other.conversation_id <> person.conversation_id
         AND (other.seen_at > person.seen_at OR (other.seen_at = person.seen_at AND other.conversation_id = $1))
       )`,
      [from, to],
    );
    await this.#sql.run(
      `DELETE FROM reminder WHERE conversation_id = $2 AND EXISTS (
         SELECT 1 FROM reminder AS moved
         WHERE moved.conversation_id = $1 AND moved.campaign = reminder.campaign AND moved.slot = reminder.slot
       )`,
      [from, to],
    );
    await moveRows(this.#sql, from, to, (text) => vault.seal(vault.open(text, from), to));
  }

  async markDone(jobKey: string): Promise<boolean> {
    const insert = `INSERT INTO completed_job (key) VALUES ($1) ON CONFLICT DO NOTHING`;
    return (await this.#sql.run(insert, [jobKey])) === 1;
  }

  /**
   * Locks the conversation and does `work` with its id in the store. The statements of `work` are sent
   * right behind the lock: the database makes them wait.
   */
  async #locking<Result>(
    conversationId: ConversationId,
    work: (id: ConversationId) => Promise<Result>,
  ): Promise<Result> {
    const id = this.#vault.sealId(conversationId);
    const [, result] = await Promise.all([this.#lock(id), work(id)]);
    return result;
  }

  /** Locks the conversation before it is read or written; later statements wait for the lock. */
  async #lock(id: ConversationId): Promise<void> {
    if (this.#locked.has(id)) return;
    this.#locked.add(id);
    await this.#sql.lock(id);
  }

  /** Deletes the conversation's rows in a table: all, or those with these values. */
  async #deleteRows(
    table: string,
    id: ConversationId,
    values: Readonly<Record<string, SqlValue | undefined>>,
  ): Promise<void> {
    const { condition, parameters } = matching({ conversation_id: id, ...values }, 1);
    await this.#sql.run(`DELETE FROM ${table} WHERE ${condition}`, parameters);
  }
}
