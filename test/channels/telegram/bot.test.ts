import type { ApiClientOptions } from "grammy";
import type { Message, Update } from "grammy/types";
import { describe, expect, it } from "vitest";
import { createTelegramBot } from "../../../src/channels/telegram/bot.ts";
import type { TelegramGroupCall } from "../../../src/channels/telegram/read.ts";
import type { Inbox } from "../../../src/ports.ts";
import { botInfo } from "../../support/bot-api-bot.ts";
import {
  ada,
  editedMessage,
  entity,
  group,
  groupMessage,
  membership,
  ourBot,
  photo,
  press,
  privateChat,
  privateMessage,
  question,
  repliesTo,
  unreadableContent,
} from "./documented-updates.ts";
import { createInbox } from "./running-channel.ts";

/** A bot that hands updates to this inbox, and what it does besides. */
function createBot(inbox: Inbox) {
  const calls: string[] = [];
  const groupCalls: TelegramGroupCall[] = [];
  const client: ApiClientOptions = {
    async fetch(url: string) {
      calls.push(url.slice(url.lastIndexOf("/") + 1));
      return { json: async () => ({ ok: true, result: true }) };
    },
  };
  const answerGroup = async (call: TelegramGroupCall) => void groupCalls.push(call);
  const log = { debug() {}, info() {}, warn() {}, error() {} };
  const telegram = createTelegramBot({ token: "42:TEST", client, botInfo, inbox, answerGroup, log });
  return { telegram, calls, groupCalls };
}

/** What an update leads to: what the inbox is told, and which methods of the Bot API are called. */
async function handle(update: Update) {
  const { inbox, received, gone, moved } = createInbox();
  const { telegram, calls, groupCalls } = createBot(inbox);
  await telegram.bot.handleUpdate(update);
  await telegram.settle(1_000);
  return { received, gone, moved, calls, groupCalls };
}

const nothing = { received: [], gone: [], moved: [], calls: [], groupCalls: [] };
const origin = { id: "42:12", conversationId: "telegram:7", languageHint: "fr-CA" };

const from = ada;
it.each<[string, object]>([
  ["a hologram", { hologram: { id: 1 } }],
  ["no message", { message: null }],
  ["a text that is none", { message: { message_id: 3, chat: privateChat, from, text: { not: "a text" } } }],
  ["a message from no one", { message: { message_id: 3, chat: privateChat, text: "hello" } }],
  ["a press by no one", { callback_query: { id: "q1", data: "accounts:both" } }],
  [
    "a press on a button in no row",
    {
      callback_query: {
        id: "q1",
        from,
        data: "both",
        message: { ...question, reply_markup: { inline_keyboard: ["Both"] } },
      },
    },
  ],
  ["entities in no place", { message: { message_id: 3, chat: group, from, text: "a", entities: [{}] } }],
])("ignores an update of an unknown shape: %s", async (_, shape) => {
  expect(await handle({ update_id: 12, ...shape })).toEqual(nothing);
});

describe("an update of a private chat", () => {
  it.each(["/start meta-fr", "  les 2 ", "<b>&"])("passes the text %j on as it is", async (text) => {
    expect(await handle(privateMessage({ text }))).toEqual({ ...nothing, received: [{ ...origin, text }] });
  });

  it("goes without a language if Telegram tells none", async () => {
    const { language_code: _, ...from } = ada;
    const { received } = await handle(privateMessage({ from, text: "a" }));
    expect(received).toEqual([{ id: "42:12", conversationId: "telegram:7", text: "a" }]);
  });

  it.each(Object.entries(unreadableContent))("knows that a %s is not text", async (_, content) => {
    expect(await handle(privateMessage(content))).toEqual({
      ...nothing,
      received: [{ ...origin, unreadable: true }],
    });
  });

  it.each<[string, Partial<Message & Update.NonChannel>]>([
    ["an auto-delete timer", { message_auto_delete_timer_changed: { message_auto_delete_time: 86_400 } }],
    ["a pinned message", { pinned_message: question }],
    ["what no documentation knows", {}],
  ])("ignores %s", async (_, content) => {
    expect(await handle(privateMessage(content))).toEqual(nothing);
  });

  it("never takes an edited text for an answer, and does not stay silent either", async () => {
    expect(await handle(editedMessage({ text: "3" }))).toEqual({
      ...nothing,
      received: [{ ...origin, tapped: "edited" }],
    });
  });

  it("ignores a live location that moves", async () => {
    expect(await handle(editedMessage({ location: { latitude: 48.85, longitude: 2.35 } }))).toEqual(nothing);
  });

  it("acknowledges a press, hands it over, and marks the keyboard it happened on", async () => {
    expect(await handle(press({ message: question, data: "accounts:both" }))).toEqual({
      ...nothing,
      received: [{ ...origin, tapped: "accounts:both" }],
      calls: ["answerCallbackQuery", "editMessageReplyMarkup"],
    });
  });

  it("hands over a press on a message that Telegram no longer shows", async () => {
    const message = { message_id: 5, date: 0, chat: privateChat } as const;
    expect(await handle(press({ message, data: "accounts:both" }))).toEqual({
      ...nothing,
      received: [{ ...origin, tapped: "accounts:both" }],
      calls: ["answerCallbackQuery"],
    });
  });

  it.each([
    ["an inline message", press({ inline_message_id: "AgAAAB", data: "accounts:both" })],
    ["a group", press({ message: { ...question, chat: group }, data: "accounts:both" })],
    ["a game", press({ message: question, game_short_name: "game" })],
  ])("only acknowledges a press in %s", async (_, update) => {
    expect(await handle(update)).toEqual({ ...nothing, calls: ["answerCallbackQuery"] });
  });

  it("knows who has blocked the bot, and that unblocking it says nothing", async () => {
    expect(await handle(membership("kicked"))).toEqual({ ...nothing, gone: ["telegram:7"] });
    expect(await handle(membership("member"))).toEqual(nothing);
    expect(await handle(membership("kicked", group))).toEqual(nothing);
  });

  it.each([
    ["a press", press({ message: question, data: "accounts:both" }), "accounts:both"],
    ["a block", membership("kicked"), "gone"],
  ])("is handed over after %s that came before it in the same batch", async (_, before, first) => {
    const told: string[] = [];
    const { telegram } = createBot({
      ...createInbox().inbox,
      async receive({ text, tapped = "" }) {
        told.push(text ?? tapped);
        return "answered";
      },
      gone: async () => void told.push("gone"),
    });
    const after = privateMessage({ text: "/start" });
    await Promise.all([before, after].map((update) => telegram.bot.handleUpdate(update)));
    expect(told).toEqual([first, "/start"]);
  });
});

const mention = "@objecteur_test_bot";
const mentioned = (text: string, written = mention, more: Partial<Message & Update.NonChannel> = {}) =>
  groupMessage({ text, entities: [entity("mention", text, written)], ...more });
const command = (text: string, more: Partial<Message & Update.NonChannel> = {}) =>
  groupMessage({ text, entities: [entity("bot_command", text, text.split(" ")[0] ?? "")], ...more });
const call = (words: string) => ({ chatId: -1005, messageId: 3, words, languageHint: "fr-CA" });

describe("a message in a group", () => {
  const caption = `${mention} regarde`;
  it.each<[string, Update, TelegramGroupCall]>([
    ["its name", mentioned(`${mention} instagram`), call("instagram")],
    [
      "its name in capitals",
      mentioned("🙏 insta ? @OBJECTEUR_test_bot", "@OBJECTEUR_test_bot"),
      call("🙏 insta ?"),
    ],
    ["a command with its name", command(`/menu${mention}`), call("")],
    ["/start with its name", command(`/start${mention} linkedin`), call("linkedin")],
    ["/start, which is for every bot", command("/start"), call("")],
    [
      "a reply to what it said",
      groupMessage({ text: "et insta ?", ...repliesTo(ourBot) }),
      call("et insta ?"),
    ],
    [
      "its name under a picture",
      groupMessage({ photo, caption, caption_entities: [entity("mention", caption, mention)] }),
      call("regarde"),
    ],
  ])("addresses the bot by %s", async (_, update, groupCall) => {
    expect(await handle(update)).toEqual({ ...nothing, groupCalls: [groupCall] });
  });

  it("is answered in the topic that it was written in", async () => {
    const { groupCalls } = await handle(
      mentioned(mention, mention, { message_thread_id: 77, is_topic_message: true }),
    );
    expect(groupCalls).toEqual([{ ...call(""), topicId: 77 }]);
  });

  it("may be an administrator's who writes in the group's name", async () => {
    const from = { id: 1_087_968_824, is_bot: true, first_name: "Group", username: "GroupAnonymousBot" };
    const { groupCalls } = await handle(command("/start", { from, sender_chat: group }));
    expect(groupCalls).toEqual([{ chatId: -1005, messageId: 3, words: "" }]);
  });

  const named = (more: Partial<Message & Update.NonChannel>) => mentioned(mention, mention, more);
  const channel = { id: -1009, title: "News", type: "channel" } as const;
  const { message: edited } = named({});
  it.each<[string, Update]>([
    ["what people say to each other", groupMessage({ text: "instagram" })],
    ["a name that only begins like its own", mentioned(`${mention}2`, `${mention}2`)],
    ["its name within an address", groupMessage({ text: `a${mention}.test` })],
    ["another bot's command", command("/start@other_bot")],
    ["a command that may be another bot's", command("/help")],
    ["a reply to someone else", groupMessage({ text: "oui", ...repliesTo(ada) })],
    ["another bot", named({ from: { ...ada, is_bot: true } })],
    [
      "a forwarded message",
      named({ forward_origin: { type: "user", sender_user: ada, date: 1_748_188_000 } }),
    ],
    [
      "a post of the channel that the group belongs to",
      named({
        from: { id: 777_000, is_bot: false, first_name: "Telegram" },
        sender_chat: channel,
        is_automatic_forward: true,
      }),
    ],
    ["its own arrival", groupMessage({ new_chat_members: [ourBot] })],
    ["a pinned message of its own", groupMessage({ pinned_message: question })],
    [
      "an edit, so that no question is answered twice",
      { update_id: 12, ...(edited && { edited_message: { ...edited, edit_date: 1 } }) },
    ],
    [
      "a post in a channel",
      { update_id: 12, channel_post: { message_id: 3, date: 1, chat: channel, text: mention } },
    ],
  ])("gets no answer if it is %s", async (_, update) => {
    expect(await handle(update)).toEqual(nothing);
  });

  it("tells the group's new id when it grows", async () => {
    const small = { id: -5, title: "Neighbours", type: "group" } as const;
    expect(await handle(groupMessage({ chat: small, migrate_to_chat_id: -1005 }))).toEqual({
      ...nothing,
      moved: [["telegram:-5", "telegram:-1005"]],
    });
  });
});
