import { describe, expect, test } from "vitest";
import { readEdit, readMessage, readSent, readVote } from "../../../src/channels/whatsapp/read.ts";
import { messageOf } from "./client-double.ts";

const person = "33600000001@c.us";

function voteOf(others: object = {}) {
  const parentMsgKey = { _serialized: `true_${person}_POLL` };
  const selectedOptions = [{ name: "Facebook", localId: 0 }];
  return { voter: person, selectedOptions, interractedAtTs: 1_747_000_000_123, parentMsgKey, ...others };
}

describe("messages", () => {
  test("a text keeps the exact id of its chat, number or not", () => {
    for (const from of [person, "123456789@lid"]) {
      expect(readMessage(messageOf(from, "bonjour"))).toEqual({
        chat: from,
        at: 1_747_000_000_000,
        message: {
          id: "whatsapp:false_BONJOUR",
          conversationId: `whatsapp:${from}`,
          text: "bonjour",
        },
      });
    }
  });

  test.each(["120363000000000001@g.us", "status@broadcast", "1@newsletter", "12@broadcast", "x y@c.us"])(
    "what comes from %s is of no concern",
    (from) => expect(readMessage(messageOf(from, "bonjour"))).toBeUndefined(),
  );

  test("what the account's owner writes is of no concern", () => {
    expect(readMessage(messageOf(person, "bonjour", { fromMe: true }))).toBeUndefined();
  });

  test.each(["ptt", "audio", "image", "video", "sticker", "document", "location", "vcard", "poll_creation"])(
    "%s is something we cannot read, whatever is written under it",
    (type) => {
      const read = readMessage(messageOf(person, "a caption", { type }));
      expect(read).toMatchObject({ message: { unreadable: true } });
      expect(read).not.toHaveProperty("message.text");
    },
  );

  test.each([
    "e2e_notification",
    "notification_template",
    "call_log",
    "protocol",
    "revoked",
    "album",
    "reaction",
  ])("%s is a notice, not a message", (type) => {
    expect(readMessage(messageOf(person, "", { type }))).toBeUndefined();
  });

  test("what is not decrypted yet is told as such", () => {
    const { id } = messageOf(person, "");
    expect(readMessage(messageOf(person, "", { type: "ciphertext" }))).toEqual({
      chat: person,
      at: 1_747_000_000_000,
      undecrypted: id._serialized,
    });
  });

  test("an edit counts as a button of no question, once for each time", () => {
    const edits = [5, 6].map((latestEditSenderTimestampMs) =>
      readEdit(messageOf(person, "bonsoir", { latestEditSenderTimestampMs })),
    );
    expect(edits).toMatchObject([
      { message: { id: "whatsapp:false_BONSOIR:edited:5", tapped: "edited" } },
      { message: { id: "whatsapp:false_BONSOIR:edited:6", tapped: "edited" } },
    ]);
  });

  test("what only looks like an edit is of no concern: a late decryption, a caption, the owner's, a group's", () => {
    const edited = { latestEditSenderTimestampMs: 5 };
    for (const raw of [
      messageOf(person, "late"),
      messageOf(person, "caption", { ...edited, type: "image" }),
      messageOf(person, "mine", { ...edited, fromMe: true }),
      messageOf("1203@g.us", "group", edited),
    ])
      expect(readEdit(raw)).toBeUndefined();
  });

  test("something of a shape we do not know is passed over", () => {
    for (const raw of [undefined, null, 7, {}, { ...messageOf(person, "x"), id: undefined }])
      expect(readMessage(raw)).toBeUndefined();
  });
});

describe("votes", () => {
  test("voter and poll may be a text or an object", () => {
    const read = { chat: person, voter: person, at: 1_747_000_000_123, selected: [0] };
    const expected = { ...read, pollId: `true_${person}_POLL` };
    expect(readVote(voteOf())).toEqual(expected);
    expect(readVote(voteOf({ voter: { _serialized: person } }))).toEqual(expected);
    expect(readVote(voteOf({ parentMsgKey: `true_${person}_POLL` }))).toEqual(expected);
  });

  test("a vote without its poll's message is read all the same", () => {
    const selectedOptions = [{ name: undefined, localId: 2 }];
    expect(readVote(voteOf({ parentMessage: {}, selectedOptions }))?.selected).toEqual([2]);
  });

  test("a vote that is taken back selects nothing", () => {
    expect(readVote(voteOf({ selectedOptions: [] }))?.selected).toEqual([]);
  });

  test.each([`false_${person}_POLL`, "true_1203@g.us_POLL", "POLL"])(
    "a vote on %s is of no concern",
    (id) => {
      expect(readVote(voteOf({ parentMsgKey: { _serialized: id } }))).toBeUndefined();
    },
  );
});

test("a sending that ends with -1 has failed", () => {
  expect(readSent({ id: { _serialized: "a" }, ack: -1 })).toEqual({ id: "a", failed: true });
  expect(readSent({ id: { _serialized: "a" }, ack: 1 })).toEqual({ id: "a", failed: false });
  expect(readSent(undefined)).toBeUndefined();
});
