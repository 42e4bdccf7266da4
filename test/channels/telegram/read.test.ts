import { describe, expect, it } from "vitest";
import { readUpdate, readUpdateId } from "../../../src/channels/telegram/read.ts";

const self = { id: 42, username: "Objecteur_bot" };
const from = { id: 7, is_bot: false, first_name: "Ada", language_code: "fr-CA" };
const chat = { id: 7, type: "private", first_name: "Ada" };
const message = (content: object) => ({
  update_id: 12,
  message: { message_id: 3, date: 1_700_000_000, chat, from, ...content },
});
const origin = { id: "42:12", conversationId: "telegram:7", languageHint: "fr-CA" };

describe("reading an update", () => {
  it("passes a text on as it is, also a deep link", () => {
    for (const text of ["/start meta-fr", "  les 2 ", "<b>&"]) {
      expect(readUpdate(message({ text }), self)).toEqual({ kind: "message", message: { ...origin, text } });
    }
  });

  it("goes without a language where Telegram tells none", () => {
    const update = { update_id: 12, message: { message_id: 3, date: 1, chat, from: { id: 7 }, text: "a" } };
    expect(readUpdate(update, self)).toEqual({
      kind: "message",
      message: { id: "42:12", conversationId: "telegram:7", text: "a" },
    });
  });

  it.each([["sticker"], ["voice"], ["location"], ["contact"], ["video_note"], ["dice"], ["poll"]])(
    "knows that a %s is not text",
    (kind) => {
      expect(readUpdate(message({ [kind]: {} }), self)).toEqual({
        kind: "message",
        message: { ...origin, unreadable: true },
      });
    },
  );

  it("counts a picture as unreadable, caption or not", () => {
    const photo = readUpdate(message({ photo: [{ file_id: "x" }], caption: "facebook" }), self);
    expect(photo).toEqual({ kind: "message", message: { ...origin, unreadable: true } });
  });

  it("ignores service messages", () => {
    expect(readUpdate(message({ pinned_message: { message_id: 1 } }), self)).toBeUndefined();
    expect(readUpdate(message({ message_auto_delete_timer_changed: {} }), self)).toBeUndefined();
    expect(readUpdate(message({}), self)).toBeUndefined();
  });

  it("ignores groups and channels where nobody speaks to it", () => {
    for (const type of ["group", "supergroup", "channel"]) {
      const update = message({ text: "hello", chat: { id: -5, type } });
      expect(readUpdate(update, self)).toBeUndefined();
    }
  });

  it("never takes an edited text for an answer, and does not stay silent either", () => {
    const { message: original } = message({ text: "3", edit_date: 1_700_000_009 });
    expect(readUpdate({ update_id: 12, edited_message: original }, self)).toEqual({
      kind: "message",
      message: { ...origin, tapped: "edited" },
    });
  });

  it("ignores a live location that moves", () => {
    const { message: original } = message({ location: {}, edit_date: 1_700_000_009 });
    expect(readUpdate({ update_id: 12, edited_message: original }, self)).toBeUndefined();
  });

  const press = (pressed: object | undefined, data: string | undefined = "accounts:both") => ({
    update_id: 12,
    callback_query: { id: "q1", from, chat_instance: "x", data, message: pressed },
  });
  const inline_keyboard = [
    [{ text: "Form", url: "https://a.test/" }],
    [{ text: "Both", callback_data: "accounts:both" }],
  ];

  it("reads a press with the keyboard it happened on", () => {
    const pressed = { message_id: 5, date: 1_700_000_000, chat, reply_markup: { inline_keyboard } };
    expect(readUpdate(press(pressed), self)).toEqual({
      kind: "message",
      message: { ...origin, tapped: "accounts:both" },
      press: { callbackQueryId: "q1", chatId: 7, messageId: 5, keyboard: inline_keyboard },
    });
  });

  it("reads a press on a message that Telegram no longer shows", () => {
    expect(readUpdate(press({ message_id: 5, date: 0, chat }), self)).toEqual({
      kind: "message",
      message: { ...origin, tapped: "accounts:both" },
      press: { callbackQueryId: "q1", chatId: 7 },
    });
  });

  it("has a press from elsewhere acknowledged all the same", () => {
    const stray = { kind: "stray-press", callbackQueryId: "q1" };
    expect(readUpdate(press(undefined), self)).toEqual(stray);
    expect(readUpdate(press({ message_id: 5, date: 9, chat: { id: -5, type: "group" } }), self)).toEqual(
      stray,
    );
    const game = { id: "q1", from, chat_instance: "x", game_short_name: "g" };
    expect(readUpdate({ update_id: 12, callback_query: game }, self)).toEqual(stray);
  });

  it("knows who is gone, and that coming back says nothing", () => {
    const change = (status: string, type = "private") => ({
      update_id: 12,
      my_chat_member: { chat: { id: 7, type }, from, date: 1, new_chat_member: { status, user: {} } },
    });
    expect(readUpdate(change("kicked"), self)).toEqual({ kind: "gone", conversationId: "telegram:7" });
    expect(readUpdate(change("member"), self)).toBeUndefined();
    expect(readUpdate(change("kicked", "group"), self)).toBeUndefined();
  });

  it("knows a chat's new id", () => {
    const update = message({ chat: { id: -5, type: "group" }, migrate_to_chat_id: -1005 });
    expect(readUpdate(update, self)).toEqual({ kind: "moved", from: "telegram:-5", to: "telegram:-1005" });
  });

  it("ignores what it does not know", () => {
    const strange = [
      { update_id: 12, hologram: { id: 1 } },
      { update_id: 12, message: "text" },
      { update_id: 12, message: { text: 5 } },
      { update_id: 12, callback_query: {} },
      { update_id: "12" },
      { message: {} },
      null,
      undefined,
      [],
      "update",
    ];
    for (const update of strange) expect(readUpdate(update, self)).toBeUndefined();
    expect(readUpdateId({ update_id: 12, hologram: 1 })).toBe(12);
    expect(readUpdateId({ update_id: "12" })).toBeUndefined();
  });
});
