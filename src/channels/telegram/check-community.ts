import { type Api, GrammyError } from "grammy";
import { z } from "zod";
import type { Log } from "../../app/ports.ts";
import { describeTelegramError } from "./errors.ts";
import { insist } from "./insist.ts";

type InsistOptions = Parameters<typeof insist>[1];

const setting = "COMMUNITY_TELEGRAM_CHAT";
const chatSchema = z.object({
  type: z.string(),
  permissions: z.object({ can_send_messages: z.boolean().optional() }).optional(),
});
const memberSchema = z.object({
  status: z.string(),
  can_post_messages: z.boolean().optional(),
  can_send_messages: z.boolean().optional(),
});

/** Tells the operator, in one warning, where the bot may not post in the community's chat. Never rejects. */
export async function checkCommunity(
  api: Api,
  chat: string | number,
  botId: number,
  { log, signal }: { readonly log: Log; readonly signal: AbortSignal },
): Promise<void> {
  // Whether Telegram can be reached is told by what else is asked of it.
  const quietly: InsistOptions = { signal, log, onContact: () => {} };
  try {
    const found = await insist(() => api.getChat(chat), quietly);
    const member = await insist(() => api.getChatMember(chat, botId), quietly);
    if (found === undefined || member === undefined || mayPost(found, member)) return;
    log.warn(
      { channel: "telegram" },
      `${setting}: the bot may not post there, make it an administrator who may`,
    );
  } catch (error) {
    const problem = describeTelegramError(error);
    const advice =
      error instanceof GrammyError
        ? "Telegram does not open this chat to the bot, add the bot to it or correct the setting"
        : "nobody knows whether the bot may post there";
    log.warn({ channel: "telegram", problem }, `${setting}: ${advice}`);
  }
}

function mayPost(chat: unknown, member: unknown): boolean {
  const { type, permissions } = chatSchema.parse(chat);
  const {
    status,
    can_post_messages: mayPostInChannel,
    can_send_messages: maySend,
  } = memberSchema.parse(member);
  if (status === "creator") return true;
  if (type === "channel") return status === "administrator" && mayPostInChannel === true;
  if (status === "member") return permissions?.can_send_messages !== false;
  return status === "administrator" || (status === "restricted" && maySend === true);
}
