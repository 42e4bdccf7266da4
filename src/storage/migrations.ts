import { StoreError } from "../ports.ts";
import { errorCodeOf } from "../support/error-code-of.ts";
import type { Dialect, Sql, SqlEngine } from "./sql.ts";

/** The table that holds the version of a database. */
export const VERSION_TABLE = "store_version";

/** The version of the oldest databases that can be migrated, those of commit a760801. */
const FIRST = 2;

/** The first creates a database of that version; each further one migrates a database by one version. */
const migrations: readonly ((dialect: Dialect) => readonly string[])[] = [
  ({ growingId, name, bytes, keyedOnly, sharing }) => [
    `CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL)`,
    `CREATE TABLE person (
       conversation_id ${name} PRIMARY KEY,
       person TEXT NOT NULL,
       place TEXT NOT NULL,
       seen_at BIGINT NOT NULL
     )`,
    `CREATE TABLE reminder (
       id ${growingId},
       conversation_id ${name} NOT NULL,
       campaign ${name} NOT NULL,
       slot ${name} NOT NULL,
       due_at BIGINT NOT NULL,
       channel ${name} NOT NULL,
       UNIQUE (conversation_id, campaign, slot)
     )`,
    `CREATE INDEX reminder_of_channel ON reminder (channel, due_at, id)`,
    `CREATE INDEX reminder_of_campaign ON reminder (channel, campaign, due_at, id)`,
    `CREATE TABLE outbox (
       id ${growingId},
       conversation_id ${name} NOT NULL,
       kind ${name} NOT NULL,
       message TEXT NOT NULL,
       created_at BIGINT NOT NULL,
       good_until BIGINT NOT NULL
     )`,
    `CREATE INDEX outbox_conversation ON outbox (conversation_id, id)`,
    `CREATE TABLE seen (key ${bytes} PRIMARY KEY, at BIGINT NOT NULL) ${keyedOnly}`,
    `CREATE TABLE deed (deed ${name} PRIMARY KEY) ${keyedOnly}`,
    ...sharing,
  ],
  // In the person's own row, so that it cannot outlive them.
  () => [`ALTER TABLE person ADD COLUMN note TEXT`],
  ({ name, numbersIn }) => [
    `ALTER TABLE seen RENAME TO processed_update`,
    `ALTER TABLE deed RENAME TO completed_job`,
    `ALTER TABLE completed_job RENAME COLUMN deed TO key`,
    `CREATE TABLE proactive_message (channel ${name} NOT NULL, sent_at BIGINT NOT NULL)`,
    `CREATE INDEX proactive_message_of_channel ON proactive_message (channel, sent_at)`,
    // The WhatsApp channel kept these times in its own note.
    `INSERT INTO proactive_message (channel, sent_at) SELECT 'whatsapp', CAST(value AS BIGINT)
     FROM ${numbersIn("(SELECT value FROM setting WHERE key = 'note:whatsapp')", "proactive")}`,
  ],
  // Matches keys only: within a JSON string, the quotes would be escaped with backslashes.
  () => [
    `ALTER TABLE person RENAME COLUMN place TO saved_state`,
    `UPDATE person SET saved_state = replace(saved_state, '"situation":{', '"dialogue":{')`,
    `UPDATE outbox SET message = replace(message, '"ways":[', '"navigation":[')`,
  ],
  () => [`ALTER TABLE reminder ADD COLUMN uid TEXT`],
  ({ name, keyedOnly }) => [
    `CREATE TABLE daily_count (
       day ${name} NOT NULL,
       channel ${name} NOT NULL,
       campaign ${name} NOT NULL,
       language ${name} NOT NULL,
       what ${name} NOT NULL,
       count INTEGER NOT NULL,
       PRIMARY KEY (day, channel, campaign, language, what)
     ) ${keyedOnly}`,
  ],
  () => [
    `ALTER TABLE outbox ADD COLUMN push_at BIGINT`,
    `CREATE INDEX outbox_push ON outbox (push_at) WHERE push_at IS NOT NULL`,
  ],
  () => [
    `ALTER TABLE person ADD COLUMN alerts_since BIGINT`,
    `CREATE INDEX person_alerts ON person (alerts_since) WHERE alerts_since IS NOT NULL`,
  ],
  ({ growingId, name }) => [
    `CREATE TABLE alert (
       id ${growingId},
       campaign ${name} NOT NULL,
       news ${name} NOT NULL,
       state ${name} NOT NULL,
       created_at BIGINT NOT NULL,
       filled_to BIGINT NOT NULL,
       total INTEGER NOT NULL
     )`,
    // 0: a reminder that the person asked for.
    `ALTER TABLE reminder ADD COLUMN alert BIGINT NOT NULL DEFAULT 0`,
    `DROP INDEX reminder_of_channel`,
    `DROP INDEX reminder_of_campaign`,
    `CREATE INDEX reminder_of_channel ON reminder (alert, channel, due_at, id)`,
    `CREATE INDEX reminder_of_campaign ON reminder (alert, channel, campaign, due_at, id)`,
  ],
  // NULL: a reminder that the person asked for. No number means that, so no statement by an alert's id
  // can match it.
  () => [
    `DROP INDEX reminder_of_channel`,
    `DROP INDEX reminder_of_campaign`,
    `ALTER TABLE reminder RENAME COLUMN alert TO alert_or_0`,
    `ALTER TABLE reminder ADD COLUMN alert BIGINT`,
    `UPDATE reminder SET alert = alert_or_0 WHERE alert_or_0 <> 0`,
    `ALTER TABLE reminder DROP COLUMN alert_or_0`,
    `CREATE INDEX reminder_of_channel ON reminder (channel, due_at, id) WHERE alert IS NULL`,
    `CREATE INDEX reminder_of_campaign ON reminder (channel, campaign, due_at, id) WHERE alert IS NULL`,
    `CREATE INDEX reminder_of_alert ON reminder (alert, channel, due_at, id) WHERE alert IS NOT NULL`,
  ],
  // Kept for a day only, so it must not be copied to another column.
  () => [
    `ALTER TABLE person ADD COLUMN memory TEXT`,
    `ALTER TABLE person ADD COLUMN memory_until BIGINT`,
    `CREATE INDEX person_memory ON person (memory_until) WHERE memory_until IS NOT NULL`,
  ],
  // NULL: it can be sent at any time.
  () => [`ALTER TABLE outbox ADD COLUMN held_until BIGINT`],
  // NULL: it was never postponed.
  () => [`ALTER TABLE reminder ADD COLUMN first_due_at BIGINT`],
  // NULL: it is about no campaign alone.
  ({ name }) => [`ALTER TABLE outbox ADD COLUMN campaign ${name}`],
  // Holds all that is needed to find who waits for messages, so that the messages are not read.
  () => [
    `DROP INDEX outbox_conversation`,
    `CREATE INDEX outbox_conversation ON outbox (conversation_id, id, created_at, held_until)`,
  ],
  // Kept for a week at most, so it has columns of its own, as the memory has.
  () => [
    `ALTER TABLE person ADD COLUMN source TEXT`,
    `ALTER TABLE person ADD COLUMN source_until BIGINT`,
    `CREATE INDEX person_source ON person (source_until) WHERE source_until IS NOT NULL`,
  ],
];

/** The newest version of a database that this program knows. */
export const newestVersion = FIRST + migrations.length - 1;

/**
 * Migrates the database to the newest version, in one transaction. Rejects with a {@link StoreError}
 * if it is newer than that, too old, or has no readable version.
 */
export async function migrate(engine: SqlEngine): Promise<void> {
  await engine.transaction((sql) => bringToNewest(engine, sql), { isSlow: true });
}

async function bringToNewest({ name, dialect }: SqlEngine, sql: Sql): Promise<void> {
  // If several processes start at the same time, one of them migrates.
  await sql.lock(VERSION_TABLE);
  await sql.run(`CREATE TABLE IF NOT EXISTS ${VERSION_TABLE} (version INTEGER NOT NULL)`);
  const rows = await sql.query(`SELECT version FROM ${VERSION_TABLE}`);
  const versions = rows.map(({ version }) => version);
  const version = versions.length === 0 ? undefined : readVersion(name, versions);
  if (version === newestVersion) return;
  const statements = migrations
    .slice(version === undefined ? 0 : version - FIRST + 1)
    .flatMap((migration) => migration(dialect));
  try {
    for (const statement of statements) await sql.run(statement);
  } catch (error) {
    throw isOtherTables(error) ? otherTables(name, version, error) : error;
  }
  await sql.run(`DELETE FROM ${VERSION_TABLE}`);
  await sql.run(`INSERT INTO ${VERSION_TABLE} (version) VALUES ($1)`, [newestVersion]);
}

/**
 * Returns the version of a database, given the rows of its version table. Throws a {@link StoreError}
 * that says what to do if such a version cannot be migrated.
 */
export function readVersion(name: string, versions: readonly unknown[]): number {
  const [version] = versions;
  if (versions.length !== 1 || typeof version !== "number" || !Number.isInteger(version) || version < 1)
    throw new StoreError(
      `${name} does not tell which version of the store it is: restore a backup, or set DATABASE_URL to another. ${unchanged}`,
    );
  if (version > newestVersion)
    throw new StoreError(
      `${name} was written by a newer Objecteur (store version ${version}, this one knows ${newestVersion}): ` +
        `start the newer Objecteur, or restore a backup from before it. ${unchanged}`,
    );
  if (version < FIRST)
    throw new StoreError(
      `${name} was written by an Objecteur that is too old (store version ${version}, this one takes over from ${FIRST} on): ` +
        `start commit a760801 of Objecteur on it once, then this one. ${unchanged}`,
    );
  return version;
}

/**
 * Whether it is SQLite's error for a table that is missing or exists already. PostgreSQL's errors have
 * been explained by then.
 */
function isOtherTables(error: unknown): error is Error {
  return errorCodeOf(error) === "SQLITE_ERROR";
}

/** SQLite's message names tables and columns, never a value. */
function otherTables(name: string, version: number | undefined, cause: Error): StoreError {
  return new StoreError(
    `${name} does not have the tables of its store version ${version} (${cause.message}): ` +
      `start the Objecteur that wrote it, or restore a backup. ${unchanged}`,
    { cause },
  );
}

const unchanged = "Nothing in it was changed.";
