import { describe, expect, it, onTestFinished, vi } from "vitest";
import { createInbox } from "../../src/app/create-inbox.ts";
import { fillAlerts } from "../../src/app/fill-alerts.ts";
import type { InboxDependencies } from "../../src/app/inbox-dependencies.ts";
import { sendReminders } from "../../src/app/send-reminders.ts";
import { newDialogue, stranger } from "../../src/conversation/context.ts";
import type { SavedState } from "../../src/conversation/saved.ts";
import type { Person } from "../../src/conversation/vocabulary.ts";
import { createAlertDesk } from "../../src/operator/alert-desk.ts";
import type { Channel, ConversationId } from "../../src/ports.ts";
import { at } from "../support/bot-under-test.ts";
import { createFixedRoom } from "../support/paced-channel.ts";
import { createPersonUnderTest, testChannel } from "../support/person-under-test.ts";

const hour = 3_600_000;
const saved: SavedState = { version: 1, state: "talk.fresh", dialogue: newDialogue };
const [meta, evergreen] = ["meta", "evergreen"];

/** A bot in which nobody wants alerts yet; its clock stands at a Thursday of 2025, ten in the morning. */
async function begin(now = "2025-05-15T10:00", channel: Channel = testChannel) {
  let road: InboxDependencies | undefined;
  const person = await createPersonUnderTest([meta, evergreen], now, (parts) => {
    road = parts;
    return parts;
  });
  if (road === undefined) throw new Error("there is no road");
  const { store, clock, gives } = person;
  onTestFinished(() => store.close());
  const dependencies = { ...road, channels: [channel] };
  const desk = createAlertDesk({
    ...dependencies,
    show: (_, { text, choices = [] }) =>
      [...text.map((span) => span.text), ...choices.map(({ label }) => `[${label}]`)].join(""),
  });
  const work = async (room = Infinity, channels: readonly Channel[] = [channel]) => {
    const limiter = createFixedRoom();
    limiter.fill(room);
    const parts = { ...dependencies, channels, limiterOf: () => limiter };
    const ended = await fillAlerts(parts);
    await sendReminders(parts, channels);
    return ended;
  };
  const add = (id: ConversationId, change: Partial<Person> = {}) =>
    store.transaction(async (transaction) => {
      const person = { ...stranger, language: "en", alertsSince: clock.now() - 1, ...change };
      await transaction.save(id, { person, saved }, clock.now());
    });
  const texts = async (id: ConversationId) =>
    (await store.outbox(id)).map(({ message }) => message.text.map(({ text }) => text).join(""));
  return { ...person, desk, work, add, texts, gives, dependencies };
}

const following = { meta: { accounts: ["facebook"], linked: {}, sent: {}, outcomes: {} } };

describe("an alert", () => {
  it("tells whoever wants it once, in their language, with the campaign's button and “no more alerts”", async () => {
    const { desk, work, add, store, texts } = await begin();
    await add("test:1");
    await add("test:fr", { language: "fr" });
    expect(await desk.queue({ campaign: meta, news: "new" })).toBeUndefined();
    await work();
    const [row] = await store.outbox("test:1");
    expect(row).toMatchObject({ kind: "alert", message: { reminder: { kind: "alert", service: "Meta" } } });
    expect(row?.message.choices?.map(({ id, label }) => [id, label])).toEqual([
      ["1|reminder|meta|show", "Show me how"],
      ["1|reminder|meta|no-more-alerts", "No more alerts"],
    ]);
    expect(await texts("test:fr")).toEqual([expect.stringContaining("un nouveau service à connaître")]);
    await work();
    expect(await texts("test:1")).toHaveLength(1);
    expect(await desk.list()).toMatchObject([{ state: "done", total: 2, handled: 2 }]);
  });

  it("is queued once, though two operators confirm it at the same time", async () => {
    const { desk, add, store } = await begin();
    await add("test:1");
    const news = { campaign: meta, news: "new" };
    const answers = await Promise.all([desk.queue(news), desk.queue(news)]);
    expect(new Set(answers)).toEqual(new Set([undefined, "sent-before"]));
    expect(await store.alerts()).toHaveLength(1);
  });

  it("of a new campaign is for those who do not follow it, one of a change for those who do", async () => {
    const { desk, work, add, texts } = await begin();
    await add("test:old", { following });
    await add("test:new");
    await desk.queue({ campaign: meta, news: "new" });
    await work();
    expect([await texts("test:old"), await texts("test:new")]).toEqual([[], [expect.any(String)]]);
    await desk.queue({ campaign: meta, news: "date" });
    await work();
    expect(await texts("test:old")).toEqual([expect.stringContaining("is now Monday 26 May")]);
    expect(await texts("test:new")).toHaveLength(1);
  });

  it("reaches no one who never asked, has said “stop” or “no more alerts”, or asked after it was queued", async () => {
    const { desk, work, add, texts, gives, clock } = await begin();
    for (const text of ["/start meta-en", "tell me about the next ones"]) await gives({ text });
    await add("test:never", { alertsSince: undefined as never });
    await add("test:stopped", { stopped: true });
    await add("test:one");
    expect(await desk.queue({ campaign: evergreen, news: "new" })).toBeUndefined();
    await add("test:later", { alertsSince: clock.now() + 1 });
    await gives({ text: "no more alerts" });
    await work();
    const all = ["never", "stopped", "later", "1"].map((id) => texts(`test:${id}`));
    expect((await Promise.all(all)).flat()).toEqual([]);
  });

  it.each([
    ["no more alerts", 1],
    ["stop", 0],
  ])("that is on its way is taken back by “%s”; so many reminders stay: %i", async (word, left) => {
    const { desk, work, gives, store, clock } = await begin();
    for (const text of ["/start meta-en", "facebook", "tell me about the next ones"]) await gives({ text });
    clock.advance(1);
    await desk.queue({ campaign: meta, news: "court" });
    await work();
    const when = { now: clock.now(), goodUntil: clock.now() + hour };
    await store.transaction((transaction) => transaction.enqueue("test:1", "reminder", [{ text: [] }], when));
    const kinds = async () => (await store.outbox("test:1")).map(({ kind }) => kind);
    expect(await kinds()).toEqual(["alert", "reminder"]);
    const { sent } = await gives({ text: word });
    expect(sent).toHaveLength(left + 1);
  });

  it("is wanted no more by whoever has blocked the bot, and that is no sign of life of theirs", async () => {
    const { gives, clock, stored, store, dependencies } = await begin();
    for (const text of ["/start meta-en", "tell me about the next ones"]) await gives({ text });
    const seenAt = clock.now();
    expect(await stored()).toContain("alertsSince");
    clock.advance(hour);
    await createInbox(dependencies).gone("test:1");
    expect(await stored()).not.toContain("alertsSince");
    expect(await store.transaction((transaction) => transaction.lastSeen("test:1"))).toBe(seenAt);
  });

  it("does not move the question that is open, and its buttons count however late", async () => {
    const { desk, work, gives, stored, clock } = await begin();
    for (const text of ["/start evergreen-en", "tell me about the next ones"]) await gives({ text });
    clock.advance(1);
    const before = await stored();
    await desk.queue({ campaign: meta, news: "new" });
    await work();
    const isOfList = /,"said":\[[^\]]*\]|,"shown":\{[^}]*\}/g;
    expect((await stored()).replace(isOfList, "")).toBe(before.replace(isOfList, ""));
    const { sent } = await gives({ tapped: "1|reminder|meta|show" });
    expect(sent.at(-1)?.choices?.map(({ label }) => label)).toContain("Instagram");
    const ended = await gives({ tapped: "1|reminder|meta|no-more-alerts" });
    expect(ended.sent[0]?.text[0]?.text).toContain("no more alerts");
    expect(await stored()).not.toContain("alertsSince");
  });

  it("is answered by a number, which is none of the question that was open before", async () => {
    const { desk, work, gives, stored } = await begin();
    for (const text of ["/start evergreen-en", "tell me about the next ones"]) await gives({ text });
    await desk.queue({ campaign: meta, news: "new" });
    await work();
    const { sent } = await gives({ text: "2" });
    expect(sent[0]?.text[0]?.text).toContain("no more alerts");
    expect(await stored()).not.toContain("alertsSince");
  });

  it("waits for nine o’clock where its person is", async () => {
    const { desk, work, add, texts, clock } = await begin("2025-05-15T21:30");
    await add("test:paris");
    await add("test:montreal", { zone: "America/Toronto" });
    await desk.queue({ campaign: meta, news: "new" });
    await work();
    expect([await texts("test:paris"), await texts("test:montreal")]).toEqual([[], [expect.any(String)]]);
    clock.advance(11.5 * hour);
    await work();
    expect(await texts("test:paris")).toHaveLength(1);
  });

  it("of a date is told to nobody any more once that day has come, and one of a verdict still is", async () => {
    const { desk, work, add, texts, clock } = await begin("2025-05-25T22:00");
    await add("test:1", { following });
    await desk.queue({ campaign: meta, news: "date" });
    await work();
    clock.advance(1.5 * 24 * hour);
    await desk.queue({ campaign: meta, news: "court" });
    for (const _ of ["dropped", "told"]) await work();
    expect(await texts("test:1")).toEqual([expect.stringContaining("court")]);
  });

  it("of a campaign that is gone by now is told to nobody, and ends without trouble", async () => {
    const { work, add, texts, store, clock, trouble } = await begin();
    await add("test:1");
    await store.transaction((transaction) =>
      transaction.addAlert({ campaign: "gone", news: "new" }, clock.now()),
    );
    expect([await work(), await work()]).toMatchObject([[], [{ campaign: "gone" }]]);
    expect([await texts("test:1"), trouble]).toEqual([[], []]);
  });

  it("is worth sending for a week, and no longer than what it says is true", async () => {
    const { desk, work, add, store, clock } = await begin();
    await add("test:1", { following });
    await desk.queue({ campaign: evergreen, news: "new" });
    await work();
    await desk.queue({ campaign: meta, news: "form" });
    clock.advance(5 * 24 * hour);
    await work();
    const untils = (await store.outbox("test:1")).map(({ goodUntil }) => goodUntil);
    expect(untils).toEqual([at("2025-05-22T10:00"), at("2025-05-26T00:00")]);
  });

  it("is counted apart from reminders", async () => {
    const { desk, add, dependencies, store } = await begin();
    const counted: string[] = [];
    await add("test:1");
    await desk.queue({ campaign: meta, news: "new" });
    await fillAlerts(dependencies);
    const days: InboxDependencies["days"] = {
      add: ({ what, count }) => void counted.push(`${count} ${what}`),
    };
    await sendReminders({ ...dependencies, days }, dependencies.channels);
    expect([(await store.outboxState()).count, counted]).toEqual([1, ["1 alerts"]]);
  });

  it("takes the room that reminders leave", async () => {
    const { desk, work, add, store, clock } = await begin();
    for (const id of ["test:1", "test:2", "test:3"] as const) await add(id);
    await store.transaction((transaction) =>
      transaction.setReminder("test:3", { campaign: meta, slot: "soon", dueAt: clock.now() }),
    );
    await desk.queue({ campaign: meta, news: "new" });
    await work(1);
    const kinds = async () =>
      (await Promise.all((["test:1", "test:2", "test:3"] as const).map((id) => store.outbox(id))))
        .flat()
        .map(({ kind }) => kind);
    expect(await kinds()).toEqual(["reminder"]);
    await work(1);
    expect((await kinds()).toSorted()).toEqual(["alert", "reminder"]);
  });

  it("waits for whoever wanted it on a channel that is not there yet, and tells them once when it is, days later", async () => {
    const { desk, work, add, texts, clock } = await begin();
    for (const id of ["test:1", "later:1", "later:2"] as const) await add(id);
    const withLater: readonly Channel[] = [testChannel, { ...testChannel, name: "later" }];
    await desk.queue({ campaign: meta, news: "new" });
    for (const _ of ["filled", "looked again"]) expect(await work()).toEqual([]);
    expect(await desk.list()).toMatchObject([{ state: "running", total: 3, handled: 1 }]);
    expect(await desk.queue({ campaign: meta, news: "new" })).toBe("sent-before");
    clock.advance(5 * 24 * hour);
    await add("later:3", { alertsSince: clock.now() - 1 });
    await work(Infinity, withLater);
    const all = ["test:1", "later:1", "later:2", "later:3"] as const;
    const counts = async () => (await Promise.all(all.map(texts))).map(({ length }) => length);
    expect(await counts()).toEqual([1, 1, 1, 0]);
    expect(await work(Infinity, withLater)).toMatchObject([{ campaign: meta }]);
    expect(await counts()).toEqual([1, 1, 1, 0]);
    expect(await desk.list()).toMatchObject([{ state: "done", total: 3, handled: 3 }]);
  });

  it("is for nobody while those who want it are all on channels that are not there", async () => {
    const { desk, add } = await begin();
    await add("later:1");
    expect(await desk.preview({ campaign: meta, news: "new" })).toMatchObject({
      channels: [{ name: "test", people: 0 }],
    });
    expect(await desk.queue({ campaign: meta, news: "new" })).toBe("nobody");
  });

  it("is held up by no reminders of a campaign that is gone, however many are due", async () => {
    const { desk, work, add, texts, store, clock } = await begin();
    await add("test:1");
    await store.transaction(async (transaction) => {
      for (let index = 0; index < 20; index += 1)
        await transaction.setReminder("test:1", { campaign: "gone", slot: `${index}`, dueAt: clock.now() });
    });
    await desk.queue({ campaign: meta, news: "new" });
    await work(2);
    expect(await texts("test:1")).toHaveLength(1);
    expect(await store.countReminders({ channel: "test" }, 0, Infinity, 99)).toBe(0);
  });

  it("can be paused, gone on with and cancelled; what was told stays told", async () => {
    const { desk, work, add, store } = await begin();
    for (let index = 0; index < 9; index += 1) await add(`test:${index}`);
    await desk.queue({ campaign: meta, news: "new" });
    await work(3);
    const [alert] = await desk.list();
    expect(alert).toMatchObject({ state: "running", total: 9, handled: 3 });
    const id = alert?.id ?? 0;
    expect(await desk.setState({ id, state: "paused" })).toBe(true);
    await work();
    expect(await desk.list()).toMatchObject([{ state: "paused", handled: 3 }]);
    await desk.setState({ id, state: "running" });
    await work(2);
    expect(await desk.setState({ id, state: "cancelled" })).toBe(true);
    await work();
    expect((await store.outboxState()).count).toBe(5);
    expect(await desk.setState({ id, state: "running" })).toBe(false);
    expect(await desk.queue({ campaign: meta, news: "new" })).toBeUndefined();
  });

  it.each([
    ["nought", 0],
    ["nought as it is typed", "0"],
    ["nothing", ""],
    ["a blank", " "],
    ["null", null],
    ["no number at all", undefined],
    ["a list", [2]],
    ["a negative number", "-1"],
    ["a fraction", "0.5"],
    ["a fraction above one", 1.5],
    ["another way to write two", "2e0"],
    ["more than can be counted", "9007199254740993"],
    ["so many digits that they are infinite", "9".repeat(400)],
    ["a chat of another bot", "telegram:1"],
    ["a number that never was", "99"],
    ["one that was cancelled already", "1"],
  ])("whose number is %s cannot be cancelled, and nobody’s reminder or alert goes with it", async (_, id) => {
    const { desk, work, add, store, clock } = await begin();
    for (const to of ["test:1", "test:2"] as const) await add(to);
    await desk.queue({ campaign: meta, news: "new" });
    await desk.setState({ id: "1", state: "cancelled" });
    await desk.queue({ campaign: evergreen, news: "new" });
    await work(1);
    const soon = { campaign: meta, slot: "soon", dueAt: clock.now() + hour };
    await store.transaction((transaction) => transaction.setReminder("test:1", soon));
    expect(await desk.setState({ id, state: "cancelled" })).toBe(false);
    expect(await store.transaction((transaction) => transaction.reminders("test:1"))).toMatchObject([soon]);
    expect(await desk.list()).toMatchObject([
      { state: "running", total: 2, handled: 1 },
      { state: "cancelled" },
    ]);
  });

  it.each([0, 1])("that is cancelled while it fills goes no further: told by then %i", async (told) => {
    const { desk, work, add, store } = await begin();
    await add("test:1");
    await desk.queue({ campaign: meta, news: "new" });
    for (let time = 0; time < told; time += 1) await work();
    vi.spyOn(store, "alerts").mockImplementationOnce(async () => {
      const before = await store.alerts();
      expect(await desk.setState({ id: before[0]?.id, state: "cancelled" })).toBe(true);
      return before;
    });
    expect(await work()).toEqual([]);
    expect((await store.outboxState()).count).toBe(told);
    expect(await desk.list()).toMatchObject([{ state: "cancelled", total: told, handled: told }]);
  });

  it("of a new campaign is sent once, ever; one that is under way is not queued again", async () => {
    const { desk, work, add } = await begin();
    await add("test:1", { following });
    await add("test:2");
    const change = { campaign: meta, news: "form" } as const;
    for (const alert of [{ campaign: meta, news: "new" } as const, change]) {
      expect(await desk.queue(alert)).toBeUndefined();
      expect(await desk.queue(alert)).toBe("sent-before");
      await work();
      await work();
    }
    expect(await desk.queue({ campaign: meta, news: "new" })).toBe("sent-before");
    expect(await desk.preview({ campaign: meta, news: "new" })).toBe("sent-before");
    expect(await desk.queue(change)).toBeUndefined();
  });

  it("is not used up while nobody would get it, nor by being sent when nobody did", async () => {
    const { desk, work, add, store } = await begin();
    const alert = { campaign: meta, news: "new" } as const;
    expect(await desk.queue(alert)).toBe("nobody");
    await add("test:1", { alertsSince: undefined as never });
    expect(await desk.preview(alert)).toMatchObject({ channels: [{ people: 0 }] });
    expect(await desk.list()).toEqual([]);
    await add("test:1");
    expect(await desk.queue(alert)).toBeUndefined();
    await add("test:1", { stopped: true });
    for (const _ of ["filled", "ended"]) await work();
    expect(await desk.list()).toMatchObject([{ state: "done", total: 0 }]);
    await add("test:1");
    expect(await desk.queue(alert)).toBeUndefined();
    await work();
    expect((await store.outboxState()).count).toBe(1);
  });

  it("needs a campaign on offer, and for a date one that is ahead", async () => {
    const { desk } = await begin("2025-06-15T10:00");
    expect(await desk.queue({ campaign: "nothing", news: "new" })).toBe("unknown");
    expect(await desk.queue({ campaign: meta, news: "weather" })).toBe("unknown");
    expect(await desk.setState({ id: 1, state: "running" })).toBe(false);
    expect(await desk.queue({ campaign: evergreen, news: "date" })).toBe("no-date");
    expect(await desk.queue({ campaign: meta, news: "date" })).toBe("no-date");
  });

  it("goes nowhere on a channel on which alerts are off, and none are promised there", async () => {
    const off: Channel = { ...testChannel, alerts: { note: "risk", isOff: true } };
    const { desk, work, add, store } = await begin("2025-05-15T10:00", off);
    await add("test:1");
    const preview = await desk.preview({ campaign: meta, news: "new" });
    expect(preview).toMatchObject({ channels: [{ name: "test", people: 0, note: "risk", isOff: true }] });
    expect(await desk.queue({ campaign: meta, news: "new" })).toBe("nobody");
    await work();
    expect((await store.outboxState()).count).toBe(0);
  });
});

describe("the preview of an alert", () => {
  it("shows each language, how many it reaches, and when the last one is told: by day, after what waits already", async () => {
    const paced: Channel = {
      ...testChannel,
      limits: { perHour: 10 },
      alerts: { note: "marketing", price: 0.1 },
    };
    const { desk, work, add, store, clock } = await begin("2025-05-15T18:00", paced);
    for (let index = 0; index < 45; index += 1) await add(`test:${index}`);
    const preview = await desk.preview({ campaign: meta, news: "new" });
    expect(preview).toMatchObject({
      texts: [{ language: "fr", text: expect.stringContaining("Arrêter les alertes") }, { language: "en" }],
      channels: [
        { people: 45, note: "marketing", price: 0.1, endsAt: at("2025-05-16T10:30"), isTooLate: false },
      ],
    });
    await store.transaction((transaction) =>
      transaction.setReminder("test:1", { campaign: meta, slot: "soon", dueAt: clock.now() + hour }),
    );
    await desk.queue({ campaign: evergreen, news: "new" });
    await work(5);
    expect(await desk.preview({ campaign: meta, news: "new" })).toMatchObject({
      channels: [{ endsAt: at("2025-05-16T14:36") }],
    });
  });

  it("says so if the last one would be told after the date", async () => {
    const paced: Channel = { ...testChannel, limits: { perDay: 12 } };
    const { desk, add } = await begin("2025-05-25T10:00", paced);
    for (let index = 0; index < 30; index += 1) await add(`test:${index}`);
    expect(await desk.preview({ campaign: meta, news: "new" })).toMatchObject({
      channels: [{ isTooLate: true }],
    });
    expect(await desk.preview({ campaign: evergreen, news: "new" })).toMatchObject({
      channels: [{ isTooLate: false }],
    });
  });
});
