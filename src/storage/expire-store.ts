import { z } from "zod";
import type { Sql, SqlEngine } from "./sql.ts";

/** How many rows expiry looks at before it lets others have their turn. */
const SLICE = 500;

/** Before which instants something is forgotten. */
export interface ExpiryLimits {
  /** Conversations without a sign of life since. */
  readonly before: number;
  readonly forgetIdsBefore: number;
  readonly forgetRemindersBefore: number;
}

/**
 * Erases what is past these limits, in slices that are each a transaction, so that no one waits for the whole of it. Returns the
 * number of conversations.
 */
export async function expireStore(engine: SqlEngine, limits: ExpiryLimits): Promise<number> {
  await inSlices(engine, "", (sql, channel) => forgetReminders(sql, channel, limits.forgetRemindersBefore));
  let erased = 0;
  await inSlices(engine, "", async (sql, after) => {
    const slice = await erasePersons(sql, after, limits.before);
    erased += slice.erased;
    return slice.last;
  });
  await inSlices<Uint8Array>(engine, new Uint8Array(), (sql, after) =>
    forgetIds(sql, after, limits.forgetIdsBefore),
  );
  // Answers that were delivered leave the files now and then, too.
  await engine.transaction(async (sql) => sql.secureDelete("when-idle"), { isSingle: true });
  await engine.leases.sweep();
  return erased;
}

/** Goes on from where each slice has ended, until one gives nothing. */
async function inSlices<Place>(
  engine: SqlEngine,
  start: Place,
  slice: (sql: Sql, after: Place) => Promise<Place | undefined>,
): Promise<void> {
  let place: Place | undefined = start;
  while (place !== undefined) {
    const after: Place = place;
    place = await engine.transaction((sql) => slice(sql, after));
  }
}

const name = z.object({ last: z.string().nullable() });

/** The same channel again as long as it has more of them, then the next one. */
async function forgetReminders(sql: Sql, channel: string, before: number): Promise<string | undefined> {
  const gone = await sql.run(
    `DELETE FROM reminder WHERE id IN (
       SELECT id FROM reminder WHERE channel = $1 AND due_at < $2 ORDER BY due_at, id LIMIT $3
     )`,
    [channel, before, SLICE],
  );
  if (gone === SLICE) return channel;
  const [next] = await sql.query(`SELECT MIN(channel) AS last FROM reminder WHERE channel > $1`, [channel]);
  return name.parse(next).last ?? undefined;
}

async function erasePersons(
  sql: Sql,
  after: string,
  before: number,
): Promise<{ readonly erased: number; readonly last?: string | undefined }> {
  const [end] = await sql.query(
    `SELECT MAX(conversation_id) AS last FROM (
       SELECT conversation_id FROM person WHERE conversation_id > $1 ORDER BY conversation_id LIMIT $2
     ) AS slice`,
    [after, SLICE],
  );
  const { last } = name.parse(end);
  if (last === null) return { erased: 0 };
  // Whoever writes meanwhile has a later sign of life, and stays.
  const erased = await sql.query(
    `DELETE FROM person
     WHERE conversation_id > $1 AND conversation_id <= $2 AND seen_at < $3
     AND NOT EXISTS (SELECT 1 FROM reminder WHERE reminder.conversation_id = person.conversation_id)
     RETURNING conversation_id`,
    [after, last, before],
  );
  await Promise.all(
    erased.map((row) =>
      sql.run(`DELETE FROM outbox WHERE conversation_id = $1`, [String(row["conversation_id"])]),
    ),
  );
  if (erased.length > 0) sql.secureDelete("on-commit");
  return { erased: erased.length, last };
}

async function forgetIds(sql: Sql, after: Uint8Array, before: number): Promise<Uint8Array | undefined> {
  const [end] = await sql.query(
    `SELECT key FROM (SELECT key FROM processed_update WHERE key > $1 ORDER BY key LIMIT $2) AS slice ORDER BY key DESC LIMIT 1`,
    [after, SLICE * 4],
  );
  const last = end?.["key"];
  if (!(last instanceof Uint8Array)) return undefined;
  await sql.run(`DELETE FROM processed_update WHERE key > $1 AND key <= $2 AND at < $3`, [
    after,
    last,
    before,
  ]);
  return last;
}
