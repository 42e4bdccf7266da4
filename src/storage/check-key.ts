import { StoreError } from "../app/ports.ts";
import { resealDeliverySecret } from "./delivery-secret.ts";
import type { Sql, SqlEngine } from "./sql.ts";
import { openVault, type Vault } from "./vault.ts";

/** The setting that holds the version of the key under which the store is sealed; absent if it is not. */
export const SEALED_WITH = "sealed-with";
/** The setting that is there while sealing is under way, with the version of the new key. */
export const SEALING = "sealing";

/** Returns the versions of the keys in these settings. */
export async function readSeal(sql: Sql) {
  const rows = await sql.query(`SELECT key, value FROM setting WHERE key IN ($1, $2)`, [
    SEALED_WITH,
    SEALING,
  ]);
  const version = (key: string) => {
    const row = rows.find((each) => each["key"] === key);
    return row && String(row["value"]);
  };
  return { sealedWith: version(SEALED_WITH), sealing: version(SEALING) };
}

const people = ["person", "reminder", "outbox"]
  .map((table) => `EXISTS (SELECT 1 FROM ${table})`)
  .join(" OR ");

/**
 * Checks that the vault's key is the one under which the store is sealed; an empty store is sealed under it from now on. Rejects with a
 * {@link StoreError}, and changes nothing, if it is not.
 */
export async function checkKey(engine: SqlEngine, vault: Vault): Promise<void> {
  const { name } = engine;
  const { keyVersion } = vault;
  await engine.transaction(async (sql) => {
    const { sealedWith, sealing } = await readSeal(sql);
    if (sealing !== undefined)
      throw new StoreError(`Sealing ${name} was cut off: run npm run seal again, with the same keys.`);
    if (sealedWith === keyVersion) return;
    if (sealedWith !== undefined) throw wrongKey(name, keyVersion);
    const [row] = await sql.query(`SELECT 1 AS found WHERE ${people}`);
    if (row !== undefined)
      throw new StoreError(
        `${name} is not sealed yet: stop the bot and run npm run seal, or unset STORE_KEY.`,
      );
    await resealDeliverySecret(sql, openVault, vault);
    await setSeal(sql, SEALED_WITH, String(keyVersion));
  });
}

function wrongKey(name: string, keyVersion: string | undefined): StoreError {
  if (keyVersion === undefined)
    return new StoreError(`${name} is sealed: set STORE_KEY to the key that it was sealed with.`);
  return new StoreError(
    `STORE_KEY is not the key that ${name} was sealed with: set that one, or change it by npm run seal.`,
  );
}

/** Writes the version of a key into one of these settings. */
export async function setSeal(sql: Sql, setting: string, keyVersion: string): Promise<void> {
  const upsert = `INSERT INTO setting (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value`;
  await sql.run(upsert, [setting, keyVersion]);
}
