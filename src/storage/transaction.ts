import { createHmac } from "node:crypto";
import {
  type Conversation,
  type ConversationId,
  channelNameOf,
  type OutboxRow,
  type OutgoingMessage,
  type StoredReminder,
  type Transaction,
} from "../app/ports.ts";
import { readConversation, readNote, readReminder, writePerson } from "./rows.ts";
import type { Sql } from "./sql.ts";

/** Where a channel's own note stands among the settings. */
const noteKey = (channel: string) => `note:${channel}`;

type Reminder = Pick<StoredReminder, "campaign" | "slot" | "dueAt">;

/** The port's transaction in SQL. */
export class SqlTransaction implements Transaction {
  readonly #sql: Sql;
  readonly #secret: Buffer;
  readonly #locked = new Set<ConversationId>();

  constructor(sql: Sql, secret: Buffer) {
    this.#sql = sql;
    this.#secret = secret;
  }

  async claimUpdateId(updateId: string, now: number): Promise<boolean> {
    const key = createHmac("sha256", this.#secret).update(updateId).digest();
    return (
      (await this.#sql.run(`INSERT INTO processed_update (key, at) VALUES ($1, $2) ON CONFLICT DO NOTHING`, [
        key,
        now,
      ])) === 1
    );
  }

  async load(id: ConversationId): Promise<Conversation | undefined> {
    const [, [row]] = await Promise.all([
      this.#lock(id),
      this.#sql.query(`SELECT person, place FROM person WHERE conversation_id = $1`, [id]),
    ]);
    return row && readConversation(row);
  }

  async save(id: ConversationId, { person, place }: Conversation, now: number): Promise<void> {
    await Promise.all([
      this.#lock(id),
      this.#sql.run(
        `INSERT INTO person (conversation_id, person, place, seen_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (conversation_id)
         DO UPDATE SET person = excluded.person, place = excluded.place, seen_at = excluded.seen_at`,
        [id, writePerson(person), JSON.stringify(place), now],
      ),
    ]);
  }

  async reminders(id: ConversationId): Promise<readonly StoredReminder[]> {
    const rows = await this.#sql.query(
      `SELECT id, conversation_id, campaign, slot, due_at FROM reminder WHERE conversation_id = $1 ORDER BY due_at, id`,
      [id],
    );
    return rows.map(readReminder);
  }

  /** The new reminder has a new id: whoever still holds the old one's finds nothing to send. */
  async setReminder(id: ConversationId, { campaign, slot, dueAt }: Reminder): Promise<void> {
    await Promise.all([
      this.cancelReminders(id, { campaign, slot }),
      this.#sql.run(
        `INSERT INTO reminder (conversation_id, channel, campaign, slot, due_at) VALUES ($1, $2, $3, $4, $5)`,
        [id, channelNameOf(id), campaign, slot, dueAt],
      ),
    ]);
  }

  async cancelReminders(id: ConversationId, which: { campaign?: string; slot?: string } = {}): Promise<void> {
    let condition = "conversation_id = $1";
    const parameters: string[] = [id];
    if (which.campaign !== undefined) condition += ` AND campaign = $${parameters.push(which.campaign)}`;
    if (which.slot !== undefined) condition += ` AND slot = $${parameters.push(which.slot)}`;
    await Promise.all([this.#lock(id), this.#sql.run(`DELETE FROM reminder WHERE ${condition}`, parameters)]);
  }

  async pendingReminder(reminderId: number): Promise<StoredReminder | undefined> {
    const select = `SELECT id, conversation_id, campaign, slot, due_at FROM reminder WHERE id = $1`;
    const [found] = await this.#sql.query(select, [reminderId]);
    if (!found) return undefined;
    const id = readReminder(found).conversationId;
    if (!this.#locked.has(id) && !(await this.#sql.tryLock(id))) return undefined;
    this.#locked.add(id);
    // Read again: where engines run transactions side by side, it may be gone since.
    const [locked] = await this.#sql.query(select, [reminderId]);
    return locked && readReminder(locked);
  }

  async postponeReminder(reminderId: number, dueAt: number): Promise<void> {
    await this.#sql.run(`UPDATE reminder SET due_at = $2 WHERE id = $1`, [reminderId, dueAt]);
  }

  async enqueue(
    id: ConversationId,
    kind: OutboxRow["kind"],
    messages: readonly OutgoingMessage[],
    { now, goodUntil }: { readonly now: number; readonly goodUntil: number },
  ): Promise<void> {
    await Promise.all([
      this.#lock(id),
      ...messages.map((message) =>
        this.#sql.run(
          `INSERT INTO outbox (conversation_id, kind, message, created_at, good_until) VALUES ($1, $2, $3, $4, $5)`,
          [id, kind, JSON.stringify(message), now, goodUntil],
        ),
      ),
    ]);
  }

  async dropOutbox(id: ConversationId, kind?: OutboxRow["kind"]): Promise<void> {
    if (kind === undefined) await this.#sql.run(`DELETE FROM outbox WHERE conversation_id = $1`, [id]);
    else await this.#sql.run(`DELETE FROM outbox WHERE conversation_id = $1 AND kind = $2`, [id, kind]);
  }

  async chatNote(id: ConversationId): Promise<unknown> {
    const [, [row]] = await Promise.all([
      this.#lock(id),
      this.#sql.query(`SELECT note FROM person WHERE conversation_id = $1`, [id]),
    ]);
    return readNote(row?.["note"]);
  }

  async keepChatNote(id: ConversationId, note: object): Promise<void> {
    await Promise.all([
      this.#lock(id),
      this.#sql.run(`UPDATE person SET note = $2 WHERE conversation_id = $1`, [id, JSON.stringify(note)]),
    ]);
  }

  async countProactive(channel: string, at: number, forgetBefore: number): Promise<void> {
    await Promise.all([
      this.#sql.run(`INSERT INTO proactive_message (channel, sent_at) VALUES ($1, $2)`, [channel, at]),
      this.#sql.run(`DELETE FROM proactive_message WHERE channel = $1 AND sent_at < $2`, [
        channel,
        forgetBefore,
      ]),
    ]);
  }

  async channelNote(channel: string): Promise<unknown> {
    const [row] = await this.#sql.query(`SELECT value FROM setting WHERE key = $1`, [noteKey(channel)]);
    return readNote(row?.["value"]);
  }

  async keepChannelNote(channel: string, note: object): Promise<void> {
    await this.#sql.run(
      `INSERT INTO setting (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
      [noteKey(channel), JSON.stringify(note)],
    );
  }

  async erase(id: ConversationId): Promise<void> {
    await Promise.all([
      this.#lock(id),
      ...["person", "reminder", "outbox"].map((table) =>
        this.#sql.run(`DELETE FROM ${table} WHERE conversation_id = $1`, [id]),
      ),
    ]);
    this.#sql.secureDelete("on-commit");
  }

  /** A reminder of the new id gives way to a moved one with the same campaign and slot. */
  async rename(from: ConversationId, to: ConversationId): Promise<void> {
    if (from === to) return;
    // The smaller one first: two processes that do the same must not wait for each other.
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
    for (const table of ["person", "outbox"])
      await this.#sql.run(`UPDATE ${table} SET conversation_id = $2 WHERE conversation_id = $1`, [from, to]);
    await this.#sql.run(`UPDATE reminder SET conversation_id = $2, channel = $3 WHERE conversation_id = $1`, [
      from,
      to,
      channelNameOf(to),
    ]);
  }

  async markDone(jobKey: string): Promise<boolean> {
    return (
      (await this.#sql.run(`INSERT INTO completed_job (key) VALUES ($1) ON CONFLICT DO NOTHING`, [
        jobKey,
      ])) === 1
    );
  }

  /** Whoever writes about a conversation has its lock; what is asked for after this waits for it. */
  async #lock(id: ConversationId): Promise<void> {
    if (this.#locked.has(id)) return;
    this.#locked.add(id);
    await this.#sql.lock(id);
  }
}
