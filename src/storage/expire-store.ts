import { z } from "zod";
import type { Sql, SqlEngine, SqlValue } from "./sql.ts";

/** How many rows expiry looks at before it lets others have their turn. */
const SLICE = 500;

/** Before which instants something is forgotten. */
export interface ExpiryLimits {
  /** Conversations without a sign of life since. */
  readonly before: number;
  readonly forgetIdsBefore: number;
  readonly forgetRemindersBefore: number;
  /** A day. */
  readonly forgetCountsBefore: string;
}

/** Works on what comes after a place; returns where it has ended, or nothing at the end of all. */
type Slice = (sql: Sql, after: SqlValue) => Promise<SqlValue | undefined>;

/**
 * Erases what is past these limits, in slices that are each a transaction, so that no one waits for the whole of it. Returns the
 * number of conversations.
 */
export async function expireStore(engine: SqlEngine, limits: ExpiryLimits): Promise<number> {
  let erased = 0;
  await inSlices(engine, "", forgetReminders(limits.forgetRemindersBefore));
  await inSlices(
    engine,
    "",
    erasePersons(limits.before, (count) => {
      erased += count;
    }),
  );
  await inSlices(engine, new Uint8Array(), forgetIds(limits.forgetIdsBefore));
  await engine.transaction((sql) =>
    sql.run(`DELETE FROM daily_count WHERE day < $1`, [limits.forgetCountsBefore]),
  );
  // Answers that were delivered leave the files now and then, too.
  await engine.transaction(async (sql) => sql.secureDelete("when-idle"), { isSingle: true });
  await engine.leases.sweep();
  return erased;
}

async function inSlices(engine: SqlEngine, start: SqlValue, slice: Slice): Promise<void> {
  let place: SqlValue | undefined = start;
  while (place !== undefined) {
    const after: SqlValue = place;
    place = await engine.transaction((sql) => slice(sql, after));
  }
}

const place = z.object({ last: z.union([z.string(), z.instanceof(Uint8Array)]).nullable() }).optional();

/** Returns the one value of a query for `last`. */
async function find(sql: Sql, text: string, parameters: readonly SqlValue[]) {
  const [row] = await sql.query(text, parameters);
  return place.parse(row)?.last ?? undefined;
}

/** The same channel again as long as it has more of them, then the next one. */
function forgetReminders(before: number): Slice {
  return async (sql, channel) => {
    const gone = await sql.run(
      `DELETE FROM reminder WHERE id IN (
         SELECT id FROM reminder WHERE channel = $1 AND due_at < $2 ORDER BY due_at, id LIMIT $3
       )`,
      [channel, before, SLICE],
    );
    if (gone === SLICE) return channel;
    return find(sql, `SELECT MIN(channel) AS last FROM reminder WHERE channel > $1`, [channel]);
  };
}

function erasePersons(before: number, count: (erased: number) => void): Slice {
  return async (sql, after) => {
    const slice = `SELECT conversation_id FROM person WHERE conversation_id > $1 ORDER BY conversation_id LIMIT $2`;
    const last = await find(sql, `SELECT MAX(conversation_id) AS last FROM (${slice}) AS slice`, [
      after,
      SLICE,
    ]);
    if (last === undefined) return undefined;
    // Whoever writes meanwhile has a later sign of life, and stays.
    const erased = await sql.query(
      `DELETE FROM person
       WHERE conversation_id > $1 AND conversation_id <= $2 AND seen_at < $3
       AND NOT EXISTS (SELECT 1 FROM reminder WHERE reminder.conversation_id = person.conversation_id)
       RETURNING conversation_id AS id`,
      [after, last, before],
    );
    const drop = `DELETE FROM outbox WHERE conversation_id = $1`;
    await Promise.all(erased.map(({ id }) => sql.run(drop, [String(id)])));
    if (erased.length > 0) sql.secureDelete("on-commit");
    count(erased.length);
    return last;
  };
}

function forgetIds(before: number): Slice {
  return async (sql, after) => {
    const slice = `SELECT key FROM processed_update WHERE key > $1 ORDER BY key LIMIT $2`;
    const end = `SELECT key AS last FROM (${slice}) AS slice ORDER BY key DESC LIMIT 1`;
    const last = await find(sql, end, [after, SLICE * 4]);
    if (last === undefined) return undefined;
    const forget = `DELETE FROM processed_update WHERE key > $1 AND key <= $2 AND at < $3`;
    await sql.run(forget, [after, last, before]);
    return last;
  };
}
