import { describe, expect, it, onTestFinished } from "vitest";
import { createInbox } from "../../src/app/create-inbox.ts";
import type { InboxDependencies } from "../../src/app/inbox-dependencies.ts";
import { sendReminders } from "../../src/app/send-reminders.ts";
import type { SavedState } from "../../src/conversation/saved.ts";
import type { Conversation, EventCount, ProactiveLimits } from "../../src/ports.ts";
import { unmetered } from "../support/bot-under-test.ts";
import { createFixedRoom, createPacedChannel } from "../support/paced-channel.ts";
import { createPersonUnderTest, testChannel } from "../support/person-under-test.ts";

const hour = 3_600_000;
const day = 24 * hour;

async function begin(change?: (parts: InboxDependencies) => InboxDependencies) {
  let road: InboxDependencies | undefined;
  const person = await createPersonUnderTest(["meta", "evergreen"], "2025-05-15T10:00", (parts) => {
    road = change?.(parts) ?? parts;
    return road;
  });
  onTestFinished(() => person.store.close());
  for (const text of ["/start", "meta", "facebook", "friday at 6pm"])
    await person.gives({ text, languageHint: "en" });
  if (road === undefined) throw new Error("there is no road");
  return { ...person, road };
}

describe("a reminder", () => {
  it("is sent at its time, once, and not before", async () => {
    const { waits } = await begin();
    expect(await waits(day + 7 * hour)).toEqual([]);
    expect(await waits(hour)).toHaveLength(1);
    expect(await waits(day)).toEqual([]);
  });

  it("is sent once although two look at the same time", async () => {
    const { clock, road, store, trouble } = await begin();
    clock.advance(2 * day);
    await Promise.all([sendReminders(road, [testChannel]), sendReminders(road, [testChannel])]);
    expect(await store.outbox("test:1")).toHaveLength(1);
    expect(trouble).toEqual([]);
  });

  it("waits for nine o’clock where its time fell into the night", async () => {
    const { waits, reminders } = await begin();
    expect(await waits(day + 12 * hour)).toEqual([]);
    expect(await reminders()).toHaveLength(1);
    expect(await waits(11 * hour)).toHaveLength(1);
  });

  it("comes in the evening if its person has named that hour, unless it is an hour late", async () => {
    const [punctual, late] = [await begin(), await begin()];
    for (const { gives } of [punctual, late]) await gives({ text: "friday at 10pm" });
    expect(await punctual.waits(day + 12 * hour)).toHaveLength(1);
    expect(await late.waits(day + 13 * hour)).toEqual([]);
    expect(await late.waits(10 * hour)).toHaveLength(1);
  });

  it("that waited for nine o’clock past its deadline says that it comes too late", async () => {
    const { gives, waits } = await begin();
    await gives({ text: "26 May at 8:30 pm" });
    expect(await waits(11 * day + 12 * hour)).toEqual([]);
    const [late] = await waits(11 * hour);
    expect(late?.text.map((span) => span.text).join("")).toContain("comes too late, and I am sorry");
  });

  it.each([
    ["a message", false, "Noted."],
    ["a template", true, "Here is the Facebook form"],
  ])("that came as %s is answered by the number of a button in its order", async (_, isTemplate, answer) => {
    const { gives, clock, road } = await begin();
    clock.advance(2 * day);
    await sendReminders(road, [{ ...testChannel, limits: { isTemplate: () => isTemplate } }]);
    const { sent } = await gives({ text: "1" });
    expect(sent.flatMap(({ text }) => text.map((span) => span.text)).join("")).toContain(answer);
  });

  it("ends where the person has said stop, or its campaign is gone", async () => {
    const { gives, waits, reminders, store } = await begin();
    await gives({ text: "stop" });
    const reminder = { campaign: "meta", slot: "day:2025-05-17", dueAt: 1 };
    await store.transaction((transaction) => transaction.setReminder("test:1", reminder));
    expect(await waits(2 * day)).toEqual([]);
    expect(await reminders()).toEqual([]);

    const other = await begin();
    const gone = { ...reminder, campaign: "gone" };
    await other.store.transaction(async (transaction) => {
      await transaction.cancelReminders("test:1");
      await transaction.setReminder("test:1", gone);
    });
    expect((await other.gives({ text: "my data" })).sent.length).toBeGreaterThan(0);
    expect(await other.waits(2 * day)).toEqual([]);
    expect(await other.reminders()).toEqual([]);
    expect(other.trouble).toEqual([]);
  });

  it.each([
    ["done", 0],
    ["no-more", 0],
    ["later", 1],
  ])("that is not delivered yet goes no more once it is needless: %s", async (answer, left) => {
    const { clock, road, store } = await begin();
    clock.advance(2 * day);
    await sendReminders(road, [testChannel]);
    const inbox = createInbox(road);
    await inbox.receive({ id: "late", conversationId: "test:1", tapped: `1|reminder|meta|${answer}` });
    const waiting = (await store.outbox("test:1")).filter(({ kind }) => kind === "reminder");
    expect(waiting).toHaveLength(left);
  });

  it("of whom nothing is known any more is dropped without trouble", async () => {
    const { waits, store, trouble } = await begin();
    await store.transaction((transaction) =>
      transaction.setReminder("test:nobody", { campaign: "meta", slot: "soon", dueAt: 1 }),
    );
    await waits(0);
    expect(await store.countReminders({ channel: "test" }, 0, day, 9)).toBe(0);
    expect(trouble).toEqual([]);
  });

  it("that fails holds up no other, and is tried again in an hour", async () => {
    let fails = true;
    const { waits, reminders, trouble, errors } = await begin((parts) => ({
      ...parts,
      wording: {
        ...parts.wording,
        render(phrase, language) {
          if (fails && phrase.key === "due.before") throw new Error("there is no text due.before");
          return parts.wording.render(phrase, language);
        },
      },
    }));
    expect(await waits(2 * day)).toEqual([]);
    expect(await reminders()).toHaveLength(1);
    expect(trouble).toEqual([
      expect.stringMatching(/^a reminder failed; it is tried again in an hour: Error: there/),
    ]);
    expect(errors).toEqual(["reminder"]);
    fails = false;
    expect(await waits(hour - 1)).toEqual([]);
    expect(await waits(1)).toHaveLength(1);
  });

  it("that its channel cannot send for now stays due, and goes out at the next look, half an hour later, if it can", async () => {
    const { road, store, clock, reminders } = await begin();
    let isPaused = true;
    const seen: (readonly [string | undefined, number])[] = [];
    const isHeld: NonNullable<ProactiveLimits["isHeld"]> = (message, lastSeen) => {
      seen.push([message.reminder?.kind, lastSeen]);
      return isPaused;
    };
    const look = () => sendReminders(road, [{ ...testChannel, limits: { isHeld } }]);
    const heard = clock.now();
    clock.advance(day + 8 * hour);
    await look();
    expect(seen).toEqual([["date", heard]]);
    expect([(await reminders()).length, await store.outbox("test:1")]).toEqual([1, []]);
    isPaused = false;
    clock.advance(hour / 2 - 1);
    await look();
    expect(seen).toHaveLength(1);
    clock.advance(1);
    await look();
    expect([await reminders(), (await store.outbox("test:1")).length]).toEqual([[], 1]);
  });

  it("is delivered at once, and counted for its campaign in the language of its person", async () => {
    const woken: string[] = [];
    const counted: EventCount[] = [];
    const { waits } = await begin((parts) => ({
      ...parts,
      delivery: { ...parts.delivery, wake: (id) => void woken.push(id) },
      days: { add: (count) => void counted.push(count) },
    }));
    for (const list of [woken, counted]) list.length = 0;
    await waits(day);
    expect([woken, counted]).toEqual([[], []]);
    await waits(day);
    expect(woken).toEqual(["test:1"]);
    expect(counted).toEqual([
      { channel: "test", campaign: "meta", language: "en", what: "reminders", count: 1 },
    ]);
  });

  it.each<[string, (parts: InboxDependencies) => Partial<InboxDependencies>]>([
    [
      "nothing gets through to its channel",
      ({ delivery }) => ({ delivery: { ...delivery, isCircuitOpen: (channel) => channel === "test" } }),
    ],
    [
      "its channel takes nothing that nobody has asked for",
      () => ({ limiterOf: () => ({ ...unmetered.limiterOf(), isOpen: () => false }) }),
    ],
  ])("stays due while %s, and nobody is in a hurry", async (_, change) => {
    const { road, reminders, store, clock } = await begin();
    clock.advance(2 * day);
    const without = { ...road, ...change(road) };
    expect(await sendReminders(without, [testChannel])).toEqual({ count: 0, isBehind: false });
    expect([(await reminders()).length, await store.outbox("test:1")]).toEqual([1, []]);
  });

  it("is pushed too, a quarter of a minute later, where its person wants that", async () => {
    const { road, store, clock } = await begin();
    const push = { endpoint: "https://push.example", keys: { p256dh: "1", auth: "2" } };
    await store.transaction(async (transaction) => {
      const stored = await transaction.load("test:1");
      if (stored === undefined) throw new Error("there is nobody");
      await transaction.save("test:pushed", { ...stored, person: { ...stored.person, push } }, clock.now());
      await transaction.setReminder("test:pushed", { campaign: "meta", slot: "soon", dueAt: clock.now() });
    });
    clock.advance(2 * day);
    await sendReminders(road, [testChannel]);
    expect(await store.duePushes(clock.now() + 14_999, 9)).toEqual([]);
    expect((await store.duePushes(clock.now() + 15_000, 9)).map((row) => row.conversationId)).toEqual([
      "test:pushed",
    ]);
  });

  it("does not move the question that is open, and is no sign of life of its person", async () => {
    const { waits, store } = await begin();
    const look = () =>
      store.transaction(async (transaction) => {
        const stored = await transaction.load("test:1");
        return [stored?.person, stored?.saved?.state, await transaction.lastSeen("test:1")];
      });
    const before = await look();
    expect(await waits(2 * day)).toHaveLength(1);
    expect(await look()).toEqual(before);
  });
});

/** Somebody who follows both campaigns, has done nothing yet, and may be written to unless they said stop. */
function personWith(saved: SavedState, stopped = false): Conversation {
  const nothingSent = { accounts: ["facebook"], linked: {}, sent: {}, outcomes: {} };
  const following = { meta: nothingSent, evergreen: { ...nothingSent, accounts: ["assistant"] } };
  return { person: { language: "en", languageSource: "chosen", stopped, following }, saved };
}

describe("where more reminders are due than a channel takes,", () => {
  /** So many people, each with a reminder of each of these campaigns, all due on 20 May at noon. */
  async function beginWithMany(
    people: number,
    campaigns: readonly string[] = ["meta"],
    change: Partial<ReturnType<typeof createFixedRoom>> = {},
  ) {
    // The evergreen one first, so that no order but that of the dates puts the other before it.
    const { store, road, clock } = await begin((parts) => {
      const campaigns = new Map([...parts.world.campaigns].reverse());
      return { ...parts, world: { ...parts.world, campaigns } };
    });
    clock.advance(5 * day + 2 * hour);
    const due = clock.now();
    const saved = (await store.transaction((transaction) => transaction.load("test:1")))?.saved;
    if (saved === undefined) throw new Error("there is no saved state");
    await store.transaction(async (transaction) => {
      await transaction.cancelReminders("test:1");
      for (let person = 0; person < people; person += 1) {
        await transaction.save(`test:p${person}`, personWith(saved), due);
        for (const campaign of campaigns)
          await transaction.setReminder(`test:p${person}`, { campaign, slot: "soon", dueAt: due - person });
      }
    });
    const limiter = { ...createFixedRoom(), ...change };
    const { channel } = createPacedChannel();
    const remind = (room: number) => {
      limiter.fill(room);
      return sendReminders({ ...road, limiterOf: () => limiter }, [channel, { ...channel, name: "idle" }]);
    };
    const roomLeft = () => limiter.room();
    const waiting = (campaign: string) =>
      store.countReminders({ channel: "test", campaign }, 0, due + 1, 1_000);
    return { remind, waiting, roomLeft, store, clock, saved };
  }

  it("as many go out as it has room for, and one hears that there are more", async () => {
    const { remind, waiting, roomLeft } = await beginWithMany(5);
    expect(await remind(2)).toEqual({ count: 2, isBehind: true });
    expect(roomLeft()).toBe(0);
    expect(await waiting("meta")).toBe(3);
    expect(await remind(0)).toEqual({ count: 0, isBehind: true });
    expect(await remind(3)).toEqual({ count: 3, isBehind: false });
    expect(await remind(3)).toEqual({ count: 0, isBehind: false });
  });

  it("one hears of no more while their channel takes none soon: nobody looks twenty times a second", async () => {
    const { remind, waiting } = await beginWithMany(3, ["meta"], { hasRoomSoon: () => false });
    expect(await remind(2)).toEqual({ count: 2, isBehind: false });
    expect(await waiting("meta")).toBe(1);
  });

  it("those whose date is nearest go first, however long the others have been due", async () => {
    const { remind, waiting, store, clock } = await beginWithMany(3, ["meta"]);
    await store.transaction(async (transaction) => {
      for (let person = 0; person < 3; person += 1)
        await transaction.setReminder(`test:p${person}`, {
          campaign: "evergreen",
          slot: "soon",
          dueAt: clock.now() - hour,
        });
    });
    expect(await remind(3)).toEqual({ count: 3, isBehind: true });
    expect([await waiting("meta"), await waiting("evergreen")]).toEqual([0, 3]);
    await remind(3);
    expect(await waiting("evergreen")).toBe(0);
  });

  it.each([0, 2])(
    "those of a campaign that is gone are cancelled once they are due, and hold up no other; room for so many: %i",
    async (room) => {
      const { remind, waiting, store, clock } = await beginWithMany(2);
      const longDue = clock.now() - hour;
      await store.transaction(async (transaction) => {
        for (let person = 0; person < 1_200; person += 1)
          await transaction.setReminder(`test:p${person}`, {
            campaign: "gone",
            slot: "soon",
            dueAt: longDue,
          });
        const later = { campaign: "gone", slot: "later", dueAt: clock.now() + hour };
        await transaction.setReminder("test:p0", later);
      });
      expect(await remind(room)).toEqual({ count: room, isBehind: room === 0 });
      expect([await waiting("gone"), await waiting("meta")]).toEqual([0, 2 - room]);
      expect(await store.countReminders({ channel: "test", campaign: "gone" }, 0, Infinity, 9)).toBe(1);
    },
  );

  it("one person gets one at a time", async () => {
    const { remind, waiting } = await beginWithMany(1, ["meta", "evergreen"]);
    expect((await remind(10)).count).toBe(1);
    expect((await waiting("meta")) + (await waiting("evergreen"))).toBe(1);
    expect((await remind(10)).count).toBe(1);
  });

  it("one that comes to nothing takes no room", async () => {
    const { remind, roomLeft, store, saved } = await beginWithMany(1);
    await store.transaction((transaction) => transaction.save("test:p0", personWith(saved, true), 0));
    await remind(5);
    expect(roomLeft()).toBe(5);
  });

  it("only those of the channels that are up go out", async () => {
    const { remind, waiting, store, saved } = await beginWithMany(3);
    await store.transaction(async (transaction) => {
      await transaction.save("other:1", personWith(saved), 0);
      await transaction.setReminder("other:1", { campaign: "meta", slot: "soon", dueAt: 1 });
    });
    await remind(1);
    expect(await waiting("meta")).toBe(2);
    expect(await store.outbox("other:1")).toEqual([]);
  });

  it("one is worth sending for a day, and not after its date", async () => {
    const { remind, store, clock } = await beginWithMany(1, ["evergreen"]);
    await remind(1);
    expect((await store.outbox("test:p0")).map(({ goodUntil }) => goodUntil - clock.now())).toEqual([day]);
    const dated = await beginWithMany(1);
    await dated.remind(1);
    const [row] = await dated.store.outbox("test:p0");
    // "in six days" is true until midnight.
    expect((row?.goodUntil ?? 0) - dated.clock.now()).toBe(12 * hour);
  });
});
