import { describe, expect, it, onTestFinished } from "vitest";
import type { Channel, ConversationId, Inbox, IncomingMessage, OutgoingMessage } from "../../src/ports.ts";
import type { SeenByPerson } from "./channel-driver.ts";
import { createGate } from "./create-gate.ts";
import { manyTurns, until } from "./until.ts";

/** A channel with a person at its other end. */
export interface ChannelUnderContract {
  readonly channel: Channel;
  readonly conversationId: ConversationId;
  /** The person writes; `again` lets the channel deliver the same message once more, where it ever does. */
  readonly says: (text: string) => void;
  readonly again?: () => void;
  /** What the person has seen so far. */
  readonly seen: () => readonly SeenByPerson[];
  readonly close: () => Promise<void>;
}

const everything: OutgoingMessage = {
  text: [
    { type: "text", text: "Plain, " },
    { type: "bold", text: "bold" },
    { type: "text", text: " and at " },
    { type: "instant", at: Date.parse("2025-05-23T16:00Z"), text: "Friday 23 May at 18:00" },
    { type: "text", text: ".\n\nA second paragraph." },
  ],
  choices: [
    { id: "one", label: "The first" },
    { id: "two", label: "The second, a longer one" },
  ],
  navigation: [
    { id: "back", label: "Back" },
    { id: "menu", label: "Menu" },
  ],
  links: [
    { label: "The form", url: "https://a.example/form?x=1&y=2" },
    { label: "The other form", url: "https://b.example/" },
  ],
};
const whole: SeenByPerson = {
  text: "Plain, bold and at Friday 23 May at 18:00.\n\nA second paragraph.",
  links: everything.links ?? [],
  buttons: ["The first", "The second, a longer one", "Back", "Menu"],
};

const hostile = {
  HTML: '<b>not bold</b> <a href="https://evil.example">link</a> &lt;i&gt; & &amp; </b>',
  markdown: "**not bold** _it_ `code` [link](https://evil.example) ~~struck~~ \\* #1 > quote",
  "right to left": "\u202Eשלום \u2067مرحبا\u2069 abc",
  "what lies outside the first plane": "👩‍👩‍👧‍👦 𝒳 é ﷽",
};

/** What every channel promises. */
export function describeChannel(name: string, open: () => Promise<ChannelUnderContract>): void {
  async function begin(receive?: (message: IncomingMessage) => Promise<void>) {
    const tested = await open();
    onTestFinished(() => tested.close());
    const received: IncomingMessage[] = [];
    const inbox: Inbox = {
      async receive(message) {
        received.push(message);
        await receive?.(message);
        return "answered";
      },
      gone: async () => {},
      noAlerts: async () => {},
      erase: async () => {},
      moved: async () => {},
      subscribe: async () => false,
      resend: async () => {},
      here: () => {},
    };
    await tested.channel.start(inbox);
    tested.says("hello");
    await until(() => received.some(({ text }) => text === "hello"), "the first message");
    return { ...tested, inbox, received, texts: () => received.map(({ text }) => text) };
  }

  async function show(message: OutgoingMessage): Promise<readonly SeenByPerson[]> {
    const { channel, conversationId, seen } = await begin();
    await channel.send(conversationId, message);
    return seen();
  }

  describe(`the ${name} channel`, () => {
    it("is named as its conversations are", async () => {
      const { channel, received } = await begin();
      for (const { conversationId } of received)
        expect(conversationId.startsWith(`${channel.name}:`)).toBe(true);
    });

    it("hands over each message once, with an id of its own and the chat it came from", async () => {
      const { says, received, conversationId, texts } = await begin();
      says("one");
      says("two");
      await until(() => texts().includes("two"), "two messages");
      expect(texts().filter((text) => text === "one" || text === "two")).toEqual(["one", "two"]);
      expect(new Set(received.map(({ id }) => id)).size).toBe(received.length);
      expect(new Set(received.map((message) => message.conversationId))).toEqual(new Set([conversationId]));
    });

    it("shows every part of a message", async () => {
      expect(await show(everything)).toEqual([whole]);
    });

    it("shows a text to copy, whole, whatever its length", async () => {
      for (const copy of ["I object.", "I object, at length. ".repeat(30).trim()]) {
        const text = [{ type: "text", text: "Here it is:" } as const];
        const [message] = await show({ text, copy: { label: "Copy", text: copy } });
        expect(`${message?.text} ${message?.copy}`).toContain(copy);
      }
    });

    it("shows a file", async () => {
      const file = { name: "reminder.ics", mimeType: "text/calendar", content: "BEGIN:VCALENDAR" };
      const [message] = await show({ ...everything, file });
      expect(message).toEqual({ ...whole, file: "reminder.ics" });
    });

    it.each(Object.entries(hostile))("shows %s as the text that it is", async (_kind, text) => {
      const [message] = await show({
        text: [
          { type: "text", text },
          { type: "bold", text },
        ],
        choices: [{ id: "one", label: text.slice(0, 40) }],
      });
      expect(message?.text).toBe(text + text);
      expect(message?.buttons).toEqual([text.slice(0, 40)]);
    });

    it.each(Object.entries(hostile))("hands over %s as it was written", async (_kind, text) => {
      const { says, texts } = await begin();
      const before = texts().length;
      says(text);
      await until(() => texts().length > before, "the message");
      expect(texts().slice(before)).toEqual([text]);
    });

    it("takes and shows a text as long as a text can be", async () => {
      const text = "long text ".repeat(409).padEnd(4_096, ".");
      const { says, texts, channel, conversationId, seen } = await begin();
      says(text);
      await until(() => texts().includes(text), "the message");
      await channel.send(conversationId, { text: [{ type: "text", text }] });
      expect(
        seen()
          .map((message) => message.text)
          .join(" "),
      ).toBe(text);
    });

    it("loses nothing of a text that is longer than it can be", async () => {
      const text = "long text ".repeat(1_000).trim();
      const seen = await show({ text: [{ type: "text", text }], navigation: everything.navigation ?? [] });
      expect(seen.map((message) => message.text).join(" ")).toBe(text);
      expect(seen.at(-1)?.buttons).toEqual(["Back", "Menu"]);
    });

    it("stops once what it has taken is handed over, and takes nothing after", async () => {
      const gate = createGate();
      const { says, channel, texts } = await begin(async ({ text }) => {
        if (text === "slow") await gate.opened;
      });
      says("slow");
      await until(() => texts().includes("slow"), "the message");
      let isStopped = false;
      const stopping = channel.stop().then(() => {
        isStopped = true;
      });
      await manyTurns();
      expect(isStopped).toBe(false);
      gate.open();
      await stopping;
      says("late");
      await manyTurns();
      expect(texts()).not.toContain("late");
    });

    it("begins again after a stop, where another process may take it over meanwhile", async ({ skip }) => {
      const { says, channel, conversationId, inbox, texts, seen } = await begin();
      skip(!channel.isExclusive, "every process has its own");
      await channel.stop();
      await channel.stop();
      await channel.close?.();
      await channel.start(inbox);
      says("again");
      await until(() => texts().includes("again"), "the message after the new start");
      const before = seen().length;
      await channel.send(conversationId, { text: [{ type: "text", text: "still here" }] });
      await until(() => seen().length > before, "the answer");
      expect(seen().at(-1)?.text).toBe("still here");
    });
  });
}
