import type {
  Conversation,
  ConversationId,
  Hold,
  OutboxRow,
  ReminderQuery,
  Store,
  StoredReminder,
  Transaction,
} from "../app/ports.ts";
import { expireStore } from "./expire-store.ts";
import { deliverySecret, migrate } from "./migrations.ts";
import {
  readConversation,
  readConversationId,
  readCount,
  readOutboxRow,
  readOutboxState,
  readReminder,
  readSentAt,
} from "./rows.ts";
import type { Sql, SqlEngine, SqlRow, SqlValue } from "./sql.ts";
import { SqlTransaction } from "./transaction.ts";

/** The port's store in SQL, on a database that is brought to the newest version first. */
export async function createStore(engine: SqlEngine): Promise<Store> {
  await migrate(engine);
  await engine.leases.sweep();
  return new SqlStore(engine, await deliverySecret(engine));
}

class SqlStore implements Store {
  readonly #engine: SqlEngine;
  readonly #secret: Buffer;

  constructor(engine: SqlEngine, secret: Buffer) {
    this.#engine = engine;
    this.#secret = secret;
  }

  transaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    return this.#engine.transaction((sql) => work(new SqlTransaction(sql, this.#secret)));
  }

  async outbox(id: ConversationId): Promise<readonly OutboxRow[]> {
    const { leases } = this.#engine;
    try {
      await leases.ready();
      return await this.#engine.look(async (sql) => {
        const [isOurs, rows] = await Promise.all([
          leases.take(sql, id),
          sql.query(
            `SELECT id, conversation_id, kind, message, created_at, good_until FROM outbox
             WHERE conversation_id = $1 ORDER BY id`,
            [id],
          ),
        ]);
        return isOurs ? rows.map(readOutboxRow) : [];
      });
    } catch (error) {
      leases.markUncertain(id);
      throw error;
    }
  }

  releaseOutbox(id: ConversationId): Promise<boolean> {
    return this.#engine.leases.release(id);
  }

  async conversationsWithOutbox(limit: number): Promise<readonly ConversationId[]> {
    const { leases } = this.#engine;
    const uncertain = leases.uncertain().map((id) => readConversationId({ conversation_id: id }));
    const rows = await this.#query(
      `SELECT conversation_id FROM outbox WHERE ${leases.free}
       GROUP BY conversation_id ORDER BY MIN(created_at), MIN(id) LIMIT $1`,
      [limit],
    );
    return [...new Set([...uncertain, ...rows.map(readConversationId)])].slice(0, limit);
  }

  removeFromOutbox(rowId: number): Promise<void> {
    return this.#engine.single(async (sql) => {
      const [row] = await sql.query(
        `DELETE FROM outbox WHERE id = $1 RETURNING (
           SELECT COUNT(*) FROM person WHERE person.conversation_id = outbox.conversation_id
         ) AS count`,
        [rowId],
      );
      // The goodbye to someone who was erased: with it, the last trace of them goes.
      if (row && readCount(row) === 0) sql.secureDelete("on-commit");
    });
  }

  async outboxState(): ReturnType<Store["outboxState"]> {
    const [row] = await this.#query(`SELECT COUNT(*) AS count, MIN(created_at) AS oldest FROM outbox`);
    return readOutboxState(row);
  }

  async dueReminders(query: ReminderQuery, now: number, limit: number): Promise<readonly StoredReminder[]> {
    const { condition, parameters } = matching(query);
    const rows = await this.#query(
      `SELECT id, conversation_id, campaign, slot, due_at FROM reminder
       WHERE ${condition} AND due_at <= $1 ORDER BY due_at, id LIMIT $2`,
      [now, limit, ...parameters],
    );
    return rows.map(readReminder);
  }

  async proactiveSince(channel: string, since: number): Promise<readonly number[]> {
    const rows = await this.#query(
      `SELECT sent_at FROM proactive_message WHERE channel = $1 AND sent_at >= $2 ORDER BY sent_at`,
      [channel, since],
    );
    return rows.map(readSentAt);
  }

  async countReminders(query: ReminderQuery, from: number, before: number, most: number): Promise<number> {
    const { condition, parameters } = matching(query, 4);
    const [row] = await this.#query(
      `SELECT COUNT(*) AS count FROM (
         SELECT 1 FROM reminder WHERE ${condition} AND due_at >= $1 AND due_at < $2 LIMIT $3
       ) AS counted`,
      [from, before, most, ...parameters],
    );
    return readCount(row);
  }

  async conversations(
    after: ConversationId | undefined,
    limit: number,
  ): Promise<readonly (Conversation & { readonly id: ConversationId })[]> {
    const rows = await this.#query(
      `SELECT conversation_id, person, place FROM person
       WHERE conversation_id > $1 ORDER BY conversation_id LIMIT $2`,
      [after ?? "", limit],
    );
    return rows.map((row) => ({ id: readConversationId(row), ...readConversation(row) }));
  }

  hold(role: string): Promise<Hold | undefined> {
    return this.#engine.hold(role);
  }

  expire(before: number, forgetIdsBefore: number, forgetRemindersBefore: number): Promise<number> {
    return expireStore(this.#engine, { before, forgetIdsBefore, forgetRemindersBefore });
  }

  close(): Promise<void> {
    return this.#engine.close();
  }

  #query(text: string, parameters?: readonly SqlValue[]): Promise<readonly SqlRow[]> {
    return this.#engine.look((sql: Sql) => sql.query(text, parameters));
  }
}

/** The condition for these reminders, whose parameters have the numbers from `first`. */
function matching({ channel, campaign }: ReminderQuery, first = 3) {
  if (campaign === undefined) return { condition: `channel = $${first}`, parameters: [channel] };
  return { condition: `channel = $${first} AND campaign = $${first + 1}`, parameters: [channel, campaign] };
}
