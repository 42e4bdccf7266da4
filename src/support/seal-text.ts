import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

const cipher = "aes-256-gcm";
const nonceBytes = 12;
const tagBytes = 16;

/** How a text is sealed: it opens only under the same key with the same associated data. */
interface Sealing {
  /** 32 bytes. */
  readonly key: Buffer;
  readonly associated?: string;
}

/**
 * Seals a text with AES-256-GCM: nonce, ciphertext and tag, in base64url. The nonce is random, or the
 * first 12 bytes of `given`.
 */
export function sealText(text: string, { key, associated = "" }: Sealing, given?: Buffer): string {
  const nonce = given?.subarray(0, nonceBytes) ?? randomBytes(nonceBytes);
  const sealing = createCipheriv(cipher, key, nonce).setAAD(Buffer.from(associated));
  const words = [sealing.update(text, "utf8"), sealing.final()];
  return Buffer.concat([nonce, ...words, sealing.getAuthTag()]).toString("base64url");
}

/** Opens what {@link sealText} has sealed; throws if it was sealed otherwise. */
export function openText(sealed: string, { key, associated = "" }: Sealing): string {
  const bytes = Buffer.from(sealed, "base64url");
  const nonce = bytes.subarray(0, nonceBytes);
  const opening = createDecipheriv(cipher, key, nonce, { authTagLength: tagBytes })
    .setAAD(Buffer.from(associated))
    .setAuthTag(bytes.subarray(-tagBytes));
  return opening.update(bytes.subarray(nonceBytes, -tagBytes), undefined, "utf8") + opening.final("utf8");
}
