import type { ConversationId, OutboxRow, Store, StoredReminder, Transaction } from "../app/ports.ts";
import { deliverySecret, migrate } from "./migrations.ts";
import { readConversationId, readOutboxRow, readReminder } from "./rows.ts";
import type { Sql, SqlEngine } from "./sql.ts";
import { SqlTransaction } from "./transaction.ts";

/** How many rows expiry looks at before it lets others have their turn. */
const EXPIRY_SLICE = 500;

/** The port's store in SQL, on a database that is brought to the newest version first. */
export async function createStore(engine: SqlEngine): Promise<Store> {
  await migrate(engine);
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

  outbox(id: ConversationId): Promise<readonly OutboxRow[]> {
    return this.#engine.transaction(async (sql) => {
      const rows = await sql.query(
        `SELECT id, conversation_id, kind, message, created_at FROM outbox WHERE conversation_id = $1 ORDER BY id`,
        [id],
      );
      return rows.map(readOutboxRow);
    });
  }

  conversationsWithOutbox(): Promise<readonly ConversationId[]> {
    return this.#engine.transaction(async (sql) => {
      const rows = await sql.query(
        `SELECT conversation_id FROM outbox GROUP BY conversation_id ORDER BY MIN(created_at), MIN(id)`,
      );
      return rows.map(readConversationId);
    });
  }

  removeFromOutbox(rowId: number): Promise<void> {
    return this.#engine.transaction(async (sql) => {
      const [row] = await sql.query(`DELETE FROM outbox WHERE id = $1 RETURNING conversation_id`, [rowId]);
      if (!row) return;
      const [person] = await sql.query(`SELECT 1 FROM person WHERE conversation_id = $1`, [
        readConversationId(row),
      ]);
      // The goodbye to someone who was erased: with it, the last trace of them goes.
      if (!person) sql.scrub("at-once");
    });
  }

  dueReminders(now: number, limit: number): Promise<readonly StoredReminder[]> {
    return this.#engine.transaction(async (sql) => {
      const rows = await sql.query(
        `SELECT id, conversation_id, campaign, slot, due_at FROM reminder WHERE due_at <= $1 ORDER BY due_at, id LIMIT $2`,
        [now, limit],
      );
      return rows.map(readReminder);
    });
  }

  /** Goes through the store in slices, each its own transaction, so that nobody waits for the whole of it. */
  async expire(before: number, forgetIdsBefore: number): Promise<number> {
    let erased = 0;
    let person: string | undefined = "";
    while (person !== undefined) {
      const after: string = person;
      const slice = await this.#engine.transaction((sql) => this.#expirePersons(sql, after, before));
      erased += slice.erased;
      person = slice.last;
    }
    let id: Uint8Array | undefined = new Uint8Array();
    while (id !== undefined) {
      const after: Uint8Array = id;
      id = await this.#engine.transaction((sql) => forgetIds(sql, after, forgetIdsBefore));
    }
    // Answers that were delivered leave the files now and then, too.
    await this.#engine.transaction(async (sql) => sql.scrub("at-rest"));
    return erased;
  }

  close(): Promise<void> {
    return this.#engine.close();
  }

  async #expirePersons(sql: Sql, after: string, before: number): Promise<{ erased: number; last?: string }> {
    const [end] = await sql.query(
      `SELECT MAX(conversation_id) AS last FROM (
         SELECT conversation_id FROM person WHERE conversation_id > $1 ORDER BY conversation_id LIMIT $2
       ) AS slice`,
      [after, EXPIRY_SLICE],
    );
    const last = end?.["last"];
    if (typeof last !== "string") return { erased: 0 };

    const idle = await sql.query(
      `SELECT conversation_id FROM person
       WHERE conversation_id > $1 AND conversation_id <= $2 AND seen_at < $3
       AND NOT EXISTS (SELECT 1 FROM reminder WHERE reminder.conversation_id = person.conversation_id)`,
      [after, last, before],
    );
    const transaction = new SqlTransaction(sql, this.#secret);
    for (const row of idle) await transaction.erase(readConversationId(row));
    return { erased: idle.length, last };
  }
}

async function forgetIds(sql: Sql, after: Uint8Array, before: number): Promise<Uint8Array | undefined> {
  const [end] = await sql.query(
    `SELECT key FROM (SELECT key FROM seen WHERE key > $1 ORDER BY key LIMIT $2) AS slice ORDER BY key DESC LIMIT 1`,
    [after, EXPIRY_SLICE * 4],
  );
  const last = end?.["key"];
  if (!(last instanceof Uint8Array)) return undefined;
  await sql.run(`DELETE FROM seen WHERE key > $1 AND key <= $2 AND at < $3`, [after, last, before]);
  return last;
}
