import { leaderRole, StoreError } from "../ports.ts";
import { migrate } from "./migrations.ts";
import { openEngine } from "./open-store.ts";
import { conversationTables, moveRows, readConversationId } from "./rows.ts";
import type { SqlEngine, SqlRow } from "./sql.ts";
import {
  readKeys,
  resealDeliverySecret,
  SEALED_WITH,
  SEALING,
  sealUids,
  writeSetting,
} from "./store-keys.ts";
import { createCipher, plaintext, type Vault } from "./vault.ts";

/** How many conversations are sealed in one transaction. */
const BATCH = 200;

/**
 * Seals the store at `url` under a key of 32 bytes: an unsealed one, or one sealed under `before`.
 * Continues an interrupted sealing. Calls `onProgress` with the number of conversations so far;
 * returns it at the end. Rejects with a {@link StoreError} if the bot is running or a key is wrong.
 */
export async function sealStore(
  url: string,
  { key, before }: { readonly key: Buffer; readonly before?: Buffer | undefined },
  onProgress: (count: number) => void,
): Promise<number> {
  const engine = await openEngine(url);
  try {
    if ((await engine.hold(leaderRole)) === undefined)
      throw new StoreError(`${engine.name} is in use by another Objecteur: stop all of its processes first.`);
    await migrate(engine);
    const { keyVersion, ...vault } = createCipher(key);
    const old = await begin(engine, keyVersion, before === undefined ? plaintext : createCipher(before));
    if (old === undefined) return 0;
    let count = 0;
    let sealed: number;
    do {
      sealed = await sealBatch(engine, keyVersion, vault, old);
      count += sealed;
      onProgress(count);
    } while (sealed === BATCH);
    await end(engine, keyVersion, vault, old);
    await engine.rewrite();
    return count;
  } finally {
    await engine.close();
  }
}

/**
 * Marks that sealing is under way. Returns the vault that opens the store as it is, or undefined if it
 * is already sealed under this key.
 */
function begin(engine: SqlEngine, keyVersion: string, before: Vault): Promise<Vault | undefined> {
  return engine.transaction(async (sql) => {
    const { sealedWith, sealing = keyVersion } = await readKeys(sql);
    if (sealedWith === keyVersion) return undefined;
    if (sealing !== keyVersion)
      throw new StoreError(
        `Sealing ${engine.name} under another key was cut off: set STORE_KEY to that one.`,
      );
    if (![undefined, before.keyVersion].includes(sealedWith))
      throw new StoreError(
        `${engine.name} is sealed: set STORE_KEY_BEFORE to the key that it was sealed with.`,
      );
    await sealUids(sql, before);
    await writeSetting(sql, SEALING, keyVersion);
    return sealedWith === undefined ? plaintext : before;
  });
}

/** Seals one batch; returns how many conversations it has sealed. */
function sealBatch(engine: SqlEngine, keyVersion: string, vault: Vault, old: Vault): Promise<number> {
  const ids = conversationTables
    .map(({ table }) => `SELECT conversation_id AS id FROM ${table} WHERE conversation_id NOT LIKE $1`)
    .join(" UNION ");
  return engine.transaction(
    async (sql) => {
      const rows = await sql.query(`${ids} LIMIT ${BATCH}`, [`%:${keyVersion}%`]);
      const sealOne = (row: SqlRow) => {
        const from = readConversationId(row["id"]);
        const to = vault.sealId(old.openId(from));
        return moveRows(sql, from, to, (text) => vault.seal(old.open(text, from), to));
      };
      await Promise.all(rows.map(sealOne));
      return rows.length;
    },
    { isSlow: true },
  );
}

async function end(engine: SqlEngine, keyVersion: string, vault: Vault, old: Vault): Promise<void> {
  await engine.transaction(async (sql) => {
    await resealDeliverySecret(sql, old, vault);
    await sql.run(`DELETE FROM setting WHERE key = $1`, [SEALING]);
    await writeSetting(sql, SEALED_WITH, keyVersion);
  });
}
