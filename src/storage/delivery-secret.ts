import { randomBytes } from "node:crypto";
import type { Sql, SqlEngine } from "./sql.ts";
import type { Vault } from "./vault.ts";

const SETTING = "delivery-secret";

/** The database's own random key for hashing delivery ids; made at the first call, and sealed as all else. */
export async function deliverySecret(engine: SqlEngine, vault: Vault): Promise<Buffer> {
  return engine.transaction(async (sql) => {
    const made = vault.seal(randomBytes(32).toString("base64"), SETTING);
    await sql.run(`INSERT INTO setting (key, value) VALUES ($1, $2) ON CONFLICT (key) DO NOTHING`, [
      SETTING,
      made,
    ]);
    return Buffer.from(vault.open((await find(sql)) ?? "", SETTING), "base64");
  });
}

/** Seals the key anew, so that what was hashed before is still known. */
export async function resealDeliverySecret(sql: Sql, old: Vault, vault: Vault): Promise<void> {
  const kept = await find(sql);
  if (kept === undefined) return;
  const sealed = vault.seal(old.open(kept, SETTING), SETTING);
  await sql.run(`UPDATE setting SET value = $2 WHERE key = $1`, [SETTING, sealed]);
}

async function find(sql: Sql): Promise<string | undefined> {
  const [row] = await sql.query(`SELECT value FROM setting WHERE key = $1`, [SETTING]);
  return row && String(row["value"]);
}
