import { createHash, createHmac, hkdfSync } from "node:crypto";
import { LRUCache } from "lru-cache";
import { type ConversationId, channelNameOf, type StoredReminder, StoreError } from "../ports.ts";
import { openText, sealText } from "../support/seal-text.ts";
import { readReminder } from "./rows.ts";
import type { SqlRow } from "./sql.ts";

/** How people's ids and words are stored: as they are, or sealed under a key. */
export interface Vault {
  /** Identifies the key without revealing it; the prefix of all that it has sealed. Absent without a key. */
  readonly keyVersion?: string;
  /**
   * Seals an id. Equal ids have equal seals, so that rows are found by them. The channel's name stays
   * readable.
   */
  readonly sealId: (id: ConversationId) => ConversationId;
  readonly openId: (sealed: ConversationId) => ConversationId;
  /** Seals a text that ends in no blank, of the row of this key; it cannot be opened in another row. */
  seal(text: string, rowKey: string): string;
  open(sealed: string, rowKey: string): string;
}

/** The vault without a key: leaves everything as it is. */
export const plaintext: Vault = {
  sealId: (id) => id,
  openId: (id) => id,
  seal: (text) => text,
  open: (text) => text,
};

const sealedIdsAreKept = 10_000;
/**
 * Returns a vault that seals with AES-256-GCM under this key of 32 bytes. An id's nonce is its own
 * HMAC, so that equal ids have equal seals; every other nonce is random. `open` and `openId` throw a
 * {@link StoreError} if a value was sealed under another key or in another row.
 */
export function createCipher(key: Buffer): Vault & { readonly keyVersion: string } {
  const derive = (purpose: string) => Buffer.from(hkdfSync("sha256", key, "", `objecteur ${purpose}`, 32));
  const [idKey, nonceKey, textKey] = [derive("ids"), derive("id nonces"), derive("texts")];
  const keyVersion = `~${createHash("sha256").update(derive("version")).digest("base64url").slice(0, 8)}.`;

  function encrypt(text: string, by: Buffer, rowKey: string, nonce?: Buffer): string {
    return keyVersion + sealText(text, { key: by, associated: rowKey }, nonce);
  }

  function decrypt(sealed: string, by: Buffer, rowKey: string): string {
    try {
      if (!sealed.startsWith(keyVersion)) throw new Error("sealed under another key");
      return openText(sealed.slice(keyVersion.length), { key: by, associated: rowKey });
    } catch (cause) {
      throw new StoreError("A value of the store does not open with STORE_KEY: restore a backup.", { cause });
    }
  }

  /** A step seals the same id several times. */
  const sealedIds = new LRUCache<ConversationId, ConversationId>({
    max: sealedIdsAreKept,
    memoMethod(id) {
      const channel = channelNameOf(id);
      const nonce = createHmac("sha256", nonceKey).update(id).digest();
      return `${channel}:${encrypt(id, idKey, channel, nonce)}`;
    },
  });

  return {
    keyVersion,
    sealId: (id) => sealedIds.memo(id),
    openId(sealed) {
      const channel = channelNameOf(sealed);
      return decrypt(sealed.slice(channel.length + 1), idKey, channel) as ConversationId;
    },
    seal: (text, rowKey) => encrypt(padded(text), textKey, rowKey),
    open: (sealed, rowKey) => decrypt(sealed, textKey, rowKey).trimEnd(),
  };
}

const blockBytes = 256;

/** Adds blanks up to the next multiple of 256 bytes: what is sealed is as long as the text itself. */
function padded(text: string): string {
  return text + " ".repeat(blockBytes - (Buffer.byteLength(text) % blockBytes));
}

/** Opens these columns of the row of this key; empty ones stay empty. */
export function openColumns(vault: Vault, row: SqlRow, rowKey: string, columns: readonly string[]): SqlRow {
  const opened = columns
    .filter((column) => typeof row[column] === "string")
    .map((column) => [column, vault.open(String(row[column]), rowKey)] as const);
  return { ...row, ...Object.fromEntries(opened) };
}

/** Returns the reader of a reminder's row, with the conversation's opened id. */
export function openReminder(vault: Vault): (row: SqlRow) => StoredReminder {
  return (row) => {
    const { conversationId, ...reminder } = readReminder(row);
    const uid = reminder.uid && vault.open(reminder.uid, conversationId);
    return { ...reminder, uid, conversationId: vault.openId(conversationId) };
  };
}
