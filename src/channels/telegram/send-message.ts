import { type Api, InputFile } from "grammy";
import type { ReplyParameters } from "grammy/types";
import type { OutgoingMessage } from "../../app/ports.ts";
import { renderMessage, type TelegramCall } from "./render.ts";

/** How a call is made, besides what is said. */
interface CallSettings {
  /** Above Telegram's usual pace, for payment. */
  readonly allow_paid_broadcast?: true;
  readonly reply_parameters?: ReplyParameters;
  readonly message_thread_id?: number;
}

/** Sends a message to a chat, in as many calls as it takes. */
export async function sendMessage(
  api: Api,
  chatId: number | string,
  message: OutgoingMessage,
  settings: CallSettings,
): Promise<void> {
  for (const call of renderMessage(message)) await perform(api, chatId, call, settings);
}

function perform(
  api: Api,
  chatId: number | string,
  call: TelegramCall,
  more: CallSettings,
): Promise<unknown> {
  const settings = {
    parse_mode: "HTML",
    ...(call.keyboard !== undefined && { reply_markup: { inline_keyboard: call.keyboard } }),
    ...more,
  } as const;
  switch (call.method) {
    case "sendMessage":
      return api.sendMessage(chatId, call.text, {
        link_preview_options: { is_disabled: true },
        ...settings,
      });
    case "sendDocument": {
      const file = new InputFile(Buffer.from(call.file.content), call.file.name);
      const caption = call.caption === undefined ? {} : { caption: call.caption };
      return api.sendDocument(chatId, file, { ...caption, ...settings });
    }
  }
}
