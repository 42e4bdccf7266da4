import { z } from "zod";
import type { Log } from "../../support/log.ts";
import { describeWhatsAppError } from "./errors.ts";
import type { WhatsAppClient } from "./library.ts";

const setting = "COMMUNITY_WHATSAPP_CHAT";
/** The library's object for a group or a channel. */
const chatSchema = z.object({
  /** In a group: only administrators may write. */
  isReadOnly: z.boolean().nullish(),
  participants: z
    .array(
      z.object({
        id: z.object({ _serialized: z.string() }),
        isAdmin: z.boolean().nullish(),
        isSuperAdmin: z.boolean().nullish(),
      }),
    )
    .nullish(),
  channelMetadata: z.object({ membershipType: z.string().nullish() }).nullish(),
});

/**
 * Logs one warning for the operator if the bot may not post in the community's chat, as far as
 * WhatsApp Web shows it. Never rejects.
 */
export async function checkCommunity(client: WhatsAppClient, chat: string, log: Log): Promise<void> {
  try {
    const found = chatSchema.safeParse(await client.getChatById(chat));
    if (!found.success)
      warn("WhatsApp does not find this chat, let the bot's number join it or correct the setting");
    else if (!mayPost(found.data, client.info?.wid?._serialized))
      warn("the bot may not post there, make its number an administrator");
  } catch (error) {
    warn("WhatsApp does not open this chat to the bot", describeWhatsAppError(error));
  }

  function warn(advice: string, problem?: string): void {
    log.warn({ problem }, `${setting}: ${advice}`);
  }
}

function mayPost(
  { isReadOnly, participants, channelMetadata }: z.infer<typeof chatSchema>,
  botId?: string,
): boolean {
  const membership = channelMetadata?.membershipType;
  if (membership) return membership === "owner" || membership === "admin";
  const member = participants?.find(({ id }) => id._serialized === botId);
  // Our number may be listed under its lid and so not be found: then nothing is known.
  if (member === undefined || isReadOnly !== true) return true;
  return member.isAdmin === true || member.isSuperAdmin === true;
}
