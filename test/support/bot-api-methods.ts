import type { Chat as ApiChat, ApiMethods, BotCommand, InlineKeyboardButton, Message } from "grammy/types";
import { botInfo, botUser } from "./bot-api-bot.ts";
import type { Chat, Chats, SeenButton } from "./bot-api-chats.ts";
import { BotApiError, badRequest } from "./bot-api-fault.ts";
import { parseHtml } from "./bot-api-html.ts";

/** The parameters of a call: from JSON as they are, from a form all strings. */
export interface Params {
  readonly [name: string]: unknown;
}

export interface UploadedFile {
  readonly name: string;
  readonly content: string;
}

/** Uploaded files by the name of their part. */
export type Files = ReadonlyMap<string, UploadedFile>;

/** What methods do: each answers in the form that Telegram documents. */
export type Methods = {
  readonly [Method in keyof ApiMethods]?: (params: Params, files: Files) => ReturnType<ApiMethods[Method]>;
};

interface Profile {
  readonly commands: Map<string, BotCommand[]>;
  readonly description: Map<string, string>;
  readonly shortDescription: Map<string, string>;
}

/** What the Bot API does, apart from receiving updates. */
export function createMethods(chats: Chats, openPresses: Set<string>) {
  const profile: Profile = { commands: new Map(), description: new Map(), shortDescription: new Map() };

  const methods: Methods = {
    getMe: () => botInfo,
    sendMessage(params) {
      const chat = openChat(chats, params);
      const { text, entities } = parseText(params, "text", 4_096, "message is too long");
      if (text === "") throw badRequest("message text is empty");
      const { is_disabled: disabled } = readObject(params["link_preview_options"]);
      const content = { text, entities, ...readKeyboard(params), linkPreview: disabled !== true };
      return { ...sent(chat, chats.add(chat, content).messageId), text };
    },
    sendDocument(params, files) {
      const chat = openChat(chats, params);
      const { text, entities } = parseText(params, "caption", 1_024, "message caption is too long");
      const file = files.get(words(params["document"]).replace("attach://", ""));
      if (file === undefined) throw badRequest("there is no document in the request");
      if (file.content === "") throw badRequest("file must be non-empty");
      const content = { text, entities, ...readKeyboard(params), document: file, linkPreview: false };
      const document = { file_id: "BQACAgQAAxkDAAIB", file_unique_id: "AgADRxsAAp", file_name: file.name };
      return { ...sent(chat, chats.add(chat, content).messageId), caption: text, document };
    },
    sendChatAction(params) {
      openChat(chats, params);
      return true;
    },
    editMessageReplyMarkup(params) {
      const chat = openChat(chats, params);
      const message = chat.messages.get(Number(params["message_id"]));
      if (message === undefined) throw badRequest("message to edit not found");
      const changed = readKeyboard(params);
      if (JSON.stringify(changed.keyboard) === JSON.stringify(message.keyboard)) throw notModified();
      Object.assign(message, changed);
      return { ...sent(chat, message.messageId), edit_date: now(), text: message.text };
    },
    editMessageText(params) {
      const chat = openChat(chats, params);
      const message = chat.messages.get(Number(params["message_id"]));
      if (message === undefined) throw badRequest("message to edit not found");
      const parsed = parseText(params, "text", 4_096, "message is too long");
      const changed = { ...parsed, ...readKeyboard(params) };
      const { text, keyboard } = message;
      if (JSON.stringify([changed.text, changed.keyboard]) === JSON.stringify([text, keyboard]))
        throw notModified();
      Object.assign(message, changed);
      return { ...sent(chat, message.messageId), edit_date: now(), text: message.text };
    },
    answerCallbackQuery(params) {
      if (!openPresses.has(words(params["callback_query_id"]))) {
        throw badRequest("query is too old and response timeout expired or query ID is invalid");
      }
      if (words(params["text"]).length > 200) throw badRequest("MESSAGE_TOO_LONG");
      return true;
    },
    setMyCommands(params) {
      const commands = readList(params["commands"]).map(readCommand);
      if (commands.length > 100) throw badRequest("BOT_COMMANDS_TOO_MUCH");
      profile.commands.set(scopeAndLanguage(params), commands);
      return true;
    },
    getMyCommands: (params) => profile.commands.get(scopeAndLanguage(params)) ?? [],
    setMyDescription(params) {
      const description = words(params["description"]);
      if (description.length > 512) throw badRequest("description is too long");
      profile.description.set(language(params), description);
      return true;
    },
    getMyDescription: (params) => ({ description: profile.description.get(language(params)) ?? "" }),
    setMyShortDescription(params) {
      const shortDescription = words(params["short_description"]);
      if (shortDescription.length > 120) throw badRequest("short description is too long");
      profile.shortDescription.set(language(params), shortDescription);
      return true;
    },
    getMyShortDescription: (params) => ({
      short_description: profile.shortDescription.get(language(params)) ?? "",
    }),
  };
  return methods;
}

function notModified(): Error {
  return badRequest(
    "message is not modified: specified new message content and reply markup are exactly the same as a current " +
      "content and reply markup of the message",
  );
}

function openChat(chats: Chats, params: Params): Chat {
  const chat = chats.find(Number(params["chat_id"]));
  if (chat === undefined || !chat.begun) throw badRequest("chat not found");
  if (chat.blocked) throw new BotApiError(403, "Forbidden: bot was blocked by the user");
  if (chat.movedTo !== undefined) {
    const parameters = { migrate_to_chat_id: chat.movedTo };
    throw new BotApiError(400, "Bad Request: group chat was upgraded to a supergroup chat", parameters);
  }
  return chat;
}

function now(): number {
  return Math.floor(Date.now() / 1_000);
}

/** A message of the bot's without its content. */
function sent({ id }: Chat, message_id: number) {
  const chat: ApiChat =
    id > 0 ? { id, first_name: "Person", type: "private" } : { id, title: "Group", type: "supergroup" };
  return { message_id, from: botUser, chat, date: now() } satisfies Message;
}

function parseText(params: Params, name: string, cap: number, tooLong: string) {
  const raw = words(params[name]);
  const parsed = params["parse_mode"] === "HTML" ? parseHtml(raw) : { text: raw.trim(), entities: [] };
  if (parsed.text.length > cap) throw badRequest(tooLong);
  return parsed;
}

function readKeyboard(params: Params) {
  const given = readList(readObject(params["reply_markup"])["inline_keyboard"]).map(readList);
  const rows = given.map((row) => row.map(readButton));
  if (rows.flat().length > 100) throw badRequest("reply markup is too long");
  return { keyboard: rows.map((row) => row.map(toKeyboardButton)), rows };
}

function toKeyboardButton({ label, url, data, copy = "" }: SeenButton): InlineKeyboardButton {
  if (url !== undefined) return { text: label, url };
  return data === undefined
    ? { text: label, copy_text: { text: copy } }
    : { text: label, callback_data: data };
}

function readCommand(value: unknown): BotCommand {
  const { command, description } = readObject(value);
  if (!/^[a-z0-9_]{1,32}$/.test(words(command))) throw badRequest("BOT_COMMAND_INVALID");
  if (!isBetween(words(description), 1, 256)) throw badRequest("BOT_COMMAND_DESCRIPTION_INVALID");
  return { command: words(command), description: words(description) };
}

function readButton(value: unknown): SeenButton {
  const { text, ...action } = readObject(value);
  const label = words(text);
  if (label.trim() === "") throw badRequest("can't parse inline keyboard button: Text must be non-empty");
  return { label, ...readAction(action) };
}

function readAction({ url, callback_data: data, copy_text: copy }: Params): Omit<SeenButton, "label"> {
  if (url !== undefined) return { url: checkUrl(words(url)) };
  if (data !== undefined) return { data: checkLength(words(data), 64, "BUTTON_DATA_INVALID") };
  if (copy !== undefined) {
    return { copy: checkLength(words(readObject(copy)["text"]), 256, "BUTTON_COPY_TEXT_INVALID") };
  }
  throw badRequest("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard");
}

function checkUrl(url: string): string {
  if (URL.canParse(url)) return url;
  throw badRequest(`inline keyboard button URL '${url}' is invalid: Wrong HTTP URL`);
}

/** Data is counted in bytes, a text to copy in characters. */
function checkLength(text: string, most: number, problem: string): string {
  const length = problem === "BUTTON_DATA_INVALID" ? Buffer.byteLength(text) : text.length;
  if (length < 1 || length > most) throw badRequest(problem);
  return text;
}

/** A parameter as text. */
export function words(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

/** In bytes. */
function isBetween(text: string, least: number, most: number): boolean {
  const bytes = Buffer.byteLength(text);
  return bytes >= least && bytes <= most;
}

function language(params: Params): string {
  const code = words(params["language_code"]);
  if (code !== "" && !/^[a-z]{2}$/.test(code)) throw badRequest("invalid language code specified");
  return code;
}

function scopeAndLanguage(params: Params): string {
  return `${words(readObject(params["scope"])["type"])} ${language(params)}`;
}

function readObject(value: unknown): Params {
  const object = typeof value === "string" ? parse(value) : value;
  return typeof object === "object" && object !== null ? Object.fromEntries(Object.entries(object)) : {};
}

export function readList(value: unknown): unknown[] {
  const list = typeof value === "string" ? parse(value) : value;
  return Array.isArray(list) ? list : [];
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw badRequest("can't parse JSON object");
  }
}
