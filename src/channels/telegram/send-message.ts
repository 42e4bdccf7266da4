import { type Api, InputFile } from "grammy";
import type { ReplyParameters } from "grammy/types";
import type { OutgoingMessage } from "../../app/ports.ts";
import { renderMessage, type TelegramCall } from "./render.ts";

/** Parameters of a call besides the message. */
interface CallSettings {
  /** Above Telegram's usual pace, for payment. */
  readonly allow_paid_broadcast?: true;
  readonly reply_parameters?: ReplyParameters;
  readonly message_thread_id?: number;
}

/** Sends a message to a chat, in as many calls as it takes. Throws grammY's errors. */
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
  settings: CallSettings,
): Promise<unknown> {
  const { keyboard } = call;
  const more = { parse_mode: "HTML", ...(keyboard && { reply_markup: keyboard }), ...settings } as const;
  switch (call.method) {
    case "sendMessage":
      return api.sendMessage(chatId, call.text, { link_preview_options: { is_disabled: true }, ...more });
    case "sendDocument": {
      const file = new InputFile(Buffer.from(call.file.content), call.file.name);
      return api.sendDocument(chatId, file, { ...(call.caption && { caption: call.caption }), ...more });
    }
  }
}
