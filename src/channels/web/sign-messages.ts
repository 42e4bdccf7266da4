import { createHmac, randomBytes } from "node:crypto";
import { isSecret } from "../../http/guard-request.ts";
import type { ConversationId } from "../../ports.ts";
import type { MessageDto } from "./wire.ts";

/** The signed parts; `message` as it is in JSON. */
type Signed = { readonly [Part in "id" | "kind" | "message"]: unknown };

/** A message as a page claims to have received it. */
type Claimed = Signed & Pick<MessageDto, "signature">;

/**
 * Signs the bot's messages, so that the lines of a page's handover can be verified as the bot's own
 * in this conversation. The key is per process: after a restart, earlier lines do not verify.
 */
export function createSigner() {
  const key = randomBytes(32);
  const sign = (conversation: ConversationId, { id, kind, message }: Signed) =>
    createHmac("sha256", key)
      .update(JSON.stringify([conversation, id, kind, message]))
      .digest("base64url");
  return {
    sign,
    /** True if the bot has sent exactly this in this conversation. */
    isOurs: (conversation: ConversationId, claimed: Claimed) =>
      isSecret(claimed.signature, sign(conversation, claimed)),
  };
}

export type Signer = ReturnType<typeof createSigner>;
