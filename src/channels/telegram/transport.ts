import { type Api, type ApiClientOptions, InputFile } from "grammy";
import { type Dispatcher, Pool } from "undici";
import type { OutgoingMessage } from "../../ports.ts";
import { renderMessage } from "./render.ts";

/** How many calls are made at once; further ones wait for a connection. */
const connections = 100;

/**
 * Returns grammY's client options for this Bot API server. Calls go over an undici pool, which takes
 * a third of the processor time of node-fetch, grammY's default. Node's own fetch refuses grammY's
 * abort signals since Node 24.
 */
export function createTransport(apiRoot: string): ApiClientOptions {
  const pool = new Pool(new URL(apiRoot).origin, { connections });
  return {
    apiRoot,
    async fetch(url: string, init: Omit<Dispatcher.RequestOptions, "path">) {
      const { body } = await pool.request({ ...init, path: new URL(url).pathname });
      return { json: () => body.json() };
    },
  };
}

export type GrammySignal = NonNullable<Parameters<Api["getMe"]>[0]>;

/**
 * Casts Node's AbortSignal to the type from the `abort-controller` package in grammY's signatures;
 * grammY accepts both.
 */
export function grammySignal(signal: AbortSignal): GrammySignal {
  return signal as unknown as GrammySignal;
}

/** Parameters of a call besides the message. */
type CallSettings = Pick<
  NonNullable<Parameters<Api["sendMessage"]>[2]>,
  "allow_paid_broadcast" | "reply_parameters" | "message_thread_id"
>;

/** Sends a message to a chat, in as many calls as it takes. Throws grammY's errors. */
export async function sendMessage(
  api: Api,
  chatId: number | string,
  message: OutgoingMessage,
  settings: CallSettings,
): Promise<void> {
  for (const call of renderMessage(message)) {
    const { keyboard } = call;
    const more = { parse_mode: "HTML", ...(keyboard && { reply_markup: keyboard }), ...settings } as const;
    if (call.method === "sendMessage") {
      await api.sendMessage(chatId, call.text, { link_preview_options: { is_disabled: true }, ...more });
      continue;
    }
    const file = new InputFile(Buffer.from(call.file.content), call.file.name);
    await api.sendDocument(chatId, file, { ...(call.caption && { caption: call.caption }), ...more });
  }
}
