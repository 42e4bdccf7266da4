import { createHmac, randomBytes } from "node:crypto";
import { isSecret } from "../../http/guard-request.ts";
import type { ConversationId } from "../../ports.ts";
import type { ToldMessage } from "./wire.ts";

/** What is signed: `message` as JSON carries it. */
type Signed = { readonly [Part in "id" | "kind" | "message"]: unknown };

/** What a page claims to have been told. */
type Claimed = Signed & Pick<ToldMessage, "signature">;

/**
 * Signs what the bot says, so that a page that hands its lines over can show that the bot has said them in this conversation. The key is
 * this process's own: after a restart, earlier lines count as nobody's.
 */
export function createSigner() {
  const key = randomBytes(32);
  const sign = (conversation: ConversationId, { id, kind, message }: Signed) =>
    createHmac("sha256", key)
      .update(JSON.stringify([conversation, id, kind, message]))
      .digest("base64url");
  return {
    sign,
    /** Whether the bot has said this in this conversation, word for word. */
    isOurs: (conversation: ConversationId, told: Claimed) =>
      isSecret(told.signature, sign(conversation, told)),
  };
}

export type Signer = ReturnType<typeof createSigner>;
