import { type Api, GrammyError } from "grammy";
import type { ChatFullInfo, ChatMember } from "grammy/types";
import { describeTelegramError, type RetryOptions, retryUntilAnswered } from "./errors.ts";

const setting = "COMMUNITY_TELEGRAM_CHAT";

/** Logs one warning for the operator if the bot may not post in the community's chat. Never rejects. */
export async function checkCommunity(
  api: Api,
  chatId: string | number,
  botId: number,
  options: RetryOptions,
): Promise<void> {
  const { log } = options;
  try {
    const chat = await retryUntilAnswered(() => api.getChat(chatId), options);
    const member = await retryUntilAnswered(() => api.getChatMember(chatId, botId), options);
    if (chat === undefined || member === undefined || mayPost(chat, member)) return;
    log.warn(
      { channel: "telegram" },
      `${setting}: the bot may not post there, make it an administrator who may`,
    );
  } catch (error) {
    const problem = describeTelegramError(error);
    const advice =
      error instanceof GrammyError
        ? "Telegram does not open this chat to the bot, add the bot to it or correct the setting"
        : "it is not known whether the bot may post there";
    log.warn({ channel: "telegram", problem }, `${setting}: ${advice}`);
  }
}

function mayPost(chat: ChatFullInfo, member: ChatMember): boolean {
  switch (member.status) {
    case "creator":
      return true;
    case "administrator":
      return chat.type !== "channel" || member.can_post_messages === true;
    case "member":
      return chat.type !== "channel" && chat.permissions?.can_send_messages !== false;
    case "restricted":
      return member.can_send_messages;
    case "left":
    case "kicked":
      return false;
  }
}
