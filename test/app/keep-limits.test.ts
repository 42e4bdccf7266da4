import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { createBot } from "../../src/app/create-bot.ts";
import type { SavedState } from "../../src/conversation/saved.ts";
import {
  ChannelError,
  type ConversationId,
  type OutgoingMessage,
  type ProactiveLimits,
  type Store,
} from "../../src/ports.ts";
import { at, createBrain, createTroubleLog, unmetered } from "../support/bot-under-test.ts";
import { openMemoryStore } from "../support/open-memory-store.ts";
import { createPacedChannel, type Sending } from "../support/paced-channel.ts";
import { someConversation } from "../support/store-contract.ts";

const second = 1_000;
const noon = at("2025-05-20T12:00");
const perSecond = 28;
const saved: SavedState = { version: 1, state: "talk.fresh", dialogue: { misunderstood: 0, ticked: [] } };
const idOf = (person: number): ConversationId => `test:${person}`;
const ana = "test:ana";

beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"], now: noon }));
afterEach(() => void vi.useRealTimers());

/** Lets so much time pass, and all be done that is to be done meanwhile. */
async function pass(ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 50) {
    await vi.advanceTimersByTimeAsync(Math.min(50, ms - passed));
    for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  }
}

interface Options {
  /** So many people have a reminder that is due. */
  readonly people: number;
  readonly onSend?: (sending: Sending) => Promise<void> | void;
  readonly limits?: ProactiveLimits;
  /** That of a bot before. */
  readonly store?: Store;
}

/** A whole bot on a store in memory, and a channel that takes 28 proactive messages a second. */
async function begin({ people, onSend, limits = { perSecond }, ...before }: Options) {
  const clock = { now: () => Date.now() };
  const store = before.store ?? (await openMemoryStore());
  const sentAt: { readonly id: ConversationId; readonly kind: Sending["kind"]; readonly at: number }[] = [];
  let tries = 0;
  const { channel, inbox } = createPacedChannel({
    limits,
    perChat: { everyMs: second, burst: 1, counts: "proactive" },
    async onSend(sending) {
      tries += 1;
      await onSend?.(sending);
      sentAt.push({ ...sending, at: Date.now() });
    },
  });
  const { log } = createTroubleLog();
  const brain = createBrain(["meta", "evergreen"]);
  const bot = createBot({
    ...brain,
    ...unmetered,
    store,
    channels: [channel],
    clock,
    log,
    random: Math.random,
  });
  onTestFinished(async () => {
    vi.useRealTimers();
    await bot.stop();
    await store.close();
  });

  const remindOf = (id: ConversationId, campaign: string, { dueAt = noon, slot = "soon" } = {}) =>
    store.transaction(async (transaction) => {
      await transaction.save(id, { ...someConversation("en"), saved }, noon);
      await transaction.setReminder(id, { campaign, slot, dueAt });
    });
  for (let person = 0; person < people; person += 1) await remindOf(idOf(person), "meta");

  return {
    bot,
    store,
    remindOf,
    sentAt,
    tries: () => tries,
    reminded: () => sentAt.filter(({ kind }) => kind === "reminder"),
    writes: (id: ConversationId, text: string) =>
      inbox()?.receive({ id: `${id} ${text}`, conversationId: id, text }),
  };
}

/** The most that went out within any second, wherever it begins. */
function busiestSecond(sent: readonly { readonly at: number }[]): number {
  const within = (from: number) => sent.filter(({ at }) => at >= from && at < from + second).length;
  return Math.max(0, ...sent.map(({ at }) => within(at)));
}

/** A network that is down until so many seconds have passed. */
function downFor(seconds: number) {
  return () => {
    if (Date.now() < noon + seconds * second)
      throw new ChannelError("test", { reason: "unavailable" }, "down");
  };
}

describe("proactive messages", () => {
  it("keep to their limits in the seconds after an outage", async () => {
    const { bot, reminded } = await begin({ people: 700, onSend: downFor(75) });
    await bot.start();
    await pass(115 * second);
    expect(reminded().length).toBeGreaterThan(20 * perSecond);
    expect(busiestSecond(reminded())).toBeLessThanOrEqual(perSecond);
  });

  it("stay due while nothing gets through, so that the most urgent go first afterwards", async () => {
    const { bot, remindOf, sentAt, tries, store } = await begin({ people: 0, onSend: downFor(75) });
    for (let person = 0; person < 200; person += 1)
      await remindOf(idOf(person), "evergreen", { dueAt: noon - 1 });
    await bot.start();
    await pass(60 * second);
    expect((await store.outboxState()).count).toBeLessThan(2 * perSecond);
    expect(tries()).toBeLessThan(12 * perSecond);
    for (let person = 200; person < 300; person += 1) await remindOf(idOf(person), "meta");
    await pass(80 * second);
    const order = sentAt.map(({ id }) => (Number(id.slice(5)) < 200 ? "evergreen" : "meta"));
    expect(order.lastIndexOf("meta")).toBeLessThan(100 + 2 * perSecond);
    expect(sentAt).toHaveLength(300);
  });

  it("keep to their limits if another process has left them in the outbox", async () => {
    const { bot, store, reminded } = await begin({ people: 0 });
    const message: OutgoingMessage = { text: [{ type: "text", text: "left" }] };
    for (let person = 0; person < 150; person += 1)
      await store.transaction((transaction) =>
        transaction.enqueue(idOf(person), "reminder", [message], { now: noon, goodUntil: noon + 3_600_000 }),
      );
    await bot.start();
    await pass(10 * second);
    expect(reminded()).toHaveLength(150);
    expect(busiestSecond(reminded())).toBeLessThanOrEqual(perSecond);
  });

  it("keep to their caps by hour and by day after a restart as well, and an answer does not wait for that", async () => {
    const limits = { perHour: 2, perDay: 3 };
    const before = await begin({ people: 9, limits });
    await before.bot.start();
    await pass(10 * second);
    expect(before.reminded()).toHaveLength(2);
    await before.bot.stop();
    const { bot, reminded, sentAt, writes } = await begin({ people: 0, limits, store: before.store });
    await bot.start();
    await writes(ana, "/start");
    await pass(10 * second);
    expect(sentAt.map(({ id, kind }) => [id, kind])).toEqual([[ana, "answer"]]);
    vi.setSystemTime(noon + 3_601 * second);
    await pass(2 * second);
    expect(reminded()).toHaveLength(1);
  });

  it("take no place of an answer while the channel hangs", async () => {
    const hanging: (() => void)[] = [];
    const hang = () => new Promise<void>((resolve) => hanging.push(resolve));
    const onSend = ({ kind }: Sending) => (kind === "reminder" ? hang() : undefined);
    const { bot, sentAt, tries, writes } = await begin({ people: 1_000, onSend });
    await bot.start();
    await pass(20 * second);
    expect(tries()).toBeGreaterThan(perSecond);
    await writes(ana, "/start");
    await pass(100);
    for (const end of hanging) end();
    expect(sentAt[0]?.id).toBe(ana);
  });

  it("come to one chat once a second at most, and an answer does not wait for that", async () => {
    const { bot, remindOf, sentAt, writes } = await begin({ people: 300 });
    const toAna = () => sentAt.filter(({ id }) => id === ana);
    for (const slot of ["one", "two"]) await remindOf(ana, "meta", { slot, dueAt: noon - 1 });
    await bot.start();
    await pass(500);
    expect(toAna()).toHaveLength(1);
    await writes(ana, "menu");
    await pass(100);
    expect(toAna().at(-1)?.kind).toBe("answer");
    await pass(2 * second);
    const [first, next] = toAna().filter(({ kind }) => kind === "reminder");
    expect((next?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(second);
  });
});
