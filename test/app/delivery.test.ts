import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { Delivery } from "../../src/app/delivery.ts";
import { createLimiters } from "../../src/app/limiter.ts";
import {
  ChannelError,
  type ChannelProblem,
  type ChatPace,
  type ConversationId,
  type Meter,
  type OutboxRow,
  type OutgoingMessage,
  type Pace,
  type ProactiveLimits,
  StoreError,
} from "../../src/ports.ts";
import { openStore } from "../../src/storage/open-store.ts";
import { systemTimers } from "../../src/support/timers.ts";
import { createTroubleLog } from "../support/bot-under-test.ts";
import { createPacedChannel, type Sending } from "../support/paced-channel.ts";
import {
  missingPostgres,
  type PostgresServer,
  startPostgres,
  whySkipped,
} from "../support/postgres-server.ts";

const second = 1_000;
const hour = 3_600 * second;
const ana = "test:ana";
const ben = "test:ben";
const cleo = "test:cleo";

beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"], now: 0 }));
afterEach(() => void vi.useRealTimers());

const messageOf = (text: string): OutgoingMessage => ({ text: [{ type: "text", text }] });
const refusal = (problem: ChannelProblem) => new ChannelError("test", problem, "refused");
const tooMany = (seconds: number) => refusal({ reason: "rate-limited", retryAfterMs: seconds * second });

async function begin(
  onSend?: (sending: Sending) => Promise<void> | void,
  limits: ProactiveLimits = {},
  {
    pace,
    perChat,
    url = "memory:",
    isUp = () => true,
  }: {
    readonly pace?: Pace;
    readonly perChat?: ChatPace;
    readonly url?: string;
    readonly isUp?: () => boolean;
  } = {},
) {
  const store = await openStore(url);
  onTestFinished(() => store.close());
  const { log, trouble } = createTroubleLog();
  const { channel, sent, tried, texts } = createPacedChannel({
    limits,
    ...(pace && { pace }),
    ...(perChat && { perChat }),
    ...(onSend && { onSend }),
  });
  const counted: string[] = [];
  const meter: Meter = {
    received: () => {},
    understood: () => {},
    sent: (_, kind, waitedMs) => counted.push(`sent ${kind} after ${waitedMs / second}`),
    failed: (_, reason) => counted.push(`failed ${reason}`),
    givenUp: (_, kind) => counted.push(`given up ${kind}`),
    erred: (kind) => counted.push(`erred ${kind}`),
  };
  const events: string[] = [];
  const clock = { now: () => Date.now() };
  const limiterOf = createLimiters({ store, clock, random: () => 1, world: { defaultZone: "UTC" } });
  const delivery = new Delivery({
    store,
    channels: () => (isUp() ? [channel] : []),
    limiterOf,
    clock,
    timers: systemTimers,
    log,
    meter,
    random: () => 1,
    inbox: () => ({
      async gone(id) {
        events.push(`${id} gone`);
        await store.transaction((transaction) => transaction.dropOutbox(id));
      },
      async moved(from, to) {
        events.push(`${from} moved to ${to}`);
        await store.transaction((transaction) => transaction.rename(from, to));
        delivery.wake(to);
      },
    }),
  });
  onTestFinished(async () => {
    vi.useRealTimers();
    await delivery.stop();
  });

  async function put(
    id: ConversationId,
    text: string,
    kind: OutboxRow["kind"] = "answer",
    worthMs = kind === "answer" ? hour : 24 * hour,
  ): Promise<void> {
    const now = Date.now();
    await store.transaction((transaction) =>
      transaction.enqueue(id, kind, [messageOf(text)], { now, goodUntil: now + worthMs }),
    );
    delivery.wake(id);
  }
  async function says(...message: Parameters<typeof put>): Promise<void> {
    await put(...message);
    await pass(0);
  }
  const left = async () => (await store.outboxState()).count;
  return { store, delivery, trouble, sent, tried, texts, counted, events, put, says, left };
}

/** Lets so much time pass, and all be done that is to be done meanwhile. */
async function pass(ms: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms);
  for (let turn = 0; turn < 5; turn += 1) {
    await new Promise((resolve) => setImmediate(resolve));
    await vi.advanceTimersByTimeAsync(0);
  }
}

/** Stops the delivery while so much time passes. */
async function stopWithin(delivery: Delivery, ms: number): Promise<void> {
  const stopping = delivery.stop();
  for (let passed = 0; passed < ms; passed += 50) await pass(50);
  await stopping;
}

/** Refuses with each of these in turn, and then takes everything. */
function refusing(...errors: readonly Error[]) {
  const left = [...errors];
  return () => {
    const error = left.shift();
    if (error !== undefined) throw error;
  };
}

describe("a message", () => {
  it("is sent, counted with its wait, and taken off", async () => {
    const { says, texts, counted, left } = await begin();
    await pass(5 * second);
    await says(ana, "1");
    expect([texts(), counted, await left()]).toEqual([["1"], ["sent answer after 0"], 0]);
  });

  it("bears the same id when it is sent again, and no other message bears it", async () => {
    const { says, tried } = await begin(refusing(refusal({ reason: "unavailable" })));
    await says(ana, "1");
    await pass(second);
    await says(ana, "2");
    const [first, again, other] = tried.map(({ sendingId }) => sendingId);
    expect([tried.length, again, other === first]).toEqual([3, first, false]);
  });

  it("waits for the one before it, and an answer never behind a reminder", async () => {
    let isDown = true;
    const { says, texts, left } = await begin(() => {
      if (isDown) throw refusal({ reason: "unavailable" });
    });
    await says(ana, "reminder 1", "reminder");
    await says(ana, "reminder 2", "reminder");
    await says(ana, "answer");
    isDown = false;
    await pass(60 * second);
    expect(texts()).toEqual(["answer", "reminder 1", "reminder 2"]);
    expect(await left()).toBe(0);
  });
});

describe("where the channel says how long to wait", () => {
  it("a chat waits exactly so long, and no other chat does", async () => {
    const { says, texts, sent } = await begin(refusing(tooMany(17)));
    await says(ana, "for ana");
    await says(ben, "for ben");
    expect(texts()).toEqual(["for ben"]);
    await pass(17 * second - 1);
    expect(texts()).toEqual(["for ben"]);
    await pass(1);
    expect(texts()).toEqual(["for ben", "for ana"]);
    expect(sent).toHaveLength(2);
  });

  it("all wait where a second chat is told so meanwhile, and nobody is tried in vain", async () => {
    const { says, texts, tried } = await begin(refusing(tooMany(10), tooMany(20)));
    await says(ana, "for ana");
    await says(ben, "for ben");
    await says(cleo, "for cleo");
    expect(tried.map(({ id }) => id)).toEqual([ana, ben]);
    await pass(20 * second);
    expect(texts().toSorted()).toEqual(["for ana", "for ben", "for cleo"]);
    expect(tried).toHaveLength(5);
  });

  it("nobody else waits for chats that the channel names, however many it refuses", async () => {
    const pair = refusal({ reason: "rate-limited", retryAfterMs: 10 * second, concerns: "chat" });
    const { says, texts } = await begin(refusing(pair, pair, pair));
    for (const id of [ana, ben, "test:dan"] as const) await says(id, `for ${id}`);
    await says(cleo, "for cleo");
    expect(texts()).toEqual(["for cleo"]);
    await pass(10 * second);
    expect(texts()).toHaveLength(4);
  });

  it("an answer that was not tried yet is sent in its turn, whatever is asked meanwhile", async () => {
    const { says, texts, counted } = await begin(refusing(tooMany(10), tooMany(10)));
    await says(ana, "for ana");
    await says(ben, "for ben");
    await says(cleo, "1");
    await pass(second);
    await says(cleo, "2");
    await pass(10 * second);
    expect(texts().toSorted()).toEqual(["1", "2", "for ana", "for ben"]);
    expect(counted.filter((what) => what.startsWith("given up"))).toEqual([]);
  });

  it("a wait is not spent by what the person says meanwhile", async () => {
    const { says, tried } = await begin(refusing(tooMany(17)));
    await says(ana, "1");
    await says(ana, "2");
    await pass(16 * second);
    expect(tried).toHaveLength(1);
  });
});

describe("where the channel cannot be reached", () => {
  const always = () => {
    throw refusal({ reason: "unavailable" });
  };

  it("a message is tried again after one, two, four seconds, at most a minute", async () => {
    const { says, tried } = await begin(always);
    await says(ana, "1");
    const waits: number[] = [];
    for (let tries = 1; tries < 9; tries += 1) {
      const began = Date.now();
      while (tried.length === tries) await pass(second);
      waits.push((Date.now() - began) / second);
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
  });

  it("an answer is given up after an hour, with a count and a warning without its words", async () => {
    const { says, counted, left, trouble } = await begin(always);
    await says(ana, "Zanzibar");
    await pass(hour - second);
    expect(await left()).toBe(1);
    await pass(61 * second);
    expect(await left()).toBe(0);
    expect(counted.filter((what) => what.startsWith("given up"))).toEqual(["given up answer"]);
    expect(trouble.at(-1)).toContain("a message was given up");
    expect(trouble.join()).not.toMatch(/Zanzibar|ana/);
  });

  it("a reminder is given up after a day", async () => {
    const { says, counted, left } = await begin(always);
    await says(ana, "1", "reminder");
    await pass(24 * hour - second);
    expect(await left()).toBe(1);
    await pass(61 * second);
    expect([await left(), counted.at(-1)]).toEqual([0, "given up reminder"]);
  });

  it("an answer that waits for the pace of its platform gives way to none, and is sent in its turn", async () => {
    const { says, texts, counted } = await begin(
      undefined,
      {},
      {
        pace: { perSecond: 80, count: () => 1, pauseMs: () => 0 },
        perChat: { everyMs: 6 * second, burst: 2, counts: "all" },
      },
    );
    for (const text of ["1", "2", "3", "4"]) await says(ana, text);
    expect(texts()).toEqual(["1", "2"]);
    await pass(6 * second);
    expect(texts()).toEqual(["1", "2", "3"]);
    await pass(6 * second);
    expect([texts(), counted.at(-1)]).toEqual([["1", "2", "3", "4"], "sent answer after 12"]);
  });

  it("an answer that failed gives way to what the person asks now", async () => {
    const { says, texts, counted } = await begin(refusing(refusal({ reason: "unavailable" })));
    await says(ana, "old");
    await pass(500);
    await says(ana, "new");
    await pass(second);
    expect(texts()).toEqual(["new"]);
    expect(counted).toContain("given up answer");
  });

  it("many may wait at once: Node warns of no leak", async () => {
    const warnings: string[] = [];
    const note = ({ message }: Error) => warnings.push(message);
    process.on("warning", note);
    onTestFinished(() => void process.off("warning", note));
    const { says } = await begin(always);
    for (let person = 0; person < 20; person += 1) await says(`test:${person}`, "1");
    expect(warnings).toEqual([]);
  });

  it("one person's trouble is never another's", async () => {
    const { says, texts } = await begin(({ id }) => {
      if (id === ana) throw refusal({ reason: "unavailable" });
    });
    await says(ana, "for ana");
    await says(ben, "for ben");
    expect(texts()).toEqual(["for ben"]);
  });
});

describe("an answer of two messages", () => {
  const letter = messageOf("the letter");
  const rest = { ...messageOf("its limits"), follows: true } as const;

  /** Ana is answered with two messages, and writes again half a second later. */
  async function answerTwice(...problems: readonly (readonly [text: string, problem: ChannelProblem])[]) {
    const left = [...problems];
    const parts = await begin(({ text }) => {
      const [next] = left;
      if (next?.[0] !== text) return;
      left.shift();
      throw refusal(next[1]);
    });
    await parts.store.transaction((transaction) =>
      transaction.enqueue(ana, "answer", [letter, rest], { now: Date.now(), goodUntil: hour }),
    );
    parts.delivery.wake(ana);
    await pass(500);
    await parts.says(ana, "new");
    await pass(30 * second);
    return parts;
  }
  const wait = { reason: "rate-limited", retryAfterMs: 10 * second } as const;

  it.each([wait, { reason: "unavailable" } as const])(
    "is sent to its end once it was begun, whatever is asked meanwhile: $reason",
    async (problem) => {
      const { texts, counted } = await answerTwice(["its limits", problem]);
      expect(texts()).toEqual(["the letter", "its limits", "new"]);
      expect(counted.filter((what) => what.startsWith("given up"))).toEqual([]);
    },
  );

  it("falls as a whole where nothing of it was sent before the next one", async () => {
    const { texts, left, counted } = await answerTwice(["the letter", wait], ["the letter", wait]);
    expect([texts(), await left()]).toEqual([["new"], 0]);
    expect(counted.filter((what) => what.startsWith("given up"))).toHaveLength(2);
  });

  it("falls as a whole where the store goes away while it is given up", async () => {
    const { store, says, left } = await begin(({ text }) => {
      if (text === "the letter") throw refusal(wait);
    });
    const remove = store.removeFromOutbox.bind(store);
    vi.spyOn(store, "removeFromOutbox")
      .mockImplementationOnce(remove)
      .mockRejectedValue(new StoreError("the store is away"));
    await store.transaction((transaction) =>
      transaction.enqueue(ana, "answer", [letter, rest], { now: Date.now(), goodUntil: hour }),
    );
    await pass(500);
    await says(ana, "new");
    await pass(11 * second);
    expect(await left()).toBe(1);
  });

  it("is sent to its end by the process after the one that has begun it", async () => {
    const { store, says, delivery, texts } = await begin(
      refusing(refusal({ reason: "unavailable" }), refusal({ reason: "unavailable" })),
    );
    await store.transaction((transaction) =>
      transaction.enqueue(ana, "answer", [rest], { now: Date.now(), goodUntil: hour }),
    );
    delivery.wake(ana);
    await pass(500);
    await says(ana, "new");
    await pass(30 * second);
    expect(texts()).toEqual(["its limits", "new"]);
  });
});

describe("a message that the channel refuses", () => {
  it("is never tried again, and the next one goes", async () => {
    const { says, texts, tried, counted } = await begin(refusing(refusal({ reason: "rejected" })));
    await says(ana, "wrong");
    await says(ana, "right");
    expect([texts(), tried.length]).toEqual([["right"], 2]);
    expect(counted).toContain("given up answer");
  });

  it("because nobody is there any more ends what waits for them", async () => {
    const { says, events, left } = await begin(refusing(refusal({ reason: "gone" })));
    await says(ana, "1");
    expect([events, await left()]).toEqual([["test:ana gone"], 0]);
  });

  it("because the chat has moved is sent where it is now", async () => {
    const { says, sent } = await begin(refusing(refusal({ reason: "moved", to: ben })));
    await says(ana, "1");
    await pass(0);
    expect(sent.map(({ id, text }) => [id, text])).toEqual([[ben, "1"]]);
  });
});

describe("a message to somebody who is away", () => {
  it("waits, untried by the sweeps, until they are here", async () => {
    const { says, delivery, texts, tried, left } = await begin(refusing(refusal({ reason: "away" })));
    await says(ana, "1");
    await delivery.sweep();
    await pass(second);
    expect([tried.length, await left()]).toEqual([1, 1]);
    delivery.wake(ana);
    await pass(0);
    expect([texts(), await left()]).toEqual([["1"], 0]);
  });

  it("keeps no one else from what is left for them, though thousands are away", async () => {
    const { store, delivery, texts } = await begin(({ id }) => {
      if (id !== ana) throw refusal({ reason: "away" });
    });
    const leave = (...ids: readonly ConversationId[]) =>
      store.transaction(async (transaction) => {
        for (const id of ids)
          await transaction.enqueue(id, "answer", [messageOf(id)], { now: 0, goodUntil: hour });
      });
    await leave(...Array.from({ length: 5_000 }, (_, reader): ConversationId => `test:${reader}`));
    await delivery.sweep();
    await pass(0);
    await delivery.idle();
    await leave(ana);
    await delivery.sweep();
    await delivery.idle();
    expect(texts()).toEqual([ana]);
  });

  it("has the next sweep wait, the longer the more are away, since each sweep reads them all", async () => {
    const { store, delivery } = await begin(() => {
      throw refusal({ reason: "away" });
    });
    expect(await delivery.sweep()).toBe(second);
    await store.transaction(async (transaction) => {
      for (let reader = 0; reader < 4_900; reader += 1)
        await transaction.enqueue(`test:${reader}`, "answer", [messageOf("1")], { now: 0, goodUntil: hour });
    });
    await delivery.sweep();
    await delivery.idle();
    expect(await delivery.sweep()).toBe(1.47 * second);
  });

  it("is given up when it is not worth sending any more, although they never came", async () => {
    const { says, delivery, counted, left } = await begin(() => {
      throw refusal({ reason: "away" });
    });
    await says(ana, "1");
    await pass(hour);
    delivery.tryAway();
    await pass(0);
    expect([await left(), counted.at(-1)]).toEqual([0, "given up answer"]);
  });
});

describe("what the channel holds", () => {
  /** A chat that takes nothing proactive for an hour after the first refusal. */
  function beginHeld() {
    const untils = new Map<ConversationId, number>();
    const heldMs = (id: ConversationId) => Math.max(0, (untils.get(id) ?? 0) - Date.now());
    const parts = begin(
      ({ id, kind }) => {
        if (untils.has(id) || kind === "answer") return;
        untils.set(id, Date.now() + hour);
        throw refusal({ reason: "held" });
      },
      { heldMs },
    );
    return parts;
  }

  it("is tried again when its time has come, and stays in the outbox until then", async () => {
    const { says, delivery, texts, tried, left, counted } = await beginHeld();
    await says(ana, "reminder", "reminder");
    await pass(hour - second);
    await delivery.sweep();
    await pass(0);
    expect([tried.length, await left()]).toEqual([1, 1]);
    await pass(second);
    await delivery.sweep();
    await pass(0);
    expect([texts(), await left()]).toEqual([["reminder"], 0]);
    expect(counted.filter((what) => what.startsWith("given up"))).toEqual([]);
  });

  it("is read again by no sweep until its time has come, and keeps no one else from theirs", async () => {
    const { says, delivery, store, texts } = await beginHeld();
    await says(ana, "reminder", "reminder");
    await says(ben, "reminder", "reminder");
    await pass(2 * second);
    const read = vi.spyOn(store, "outbox");
    const waiting = vi.spyOn(store, "conversationsWithOutbox");
    await delivery.sweep();
    await pass(0);
    expect(read).not.toHaveBeenCalled();
    await expect(waiting.mock.results[0]?.value).resolves.toEqual([]);
    await pass(hour);
    await delivery.sweep();
    await pass(0);
    expect(texts()).toEqual(["reminder", "reminder"]);
  });

  it("holds up no answer to the same person, and opens no circuit breaker", async () => {
    const { says, texts, delivery } = await beginHeld();
    for (let person = 0; person < 30; person += 1) await says(`test:${person}`, "reminder", "reminder");
    await says("test:0", "answer");
    expect([texts(), delivery.isCircuitOpen("test")]).toEqual([["answer"], false]);
  });

  it("leaves its conversation to whoever answers it meanwhile: another process may", async () => {
    const { store, says } = await beginHeld();
    const release = vi.spyOn(store, "releaseOutbox");
    await says(ana, "reminder", "reminder");
    await pass(2 * second);
    await expect(release.mock.results[0]?.value).resolves.toBe(true);
  });

  it("is given up once it is not worth sending any more", async () => {
    const { says, delivery, left, counted } = await beginHeld();
    await says(ana, "reminder", "reminder", hour);
    await pass(hour);
    await delivery.sweep();
    await pass(0);
    expect([await left(), counted.at(-1)]).toEqual([0, "given up reminder"]);
  });

  it("is given up where it is an answer", async () => {
    const { says, left, texts } = await begin(refusing(refusal({ reason: "held" })));
    await says(ana, "1");
    expect([texts(), await left()]).toEqual([[], 0]);
  });
});

describe.skipIf(missingPostgres())(`between processes${whySkipped()}, what a channel`, () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server.remove());
  beforeEach(() => void vi.useRealTimers());

  /** Two processes; the platform refuses the first one's reminder to Ana. */
  async function beginTwo() {
    const url = await server.createDatabase();
    const one = await begin(refusing(refusal({ reason: "held" })), { heldMs: () => hour }, { url });
    const two = await begin(undefined, { heldMs: () => 0 }, { url });
    const read = vi.spyOn(one.store, "outbox");
    await one.put(ana, "reminder", "reminder");
    await one.delivery.idle();
    return { one, two, read };
  }
  async function sweep({ delivery }: Awaited<ReturnType<typeof begin>>): Promise<void> {
    await delivery.sweep();
    await delivery.idle();
  }

  it("holds rests until its time has come, and leaves its person's answers to any of them", async () => {
    const { one, two, read } = await beginTwo();
    for (const process of [one, two, one]) await sweep(process);
    expect([read.mock.calls.length, one.tried.length, two.tried]).toEqual([2, 1, []]);
    await two.put(ana, "answer");
    await two.delivery.idle();
    expect([two.texts(), await two.left()]).toEqual([["answer"], 1]);
  });

  it("holds is sent at once by whoever has heard its person", async () => {
    const { one, two } = await beginTwo();
    await two.store.transaction((transaction) => transaction.holdOutbox(ana));
    two.delivery.wake(ana);
    await two.delivery.idle();
    await sweep(one);
    expect([one.texts(), two.texts(), await two.left()]).toEqual([[], ["reminder"], 0]);
  });

  it.each([
    ["waits exactly so long", tooMany(3_600)],
    ["is tried again and again", refusal({ reason: "unavailable" })],
  ])(
    "has left when it goes down here is sent by the process on which it is up, where it %s",
    async (_, error) => {
      const url = await server.createDatabase();
      let isUp = true;
      const refuse = () => {
        throw error;
      };
      const one = await begin(refuse, {}, { url, isUp: () => isUp });
      const two = await begin(undefined, {}, { url });
      await one.put(ana, "answer");
      await expect.poll(() => one.tried.length, { interval: 10 }).toBe(1);
      isUp = false;
      one.delivery.leave();
      await one.delivery.idle();
      await sweep(two);
      expect([two.texts(), await two.left()]).toEqual([["answer"], 0]);
    },
  );
});

describe("a channel that goes down here", () => {
  it("has its conversations let go of although the store is away just then, which is asked again in a while", async () => {
    let isUp = true;
    const { store, says, delivery } = await begin(refusing(tooMany(3_600)), {}, { isUp: () => isUp });
    const release = vi.spyOn(store, "releaseOutbox").mockRejectedValue(new StoreError("it is away"));
    await says(ana, "1");
    isUp = false;
    delivery.leave();
    delivery.wake(ana);
    await pass(2 * second);
    expect(release.mock.calls.length).toBeLessThan(8);
    release.mockResolvedValue(true);
    await pass(second);
    await delivery.idle();
    expect(release.mock.calls.at(-1)).toEqual([ana]);
  });

  it("is waited for as before once it is up again", async () => {
    let isUp = true;
    const { says, delivery, tried, texts } = await begin(refusing(tooMany(60)), {}, { isUp: () => isUp });
    await says(ana, "1");
    isUp = false;
    delivery.leave();
    isUp = true;
    await pass(0);
    await delivery.sweep();
    await pass(59 * second);
    expect(tried).toHaveLength(1);
    await pass(second);
    expect(texts()).toEqual(["1"]);
  });
});

describe("what the limiter holds back", () => {
  it("gives way to an answer, goes out when there is room, and counts as no failure", async () => {
    const { says, texts, counted } = await begin(undefined, {
      spacing: { shortestMs: 100 * second, longestMs: 100 * second },
    });
    await says(ben, "first", "reminder");
    await says(ana, "reminder", "reminder");
    await pass(second);
    await says(ana, "answer");
    expect(texts()).toEqual(["first", "answer"]);
    await pass(100 * second);
    expect(texts()).toEqual(["first", "answer", "reminder"]);
    expect(counted.filter((what) => what.startsWith("failed"))).toEqual([]);
  });
});

describe("the end of the process", () => {
  it("leaves what could not be sent in the outbox, and does not wait for it", async () => {
    const { says, delivery, left } = await begin(() => {
      throw refusal({ reason: "unavailable" });
    });
    await says(ana, "1");
    await delivery.stop();
    expect(await left()).toBe(1);
  });

  it("comes after what can go now: all of an answer in several messages, and what was committed a moment ago", async () => {
    const { store, delivery, texts, left } = await begin(
      () => new Promise((resolve) => setTimeout(resolve, 200)),
    );
    const answer = [messageOf("1"), messageOf("2"), messageOf("3")];
    await store.transaction((transaction) =>
      transaction.enqueue(ana, "answer", answer, { now: 0, goodUntil: hour }),
    );
    delivery.wake(ana);
    await stopWithin(delivery, second);
    expect([texts(), await left()]).toEqual([["1", "2", "3"], 0]);
  });

  it("leaves no lease behind of whoever got everything", async () => {
    const { store, delivery, says, left } = await begin(
      () => new Promise((resolve) => setTimeout(resolve, 200)),
    );
    const release = vi.spyOn(store, "releaseOutbox");
    await says(ana, "goodbye");
    await stopWithin(delivery, second);
    expect([await left(), release.mock.calls.map(([id]) => id)]).toEqual([0, [ana]]);
  });

  it("does not wait until a long queue is empty, and marks all that was sent of it", async () => {
    const { store, delivery, texts, left } = await begin(
      () => new Promise((resolve) => setTimeout(resolve, 200)),
    );
    const queue = Array.from({ length: 50 }, (_, index) => messageOf(`${index}`));
    await store.transaction((transaction) =>
      transaction.enqueue(ana, "answer", queue, { now: 0, goodUntil: hour }),
    );
    delivery.wake(ana);
    await stopWithin(delivery, 3 * second);
    expect(texts().length).toBeGreaterThan(1);
    expect(texts().length).toBeLessThan(20);
    expect(await left()).toBe(50 - texts().length);
  });

  it("sends nothing more once what was sent cannot be deleted from the outbox", async () => {
    const { store, delivery, texts, left, trouble } = await begin(
      () => new Promise((resolve) => setTimeout(resolve, 200)),
    );
    await store.transaction((transaction) =>
      transaction.enqueue(ana, "answer", [messageOf("1"), messageOf("2")], { now: 0, goodUntil: hour }),
    );
    vi.spyOn(store, "removeFromOutbox").mockRejectedValue(new StoreError("the store is away"));
    delivery.wake(ana);
    await stopWithin(delivery, second);
    expect([texts(), await left()]).toEqual([["1"], 2]);
    expect(trouble.join()).toContain("the messages stay in the outbox");
  });

  it("leaves to the next sweep what nobody delivers", async () => {
    const { store, delivery, texts } = await begin();
    await store.transaction((transaction) =>
      transaction.enqueue(ana, "answer", [messageOf("left")], { now: 0, goodUntil: hour }),
    );
    await pass(second);
    expect(texts()).toEqual([]);
    await delivery.sweep();
    await pass(0);
    expect(texts()).toEqual(["left"]);
  });
});

describe("the circuit breaker of a channel", () => {
  const many = Array.from({ length: 28 }, (_, index): ConversationId => `test:${index}`);

  it("opens when many people's messages fail, and closes with the first that is sent", async () => {
    let isDown = true;
    const { says, delivery } = await begin(() => {
      if (isDown) throw refusal({ reason: "unavailable" });
    });
    for (const id of many.slice(1)) await says(id, "1");
    expect(delivery.isCircuitOpen("test")).toBe(false);
    await says("test:0", "1");
    expect([delivery.isCircuitOpen("test"), delivery.isCircuitOpen("other")]).toEqual([true, false]);
    isDown = false;
    await says(ana, "1");
    expect(delivery.isCircuitOpen("test")).toBe(false);
  });

  it("closes when a message is given up: those who could tell that it is over have become too few", async () => {
    const { says, delivery, left } = await begin(() => {
      throw refusal({ reason: "unavailable" });
    });
    await says("test:0", "1", "answer", 10 * second);
    for (const id of many.slice(1)) await says(id, "1");
    expect(delivery.isCircuitOpen("test")).toBe(true);
    await pass(20 * second);
    expect([delivery.isCircuitOpen("test"), await left()]).toEqual([false, 27]);
  });
});

describe("a chat", () => {
  it("is disturbed by what nobody asked for, and by an answer that is given up, and by no answer that is sent", async () => {
    const { says, delivery } = await begin(({ text }) => {
      if (text === "lost") throw refusal({ reason: "rejected" });
    });
    await pass(second);
    const isUndisturbed = () => ([ana, ben, cleo] as const).map((id) => delivery.isUndisturbed(id, second));
    await says(ana, "answer");
    expect(isUndisturbed()).toEqual([true, true, true]);
    await says(ben, "reminder", "reminder");
    await says(cleo, "lost");
    expect(isUndisturbed()).toEqual([true, false, false]);
  });
});

describe("what is worth sending", () => {
  it("is given up, untried, from the very moment on that is its last", async () => {
    const { says, tried, counted, left } = await begin();
    await says(ana, "1", "answer", 0);
    expect([tried, await left(), counted]).toEqual([[], 0, ["given up answer"]]);
  });

  it("is told with its kind and the reason where it is given up", async () => {
    const { says, trouble } = await begin(refusing(refusal({ reason: "rejected" })));
    await says(ana, "1", "reminder");
    await says(ben, "1", "answer", 0);
    const given = trouble.filter((what) => what.includes("a message was given up"));
    expect(given).toEqual([
      expect.stringMatching(/reminder.*rejected/),
      expect.stringMatching(/answer.*too-late/),
    ]);
  });

  it("is an answer also after a later reminder, and a reminder also after a later answer", async () => {
    let isDown = true;
    const { says, texts, counted } = await begin(() => {
      if (isDown) throw refusal({ reason: "unavailable" });
    });
    await says(ana, "answer");
    await says(ben, "reminder", "reminder");
    await pass(500);
    await says(ana, "later reminder", "reminder");
    await pass(second);
    await says(ben, "later answer");
    await pass(second);
    isDown = false;
    await pass(60 * second);
    expect(texts().toSorted()).toEqual(["answer", "later answer", "later reminder", "reminder"]);
    expect(counted.filter((what) => what.startsWith("given up"))).toEqual([]);
  });
});

describe("a sweep", () => {
  it("does not hurry what is tried again later", async () => {
    const { says, delivery, tried } = await begin(refusing(refusal({ reason: "unavailable" })));
    await says(ana, "1");
    await pass(500);
    await delivery.sweep();
    await pass(499);
    expect(tried).toHaveLength(1);
    await pass(1);
    expect(tried).toHaveLength(2);
  });

  it("takes up again what is left for somebody who was away and has come back", async () => {
    const { store, says, delivery, texts } = await begin(refusing(refusal({ reason: "away" })));
    await says(ana, "1");
    delivery.wake(ana);
    await pass(0);
    await store.transaction((transaction) =>
      transaction.enqueue(ana, "answer", [messageOf("2")], { now: 0, goodUntil: hour }),
    );
    await delivery.sweep();
    await pass(0);
    expect(texts()).toEqual(["1", "2"]);
  });

  it("leaves alone what belongs to a channel that is not up here", async () => {
    const { says, delivery, tried, left, trouble } = await begin();
    await says("other:ana", "1");
    await delivery.sweep();
    await pass(second);
    expect([tried, await left(), trouble]).toEqual([[], 1, []]);
  });

  it("tries again what failed for a reason that no channel names", async () => {
    const { says, texts, trouble } = await begin(refusing(new Error("a fault of ours")));
    await says(ana, "1");
    expect(texts()).toEqual([]);
    expect(trouble.at(-1)).toMatch(/delivery failed.*a fault of ours/);
    await pass(second);
    expect(texts()).toEqual(["1"]);
  });
});

describe("a message that comes while its conversation is let go", () => {
  it("is sent at once, though the outbox was read before it", async () => {
    const { store, says, delivery, texts } = await begin();
    const release = vi.spyOn(store, "releaseOutbox").mockImplementationOnce(async () => {
      await store.transaction((transaction) =>
        transaction.enqueue(ana, "answer", [messageOf("2")], { now: 0, goodUntil: hour }),
      );
      delivery.wake(ana);
      return true;
    });
    await says(ana, "1");
    await pass(0);
    expect([texts(), release.mock.calls.length]).toEqual([["1", "2"], 2]);
  });

  it("is sent where the store keeps the conversation for it", async () => {
    const { store, says, texts } = await begin();
    vi.spyOn(store, "releaseOutbox").mockImplementationOnce(async () => {
      await store.transaction((transaction) =>
        transaction.enqueue(ana, "answer", [messageOf("2")], { now: 0, goodUntil: hour }),
      );
      return false;
    });
    await says(ana, "1");
    await pass(0);
    expect(texts()).toEqual(["1", "2"]);
  });

  it("has its conversation let go although the store goes away just then", async () => {
    const { store, says, texts, trouble } = await begin();
    const release = vi.spyOn(store, "releaseOutbox").mockRejectedValueOnce(new StoreError("it is away"));
    await says(ana, "1");
    await pass(2 * second);
    expect([texts(), release.mock.calls.map(([id]) => id)]).toEqual([["1"], [ana, ana]]);
    await expect(release.mock.results[1]?.value).resolves.toBe(true);
    expect(trouble.join()).toMatch(/delivery failed.*it is away/);
  });

  it("has its conversation let go although the store goes away before its outbox is read again", async () => {
    const { store, says, texts } = await begin();
    const release = vi.spyOn(store, "releaseOutbox");
    vi.spyOn(store, "outbox").mockRejectedValueOnce(new StoreError("it is away"));
    await says(ana, "1");
    await store.transaction((transaction) => transaction.dropOutbox(ana));
    await pass(second);
    expect([texts(), release.mock.calls.map(([id]) => id)]).toEqual([[], [ana]]);
  });

  it("is sent at once although the store went away before it", async () => {
    const { store, says, texts } = await begin();
    vi.spyOn(store, "releaseOutbox").mockRejectedValueOnce(new StoreError("it is away"));
    await says(ana, "1");
    await says(ana, "2");
    expect(texts()).toEqual(["1", "2"]);
  });
});

it("sends nothing of what others have sent while its process was frozen, after it had read the outbox", async () => {
  const { store, says, texts } = await begin();
  const read = store.outbox.bind(store);
  vi.spyOn(store, "outbox").mockImplementationOnce(async (id) => {
    const rows = await read(id);
    await store.transaction((transaction) => transaction.dropOutbox(ana));
    vi.setSystemTime(12 * second);
    return rows;
  });
  await says(ana, "1");
  await pass(second);
  expect(texts()).toEqual([]);
});

it("sends nothing of what is erased while the message before it goes out", async () => {
  const { store, delivery, texts, left } = await begin(async ({ text }) => {
    if (text !== "1") return;
    await store.transaction((transaction) => transaction.dropOutbox(ana));
    delivery.wake(ana);
  });
  await store.transaction((transaction) =>
    transaction.enqueue(ana, "answer", [messageOf("1"), messageOf("2")], { now: 0, goodUntil: hour }),
  );
  delivery.wake(ana);
  await pass(0);
  expect([texts(), await left()]).toEqual([["1"], 0]);
});

it("sends nothing once it is stopped", async () => {
  const { says, delivery, tried, left } = await begin();
  await delivery.stop();
  await says(ana, "1");
  await delivery.sweep();
  await pass(second);
  expect([tried, await left()]).toEqual([[], 1]);
});

it("asks the store again after it could not delete, with a warning that counts the attempts", async () => {
  const { store, says, left, texts, trouble } = await begin();
  const away = new StoreError("the store is away");
  vi.spyOn(store, "removeFromOutbox").mockRejectedValueOnce(away).mockRejectedValueOnce(away);
  await says(ana, "1");
  await pass(second - 1);
  expect([await left(), trouble.length]).toEqual([1, 1]);
  await pass(1);
  expect([await left(), trouble.length]).toEqual([1, 2]);
  await pass(2 * second);
  expect([await left(), texts()]).toEqual([0, ["1"]]);
  expect(trouble.at(-1)).toMatch(
    /cannot delete a delivered message from the outbox; retrying.*the store is away/,
  );
});

it("sends nothing more of what was read if another process has sent and deleted it meanwhile", async () => {
  const { store, delivery, texts } = await begin();
  await store.transaction((transaction) =>
    transaction.enqueue(ana, "answer", [messageOf("1"), messageOf("2")], { now: 0, goodUntil: hour }),
  );
  const remove = store.removeFromOutbox.bind(store);
  vi.spyOn(store, "removeFromOutbox").mockImplementationOnce(async (rowIds) => {
    await store.transaction((transaction) => transaction.dropOutbox(ana));
    return remove(rowIds);
  });
  delivery.wake(ana);
  await pass(second);
  expect(texts()).toEqual(["1"]);
});

it("sends nothing more of what was read before the store was away: another process may have taken over", async () => {
  const { store, delivery, texts } = await begin();
  await store.transaction((transaction) =>
    transaction.enqueue(ana, "answer", [messageOf("1"), messageOf("2")], { now: 0, goodUntil: hour }),
  );
  vi.spyOn(store, "removeFromOutbox").mockImplementationOnce(async () => {
    await store.transaction((transaction) => transaction.dropOutbox(ana));
    throw new StoreError("the store is away");
  });
  delivery.wake(ana);
  await pass(2 * second);
  await pass(second);
  expect(texts()).toEqual(["1"]);
});
