import { z } from "zod";
import type { ExpiryLimits } from "../ports.ts";
import { conversationTables } from "./rows.ts";
import type { Sql, SqlEngine, SqlRow, SqlValue } from "./sql.ts";

/** How many rows one transaction of the expiry looks at, before other transactions have their turn. */
const SLICE = 500;

/** Which rows of a table are erased: those for which the condition holds, in which `$3` is the instant. */
interface Expiring {
  readonly table: string;
  readonly key: string;
  /** Sorts before every key of the table. */
  readonly start: SqlValue;
  readonly condition: string;
  /** Erases, in the same transaction, the rows of other tables that belong to these keys. */
  readonly erase?: (sql: Sql, keys: readonly SqlValue[]) => Promise<void>;
}

const reminders: Expiring = { table: "reminder", key: "id", start: 0, condition: "due_at < $3" };
const messages: Expiring = { table: "outbox", key: "id", start: 0, condition: "good_until < $3" };
const updates: Expiring = {
  table: "processed_update",
  key: "key",
  start: new Uint8Array(),
  condition: "at < $3",
};
const persons: Expiring = {
  table: "person",
  key: "conversation_id",
  start: "",
  // A person who writes meanwhile has a later sign of life, and stays. Those who want alerts are kept a
  // year longer.
  condition: `seen_at < $3 - CASE WHEN alerts_since IS NULL THEN 0 ELSE 31536000000 END
    AND NOT EXISTS (SELECT 1 FROM reminder WHERE reminder.conversation_id = person.conversation_id)`,
  async erase(sql, ids) {
    const erasures = conversationTables
      .filter(({ table }) => table !== "person")
      .map(({ table }) => `DELETE FROM ${table} WHERE conversation_id = $1`);
    await Promise.all(ids.flatMap((id) => erasures.map((erasure) => sql.run(erasure, [id]))));
  },
};

/**
 * Erases what is past these limits, in slices of one transaction each, so that nobody waits for all of
 * it. Returns the number of conversations.
 */
export async function expireStore(engine: SqlEngine, limits: ExpiryLimits): Promise<number> {
  await eraseExpired(engine, reminders, limits.forgetRemindersBefore);
  await eraseExpired(engine, messages, limits.forgetMessagesBefore);
  await forget(engine, "memory", limits.forgetMemoryBefore);
  await forget(engine, "source", limits.forgetMemoryBefore);
  const erased = await eraseExpired(engine, persons, limits.before);
  await eraseExpired(engine, updates, limits.forgetIdsBefore);
  await engine.transaction((sql) =>
    sql.run(
      `DELETE FROM daily_count WHERE day < $1 AND what NOT LIKE 'outcome-%' AND what NOT LIKE 'from-%'`,
      [limits.forgetCountsBefore],
    ),
  );
  // Delivered answers leave the write-ahead log too.
  await engine.transaction(async (sql) => sql.truncateLog(), { isSingle: true });
  await engine.leases?.sweep();
  return erased;
}

/** Empties a column of persons. What a person who writes meanwhile has there ends later, and stays. */
async function forget(engine: SqlEngine, column: "memory" | "source", before: number): Promise<void> {
  const past = `SELECT conversation_id FROM person WHERE ${column}_until < $1 LIMIT $2`;
  const forget = `UPDATE person SET ${column} = NULL, ${column}_until = NULL
    WHERE ${column}_until < $1 AND conversation_id IN (${past})`;
  const forgetSlice = () => engine.transaction((sql) => sql.run(forget, [before, SLICE]));
  for (let count = SLICE; count === SLICE; ) count = await forgetSlice();
}

const keyRow = z.object({ key: z.union([z.number(), z.string(), z.instanceof(Uint8Array)]) });
const keyOf = (row: SqlRow) => keyRow.parse(row).key;

/** Erases a table's expired rows; returns how many. */
async function eraseExpired(engine: SqlEngine, expiring: Expiring, before: number): Promise<number> {
  const { table, key, start, condition, erase } = expiring;
  const slice = `SELECT ${key} AS key FROM ${table} WHERE ${key} > $1 ORDER BY ${key} LIMIT $2`;
  const endOfSlice = `SELECT key FROM (${slice}) AS slice ORDER BY key DESC LIMIT 1`;
  const remove = `DELETE FROM ${table} WHERE ${key} > $1 AND ${key} <= $2 AND ${condition} RETURNING ${key} AS key`;
  const eraseSlice = (after: SqlValue) =>
    engine.transaction(async (sql) => {
      const [end] = await sql.query(endOfSlice, [after, SLICE]);
      if (end === undefined) return undefined;
      const last = keyOf(end);
      const erased = (await sql.query(remove, [after, last, before])).map(keyOf);
      await erase?.(sql, erased);
      return { last, count: erased.length };
    });
  let count = 0;
  for (let done = await eraseSlice(start); done; done = await eraseSlice(done.last)) count += done.count;
  return count;
}
