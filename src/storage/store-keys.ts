import { StoreError } from "../ports.ts";
import { conversationTables } from "./rows.ts";
import type { Sql, SqlEngine } from "./sql.ts";
import { plaintext, type Vault } from "./vault.ts";

/** The setting that holds the version of the key under which the store is sealed; absent if it is not. */
export const SEALED_WITH = "sealed-with";
/** The setting that exists while sealing is under way, with the version of the new key. */
export const SEALING = "sealing";
/** The setting that holds the store's own random key, for hashing delivery ids. */
const SECRET = "delivery-secret";

/** Returns the values of these settings. */
export async function readKeys(sql: Sql) {
  const settings = [SEALED_WITH, SEALING, SECRET];
  const rows = await sql.query(`SELECT key, value FROM setting WHERE key IN ($1, $2, $3)`, settings);
  const [sealedWith, sealing, secret] = settings.map((setting) => {
    const row = rows.find(({ key }) => key === setting);
    return row && String(row["value"]);
  });
  return { sealedWith, sealing, secret };
}

/** True if the store holds anything of anyone. */
const holdsPeople = conversationTables.map(({ table }) => `EXISTS (SELECT 1 FROM ${table})`).join(" OR ");

/**
 * Checks that the store is sealed under the vault's key; seals an empty store under it. Rejects with a
 * {@link StoreError}, and changes nothing, if it is sealed otherwise.
 */
export async function checkKey(engine: SqlEngine, vault: Vault): Promise<void> {
  const { name } = engine;
  const { keyVersion } = vault;
  await engine.transaction(async (sql) => {
    const { sealedWith, sealing } = await readKeys(sql);
    if (sealing !== undefined)
      throw new StoreError(`Sealing ${name} was cut off: run npm run seal again, with the same keys.`);
    if (sealedWith === keyVersion) return sealUids(sql, vault);
    if (sealedWith !== undefined) throw wrongKey(name, keyVersion);
    const [row] = await sql.query(`SELECT 1 AS found WHERE ${holdsPeople}`);
    if (row !== undefined)
      throw new StoreError(
        `${name} is not sealed yet: stop the bot and run npm run seal, or unset STORE_KEY.`,
      );
    await resealDeliverySecret(sql, plaintext, vault);
    await writeSetting(sql, SEALED_WITH, String(keyVersion));
  });
}

/** Seals the calendars' ids of reminders, which older programs have left readable in a sealed store. */
export async function sealUids(sql: Sql, vault: Vault): Promise<void> {
  if (vault.keyVersion === undefined) return;
  const readable = `SELECT id, conversation_id, uid FROM reminder
    WHERE uid NOT LIKE '~%' AND conversation_id LIKE $1`;
  for (const { id, conversation_id, uid } of await sql.query(readable, [`%:${vault.keyVersion}%`])) {
    const sealed = vault.seal(String(uid), String(conversation_id));
    await sql.run(`UPDATE reminder SET uid = $2 WHERE id = $1`, [Number(id), sealed]);
  }
}

function wrongKey(name: string, keyVersion: string | undefined): StoreError {
  if (keyVersion === undefined)
    return new StoreError(`${name} is sealed: set STORE_KEY to the key that it was sealed with.`);
  return new StoreError(
    `STORE_KEY is not the key that ${name} was sealed with: set that one, or change it by npm run seal.`,
  );
}

/** Writes one of these settings. */
export async function writeSetting(sql: Sql, key: string, value: string): Promise<void> {
  const upsert = `INSERT INTO setting (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value`;
  await sql.run(upsert, [key, value]);
}

/**
 * Returns the store's own random key for hashing delivery ids. It is created at the first call, and
 * sealed.
 */
export async function deliverySecret(
  engine: SqlEngine,
  vault: Vault,
  randomBytes: (count: number) => Buffer,
): Promise<Buffer> {
  return engine.transaction(async (sql) => {
    const made = vault.seal(randomBytes(32).toString("base64"), SECRET);
    const insert = `INSERT INTO setting (key, value) VALUES ($1, $2) ON CONFLICT (key) DO NOTHING`;
    await sql.run(insert, [SECRET, made]);
    const { secret = "" } = await readKeys(sql);
    return Buffer.from(vault.open(secret, SECRET), "base64");
  });
}

/** Seals that key anew, so that ids that were hashed before are still recognised. */
export async function resealDeliverySecret(sql: Sql, old: Vault, vault: Vault): Promise<void> {
  const { secret } = await readKeys(sql);
  if (secret !== undefined) await writeSetting(sql, SECRET, vault.seal(old.open(secret, SECRET), SECRET));
}
