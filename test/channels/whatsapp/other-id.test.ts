import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { OutgoingMessage } from "../../../src/ports.ts";
import {
  createChannel,
  endChannel,
  keepingInbox,
  messageOf,
  openNotes,
  settled,
  startChannel,
} from "./client-double.ts";

const number = "33600000001@c.us";
const lid = "123456@lid";
const now = 1_747_000_100_000;
const at = now / 1_000;
const question: OutgoingMessage = {
  text: [{ type: "text", text: "Which?" }],
  choices: [
    { id: "facebook", label: "Facebook" },
    { id: "instagram", label: "Instagram" },
  ],
};
const goodbye: OutgoingMessage = { text: [{ type: "text", text: "Erased." }], farewell: true };

beforeEach(() => {
  vi.useFakeTimers({ now, toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "Date"] });
});
afterEach(() => {
  vi.useRealTimers();
});

type Started = Awaited<ReturnType<typeof startChannel>>;

/** From now on the page knows that both are one person. */
function knowsBoth(client: ReturnType<Started["client"]>): void {
  client.pupPage.otherIds.set(number, lid).set(lid, number);
}

function voteOf(chat: string, place: number) {
  const selectedOptions = [{ localId: place }];
  return { voter: lid, selectedOptions, interractedAtTs: now, parentMsgKey: `true_${chat}_SENT1` };
}

describe("somebody who writes under another id than before", () => {
  test.each([
    [number, lid],
    [lid, number],
  ])("takes along what is known of them, from %s to %s", async (from, to) => {
    const { client, received, moves } = await startChannel();
    knowsBoth(client());
    client().emit("message", messageOf(to, "stop"));
    await settled();
    expect(moves).toEqual([`whatsapp:${from} → whatsapp:${to}`]);
    expect(received).toMatchObject([{ conversationId: `whatsapp:${to}`, text: "stop" }]);
  });

  test("is looked for and moved once, and once more when they come back", async () => {
    const { client, moves } = await startChannel();
    knowsBoth(client());
    for (const [place, chat] of [lid, lid, number, number, lid].entries()) {
      client().emit("message", messageOf(chat, `m${place}`));
      await settled();
    }
    expect(moves).toEqual([
      `whatsapp:${number} → whatsapp:${lid}`,
      `whatsapp:${lid} → whatsapp:${number}`,
      `whatsapp:${number} → whatsapp:${lid}`,
    ]);
    const asked = client().pupPage.scripts.filter((script) => script.includes("WAWebApiContact"));
    expect(asked).toHaveLength(2);
  });

  test.each([
    ["knows nothing", async () => undefined],
    ["has changed", () => Promise.reject(new Error("Requiring unknown module"))],
    ["does not answer", () => new Promise<never>(() => {})],
    ["tells nonsense", async () => "120@g.us"],
    ["tells the same kind of id", async () => "99@lid"],
  ])("is answered as a stranger where the page %s", async (_, evaluate) => {
    const { client, words, moves } = await startChannel();
    client().pupPage.evaluate = evaluate;
    client().emit("message", messageOf(lid, "bonjour"));
    await settled(1_000);
    expect([words(), moves]).toEqual([["bonjour"], []]);
  });

  test("is not answered again, after a restart, what was answered under the other id", async () => {
    const kept = openNotes();
    const before = await startChannel({ kept });
    before.client().emit("message", messageOf(number, "old", { timestamp: at }));
    await settled();
    const stopping = endChannel(before.channel);
    await settled(1_000);
    await stopping;
    const { channel, client } = createChannel({ notes: kept.notes });
    const { inbox, words } = keepingInbox(kept.store);
    await channel.start(inbox);
    knowsBoth(client());
    client().messages.set(lid, [
      messageOf(lid, "old", { timestamp: at }),
      messageOf(lid, "missed", { timestamp: at }),
    ]);
    client().becomeReady();
    await settled();
    expect(words()).toEqual(["missed"]);
  });

  test("presses the button of a poll that was sent to the other id", async () => {
    const { channel, client, received, knows } = await startChannel();
    await knows(number);
    await channel.send(`whatsapp:${number}`, question);
    knowsBoth(client());
    client().emit("vote_update", voteOf(lid, 1));
    await settled();
    expect(received).toMatchObject([{ conversationId: `whatsapp:${number}`, tapped: "instagram" }]);
  });
});

describe("a number that WhatsApp knows nobody under any more", () => {
  const refusing = async () => {
    const parts = await startChannel();
    parts.client().onSend = () => Promise.reject(new Error("No LID for user\n    at i (x.js:77:180)"));
    return parts;
  };

  test("is not tried again", async () => {
    const { channel } = await refusing();
    const sending = channel.send(`whatsapp:${number}`, question);
    await expect(sending).rejects.toMatchObject({ problem: { reason: "rejected" } });
  });

  test("is no sign that WhatsApp takes no messages, however many there are", async () => {
    const { channel } = await refusing();
    for (const chat of [number, "33600000002@c.us", "33600000003@c.us"])
      await expect(channel.send(`whatsapp:${chat}`, question)).rejects.toThrow("No LID");
    expect(channel.state().ready).toBe(true);
  });

  test("is written to under its lid where the page knows it", async () => {
    const { channel, client } = await refusing();
    knowsBoth(client());
    const moved = { problem: { reason: "moved", to: `whatsapp:${lid}` } };
    await expect(channel.send(`whatsapp:${number}`, question)).rejects.toMatchObject(moved);
    const refused = { problem: { reason: "rejected" } };
    await expect(channel.send(`whatsapp:${lid}`, question)).rejects.toMatchObject(refused);
  });
});

describe("the chat of somebody who was erased", () => {
  test("is deleted on the linked device once the goodbye is sent, and no other chat is", async () => {
    const { channel, client } = await startChannel();
    client().onSend = async () => {
      expect(client().cleared).toEqual([]);
      return undefined;
    };
    await channel.send(`whatsapp:${number}`, question);
    await channel.send(`whatsapp:${lid}`, goodbye);
    expect(client().sent).toHaveLength(2);
    expect(client().cleared).toEqual([`clear ${lid}`, `delete ${lid}`]);
  });

  test.each([
    ["fails", () => Promise.reject(new Error(`no chat ${number}`))],
    ["finds nothing", async () => false],
    ["never ends", () => new Promise<never>(() => {})],
  ])("is left to the operator where that %s, and the goodbye counts as sent", async (_, onClear) => {
    const { channel, client, logged } = await startChannel();
    client().onClear = onClear;
    const sending = channel.send(`whatsapp:${number}`, goodbye);
    await settled(5_000);
    await sending;
    expect(logged.join("\n")).toContain("delete it on the phone");
    expect(logged.join("\n")).not.toContain("33600000001");
  });
});

test("what is left in the chat of somebody who was erased is not answered at a later start", async () => {
  const kept = openNotes();
  const before = await startChannel({ kept });
  before.client().emit("message", messageOf(number, "forget me", { timestamp: at }));
  await settled();
  await (await kept.store).transaction((transaction) => transaction.erase(`whatsapp:${number}`));
  await settled(2 * 3_600_000);
  const stopping = endChannel(before.channel);
  await settled(1_000);
  await stopping;
  const { channel, client } = createChannel({ notes: kept.notes });
  const { inbox, words } = keepingInbox(kept.store);
  await channel.start(inbox);
  const missed = messageOf(number, "missed", { timestamp: at + 3_600_000 });
  client().messages.set(number, [messageOf(number, "forget me", { timestamp: at }), missed]);
  client().becomeReady();
  await settled();
  expect(words()).toEqual(["missed"]);
});

describe("what was written long before a start", () => {
  const hour = 3_600_000;
  type Parts = ReturnType<typeof createChannel>;

  /** What a start hands over after the one that this does something with. */
  async function wordsAfter(during: (parts: Parts) => Promise<void>): Promise<readonly unknown[]> {
    const kept = openNotes();
    const first = await startChannel({ kept });
    await settled();
    await endChannel(first.channel);
    await settled(2 * hour);
    const start = async () => {
      const parts = createChannel({ notes: kept.notes });
      const { inbox, words } = keepingInbox(kept.store);
      await parts.channel.start(inbox);
      parts.client().messages.set(number, [messageOf(number, "missed", { timestamp: at + 60 })]);
      return { ...parts, words };
    };
    await during(await start());
    const { client, words } = await start();
    client().becomeReady();
    await settled();
    return words();
  }

  test("is answered at the next one where a stop came while it was read", async () => {
    const words = await wordsAfter(async ({ channel, client }) => {
      const chats = await client().getChats();
      client().getChats = () => new Promise((resolve) => setTimeout(() => resolve(chats), 1_000));
      client().becomeReady();
      await settled();
      await channel.stop();
      await settled(1_000);
      await channel.close();
    });
    expect(words).toEqual(["missed"]);
  });

  test("is answered at the next one where it could not be read, however long that went on", async () => {
    const words = await wordsAfter(async ({ channel, client }) => {
      client().getChats = () => Promise.reject(new Error("Evaluation failed"));
      client().becomeReady();
      await settled(hour);
      await endChannel(channel);
    });
    expect(words).toEqual(["missed"]);
  });
});

describe("a message that is not decrypted yet", () => {
  const body = { id: { _serialized: `false_${number}_LATE` }, timestamp: at };

  test("is answered when it is, although later ones were answered before", async () => {
    const { client, words } = await startChannel();
    client().emit("message_ciphertext", messageOf(number, "", { ...body, type: "ciphertext" }));
    client().emit("message", messageOf(number, "after", { timestamp: at + 5 }));
    client().emit("message", messageOf(number, "late", body));
    await settled();
    expect(words()).toEqual(["after", "late"]);
  });

  test("is found after a restart, and looked for once more while it is not decrypted", async () => {
    const kept = openNotes();
    const before = await startChannel({ kept });
    before.client().emit("message", messageOf(number, "first", { timestamp: at - 5 }));
    before.client().emit("message_ciphertext", messageOf(number, "", { ...body, type: "ciphertext" }));
    before.client().emit("message", messageOf(number, "after", { timestamp: at + 5 }));
    await settled();
    const stopping = endChannel(before.channel);
    await settled(1_000);
    await stopping;
    const { channel, client } = createChannel({ notes: kept.notes });
    const { inbox, words } = keepingInbox(kept.store);
    await channel.start(inbox);
    const after = messageOf(number, "after", { timestamp: at + 5 });
    const messages = [messageOf(number, "", { ...body, type: "ciphertext" }), after];
    client().messages.set(number, messages);
    client().becomeReady();
    await settled(20_000);
    expect(words()).toEqual([]);
    messages[0] = messageOf(number, "late", body);
    await settled(10_000);
    expect(words()).toEqual(["late"]);
  });
});

test("an edit is answered as a button of no question is, once", async () => {
  const { client, words } = await startChannel();
  client().emit("message", messageOf(number, "2"));
  const edited = messageOf(number, "3", { latestEditSenderTimestampMs: now });
  client().emit("message_edit", edited, "3", "2");
  client().emit("message_edit", edited, "3", "2");
  await settled();
  expect(words()).toEqual(["2", "edited"]);
});
