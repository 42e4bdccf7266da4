import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes } from "node:crypto";
import { LRUCache } from "lru-cache";
import { type ConversationId, channelNameOf, StoreError } from "../app/ports.ts";
import type { SqlRow } from "./sql.ts";

/** How people's ids and words stand in the store: as they are, or sealed under a key. */
export interface Vault {
  /** Names the key without revealing it, and begins all that it has sealed. Absent without a key. */
  readonly keyVersion?: string;
  /** Seals an id. The same id is the same each time, so that rows are found by it. The channel's name stays readable. */
  readonly sealId: (id: ConversationId) => ConversationId;
  readonly openId: (sealed: ConversationId) => ConversationId;
  /** Seals a text of the row of this key: in another row it does not open. */
  seal(text: string, rowKey: string): string;
  open(sealed: string, rowKey: string): string;
}

/** Leaves everything as it is. */
export const openVault: Vault = {
  sealId: (id) => id,
  openId: (id) => id,
  seal: (text) => text,
  open: (text) => text,
};

const cipher = "aes-256-gcm";
const nonceBytes = 12;
const tagBytes = 16;
const sealedIdsAreKept = 10_000;
/**
 * Returns a vault that seals with AES-256-GCM under this key of 32 bytes. An id's nonce is its own HMAC, which makes it the same each
 * time; every other nonce is random. `open` and `openId` throw a {@link StoreError} if a value was sealed under another key or in another row.
 */
export function createVault(key: Buffer): Vault & { readonly keyVersion: string } {
  const derive = (purpose: string) => Buffer.from(hkdfSync("sha256", key, "", `objecteur ${purpose}`, 32));
  const [idKey, nonceKey, textKey] = [derive("ids"), derive("id nonces"), derive("texts")];
  const keyVersion = `~${createHash("sha256").update(derive("version")).digest("base64url").slice(0, 8)}.`;

  function encrypt(text: string, by: Buffer, nonce: Buffer, rowKey: string): string {
    const sealing = createCipheriv(cipher, by, nonce).setAAD(Buffer.from(rowKey));
    const sealed = Buffer.concat([
      nonce,
      sealing.update(text, "utf8"),
      sealing.final(),
      sealing.getAuthTag(),
    ]);
    return keyVersion + sealed.toString("base64url");
  }

  function decrypt(sealed: string, by: Buffer, rowKey: string): string {
    try {
      if (!sealed.startsWith(keyVersion)) throw new Error("sealed under another key");
      const bytes = Buffer.from(sealed.slice(keyVersion.length), "base64url");
      const opening = createDecipheriv(cipher, by, bytes.subarray(0, nonceBytes), { authTagLength: tagBytes })
        .setAAD(Buffer.from(rowKey))
        .setAuthTag(bytes.subarray(-tagBytes));
      return opening.update(bytes.subarray(nonceBytes, -tagBytes), undefined, "utf8") + opening.final("utf8");
    } catch (cause) {
      throw new StoreError("A value of the store does not open with STORE_KEY: restore a backup.", { cause });
    }
  }

  /** A step asks for the same one several times. */
  const sealedIds = new LRUCache<ConversationId, ConversationId>({ max: sealedIdsAreKept });
  function sealId(id: ConversationId): ConversationId {
    const channel = channelNameOf(id);
    const nonce = createHmac("sha256", nonceKey).update(id).digest().subarray(0, nonceBytes);
    return `${channel}:${encrypt(id, idKey, nonce, channel)}`;
  }

  return {
    keyVersion,
    sealId(id) {
      const sealed = sealedIds.get(id) ?? sealId(id);
      sealedIds.set(id, sealed);
      return sealed;
    },
    openId(sealed) {
      const channel = channelNameOf(sealed);
      return decrypt(sealed.slice(channel.length + 1), idKey, channel) as ConversationId;
    },
    seal: (text, rowKey) => encrypt(text, textKey, randomBytes(nonceBytes), rowKey),
    open: (sealed, rowKey) => decrypt(sealed, textKey, rowKey),
  };
}

/** Opens these columns of the row of this key; one that is empty stays so. */
export function openColumns(vault: Vault, row: SqlRow, rowKey: string, columns: readonly string[]): SqlRow {
  const opened = columns
    .filter((column) => typeof row[column] === "string")
    .map((column) => [column, vault.open(String(row[column]), rowKey)] as const);
  return { ...row, ...Object.fromEntries(opened) };
}
