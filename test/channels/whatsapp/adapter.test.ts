import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Inbox } from "../../../src/ports.ts";
import {
  createChannel,
  endChannel,
  keepingInbox,
  messageOf,
  openNotes,
  settled,
  startChannel,
} from "./client-double.ts";

const person = "33600000001@c.us";
const other = "123456@lid";
const choices = [
  { id: "1|accounts||facebook", label: "Facebook" },
  { id: "1|accounts||instagram", label: "Instagram" },
];
const question = { text: [{ type: "text", text: "Which?" }], choices } as const;

const now = 1_747_000_100_000;

function voteOf(pollId: string, selected: readonly number[], others: object = {}) {
  const selectedOptions = selected.map((localId) => ({ localId }));
  return {
    voter: person,
    selectedOptions,
    interractedAtTs: now,
    parentMsgKey: { _serialized: pollId },
    ...others,
  };
}

beforeEach(() => {
  vi.useFakeTimers({ now, toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "Date"] });
});
afterEach(() => {
  vi.useRealTimers();
});

describe("receiving", () => {
  test("a message is handed over with a typing sign; a group's and a status are not", async () => {
    const { client, words } = await startChannel({ typingMs: 2_000 });
    client().emit("message", messageOf("1203@g.us", "group"));
    client().emit("message", messageOf("status@broadcast", "status"));
    client().emit("message", messageOf(other, "hello"));
    await settled();
    expect(words()).toEqual(["hello"]);
    expect(client().typed).toEqual([other]);
  });

  test("a page that is behind gets few typing signs more, and messages are handed over all the same", async () => {
    const { client, words } = await startChannel({ typingMs: 2_000 });
    client().answer = () => new Promise(() => {});
    for (let person = 0; person < 10; person += 1)
      client().emit("message", messageOf(`3360000000${person}@c.us`, `hello ${person}`));
    await settled();
    expect(words()).toHaveLength(10);
    expect(client().typed).toHaveLength(3);
  });

  test("one chat's messages keep their order while another's slow one holds nobody up", async () => {
    const done: string[] = [];
    const { inbox } = keepingInbox();
    const slow: Inbox = {
      ...inbox,
      async receive({ text = "" }) {
        await new Promise((resolve) => setTimeout(resolve, text === "slow" ? 1_000 : 1));
        done.push(text);
        return "answered";
      },
    };
    const { channel, client } = createChannel();
    await channel.start(slow);
    client().becomeReady();
    for (const [from, body] of [
      [person, "slow"],
      [person, "after"],
      [other, "quick"],
    ] as const)
      client().emit("message", messageOf(from, body));
    await settled(1_000);
    await settled(1_000);
    expect(done).toEqual(["quick", "slow", "after"]);
  });

  test("a message that cannot be committed is tried again, and what follows in its chat waits", async () => {
    const received: string[] = [];
    let failures = 3;
    const { channel, client } = createChannel();
    await channel.start({
      ...keepingInbox().inbox,
      async receive({ text = "" }) {
        if (text === "first" && failures-- > 0) throw new Error("the disk is full");
        received.push(text);
        return "answered";
      },
    });
    client().becomeReady();
    client().emit("message", messageOf(person, "first"));
    client().emit("message", messageOf(person, "second"));
    await settled(10_000);
    expect(received).toEqual(["first", "second"]);
  });

  test("a message that comes twice is handed over once", async () => {
    const { client, words } = await startChannel();
    client().emit("message", messageOf(person, "bonjour"));
    client().emit("message", messageOf(person, "bonjour"));
    await settled();
    expect(words()).toEqual(["bonjour"]);
  });
});

describe("votes", () => {
  async function ask(
    message: Parameters<Awaited<ReturnType<typeof startChannel>>["channel"]["send"]>[1] = question,
  ) {
    const parts = await startChannel();
    await parts.knows(person);
    await parts.channel.send(`whatsapp:${person}`, message);
    return {
      ...parts,
      poll: `true_${person}_SENT1`,
      vote: (vote: object) => parts.client().emit("vote_update", vote),
    };
  }

  test.each([person, { _serialized: person }])(
    "a vote presses the button that its option stands for (%j)",
    async (voter) => {
      const { poll, vote, received } = await ask();
      vote(voteOf(poll, [1], { voter }));
      await settled();
      expect(received).toMatchObject([
        { conversationId: `whatsapp:${person}`, tapped: "1|accounts||instagram" },
      ]);
    },
  );

  test("a changed vote presses the other button; one that is taken back presses nothing", async () => {
    const { poll, vote, words } = await ask();
    for (const [place, selected] of [[0], [1], []].entries())
      vote(voteOf(poll, selected, { interractedAtTs: now + place }));
    await settled();
    expect(words()).toEqual(["1|accounts||facebook", "1|accounts||instagram"]);
  });

  test("where several may be ticked, each vote presses what has changed in the selection", async () => {
    const ticked = choices.map((choice) => ({ ...choice, ticks: true as const }));
    const { poll, vote, words } = await ask({
      ...question,
      choices: [...ticked, { id: "go", label: "Continue" }],
    });
    for (const [place, selected] of [[0], [0, 1], [1], [1, 2], [1]].entries())
      vote(voteOf(poll, selected, { interractedAtTs: now + place }));
    await settled();
    const [facebook, instagram] = choices.map(({ id }) => id);
    expect(words()).toEqual([facebook, instagram, facebook, "go"]);
  });

  test("a vote on a poll that nobody remembers is an old button's press", async () => {
    const { vote, words } = await ask();
    vote(voteOf(`true_${person}_LONGAGO`, [0]));
    await settled();
    expect(words()).toEqual(["poll"]);
  });

  test("the account's own vote is of no concern", async () => {
    const { poll, vote, received } = await ask();
    vote(voteOf(poll, [0], { voter: "33900000000@c.us" }));
    await settled();
    expect(received).toEqual([]);
  });

  test("a vote that is quicker than the end of the sending finds its poll", async () => {
    const { channel, client, words, knows } = await startChannel();
    await knows(person);
    client().onSend = async () => {
      client().emit("vote_update", voteOf(`true_${person}_SENT1`, [0]));
      await new Promise((resolve) => setTimeout(resolve, 100));
      return undefined;
    };
    const sending = channel.send(`whatsapp:${person}`, question);
    await settled(200);
    await sending;
    await settled();
    expect(words()).toEqual(["1|accounts||facebook"]);
  });
});

describe("what came while nobody listened", () => {
  const at = now / 1_000;

  /** A channel that has already dealt with one message, stopped and started again. */
  async function startAgain(
    messages: readonly ReturnType<typeof messageOf>[],
    live: readonly ReturnType<typeof messageOf>[] = [],
  ) {
    const kept = openNotes();
    const before = await startChannel({ kept });
    before.client().emit("message", messageOf(person, "handled", { timestamp: at }));
    await settled();
    await before.channel.send(`whatsapp:${person}`, question);
    const stopping = endChannel(before.channel);
    await settled(1_000);
    await stopping;
    const { channel, client } = createChannel({ notes: kept.notes });
    const keeping = keepingInbox(kept.store);
    await channel.start(keeping.inbox);
    client().messages.set(person, [messageOf(person, "handled", { timestamp: at }), ...messages]);
    client().emit("authenticated");
    for (const message of live) client().emit("message", message);
    return { ...keeping, client, channel };
  }

  test("is answered once each, in order, also within one second, and before what comes now", async () => {
    const missed = ["b", "a", "c"].map((body) => messageOf(person, body, { timestamp: at }));
    const later = messageOf(person, "later", { timestamp: at + 5 });
    const live = messageOf(person, "live", { timestamp: at + 9 });
    const { client, words } = await startAgain([...missed, later], [live, later]);
    client().emit("ready");
    await settled();
    expect(words()).toEqual(["b", "a", "c", "later", "live"]);
  });

  test("is found however much it is", async () => {
    const missed = Array.from({ length: 80 }, (_, n) =>
      messageOf(person, `m${n}`, { timestamp: at + 1 + n }),
    );
    const { client, words } = await startAgain(missed);
    client().emit("ready");
    await settled();
    expect(words()).toEqual(missed.map(({ body }) => body));
  });

  test("keeps its order within a second, however much was said in the chat before", async () => {
    const before = Array.from({ length: 60 }, (_, n) =>
      messageOf(person, `old${n}`, { timestamp: at - 100 + n }),
    );
    const missed = ["b", "a", "c"].map((body) => messageOf(person, body, { timestamp: at + 1 }));
    const { client, words } = await startAgain([]);
    client().messages.set(person, [...before, ...missed]);
    client().emit("ready");
    await settled();
    expect(words()).toEqual(["b", "a", "c"]);
  });

  test("is looked for once more when WhatsApp Web is ready again, and nothing is handed over twice", async () => {
    const { client, words } = await startAgain([messageOf(person, "missed", { timestamp: at + 1 })]);
    client().emit("ready");
    await settled();
    client().becomeReady();
    client().becomeReady();
    await settled();
    expect(words()).toEqual(["missed"]);
  });

  test("a vote that was cast meanwhile counts, one that is known does not", async () => {
    const { client, words } = await startAgain([]);
    const poll = `true_${person}_SENT1`;
    // Read back, the library gives ids as text.
    client().votes.set(poll, [voteOf(poll, [1], { parentMsgKey: poll })]);
    client().emit("ready");
    await settled();
    client().becomeReady();
    await settled();
    expect(words()).toEqual(["1|accounts||instagram"]);
  });

  test("on the very first start, nothing that was written before is answered", async () => {
    const { channel, client } = createChannel();
    const { inbox, words } = keepingInbox();
    await channel.start(inbox);
    client().messages.set(person, [messageOf(person, "old", { timestamp: at - 60 })]);
    client().messages.set(other, [messageOf(other, "new", { timestamp: at + 1 })]);
    client().becomeReady();
    await settled();
    expect(words()).toEqual(["new"]);
  });

  test("is answered at once in twenty chats, and slowly in the others, which an own new message overtakes", async () => {
    const { client, words } = await startAgain([]);
    const chats = Array.from({ length: 40 }, (_, n) => `336000001${n.toString().padStart(2, "0")}@c.us`);
    for (const chat of chats)
      client().messages.set(chat, [messageOf(chat, `m${chat}`, { timestamp: at + 1 })]);
    client().emit("ready");
    await settled();
    const atOnce = words().length;
    expect(atOnce).toBeGreaterThanOrEqual(20);
    expect(atOnce).toBeLessThan(26);
    client().emit("message", messageOf(chats[39] ?? "", "now", { timestamp: at + 2 }));
    await settled();
    expect(words().slice(atOnce)).toEqual([`m${chats[39]}`, "now"]);
    for (let second = 0; second < 10; second += 1) await settled(1_000);
    expect(words()).toHaveLength(41);
  });

  test("a chat that cannot be read does not keep the others, or its own new messages, from their answers", async () => {
    const { client, words } = await startAgain([]);
    client().messages.set(other, [messageOf(other, "missed", { timestamp: at + 1 })]);
    const chats = await client().getChats();
    client().getChats = async () =>
      chats.map((chat) =>
        chat.id._serialized === person
          ? { ...chat, fetchMessages: () => Promise.reject(new Error("gone")) }
          : chat,
      );
    client().emit("ready");
    client().emit("message", messageOf(person, "now", { timestamp: at + 2 }));
    await settled();
    expect(new Set(words())).toEqual(new Set(["missed", "now"]));
  });
});

describe("sending", () => {
  test("replies go to exactly the id that wrote, without preview, and what was written is marked as read", async () => {
    const { channel, client } = await startChannel({ polls: false });
    await channel.send(`whatsapp:${other}`, { text: [{ type: "text", text: "Hello" }] });
    const options = { linkPreview: false, sendSeen: true, waitUntilMsgSent: true };
    expect(client().sent).toEqual([{ chat: other, content: "Hello", options }]);
  });

  const told = { ...question, text: [{ type: "text", text: "Noted.\n\nWhich?" }] } as const;
  const poll = { question: "Which?", labels: ["1. Facebook", "2. Instagram"], several: false };
  const sentTo = (client: ReturnType<Awaited<ReturnType<typeof startChannel>>["client"]>) =>
    client.sent.map(({ content }) => content);

  test("a question goes out as a poll, what comes before it as a text, a file as a document", async () => {
    const { channel, client } = await startChannel();
    const file = { name: "a.ics", mimeType: "text/calendar", content: "é" };
    await channel.send(`whatsapp:${person}`, { ...told, file });
    expect(sentTo(client())).toEqual([
      "Noted.",
      { mimeType: "text/calendar", base64: "w6k=", name: "a.ics" },
      poll,
    ]);
  });

  test("what has arrived is not sent again when the rest is", async () => {
    const { channel, client } = await startChannel();
    client().onSend = (content) =>
      content === "Noted." ? Promise.resolve() : Promise.reject(new Error("no"));
    await expect(channel.send(`whatsapp:${person}`, told)).rejects.toThrow("no");
    client().onSend = async () => undefined;
    await channel.send(`whatsapp:${person}`, told);
    expect(sentTo(client()).filter((content) => content === "Noted.")).toHaveLength(1);
  });

  test("a poll that WhatsApp does not take becomes a list, and its numbers count", async () => {
    const { channel, client, words, knows } = await startChannel();
    await knows(person);
    client().onSend = (content) =>
      typeof content === "string" ? Promise.resolve() : Promise.reject(new Error("no polls"));
    await channel.send(`whatsapp:${person}`, told);
    expect(sentTo(client())).toEqual(["Noted.", poll, "Which?\n\n*1.* Facebook\n*2.* Instagram"]);
    client().emit("message", messageOf(person, "2", { _data: { quotedStanzaID: "SENT3" } }));
    await settled();
    expect(words()).toEqual(["1|accounts||instagram"]);
  });

  test.each([
    ["the poll", true, "SENT2"],
    ["the text before it", true, "SENT1"],
    ["the text alone, where polls are off", false, "SENT1"],
  ])(
    "a number that quotes %s of a reminder is that one's answer, another one is the open question's",
    async (_, polls, quoted) => {
      const { channel, client, words, knows } = await startChannel({ polls });
      await knows(person);
      const reminder = { ...told, choices: [], navigation: choices };
      await channel.send(`whatsapp:${person}`, reminder);
      client().emit("message", messageOf(person, "1", { _data: { quotedStanzaID: quoted } }));
      client().emit("message", messageOf(person, "2", { _data: { quotedStanzaID: "LONGAGO" } }));
      await settled();
      expect(words()).toEqual(["1|accounts||facebook", "2"]);
    },
  );

  test.each([
    [2_000, 600],
    [500, 500],
  ])(
    "the typing sign, of %i ms at most, lasts %i ms before a short answer, for several people at the same time",
    async (typingMs, readMs) => {
      const { channel, client } = await startChannel({ typingMs });
      const people = [person, other];
      for (const one of people) client().emit("message", messageOf(one, "hello"));
      await settled();
      expect(client().typed).toEqual(people);
      const sendings = people.map((one) => channel.send(`whatsapp:${one}`, question));
      await settled(readMs - 1);
      expect(client().sent).toEqual([]);
      await settled(1);
      await Promise.all(sendings);
    },
  );

  test("without a typing sign nothing waits for it", async () => {
    const { channel, client } = await startChannel({ typingMs: 0 });
    client().emit("message", messageOf(person, "hello"));
    await settled();
    await channel.send(`whatsapp:${person}`, question);
    expect(client().typed).toEqual([]);
  });

  test("a long answer is typed for longer, two seconds at most", async () => {
    const { channel, client } = await startChannel({ typingMs: 2_000, random: () => 0.99 });
    client().emit("message", messageOf(person, "hello"));
    await settled();
    const text = [{ type: "text", text: "word ".repeat(400) }] as const;
    const sending = channel.send(`whatsapp:${person}`, { text });
    await settled(1_999);
    expect(client().sent).toEqual([]);
    await settled(1);
    await sending;
  });

  test.each([
    ["an error of the page", () => Promise.reject(new Error("Target closed"))],
    ["a chat that is not found", async () => null],
    ["ack -1", async () => ({ id: { _serialized: "x" }, ack: -1 })],
  ])("%s means: try again later", async (_, onSend) => {
    const { channel, client } = await startChannel();
    client().onSend = onSend;
    await expect(channel.send(`whatsapp:${person}`, question)).rejects.toMatchObject({
      problem: { reason: "unavailable" },
    });
  });

  test("an error holds neither the person's number nor the words", async () => {
    const { channel, client } = await startChannel();
    client().onSend = () => Promise.reject(new Error(`No LID for ${person} (33600000001)\nWhich?`));
    const error: unknown = await channel
      .send(`whatsapp:${person}`, question)
      .catch((thrown: unknown) => thrown);
    expect(String(error)).toBe("ChannelError: whatsapp: No LID for [id] ([number])");
  });

  test("a sending without a result is awaited once more before it is repeated", async () => {
    const { channel, client } = await startChannel({ polls: false, timing: { sendMs: 1_000 } });
    client().onSend = () => new Promise(() => undefined);
    for (const sent of [1, 1, 2]) {
      const sending = channel.send(`whatsapp:${person}`, question).catch((error: unknown) => error);
      await settled(1_000);
      expect(await sending).toMatchObject({ problem: { reason: "unavailable" } });
      expect(client().sent).toHaveLength(sent);
    }
  });

  test("while WhatsApp is not ready a message waits a while, and then is for later", async () => {
    const { channel, client } = createChannel({ timing: { patienceMs: 2_000 } });
    await channel.start(keepingInbox().inbox);
    const late = channel.send(`whatsapp:${person}`, question).catch((error: unknown) => error);
    await settled(2_000);
    expect(await late).toMatchObject({ problem: { reason: "unavailable" } });
    const sending = channel.send(`whatsapp:${person}`, question);
    client().becomeReady();
    await sending;
    expect(client().sent).toHaveLength(1);
  });

  test("at the stop nothing waits for a client any more, and with one an answer still goes out until the close", async () => {
    const { channel, client } = createChannel();
    await channel.start(keepingInbox().inbox);
    const late = channel.send(`whatsapp:${person}`, question).catch((error: unknown) => error);
    await channel.stop();
    expect(await late).toMatchObject({ problem: { reason: "unavailable" } });
    client().becomeReady();
    await channel.send(`whatsapp:${person}`, question);
    expect(client().sent).toHaveLength(1);
    await channel.close();
    expect(client().isDestroyed).toBe(true);
  });

  test("its limits are few messages, far apart, and only while it is ready: else a number is banned", async () => {
    const { channel } = createChannel({ hourlyCap: 3, dailyCap: 20 });
    expect(channel.limits).toMatchObject({
      perHour: 3,
      perDay: 20,
      spacing: { shortestMs: 5_000, longestMs: 30_000 },
    });
    expect(channel.limits?.isReady?.()).toBe(false);
    const ready = await startChannel();
    expect(ready.channel.limits?.isReady?.()).toBe(true);
  });
});
