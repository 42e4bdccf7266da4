import { describe, expect, it, onTestFinished } from "vitest";
import { createChannelNotes } from "../../src/app/channel-notes.ts";
import { createLimiters, hourlyCapacity } from "../../src/app/limiter.ts";
import type { ChatPace, ConversationId, OutboxRow, Pace, ProactiveLimits, Store } from "../../src/ports.ts";
import { createGate } from "../support/create-gate.ts";
import { openMemoryStore } from "../support/open-memory-store.ts";
import { testChannel } from "../support/person-under-test.ts";

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const start = 10 * 24 * hour;
const done = async () => {};

function rowTo(chat: number | string, kind: OutboxRow["kind"] = "reminder"): OutboxRow {
  const conversationId: ConversationId = `test:${chat}`;
  return { id: 1, conversationId, kind, message: { text: [] }, createdAt: 0, goodUntil: 1 };
}

interface Options {
  readonly random?: () => number;
  readonly sendsAtOnce?: number;
  readonly store?: Promise<Store>;
  readonly pace?: Pace;
  readonly perChat?: ChatPace;
}

/** A limiter for one channel with these limits, and a clock that stands still. */
async function begin(limits?: ProactiveLimits, options: Options = {}) {
  const { random = () => 0, store, ...ofChannel } = options;
  const opened = await (store ?? openMemoryStore());
  if (store === undefined) onTestFinished(() => opened.close());
  let now = start;
  const channel = { ...testChannel, ...(limits && { limits }), ...ofChannel };
  const world = { defaultZone: "UTC" };
  const limiter = createLimiters({ store: opened, clock: { now: () => now }, random, world })(channel);
  await limiter.recall();
  return {
    store: opened,
    room: () => limiter.room(),
    hasRoomSoon: () => limiter.hasRoomSoon(),
    isOpen: () => limiter.isOpen(),
    recall: () => limiter.recall(),
    recount: () => limiter.recount(),
    forgetPast: () => limiter.forgetPast(),
    receive: () => limiter.noteReceived(),
    reserve: (count: number) => limiter.reserve(count),
    /** Resolves with the wait, 0 = sent. */
    send: (chat: number | string, sending = done) => limiter.send(rowTo(chat), sending),
    answer: (chat: number | string) => limiter.send(rowTo(chat, "answer"), done),
    pass: (ms: number) => {
      now += ms;
    },
  };
}

/** The numbers from 0 to below this one. */
const chatsTo = (count: number) => Array.from({ length: count }, (_, chat) => chat);

describe("so many a second", () => {
  /** Takes all the room there is each time that it is looked at; gives the instants. */
  async function takeAll(perSecond: number, lookEveryMs: number, seconds = 10): Promise<readonly number[]> {
    const { room, reserve, send, pass } = await begin({ perSecond });
    const taken: number[] = [];
    for (let now = 0; now < seconds * second; now += lookEveryMs) {
      const free = room();
      reserve(free);
      for (const one of chatsTo(free)) taken.push(now + (await send(`${now}-${one}`)));
      pass(lookEveryMs);
    }
    return taken;
  }

  const within = (ms: number, taken: readonly number[]) => (from: number) =>
    taken.filter((at) => at >= from && at < from + ms).length;

  it.each([1, 5, 28, 1_000])("%i are kept to in every second", async (perSecond) => {
    const taken = await takeAll(perSecond, 10, perSecond === 1_000 ? 3 : 10);
    const seconds = perSecond === 1_000 ? 3 : 10;
    expect(Math.max(...taken.map(within(second, taken)))).toBeLessThanOrEqual(perSecond);
    expect(taken.length).toBeGreaterThan(perSecond * (seconds - 0.5));
  });

  it("go evenly: no more than a third of a second’s messages in a tenth of it", async () => {
    const taken = await takeAll(28, 10);
    expect(Math.max(...taken.map(within(100, taken)))).toBeLessThanOrEqual(28 / 3);
  });

  it.each([50, 70, 100, 125])("are reached if there is time to look every %i ms", async (lookEveryMs) => {
    expect((await takeAll(28, lookEveryMs)).length).toBeGreaterThan(28 * 10 * 0.94);
  });

  it("leave no room for more while what it was reserved for is still to be sent, a minute at most", async () => {
    const { room, reserve, pass } = await begin({ perSecond: 28 });
    expect(room()).toBe(5);
    reserve(5);
    pass(minute);
    reserve(0);
    expect(room()).toBe(0);
    pass(1);
    expect(room()).toBe(5);
  });

  it("leave the room that was reserved to its own messages, however often another one asks", async () => {
    const { room, reserve, send, pass } = await begin({ perSecond: 10 });
    reserve(2);
    expect([await send(1), room(), await send(2), await send(3)]).toEqual([0, 0, 0, 100]);
    reserve(1);
    for (const _ of ["early", "again"]) expect(await send(3)).toBe(100);
    pass(second);
    expect(room()).toBe(0);
  });

  it("give the room of a turn that nobody has come for within a minute to others", async () => {
    const { room, send, pass } = await begin({ perSecond: 10 });
    expect([await send(1), await send(2), await send(3)]).toEqual([0, 0, 100]);
    pass(100 + minute);
    expect(room()).toBe(1);
    pass(1);
    expect(room()).toBe(2);
  });

  it("give those who come all at once a turn each, in the order of asking", async () => {
    const { send, room, pass } = await begin({ perSecond: 10 });
    const waits: number[] = [];
    for (const chat of chatsTo(50)) waits.push(await send(chat));
    expect(waits.slice(0, 5)).toEqual([0, 0, 100, 200, 300]);
    expect(waits).toEqual(waits.toSorted((one, other) => one - other));
    expect(waits.at(-1)).toBe(4_800);
    expect(room()).toBe(0);
    pass(4_800);
    expect(await send(49)).toBe(0);
  });

  it("are kept to if many come late for their turn", async () => {
    const { send, pass } = await begin({ perSecond: 10 });
    for (const chat of chatsTo(50)) await send(chat);
    pass(5 * second);
    const waits: number[] = [];
    for (const chat of chatsTo(50)) waits.push(await send(chat));
    expect(waits.filter((wait) => wait === 0)).toHaveLength(10);
  });
});

describe("the spacing", () => {
  const spacing = { shortestMs: 5 * second, longestMs: 30 * second };

  it.each([
    [0, 5 * second],
    [0.999_999, 30 * second],
  ])("lies between its two bounds, by chance (%f)", async (random, gap) => {
    const { send, room } = await begin({ spacing }, { random: () => random });
    expect(room()).toBe(1);
    expect(await send(1)).toBe(0);
    expect(room()).toBe(0);
    expect(Math.round(await send(2))).toBe(gap);
    expect(Math.round(await send(3))).toBe(2 * gap);
  });

  it("keeps a turn for whoever has asked, and asking again early takes no second one", async () => {
    const { send, pass } = await begin({ spacing });
    await send(1);
    expect([await send(2), await send(3)]).toEqual([5 * second, 10 * second]);
    pass(4 * second);
    expect(await send(2)).toBe(second);
    pass(second);
    expect([await send(2), await send(3)]).toEqual([0, 5 * second]);
  });

  it("is kept to the one before, also by who comes late for a turn", async () => {
    const { send, pass } = await begin({ spacing });
    for (const chat of [1, 2, 3]) await send(chat);
    pass(10 * second);
    expect([await send(2), await send(3)]).toEqual([0, 5 * second]);
  });

  it("does not hold up who asks anew for a turn that no one came for", async () => {
    const { send, pass } = await begin({ spacing });
    await send(1);
    expect(await send(2)).toBe(5 * second);
    pass(10 * minute);
    expect(await send(2)).toBe(0);
  });
});

describe("so many an hour, and a day", () => {
  it("hold over a sliding hour, for turns to come as well", async () => {
    const { send, pass, room } = await begin({ perHour: 2 });
    expect(await send(1)).toBe(0);
    pass(30 * minute);
    expect(await send(2)).toBe(0);
    expect([await send(3), await send(4), room()]).toEqual([30 * minute, 60 * minute, 0]);
  });

  it("leave no room soon once the hour is full: nobody looks twenty times a second until then", async () => {
    const { send, pass, hasRoomSoon } = await begin({ perHour: 1 });
    expect(hasRoomSoon()).toBe(true);
    await send(1);
    expect(hasRoomSoon()).toBe(false);
    pass(hour - second);
    expect(hasRoomSoon()).toBe(false);
    pass(1);
    expect(hasRoomSoon()).toBe(true);
  });

  it("hold over a sliding day, and survive a restart", async () => {
    const before = await begin({ perDay: 2, perHour: 30 });
    await before.send(1);
    before.pass(2 * hour);
    await before.send(2);
    const store = Promise.resolve(before.store);
    const [strict, lax] = [await begin({ perDay: 2 }, { store }), await begin({ perHour: 30 }, { store })];
    for (const { pass } of [strict, lax]) pass(3 * hour);
    expect([await strict.send(3), await lax.send(3)]).toEqual([21 * hour, 0]);
  });

  it("count what another process has sent, and what this one is just writing down", async () => {
    const other = await begin({ perDay: 2 });
    const gate = createGate();
    const transaction: Store["transaction"] = async (work) => {
      await gate.opened;
      return other.store.transaction(work);
    };
    const store = Promise.resolve({ ...other.store, transaction });
    const { send, recall } = await begin({ perDay: 2 }, { store });
    await other.send(1);
    const sending = send(2);
    await recall();
    gate.open();
    expect([await sending, await send(3)]).toEqual([0, 24 * hour]);
  });

  it("count what was tried and failed, as it may have arrived", async () => {
    const { send } = await begin({ perHour: 1 });
    await expect(send(1, () => Promise.reject(new Error("no answer")))).rejects.toThrow("no answer");
    expect(await send(1)).toBe(hour);
  });

  it("count from when a message goes out, however long it takes to write that down", async () => {
    const opened = await openMemoryStore();
    onTestFinished(() => opened.close());
    const slowly: Store["transaction"] = async (work) => {
      const result = await opened.transaction(work);
      pass(5);
      return result;
    };
    const slow = Object.assign(Object.create(opened) as Store, { transaction: slowly });
    const { send, pass } = await begin({ perHour: 1 }, { store: Promise.resolve(slow) });
    expect(await send(1)).toBe(0);
    pass(hour - 5);
    expect(await send(2)).toBe(5);
  });

  it("count each message from its own sending, if several are written down at once", async () => {
    const opened = await openMemoryStore();
    onTestFinished(() => opened.close());
    const writes = [10, 2];
    const slowly: Store["transaction"] = async (work) => {
      const ms = writes.shift() ?? 0;
      const result = await opened.transaction(work);
      for (let passed = 0; passed < ms; passed += 1) await new Promise(setImmediate);
      return result;
    };
    const slow = Object.assign(Object.create(opened) as Store, { transaction: slowly });
    const { send, pass } = await begin({ perHour: 2 }, { store: Promise.resolve(slow) });
    const order: number[] = [];
    const sendNoted = (chat: number) => send(chat, async () => void order.push(chat));
    const both = [sendNoted(1), sendNoted(2)];
    await both[1];
    pass(7);
    await both[0];
    expect(order).toEqual([2, 1]);
    expect(await send(3)).toBe(hour - 7);
    pass(hour - 7);
    expect([await send(3), await send(4)]).toEqual([0, 7]);
  });

  it("are kept in the store for as long as they count, which is a day", async () => {
    const { send, pass, store } = await begin({ perHour: 1 });
    await send(1);
    pass(24 * hour);
    await send(2);
    expect(await store.proactiveSince("test", 0)).toHaveLength(2);
    pass(hour);
    await send(3);
    expect(await store.proactiveSince("test", 0)).toEqual([start + 24 * hour, start + 25 * hour]);
  });

  it("hold although what is past is forgotten meanwhile, and so does the turn of whoever waits", async () => {
    const { send, pass, forgetPast } = await begin({ perHour: 1 });
    await send(1);
    pass(hour - minute);
    expect(await send(2)).toBe(minute);
    forgetPast();
    expect([await send(2), await send(3)]).toEqual([minute, minute + hour]);
  });

  it("count from the last one sent, also if it went late and what is past was forgotten since", async () => {
    const { send, pass, forgetPast } = await begin({ perHour: 1 });
    expect([await send(1), await send(2)]).toEqual([0, hour]);
    pass(1.5 * hour);
    expect(await send(2)).toBe(0);
    forgetPast();
    expect(await send(3)).toBe(hour);
  });

  it("count once what was sent before a channel has come back", async () => {
    const { send, recall } = await begin({ perHour: 2 });
    await send(1);
    await recall();
    expect([await send(2), await send(3)]).toEqual([0, hour]);
  });

  it("hold after a channel has come back, with the turns that were given before", async () => {
    const { send, recall } = await begin({ perHour: 1 });
    expect([await send(1), await send(2)]).toEqual([0, hour]);
    await recall();
    expect([await send(2), await send(3)]).toEqual([hour, 2 * hour]);
  });

  it("are counted before the sending: a crash in between makes them no laxer", async () => {
    const { send, store } = await begin({ perDay: 9 });
    await send(1, async () => expect(await store.proactiveSince("test", start)).toEqual([start]));
    expect.assertions(1);
  });
});

describe("the pace of a platform", () => {
  const forAll = { count: () => 1, pauseMs: () => 0 };

  it("holds for answers, reminders and what comes in together", async () => {
    const { answer, send, receive, room, pass } = await begin({}, { pace: { perSecond: 10, ...forAll } });
    for (let message = 0; message < 4; message += 1) receive();
    expect([await answer(1), await send(2), room()]).toEqual([400, 500, 0]);
    pass(400);
    expect([await answer(1), await send(2)]).toEqual([0, 100]);
    pass(100);
    expect(await send(2)).toBe(0);
  });

  it("lets an answer go before a reminder that has waited for longer", async () => {
    const { answer, send, receive, pass } = await begin({}, { pace: { perSecond: 10, ...forAll } });
    receive();
    expect([await send(1), await answer(2)]).toEqual([100, 100]);
    pass(100);
    expect([await send(1), await answer(2)]).toEqual([100, 0]);
    pass(100);
    expect(await send(1)).toBe(0);
  });

  it("is even, and who comes late for their turn goes no faster", async () => {
    const { answer, pass } = await begin({}, { pace: { perSecond: 100, ...forAll } });
    const waits = await Promise.all(chatsTo(1_000).map((chat) => answer(chat)));
    expect([waits[9], waits[10], waits[500], waits[999]]).toEqual([0, 10, 5_000, 9_900]);
    for (let look = 0; look < 3; look += 1) {
      pass(2 * second);
      const again = await Promise.all(chatsTo(1_000).map((chat) => answer(chat)));
      expect(again.filter((wait) => wait === 0)).toHaveLength(100);
    }
  });

  it("stands still while the platform takes nothing, and nobody's turn is spent", async () => {
    let pauseMs = 3 * second;
    const pace = { perSecond: 10, ...forAll, pauseMs: () => pauseMs };
    const { answer } = await begin({}, { pace });
    for (let attempt = 0; attempt < 100; attempt += 1) expect(await answer(1)).toBe(3 * second);
    pauseMs = 0;
    expect(await answer(1)).toBe(0);
  });

  it("lets one person have 45 at once, then one in six seconds; others wait for nothing of that", async () => {
    const perChat = { everyMs: 6 * second, burst: 45, counts: "all" } as const;
    const { answer, pass } = await begin({}, { pace: { perSecond: 1_000, ...forAll }, perChat });
    for (let count = 0; count < 45; count += 1) expect(await answer(1)).toBe(0);
    expect([await answer(1), await answer(2)]).toEqual([6 * second, 0]);
    pass(6 * second);
    expect([await answer(1), await answer(1)]).toEqual([0, 6 * second]);
  });
});

it("the pace counts each part of a message that the platform takes only in parts", async () => {
  const pace = {
    perSecond: 1_000,
    count: () => 2,
    pauseMs: () => 0,
  };
  const perChat = { everyMs: 6 * second, burst: 4, counts: "all" } as const;
  const { answer } = await begin({}, { pace, perChat });
  expect([await answer(1), await answer(1), await answer(1), await answer(2)]).toEqual([0, 0, 6 * second, 0]);
});

describe("a month", () => {
  const notesIn = (store: Store) => createChannelNotes(store, "test", "UTC");
  const charge = { category: "service", isBillable: true, at: start };

  it("in which so many messages were charged for has no room for anything proactive; answers go on", async () => {
    const { store, isOpen, recount, room, send, answer, pass } = await begin({ chargedPerMonth: 2 });
    const notes = notesIn(store);
    await notes.countCharge({ ...charge, messageId: "first" });
    await notes.countCharge({ ...charge, messageId: "first" });
    await notes.countCharge({ ...charge, messageId: "not charged for", isBillable: false });
    await recount();
    expect([isOpen(), await send(1)]).toEqual([true, 0]);
    await notes.countCharge({ ...charge, messageId: "second", category: "utility" });
    await recount();
    expect([isOpen(), room(), await send(1), await answer(1)]).toEqual([false, 0, 500, 0]);
    pass(31 * 24 * hour);
    await recount();
    expect([isOpen(), await send(1)]).toEqual([true, 0]);
  });

  it("is remembered by the next process", async () => {
    const { store } = await begin();
    await notesIn(store).countCharge({ ...charge, messageId: "first" });
    const next = await begin({ chargedPerMonth: 1 }, { store: Promise.resolve(store) });
    expect(next.isOpen()).toBe(false);
  });
});

describe("a chat", () => {
  it("that waits goes no sooner because what is past is forgotten", async () => {
    const { send, pass, forgetPast } = await begin(
      {},
      { perChat: { everyMs: second, burst: 1, counts: "proactive" } },
    );
    await send(1);
    pass(second - 1);
    forgetPast();
    expect(await send(1)).toBe(1);
  });

  it("has each message counted once, whether somebody has asked for it or not", async () => {
    const { send, answer } = await begin({}, { perChat: { everyMs: second, burst: 3, counts: "all" } });
    expect([await send(1), await answer(1), await send(1), await send(1)]).toEqual([0, 0, 0, second]);
  });

  it("gets an answer at once where only what nobody has asked for is counted", async () => {
    const { send, answer } = await begin({}, { perChat: { everyMs: second, burst: 1, counts: "proactive" } });
    expect([await answer(1), await answer(1), await send(1), await answer(1), await send(1)]).toEqual([
      ...[0, 0, 0, 0, second],
    ]);
  });

  it("gets one after another no sooner than the channel says, and nothing of that after a failure", async () => {
    const { send, pass } = await begin({}, { perChat: { everyMs: second, burst: 1, counts: "proactive" } });
    await expect(send(1, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
    expect([await send(1), await send(1), await send(2)]).toEqual([0, second, 0]);
    pass(second);
    expect(await send(1)).toBe(0);
  });
});

describe("a channel", () => {
  it("without limits takes whatever there is", async () => {
    const { send, room, receive } = await begin();
    receive();
    for (const chat of chatsTo(100)) expect(await send(chat)).toBe(0);
    expect([room(), hourlyCapacity()]).toEqual([Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]);
  });

  it("that is not ready is left alone, and nothing counts", async () => {
    let isReady = false;
    const { send, room } = await begin({ perHour: 1, isReady: () => isReady });
    expect([await send(1, () => Promise.reject(new Error("tried"))), room()]).toEqual([500, 0]);
    isReady = true;
    expect([room(), await send(1)]).toEqual([1, 0]);
  });

  it("never has more than 32 on their way, and every answer goes at once", async () => {
    const { send, answer } = await begin();
    const ends: (() => void)[] = [];
    const hang = () => new Promise<void>((resolve) => void ends.push(resolve));
    const hanging = chatsTo(32).map((chat) => send(chat, hang));
    expect([await send("next"), await answer("next")]).toEqual([500, 0]);
    for (const end of ends) end();
    await Promise.all(hanging);
    expect(await send("next")).toBe(0);
  });

  it("that sends to few at once has half of them left for answers", async () => {
    const { send } = await begin({}, { sendsAtOnce: 4 });
    const hang = () => new Promise<void>(() => {});
    for (const chat of [1, 2]) void send(chat, hang);
    expect(await send("next")).toBe(500);
  });

  it.each([
    [0, 500],
    [0.5, 750],
  ])(
    "that is busy is looked at again half a second to a second later, by chance (%f)",
    async (random, wait) => {
      const { send } = await begin({ isReady: () => false }, { random: () => random });
      expect(await send(1)).toBe(wait);
    },
  );

  it.each<[ProactiveLimits, number]>([
    [{ perSecond: 28 }, 100_800],
    [{ perHour: 30, perDay: 600 }, 30],
    [{ perHour: 30, perDay: 200 }, 16],
    [{ perDay: 3 }, 1],
  ])("with %j takes %i in an hour of the day", (limits, perHour) => {
    expect(hourlyCapacity(limits)).toBe(perHour);
  });
});
