import { setTimeout as pause } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { WhatsAppOptions } from "../../../src/channels/whatsapp/adapter.ts";
import { crashPages } from "../../support/whatsapp-bot.ts";
import { findChromium } from "../../support/whatsapp-web/browser-args.ts";
import { type OpenedChannel, openChannel, openSession } from "../../support/whatsapp-web/open-channel.ts";
import { createWhatsAppWeb, type Person, type WhatsAppWeb } from "../../support/whatsapp-web/whatsapp-web.ts";
import { endChannel } from "./client-double.ts";

const question = {
  text: [{ type: "text", text: "Which?" }],
  choices: [
    { id: "1|accounts||facebook", label: "Facebook" },
    { id: "1|accounts||instagram", label: "Instagram" },
  ],
} as const;

const words = { text: [{ type: "text", text: "Hello" }] } as const;

describe.skipIf(findChromium() === undefined)(
  "the channel on the real library (skipped only where there is no Chromium)",
  { timeout: 40_000 },
  () => {
    let web: WhatsAppWeb;
    let session: Awaited<ReturnType<typeof openSession>>;
    let opened: OpenedChannel;
    let people = 0;

    beforeAll(async () => {
      web = await createWhatsAppWeb();
      session = await openSession();
    });

    afterAll(async () => {
      await web.close();
      await session.remove();
    });

    beforeEach(() => start(), 30_000);

    afterEach(async () => {
      await endChannel(opened.channel);
      await web.spoil();
    });

    async function start(timing?: WhatsAppOptions["timing"]): Promise<void> {
      opened = await openChannel(web, session, timing);
      await expect.poll(() => opened.channel.state().ready).toBe(true);
    }

    async function restart(timing?: WhatsAppOptions["timing"]): Promise<void> {
      await endChannel(opened.channel);
      await start(timing);
    }

    async function newPerson(): Promise<Person> {
      people += 1;
      const person = web.person(`3360000${2_000 + people}@c.us`);
      await person.says("hello");
      await heard("hello", person);
      return person;
    }

    const from = ({ id }: Person) =>
      opened.received
        .filter(({ conversationId }) => conversationId === `whatsapp:${id}`)
        .map(({ text, tapped }) => text ?? tapped);
    const heard = (words: string, person: Person) => expect.poll(() => from(person)).toContain(words);

    describe("what came while nobody listened", () => {
      test("is handed over though the votes of a poll cannot be read, and another chat's votes count", async () => {
        const [unlucky, lucky] = [await newPerson(), await newPerson()];
        const polls = new Map<Person, string>();
        for (const person of [unlucky, lucky]) {
          await opened.channel.send(`whatsapp:${person.id}`, question);
          polls.set(person, (await person.next()).id);
        }
        await endChannel(opened.channel);
        await web.spoil(`votes of ${polls.get(unlucky)}`);
        await unlucky.says("missed");
        await unlucky.votes(["1. Facebook"]);
        await lucky.votes(["2. Instagram"]);
        await start();
        await heard("missed", unlucky);
        await heard("1|accounts||instagram", lucky);
        expect(opened.logged.join("\n")).toContain("could not be read");
      });

      test("is handed over though one message cannot be described, within its chat and in all others", async () => {
        const [unlucky, lucky] = [await newPerson(), await newPerson()];
        await endChannel(opened.channel);
        await unlucky.says("before");
        const spoiled = await unlucky.says("spoiled");
        await unlucky.says("after");
        await lucky.says("missed");
        await web.spoil(spoiled);
        await start();
        await heard("missed", lucky);
        await heard("after", unlucky);
        expect(from(unlucky)).toEqual(["before", "after"]);
        expect(opened.logged.join("\n")).toContain("one thing that came meanwhile cannot be read");
      });

      test("is handed over though a chat, or the newest message in one, cannot be described", async () => {
        const [unlucky, unlucky2, lucky] = [await newPerson(), await newPerson(), await newPerson()];
        await endChannel(opened.channel);
        await unlucky.says("missed 1");
        await unlucky2.says("missed 2");
        const newest = await unlucky2.says("spoiled");
        await lucky.says("missed 3");
        await web.spoil(unlucky.id, newest);
        await start();
        await heard("missed 1", unlucky);
        await heard("missed 2", unlucky2);
        await heard("missed 3", lucky);
        expect(from(unlucky2)).toEqual(["missed 2"]);
      });
    });

    /** How often the log has told that WhatsApp is ready. */
    const timesReady = () => opened.logged.filter((line) => line.includes("WhatsApp is ready")).length;

    test("a page that crashes is replaced at once, and what was missed is handed over", async () => {
      const person = await newPerson();
      crashPages(session.sessionDir);
      await expect.poll(() => opened.channel.state().ready).toBe(false);
      await person.says("missed");
      await heard("missed", person);
      expect(timesReady()).toBe(2);
      expect(opened.logged.join("\n")).toContain("page-crashed");
    });

    test("a lost connection that mends itself restarts nothing, and what is sent meanwhile arrives once", async () => {
      await restart({ probeAgainMs: 200 });
      const person = await newPerson();
      await web.setState("TIMEOUT");
      await expect.poll(() => opened.channel.state().ready).toBe(false);
      const sending = opened.channel.send(`whatsapp:${person.id}`, words);
      await pause(3_000);
      expect(person.unread()).toEqual([]);
      await web.setState("CONNECTED");
      await sending;
      await expect.poll(() => opened.channel.state().ready).toBe(true);
      expect(person.unread()).toMatchObject([{ text: "Hello" }]);
      expect(web.pages).toBe(1);
      expect(opened.logged.join("\n")).not.toContain("has to be started again");
    });

    test("a connection that stays lost is given up after its time", async () => {
      await restart({ probeAgainMs: 200, mendMs: 2_000 });
      const ended = () => opened.logged.join("\n");
      const begun = performance.now();
      await web.setState("TIMEOUT");
      await expect.poll(ended).toContain("the state is TIMEOUT");
      expect(performance.now() - begun).toBeGreaterThan(2_000);
      await expect.poll(timesReady).toBe(2);
    });

    describe("when nothing that is sent gets through", () => {
      const send = (person: Person) => opened.channel.send(`whatsapp:${person.id}`, words);
      const failTo = async (...persons: readonly Person[]) => {
        await web.failSends("throw", persons.length);
        for (const person of persons) await expect(send(person)).rejects.toThrow("Data passed to getter");
      };
      const complaints = () => opened.logged.filter((line) => line.includes("takes no messages"));

      test("after failures in three chats it is not ready and says so once; a success ends it", async () => {
        const [first, second, third] = [await newPerson(), await newPerson(), await newPerson()];
        await failTo(first, second);
        expect(opened.channel.state().ready).toBe(true);
        await failTo(third, first);
        expect(opened.channel.state()).toMatchObject({ ready: false, trouble: "takes-nothing" });
        expect(complaints()).toHaveLength(1);
        await send(second);
        expect(opened.channel.state()).toMatchObject({ ready: true });
        expect(opened.channel.state().trouble).toBeUndefined();
        expect(complaints()).toHaveLength(1);
      });

      test("one chat that fails often, and failures with a success between, are no alarm", async () => {
        const [first, second, third] = [await newPerson(), await newPerson(), await newPerson()];
        await failTo(first, first, first, second);
        await send(first);
        await failTo(third);
        expect(opened.channel.state().ready).toBe(true);
        expect(complaints()).toEqual([]);
      });
    });
  },
);
