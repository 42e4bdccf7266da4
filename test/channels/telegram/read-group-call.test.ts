import { describe, expect, it } from "vitest";
import { readUpdate } from "../../../src/channels/telegram/read.ts";

const self = { id: 42, username: "Objecteur_bot" };
const from = { id: 7, is_bot: false, first_name: "Ada", language_code: "fr-CA" };
const chat = { id: -5, type: "supergroup", title: "Neighbours" };
const message = (content: object) => ({
  update_id: 12,
  message: { message_id: 3, date: 1, chat, from, ...content },
});
const entity = (type: string, text: string, written: string) => ({
  type,
  offset: text.indexOf(written),
  length: written.length,
});
const mention = (text: string, written = "@objecteur_bot", more = {}) =>
  message({ text, entities: [entity("mention", text, written)], ...more });
const command = (text: string, more = {}) =>
  message({ text, entities: [entity("bot_command", text, text.split(" ")[0] ?? "")], ...more });
const ours = { message_id: 2, date: 1, chat, from: { id: 42, is_bot: true, first_name: "Objecteur" } };
const call = (words: string) => ({
  kind: "group-call",
  call: { chatId: -5, messageId: 3, words, languageHint: "fr-CA" },
});

describe("reading a message in a group", () => {
  it("is spoken to by its name, however it is written, and leaves the name out", () => {
    expect(readUpdate(mention("@objecteur_bot instagram"), self)).toEqual(call("instagram"));
    expect(readUpdate(mention("🙏 insta ? @OBJECTEUR_bot", "@OBJECTEUR_bot"), self)).toEqual(
      call("🙏 insta ?"),
    );
  });

  it("is spoken to by a command with its name, and by /start, which is for every bot", () => {
    expect(readUpdate(command("/menu@Objecteur_bot"), self)).toEqual(call(""));
    expect(readUpdate(command("/start@Objecteur_bot linkedin"), self)).toEqual(call("linkedin"));
    expect(readUpdate(command("/start"), self)).toEqual(call(""));
  });

  it("is spoken to by a reply to what it said", () => {
    const reply = message({ text: "et instagram ?", reply_to_message: ours });
    expect(readUpdate(reply, self)).toEqual(call("et instagram ?"));
  });

  it("is spoken to under a picture", () => {
    const caption = "@objecteur_bot regarde";
    const caption_entities = [entity("mention", caption, "@objecteur_bot")];
    expect(readUpdate(message({ photo: [{}], caption, caption_entities }), self)).toEqual(call("regarde"));
  });

  it("answers in the topic that it was asked in", () => {
    const inTopic = { message_thread_id: 77, is_topic_message: true };
    expect(readUpdate(mention("@objecteur_bot", "@objecteur_bot", inTopic), self)).toEqual({
      kind: "group-call",
      call: { ...call("").call, topicId: 77 },
    });
  });

  it("hears an administrator who writes in the group's name", () => {
    const anonymous = { id: 1_087_968_824, is_bot: true, first_name: "Group" };
    expect(readUpdate(command("/start", { from: anonymous, sender_chat: chat }), self)).toEqual({
      kind: "group-call",
      call: { chatId: -5, messageId: 3, words: "" },
    });
  });

  const named = (more: object) => mention("@objecteur_bot", "@objecteur_bot", more);
  const channelPost = {
    from: { id: 777_000, is_bot: false, first_name: "Telegram" },
    sender_chat: { id: -9, type: "channel" },
    is_automatic_forward: true,
  };
  it.each([
    ["what people say to each other", message({ text: "instagram" })],
    ["a name that only begins like its own", mention("@objecteur_bot2", "@objecteur_bot2")],
    ["its name within an address", message({ text: "a@objecteur_bot.test" })],
    ["another bot's command", command("/start@other_bot")],
    ["a command that may be another bot's", command("/help")],
    ["a reply to somebody else", message({ text: "oui", reply_to_message: { ...ours, from } })],
    ["another bot", named({ from: { ...from, is_bot: true } })],
    ["a forwarded message", named({ forward_origin: { type: "user", date: 1 } })],
    ["a post of the channel that the group belongs to", named(channelPost)],
    ["a channel", named({ chat: { id: -9, type: "channel" } })],
    ["its own arrival", message({ new_chat_members: [{ id: 42, is_bot: true, first_name: "Objecteur" }] })],
    ["a pinned message of its own", message({ pinned_message: ours })],
    ["entities of an unknown shape", named({ entities: [{ type: "mention" }] })],
  ])("stays silent at %s", (_, update) => {
    expect(readUpdate(update, self)).toBeUndefined();
  });

  it("stays silent at an edit, so that no question is answered twice", () => {
    const { message: edited } = mention("@objecteur_bot");
    expect(readUpdate({ update_id: 12, edited_message: edited }, self)).toBeUndefined();
  });
});
