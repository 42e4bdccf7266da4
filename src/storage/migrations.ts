import { randomBytes } from "node:crypto";
import { StoreError } from "../app/ports.ts";
import type { Dialect, Sql, SqlEngine } from "./sql.ts";

/** The table that tells how far a database has come. */
export const VERSION_TABLE = "store_version";

/** Each brings a database from the version before it to its own, which is its place in the list counted from 1. */
const migrations: readonly ((dialect: Dialect) => readonly string[])[] = [
  ({ growingId, name, instant, bytes, keyedOnly }) => [
    `CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL)`,
    `CREATE TABLE person (
       conversation_id ${name} PRIMARY KEY,
       person TEXT NOT NULL,
       place TEXT NOT NULL,
       seen_at ${instant} NOT NULL
     )`,
    `CREATE TABLE reminder (
       id ${growingId},
       conversation_id ${name} NOT NULL,
       campaign ${name} NOT NULL,
       slot ${name} NOT NULL,
       due_at ${instant} NOT NULL,
       UNIQUE (conversation_id, campaign, slot)
     )`,
    `CREATE INDEX reminder_due ON reminder (due_at, id)`,
    `CREATE TABLE outbox (
       id ${growingId},
       conversation_id ${name} NOT NULL,
       kind ${name} NOT NULL,
       message TEXT NOT NULL,
       created_at ${instant} NOT NULL
     )`,
    `CREATE INDEX outbox_conversation ON outbox (conversation_id, id)`,
    `CREATE TABLE seen (key ${bytes} PRIMARY KEY, at ${instant} NOT NULL) ${keyedOnly}`,
  ],
  ({ name, instant, keyedOnly, position, sharing }) => [
    `ALTER TABLE reminder ADD COLUMN channel ${name} NOT NULL DEFAULT ''`,
    `UPDATE reminder SET channel = substr(conversation_id, 1, ${position}(conversation_id, ':') - 1)`,
    `DROP INDEX reminder_due`,
    `CREATE INDEX reminder_of_channel ON reminder (channel, due_at, id)`,
    `CREATE INDEX reminder_of_campaign ON reminder (channel, campaign, due_at, id)`,
    `ALTER TABLE outbox ADD COLUMN good_until ${instant} NOT NULL DEFAULT 0`,
    `UPDATE outbox SET good_until = created_at + CASE kind WHEN 'answer' THEN 3600000 ELSE 86400000 END`,
    `CREATE TABLE deed (deed ${name} PRIMARY KEY) ${keyedOnly}`,
    ...sharing,
  ],
  // In the person's own row: it cannot outlive them.
  () => [`ALTER TABLE person ADD COLUMN note TEXT`],
  ({ name, instant, numbersIn }) => [
    `ALTER TABLE seen RENAME TO processed_update`,
    `ALTER TABLE deed RENAME TO completed_job`,
    `ALTER TABLE completed_job RENAME COLUMN deed TO key`,
    `CREATE TABLE proactive_message (channel ${name} NOT NULL, sent_at ${instant} NOT NULL)`,
    `CREATE INDEX proactive_message_of_channel ON proactive_message (channel, sent_at)`,
    // The WhatsApp channel counted them in its own note.
    `INSERT INTO proactive_message (channel, sent_at) SELECT 'whatsapp', CAST(value AS ${instant})
     FROM ${numbersIn("(SELECT value FROM setting WHERE key = 'note:whatsapp')", "proactive")}`,
  ],
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
];

/** The newest version of a database that this program knows. */
export const newestVersion = migrations.length;

/** Brings the database to the newest version, in one transaction. Throws if it is newer than that. */
export async function migrate(engine: SqlEngine): Promise<void> {
  await engine.transaction((sql) => bringToNewest(engine, sql), { isSlow: true });
}

async function bringToNewest({ name, dialect }: SqlEngine, sql: Sql): Promise<void> {
  // However many processes start at the same time, one of them does it.
  await sql.lock(VERSION_TABLE);
  await sql.run(`CREATE TABLE IF NOT EXISTS ${VERSION_TABLE} (version INTEGER NOT NULL)`);
  const [row] = await sql.query(`SELECT version FROM ${VERSION_TABLE}`);
  const version = Number(row?.["version"] ?? 0);
  if (version > newestVersion) throw newerStore(name, version);
  if (version === newestVersion) return;
  const statements = migrations.slice(version).flatMap((migration) => migration(dialect));
  for (const statement of statements) await sql.run(statement);
  await sql.run(`DELETE FROM ${VERSION_TABLE}`);
  await sql.run(`INSERT INTO ${VERSION_TABLE} (version) VALUES ($1)`, [newestVersion]);
}

/** The database's own random key for hashing delivery ids; made at the first call. */
export async function deliverySecret(engine: SqlEngine): Promise<Buffer> {
  return engine.transaction(async (sql) => {
    const made = randomBytes(32).toString("base64");
    await sql.run(
      `INSERT INTO setting (key, value) VALUES ('delivery-secret', $1) ON CONFLICT (key) DO NOTHING`,
      [made],
    );
    const [row] = await sql.query(`SELECT value FROM setting WHERE key = 'delivery-secret'`);
    return Buffer.from(String(row?.["value"]), "base64");
  });
}

export function newerStore(name: string, version: number): StoreError {
  return new StoreError(
    `${name} was written by a newer Objecteur (store version ${version}, this one knows ${newestVersion}): ` +
      "start the newer Objecteur, or restore a backup from before it. Nothing in it was changed.",
  );
}
