import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  type AlertState,
  alertStates,
  type Conversation,
  type ConversationId,
  type ExpiryLimits,
  type OutboxRow,
  type OutcomeEvent,
  type OutgoingMessage,
  type ReminderQuery,
  type Store,
  type StoredReminder,
} from "../../src/ports.ts";
import { createGate } from "./create-gate.ts";
import { manyTurns } from "./until.ts";

/** Limits before which there is nothing. */
export const nothingExpires: ExpiryLimits = {
  before: 0,
  forgetIdsBefore: 0,
  forgetRemindersBefore: 0,
  forgetCountsBefore: "",
  forgetMemoryBefore: 0,
  forgetMessagesBefore: 0,
};
const ana: ConversationId = "test:ana";
const ben: ConversationId = "test:ben";

/** A conversation of someone who follows one campaign and sent an objection at `sentAt`. */
export function someConversation(language = "fr", sentAt = 12): Conversation {
  return {
    person: {
      language,
      languageSource: "chosen",
      zone: "Europe/Paris",
      stopped: false,
      following: {
        meta: {
          accounts: ["facebook"],
          linked: { center: "unsure" },
          sent: { facebook: sentAt },
          outcomes: {},
        },
      },
    },
    // A store only keeps a place: what it gives back is compared, not what it means.
    saved: JSON.parse('{"version":1,"state":"talk.accounts","deep":{"list":["é",null,1.5,true]}}'),
  };
}

/** A conversation with someone whom a page has led here. */
function led(until: number): Conversation {
  const { person, saved } = someConversation();
  return { person: { ...person, source: { name: "article-1", stage: "steps-shown", until } }, saved };
}

function remembering(conversation: Conversation, until: number): Conversation {
  const reminder = { campaign: "meta", slot: "é", dueAt: 9, setAt: 1 };
  return { ...conversation, memory: { until, reminder } };
}

export function someMessage(text: string): OutgoingMessage {
  return {
    text: [
      { type: "text", text },
      { type: "instant", at: 5, text: "« à 5 h »" },
    ],
    choices: [{ id: "1", label: "Oui" }],
  };
}

const ofOutcomes = { channel: "", campaign: "meta", language: "" };
const someCount = { channel: "a", campaign: "meta", language: "fr", what: "started" } as const;

/** What the port `Store` promises, to be run against every engine. `open` gives an empty store. */
export function storeContract(name: string, open: () => Promise<Store>): void {
  describe(`a store (${name})`, () => {
    let store: Store;
    beforeEach(async () => {
      store = await open();
    });
    afterEach(async () => store.close());

    const save = (id: ConversationId, now = 0, conversation = someConversation()) =>
      store.transaction((transaction) => transaction.save(id, conversation, now));
    const load = (id: ConversationId) => store.transaction((transaction) => transaction.load(id));
    const remind = (id: ConversationId, slot: string, dueAt: number, campaign = "meta") =>
      store.transaction((transaction) => transaction.setReminder(id, { campaign, slot, dueAt }));
    const reminders = (id: ConversationId) => store.transaction((transaction) => transaction.reminders(id));
    const enqueue = (id: ConversationId, texts: string[], now = 0, kind: OutboxRow["kind"] = "answer") =>
      store.transaction((transaction) =>
        transaction.enqueue(id, kind, texts.map(someMessage), { now, goodUntil: now + 60 }),
      );
    const waiting = async (id: ConversationId) =>
      (await store.outbox(id)).map((row) => row.message.text[0]?.text);
    const onlyReminder = async (id: ConversationId): Promise<StoredReminder> => {
      const [reminder, ...others] = await reminders(id);
      if (!reminder || others.length > 0) throw new Error("expected exactly one reminder");
      return reminder;
    };

    describe("a transaction", () => {
      it("gives what its work gives", async () => {
        expect(await store.transaction(async () => "done")).toBe("done");
      });

      it("changes nothing when its work throws, and passes the error on", async () => {
        await save(ana);
        await remind(ana, "soon", 5);
        const error = new Error("broke");
        const broken = store.transaction(async (transaction) => {
          await transaction.claimUpdateId("update 1", 0);
          await transaction.save(ana, someConversation("en"), 9);
          await transaction.save(ben, someConversation(), 9);
          await transaction.setReminder(ana, { campaign: "meta", slot: "late", dueAt: 9 });
          await transaction.cancelReminders(ana, { slot: "soon" });
          await transaction.enqueue(ana, "answer", [someMessage("lost")], { now: 9, goodUntil: 9 });
          throw error;
        });
        await expect(broken).rejects.toBe(error);

        expect(await load(ana)).toEqual(someConversation());
        expect(await load(ben)).toBeUndefined();
        expect((await reminders(ana)).map(({ slot }) => slot)).toEqual(["soon"]);
        expect(await waiting(ana)).toEqual([]);
        expect(await store.transaction((transaction) => transaction.claimUpdateId("update 1", 0))).toBe(true);
      });

      it("that throws takes nobody's work along that was asked for at the same time", async () => {
        const outcomes = await Promise.allSettled([
          save(ana),
          store.transaction(async (transaction) => {
            await transaction.save(ana, someConversation("xx"), 0);
            throw new Error("broke");
          }),
          save(ben),
        ]);
        expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
        expect(await load(ana)).toEqual(someConversation());
        expect(await load(ben)).toEqual(someConversation());
      });

      it("on a conversation waits for the one before it on the same conversation", async () => {
        await save(ana, 0, someConversation("fr", 0));
        await Promise.all(
          Array.from({ length: 150 }, () =>
            store.transaction(async (transaction) => {
              const sentAt = sent(await transaction.load(ana));
              await transaction.save(ana, someConversation("fr", sentAt + 1), 0);
            }),
          ),
        );
        expect(sent(await load(ana))).toBe(150);
      });

      it("is not seen by others before it is committed", async () => {
        const pause = createGate();
        const broken = store.transaction(async (transaction) => {
          await transaction.enqueue(ana, "answer", [someMessage("too early")], { now: 0, goodUntil: 9 });
          await transaction.setReminder(ana, { campaign: "meta", slot: "soon", dueAt: 1 });
          await pause.opened;
          throw new Error("broke");
        });
        const seen = Promise.all([
          store.outbox(ana),
          store.conversationsWithOutbox(0, 99),
          store.dueReminders({ channel: "test" }, 9, 9),
        ]);
        void manyTurns().then(pause.open);
        await expect(broken).rejects.toThrow("broke");
        expect(await seen).toEqual([[], [], []]);
      });

      it("refuses calls that come after its end", async () => {
        const escaped = await store.transaction(async (transaction) => ({ transaction }));
        await expect(escaped.transaction.save(ana, someConversation(), 0)).rejects.toThrow("ended");
        expect(await load(ana)).toBeUndefined();
      });
    });

    describe("update ids", () => {
      const claimUpdateId = (id: string, now = 0) =>
        store.transaction((transaction) => transaction.claimUpdateId(id, now));

      it("are new once", async () => {
        expect([await claimUpdateId("a"), await claimUpdateId("a"), await claimUpdateId("b")]).toEqual([
          true,
          false,
          true,
        ]);
      });

      it("are new once within a transaction", async () => {
        const twice = await store.transaction(async (transaction) => [
          await transaction.claimUpdateId("a", 0),
          await transaction.claimUpdateId("a", 0),
        ]);
        expect(twice).toEqual([true, false]);
      });

      it("are forgotten when they are older than asked, and not before", async () => {
        await claimUpdateId("old", 9);
        await claimUpdateId("young", 10);
        await store.expire({ ...nothingExpires, forgetIdsBefore: 10 });
        expect([await claimUpdateId("young", 20), await claimUpdateId("old", 20)]).toEqual([false, true]);
      });
    });

    const addCounts = (day: string, ...counts: readonly number[]) =>
      store.transaction((transaction) =>
        transaction.addCounts(
          day,
          counts.map((count) => ({ ...someCount, count })),
        ),
      );

    describe("what is counted by the day", () => {
      it("adds up, from several at the same time too, and is told from a day on", async () => {
        await addCounts("2025-05-19", 7);
        await Promise.all([addCounts("2025-05-20", 2, 3), addCounts("2025-05-20", 4)]);
        await addCounts("2025-05-21", 1);
        const counted = await store.dailyCounts("2025-05-20");
        expect(counted).toEqual([
          { day: "2025-05-20", ...someCount, count: 9 },
          { day: "2025-05-21", ...someCount, count: 1 },
        ]);
      });

      it("is told apart by channel, campaign, language and event", async () => {
        const others = [{ channel: "b" }, { campaign: "" }, { language: "xx" }, { what: "people" }] as const;
        const counts = [{}, ...others].map((other) => ({ ...someCount, ...other, count: 1 }));
        await store.transaction((transaction) => transaction.addCounts("2025-05-20", counts));
        expect(await store.dailyCounts("2025-05-20")).toHaveLength(5);
        const charge = { ...someCount, campaign: "", what: "charged-utility", count: 2 } as const;
        await store.transaction((transaction) => transaction.addCounts("2025-05-20", [charge]));
        const which = { channel: charge.channel, campaign: "" };
        expect(await store.dailyCounts("2025-05-01", which)).toEqual([
          { day: "2025-05-20", ...charge },
          { day: "2025-05-20", ...someCount, campaign: "", count: 1 },
        ]);
      });

      it("holds what became of objections, and takes back what was told wrongly", async () => {
        const outcome = (what: OutcomeEvent, count: number) =>
          store.transaction((transaction) =>
            transaction.addCounts("2025-05-01", [{ ...ofOutcomes, what, count }]),
          );
        await addCounts("2025-05-20", 1);
        for (const what of ["outcome-confirmed-32", "outcome-refused", "outcome-unanswered"] as const)
          await outcome(what, 2);
        await outcome("outcome-refused", -1);
        const told = await store.dailyCounts("", { channel: "" });
        expect(told.map(({ what, count }) => [what, count])).toEqual([
          ["outcome-confirmed-32", 2],
          ["outcome-refused", 1],
          ["outcome-unanswered", 2],
        ]);
      });
    });

    const cameBy = { ...ofOutcomes, campaign: "", what: "from-article-1-steps-shown" } as const;

    describe("conversations", () => {
      it("keep the page that led the person here, until it is saved without", async () => {
        await save(ana, 0, led(5));
        expect(await load(ana)).toEqual(led(5));
        await save(ana);
        expect(await load(ana)).toEqual(someConversation());
      });

      it("come back as they were saved", async () => {
        expect(await load(ana)).toBeUndefined();
        await save(ana);
        await save(ben, 0, { ...someConversation(), person: { stopped: true, following: {} } });
        expect(await load(ana)).toEqual(someConversation());
        expect((await load(ben))?.person).toEqual({ stopped: true, following: {} });
        const push = { endpoint: "https://push.example.org/1", keys: { p256dh: "key", auth: "secret" } };
        const subscribed = { ...someConversation(), person: { stopped: false, following: {}, push } };
        await save(ben, 0, subscribed);
        expect(await load(ben)).toEqual(subscribed);
      });

      it("keep of an objection that it was sent, even if its day was not told", async () => {
        const sent = { facebook: 12, instagram: null };
        const following = { meta: { accounts: ["facebook", "instagram"], linked: {}, sent, outcomes: {} } };
        await save(ana, 0, { ...someConversation(), person: { stopped: false, following } });
        expect((await load(ana))?.person.following).toEqual(following);
      });

      it("are seen by the transaction that saves them", async () => {
        const found = await store.transaction(async (transaction) => {
          await transaction.save(ana, someConversation(), 0);
          return transaction.load(ana);
        });
        expect(found).toEqual(someConversation());
      });

      it("keep the last of what was saved", async () => {
        await save(ana);
        await save(ana, 1, someConversation("en"));
        expect((await load(ana))?.person.language).toBe("en");
      });
    });

    describe("what is remembered of a conversation", () => {
      it("is given back as it was saved last, and goes with the conversation", async () => {
        await save(ana, 0, remembering(someConversation(), 5));
        expect(await load(ana)).toEqual(remembering(someConversation(), 5));
        await store.transaction((transaction) => transaction.rename(ana, ben));
        expect(await load(ben)).toEqual(remembering(someConversation(), 5));
        await save(ben, 0);
        expect(await load(ben)).toEqual(someConversation());
      });
    });

    describe("reminders", () => {
      it("come earliest first, those of this conversation only", async () => {
        await remind(ana, "late", 30);
        await remind(ben, "other", 20);
        await remind(ana, "soon", 10);
        expect(await reminders(ana)).toEqual([
          { id: expect.any(Number), conversationId: ana, campaign: "meta", slot: "soon", dueAt: 10 },
          { id: expect.any(Number), conversationId: ana, campaign: "meta", slot: "late", dueAt: 30 },
        ]);
      });

      it("of the same campaign and slot are replaced, and the replaced one is pending no more", async () => {
        await remind(ana, "soon", 10);
        const before = await onlyReminder(ana);
        await remind(ana, "soon", 20);
        const after = await onlyReminder(ana);
        expect(after.dueAt).toBe(20);
        expect(
          await store.transaction((transaction) => transaction.pendingReminder(before.id)),
        ).toBeUndefined();
      });

      it("of another campaign, slot or conversation stay", async () => {
        await remind(ana, "soon", 10);
        await remind(ana, "soon", 11, "other");
        await remind(ana, "late", 12);
        await remind(ben, "soon", 13);
        expect((await store.dueReminders({ channel: "test" }, 99, 99)).map(({ dueAt }) => dueAt)).toEqual([
          10, 11, 12, 13,
        ]);
      });

      it.each([
        ["all", undefined, []],
        ["one campaign's", { campaign: "meta" }, ["other/soon"]],
        ["one slot's", { slot: "soon" }, ["meta/late"]],
        ["one campaign's one slot", { campaign: "meta", slot: "soon" }, ["other/soon", "meta/late"]],
      ])("are cancelled: %s", async (_, which, left) => {
        await remind(ana, "soon", 1);
        await remind(ana, "soon", 2, "other");
        await remind(ana, "late", 3);
        await remind(ben, "soon", 4);
        await store.transaction((transaction) => transaction.cancelReminders(ana, which));
        expect((await reminders(ana)).map(({ campaign, slot }) => `${campaign}/${slot}`)).toEqual(left);
        expect(await reminders(ben)).toHaveLength(1);
      });

      it("are pending until they are cancelled", async () => {
        await remind(ana, "soon", 10);
        const reminder = await onlyReminder(ana);
        const pending = () => store.transaction((transaction) => transaction.pendingReminder(reminder.id));
        expect(await pending()).toEqual(reminder);
        await store.transaction((transaction) => transaction.cancelReminders(ana));
        expect(await pending()).toBeUndefined();
      });

      it("never get the id of one that is gone", async () => {
        await remind(ana, "soon", 10);
        const gone = await onlyReminder(ana);
        await store.transaction((transaction) => transaction.erase(ana));
        await remind(ben, "soon", 10);
        expect((await onlyReminder(ben)).id).not.toBe(gone.id);
      });

      it("can be put off", async () => {
        await remind(ana, "soon", 10);
        const { id } = await onlyReminder(ana);
        await store.transaction((transaction) => transaction.postponeReminder(id, 50));
        expect(await store.dueReminders({ channel: "test" }, 49, 9)).toEqual([]);
        expect(await store.dueReminders({ channel: "test" }, 50, 9)).toEqual([await onlyReminder(ana)]);
        expect(await onlyReminder(ana)).toMatchObject({ id, dueAt: 50, firstDueAt: 10 });
        await store.transaction((transaction) => transaction.postponeReminder(id, 90));
        expect(await onlyReminder(ana)).toMatchObject({ id, dueAt: 90, firstDueAt: 10 });
      });

      it("that were put off beyond an instant are due again as they were at first", async () => {
        for (const [slot, dueAt] of [
          ["near", 10],
          ["far", 20],
        ] as const) {
          await remind(ana, slot, dueAt);
          const put = (await reminders(ana)).find((reminder) => reminder.slot === slot);
          await store.transaction((transaction) =>
            transaction.postponeReminder(put?.id ?? 0, slot === "far" ? 101 : 100),
          );
        }
        await remind(ben, "as wished", 200);
        expect(await store.recallPostponed(100)).toBe(1);
        expect(await store.recallPostponed(100)).toBe(0);
        expect(await reminders(ana)).toMatchObject([
          { slot: "far", dueAt: 20, firstDueAt: undefined },
          { slot: "near", dueAt: 100, firstDueAt: 10 },
        ]);
        expect(await onlyReminder(ben)).toMatchObject({ dueAt: 200 });
      });

      it("are due at their instant and after it, earliest first, no more than asked for", async () => {
        await remind(ana, "c", 30);
        await remind(ben, "b", 20);
        await remind(ana, "a", 10);
        await remind(ana, "d", 31);
        const due = async (now: number, limit: number) =>
          (await store.dueReminders({ channel: "test" }, now, limit)).map(
            ({ conversationId, slot }) => `${conversationId}/${slot}`,
          );
        expect(await due(30, 9)).toEqual(["test:ana/a", "test:ben/b", "test:ana/c"]);
        expect(await due(30, 2)).toEqual(["test:ana/a", "test:ben/b"]);
        expect(await due(9, 9)).toEqual([]);
      });
    });

    describe("pending reminders", () => {
      const count = (query: ReminderQuery, from: number, before: number, most = 99) =>
        store.countReminders(query, from, before, most);

      it("are looked for by channel, and by campaign where it is named", async () => {
        await remind("one:ana", "a", 1);
        await remind("one:ana", "a", 2, "other");
        await remind("two:ben", "a", 3);
        await remind("one:b:c", "a", 4);
        const due = async (query: ReminderQuery) =>
          (await store.dueReminders(query, 9, 9)).map(({ dueAt }) => dueAt);
        expect(await due({ channel: "one" })).toEqual([1, 2, 4]);
        expect(await due({ channel: "one", campaign: "other" })).toEqual([2]);
        expect(await due({ channel: "two" })).toEqual([3]);
        expect(await due({ channel: "on" })).toEqual([]);
      });

      it("are counted from one instant to before another, no further than asked", async () => {
        for (const dueAt of [10, 20, 30, 40]) await remind(ana, `at ${dueAt}`, dueAt);
        await remind(ana, "soon", 20, "other");
        expect(await count({ channel: "test" }, 20, 40)).toBe(3);
        expect(await count({ channel: "test" }, 20, 40, 2)).toBe(2);
        expect(await count({ channel: "test", campaign: "meta" }, 20, 40)).toBe(2);
        expect(await count({ channel: "else" }, 0, 99)).toBe(0);
      });

      it("move to the other channel with their conversation", async () => {
        await remind("one:ana", "a", 1);
        await store.transaction((transaction) => transaction.rename("one:ana", "two:ana"));
        expect([await count({ channel: "one" }, 0, 9), await count({ channel: "two" }, 0, 9)]).toEqual([
          0, 1,
        ]);
      });
    });

    it("tells when a person gave their last sign of life; of nobody else", async () => {
      await save(ana, 7);
      const lastSeen = (id: ConversationId) => store.transaction((transaction) => transaction.lastSeen(id));
      expect([await lastSeen(ana), await lastSeen(ben)]).toEqual([7, undefined]);
    });

    describe("a job", () => {
      const markDone = (jobKey: string) => store.transaction((transaction) => transaction.markDone(jobKey));

      it("is done once, ever", async () => {
        expect([await markDone("a"), await markDone("a"), await markDone("b")]).toEqual([true, false, true]);
        await store.expire({ ...nothingExpires, before: 99, forgetIdsBefore: 99, forgetRemindersBefore: 99 });
        expect(await markDone("a")).toBe(false);
      });

      it("whose transaction was undone can be done again", async () => {
        const undone = store.transaction(async (transaction) => {
          await transaction.markDone("a");
          throw new Error("broke");
        });
        await expect(undone).rejects.toThrow("broke");
        expect(await markDone("a")).toBe(true);
      });
    });

    it("counts the proactive messages of each channel, and forgets the old ones", async () => {
      const count = (channel: string, at: number, forgetBefore = 0) =>
        store.transaction((transaction) => transaction.countProactive(channel, at, forgetBefore));
      for (const at of [5, 7, 7, 9]) await count("test", at);
      await count("other", 6);
      expect(await store.proactiveSince("test", 7)).toEqual([7, 7, 9]);
      await count("test", 20, 8);
      expect(await store.proactiveSince("test", 0)).toEqual([9, 20]);
      expect(await store.proactiveSince("other", 0)).toEqual([6]);
    });

    it("gives a role, and takes it back when it is released or the store is closed", async () => {
      const hold = await store.hold("polling");
      expect(hold?.isHeld()).toBe(true);
      await hold?.release();
      await hold?.release();
      expect(hold?.isHeld()).toBe(false);
      const again = await store.hold("polling");
      expect(again?.isHeld()).toBe(true);
      await store.close();
      expect(again?.isHeld()).toBe(false);
    });

    describe("the outbox", () => {
      it("gives messages in the order in which they were put in", async () => {
        await enqueue(ana, ["1", "2"], 7);
        await enqueue(ben, ["other"]);
        await enqueue(ana, ["3"], 3, "reminder");
        const rows = await store.outbox(ana);
        expect(rows.map(({ message }) => message)).toEqual(["1", "2", "3"].map(someMessage));
        expect(rows).toMatchObject([
          { kind: "answer", createdAt: 7, goodUntil: 67, conversationId: ana },
          { kind: "answer", createdAt: 7, goodUntil: 67, conversationId: ana },
          { kind: "reminder", createdAt: 3, goodUntil: 63, conversationId: ana },
        ]);
        const ids = rows.map(({ id }) => id);
        expect(ids).toEqual([...new Set(ids)].sort((a, b) => a - b));
      });

      it("forgets what was removed, and never gives its id again", async () => {
        await enqueue(ana, ["1", "2"]);
        const [first, second] = await store.outbox(ana);
        await store.removeFromOutbox([first?.id ?? -1]);
        expect(await waiting(ana)).toEqual(["2"]);
        await store.removeFromOutbox([second?.id ?? -1]);
        await store.removeFromOutbox([second?.id ?? -1]);
        await enqueue(ana, ["3"]);
        const [third] = await store.outbox(ana);
        expect(third?.id).toBeGreaterThan(second?.id ?? Number.POSITIVE_INFINITY);
      });

      it("names the conversations that wait, the longest waiting first", async () => {
        await enqueue(ben, ["1"], 1);
        await enqueue(ana, ["2"], 2);
        await enqueue(ben, ["3"], 3);
        expect(await store.conversationsWithOutbox(0, 99)).toEqual([ben, ana]);
        expect(await store.conversationsWithOutbox(0, 1)).toEqual([ben]);
        const [first] = await store.outbox(ben);
        await store.removeFromOutbox([first?.id ?? -1]);
        expect(await store.conversationsWithOutbox(0, 1)).toEqual([ana]);
      });

      it("lets go of a conversation whose messages are all delivered, and can be asked for it again", async () => {
        await enqueue(ana, ["1"]);
        const [row] = await store.outbox(ana);
        await store.removeFromOutbox([row?.id ?? -1]);
        expect(await store.releaseOutbox(ana, 0)).toBe(true);
        expect(await store.releaseOutbox(ana, 0)).toBe(true);
        await enqueue(ana, ["2"]);
        expect(await store.conversationsWithOutbox(0, 9)).toEqual([ana]);
        expect(await waiting(ana)).toEqual(["2"]);
      });

      it("leaves out a conversation whose messages are all held, until the hold is over", async () => {
        await enqueue(ana, ["1"], 0, "reminder");
        await enqueue(ben, ["2"], 1, "alert");
        await store.transaction((transaction) => transaction.holdOutbox(ana, 9));
        expect(await store.conversationsWithOutbox(8, 99)).toEqual([ben]);
        expect(await store.conversationsWithOutbox(9, 99)).toEqual([ana, ben]);
        expect(await store.outbox(ana)).toMatchObject([{ heldUntil: 9 }]);
        await store.transaction((transaction) => transaction.holdOutbox(ana));
        expect(await store.conversationsWithOutbox(0, 99)).toEqual([ana, ben]);
      });

      it("holds a proactive message as long as those before it, and never an answer", async () => {
        await enqueue(ana, ["1"], 0, "reminder");
        await enqueue(ana, ["2"]);
        await store.transaction((transaction) => transaction.holdOutbox(ana, 9));
        await enqueue(ana, ["3"], 0, "alert");
        await enqueue(ana, ["4"]);
        await enqueue(ben, ["5"], 0, "reminder");
        const holds = async (id: ConversationId) => (await store.outbox(id)).map((row) => row.heldUntil);
        expect(await holds(ana)).toEqual([9, undefined, 9, undefined]);
        expect(await holds(ben)).toEqual([undefined]);
        expect(await store.conversationsWithOutbox(0, 99)).toEqual([ana, ben]);
      });

      it("gives what has come since, also to the one who has the conversation", async () => {
        await enqueue(ana, ["1"]);
        expect(await waiting(ana)).toEqual(["1"]);
        await enqueue(ana, ["2"]);
        expect(await waiting(ana)).toEqual(["1", "2"]);
      });

      it("tells how many messages wait, and since when the oldest does", async () => {
        expect(await store.outboxState()).toEqual({ count: 0 });
        await enqueue(ana, ["1", "2"], 8);
        await enqueue(ben, ["3"], 7, "announcement");
        expect(await store.outboxState()).toEqual({ count: 3, oldest: 7 });
      });

      it("drops one kind, or all, of one conversation", async () => {
        await enqueue(ana, ["answer"]);
        await enqueue(ana, ["reminder"], 0, "reminder");
        await enqueue(ben, ["other"]);
        await store.transaction((transaction) => transaction.dropOutbox(ana, "answer"));
        expect(await waiting(ana)).toEqual(["reminder"]);
        await store.transaction((transaction) => transaction.dropOutbox(ana));
        expect(await store.conversationsWithOutbox(0, 99)).toEqual([ben]);
      });

      it("drops the reminders of one campaign, and no others", async () => {
        await store.transaction(async (transaction) => {
          for (const campaign of ["meta", "trio"]) {
            const when = { now: 0, goodUntil: 60, campaign };
            await transaction.enqueue(ana, "reminder", [someMessage(campaign)], when);
          }
          await transaction.enqueue(ben, "reminder", [someMessage("other")], {
            now: 0,
            goodUntil: 60,
            campaign: "meta",
          });
        });
        await enqueue(ana, ["answer"]);
        await store.transaction((transaction) => transaction.dropOutbox(ana, "reminder", "meta"));
        expect(await waiting(ana)).toEqual(["trio", "answer"]);
        expect(await waiting(ben)).toEqual(["other"]);
      });

      it("gives the first message of a reminder at the instant at which it is to be pushed, until it is said otherwise", async () => {
        const messages = ["1", "2"].map(someMessage);
        const when = { now: 0, goodUntil: 60, pushAt: 20 };
        await store.transaction((transaction) => transaction.enqueue(ana, "reminder", messages, when));
        await enqueue(ben, ["other"]);
        expect(await store.duePushes(19, 9)).toEqual([]);
        const [first, ...others] = await store.duePushes(20, 9);
        expect(first).toMatchObject({ conversationId: ana, message: someMessage("1"), goodUntil: 60 });
        expect(others).toEqual([]);
        const pushAgain = (at?: number) =>
          store.transaction((transaction) => transaction.setPushAt(first?.id ?? 0, at));
        await pushAgain(30);
        expect(await store.duePushes(29, 9)).toEqual([]);
        expect(await store.duePushes(30, 9)).toHaveLength(1);
        await pushAgain();
        expect(await store.duePushes(99, 9)).toEqual([]);
        expect(await waiting(ana)).toEqual(["1", "2"]);
      });
    });

    it("erases person, reminders and undelivered messages of one conversation, and only of it", async () => {
      for (const id of [ana, ben]) {
        await save(id);
        await remind(id, "soon", 1);
        await enqueue(id, ["1"]);
      }
      await store.transaction(async (transaction) => {
        await transaction.erase(ana);
        await transaction.enqueue(ana, "answer", [someMessage("goodbye")], { now: 0, goodUntil: 9 });
      });
      expect(await load(ana)).toBeUndefined();
      expect(await reminders(ana)).toEqual([]);
      expect(await waiting(ana)).toEqual(["goodbye"]);
      expect([await load(ben), await reminders(ben), await waiting(ben)]).toMatchObject([
        {},
        [{ slot: "soon" }],
        ["1"],
      ]);
    });

    describe("a channel's note of a chat", () => {
      const keep = (id: ConversationId, note: object) =>
        store.transaction((transaction) => transaction.keepChatNote(id, note));
      const note = (id: ConversationId) => store.transaction((transaction) => transaction.chatNote(id));

      it("stays as it was written, whatever is saved of the conversation", async () => {
        await save(ana);
        expect(await note(ana)).toBeUndefined();
        await keep(ana, { at: 5, ids: ["é"] });
        await save(ana, 9, someConversation("en"));
        expect(await note(ana)).toEqual({ at: 5, ids: ["é"] });
        await keep(ana, { at: 6 });
        expect(await note(ana)).toEqual({ at: 6 });
      });

      it("is kept of nobody who is not known", async () => {
        await keep(ana, { at: 5 });
        await save(ana);
        expect(await note(ana)).toBeUndefined();
      });

      it("is erased with its person, and does not come back", async () => {
        await save(ana);
        await keep(ana, { at: 5 });
        await store.transaction((transaction) => transaction.erase(ana));
        await keep(ana, { at: 6 });
        await save(ana);
        expect(await note(ana)).toBeUndefined();
      });

      it("expires with its conversation", async () => {
        await save(ana, 1);
        await keep(ana, { at: 5 });
        expect(await store.expire({ ...nothingExpires, before: 2 })).toBe(1);
        await save(ana, 3);
        expect(await note(ana)).toBeUndefined();
      });

      it("moves with its conversation", async () => {
        await save(ana);
        await keep(ana, { at: 5 });
        await store.transaction((transaction) => transaction.rename(ana, ben));
        expect([await note(ana), await note(ben)]).toEqual([undefined, { at: 5 }]);
      });

      it("is another thing than the channel's own note, which stays", async () => {
        const own = () => store.transaction((transaction) => transaction.channelNote("test"));
        expect(await own()).toBeUndefined();
        for (const floor of [1, 2])
          await store.transaction((transaction) => transaction.keepChannelNote("test", { floor }));
        await store.expire({ ...nothingExpires, before: 99, forgetIdsBefore: 99, forgetRemindersBefore: 99 });
        expect(await own()).toEqual({ floor: 2 });
        expect(await store.transaction((transaction) => transaction.channelNote("other"))).toBeUndefined();
      });
    });

    describe("a conversation that gets another id", () => {
      const rename = (from: ConversationId, to: ConversationId) =>
        store.transaction((transaction) => transaction.rename(from, to));

      it("takes person, reminders and undelivered messages along", async () => {
        await save(ana);
        await remind(ana, "soon", 1);
        await enqueue(ana, ["1", "2"]);
        await rename(ana, ben);
        expect([await load(ana), await reminders(ana), await waiting(ana)]).toEqual([undefined, [], []]);
        expect(await load(ben)).toEqual(someConversation());
        expect((await onlyReminder(ben)).slot).toBe("soon");
        expect(await waiting(ben)).toEqual(["1", "2"]);
      });

      it("stays whole when it is told twice, or moves to where it is", async () => {
        await save(ana);
        await rename(ana, ben);
        await rename(ana, ben);
        await remind(ben, "soon", 1);
        await rename(ben, ben);
        expect(await load(ben)).toEqual(someConversation());
        expect((await onlyReminder(ben)).slot).toBe("soon");
      });

      it("takes the place of what is known under the new id, and loses no reminder or message of it", async () => {
        await save(ana, 0, someConversation("fr"));
        await remind(ana, "soon", 1);
        await save(ben, 0, someConversation("en"));
        await remind(ben, "soon", 2);
        await remind(ben, "late", 3);
        await enqueue(ben, ["1"]);
        await rename(ana, ben);
        expect((await load(ben))?.person.language).toBe("fr");
        expect((await reminders(ben)).map(({ dueAt }) => dueAt)).toEqual([1, 3]);
        expect(await waiting(ben)).toEqual(["1"]);
      });

      it("gives way to a person under the new id who has given a later sign of life", async () => {
        await save(ana, 1, someConversation("fr"));
        await remind(ana, "soon", 1);
        await save(ben, 2, someConversation("en"));
        await rename(ana, ben);
        expect((await load(ben))?.person.language).toBe("en");
        expect(await load(ana)).toBeUndefined();
        expect((await reminders(ben)).map(({ slot }) => slot)).toEqual(["soon"]);
      });
    });

    describe("alerts", () => {
      const ids = Array.from({ length: 7 }, (_, index): ConversationId => `test:${index}`);
      const { person, saved } = someConversation();
      const subscribe = (id: ConversationId, alertsSince: number) =>
        save(id, 0, { person: { ...person, alertsSince }, saved });
      const find = (after: number, upTo: number, most: number) =>
        store.transaction((transaction) => transaction.subscribers(after, upTo, most));
      const queue = () =>
        store.transaction((transaction) => transaction.addAlert({ campaign: "meta", news: "new" }, 9));
      const tell = (id: ConversationId, alert: number) =>
        store.transaction((transaction) =>
          transaction.setReminder(id, { campaign: "meta", slot: "new", dueAt: 5, alert }),
        );
      const waiting = (alert: number) => store.countReminders({ alert }, 0, 99, 99);
      const become = (alert: number, state: AlertState) =>
        store.transaction((transaction) => transaction.setAlertState(alert, state));
      /** Queues so many; gives their numbers. */
      const queueSome = async (count: number) => {
        for (let queued = 0; queued < count; queued += 1) await queue();
        return (await store.alerts()).map(({ id }) => id);
      };

      it("are looked at by one transaction at a time, which may add another", async () => {
        const queueFirst = () =>
          store.transaction(async (transaction) => {
            if ((await transaction.alerts()).length > 0) return;
            await transaction.addAlert({ campaign: "meta", news: "new" }, 9);
          });
        await Promise.all(ids.map(queueFirst));
        expect(await store.alerts()).toHaveLength(1);
      });

      it("find everyone who wants them once, by since when they do, however many do since the same instant", async () => {
        for (const [index, id] of ids.entries()) await subscribe(id, [1, 2, 2, 2, 3, 4, 9][index] ?? 0);
        await save(ben);
        const first = await find(0, 8, 2);
        expect(first.people.map(({ id }) => id).sort()).toEqual(ids.slice(0, 4));
        expect(first.people[0]).toMatchObject({ saved, person: { language: "fr" } });
        const second = await find(first.upTo, 8, 2);
        expect([first.upTo, second.people.length, second.upTo]).toEqual([2, 2, 8]);
        expect(await find(8, 8, 2)).toEqual({ people: [], upTo: 8 });
      });

      it("are noted with how far they have come, by one process each time", async () => {
        await queue();
        const [alert] = await store.alerts();
        if (alert === undefined) throw new Error("there is no alert");
        expect(alert).toMatchObject({
          campaign: "meta",
          news: "new",
          state: "running",
          createdAt: 9,
          filledTo: 0,
        });
        const fill = (filledTo: number, to: number) =>
          store.transaction((transaction) => transaction.fillAlert({ ...alert, filledTo }, to, 3));
        const both = await Promise.all([fill(0, 4), fill(0, 4)]);
        expect(both.filter((isOurs) => isOurs)).toHaveLength(1);
        expect(await fill(4, 9)).toBe(true);
        expect(await store.alerts()).toEqual([{ ...alert, filledTo: 9, total: 6 }]);
      });

      it("are filled only while they run, and what has ended stays as it is", async () => {
        const [id = 0] = await queueSome(1);
        const fill = () =>
          store.transaction((transaction) => transaction.fillAlert({ id, filledTo: 0 }, 4, 3));
        expect([await become(id, "paused"), await fill(), await become(id, "done")]).toEqual([
          true,
          false,
          false,
        ]);
        expect([await become(id, "running"), await become(id, "cancelled")]).toEqual([true, true]);
        for (const state of alertStates) expect(await become(id, state), `${state} anew`).toBe(false);
        expect(await fill()).toBe(false);
        expect(await store.alerts()).toMatchObject([{ state: "cancelled", filledTo: 0, total: 0 }]);
      });

      it("are no reminders: they are found by their number, and end by it", async () => {
        const [one = 0, two = 0] = await queueSome(2);
        await remind(ana, "soon", 5);
        await tell(ana, one);
        await tell(ben, two);
        expect((await reminders(ana)).map(({ slot }) => slot)).toEqual(["soon"]);
        expect(await store.countReminders({ channel: "test" }, 0, 99, 99)).toBe(1);
        expect(await store.dueReminders({ channel: "test" }, 9, 9)).toMatchObject([{ slot: "soon" }]);
        expect(await store.dueReminders({ channel: "test", alert: two }, 9, 9)).toMatchObject([
          { conversationId: ben, slot: "new", alert: two },
        ]);
        await store.transaction((transaction) => transaction.cancelReminders(ana));
        await store.transaction((transaction) => transaction.cancelReminders(ana, { slot: "new" }));
        expect(await waiting(one)).toBe(1);
        await become(one, "paused");
        expect(await waiting(one)).toBe(1);
        await become(one, "cancelled");
        expect([await waiting(one), await waiting(two)]).toEqual([0, 1]);
      });

      it.each([0, -1, 1_000_000, Number.MAX_SAFE_INTEGER])(
        "of a number that is none’s end nothing: %d",
        async (number) => {
          const [alert = 0] = await queueSome(1);
          await remind(ana, "soon", 5);
          await tell(ben, alert);
          for (const state of alertStates)
            expect([state, await become(number, state)]).toEqual([state, false]);
          expect([(await reminders(ana)).length, await waiting(alert)]).toEqual([1, 1]);
          expect(await store.alerts()).toMatchObject([{ state: "running" }]);
          expect(await store.countReminders({ alert: number }, 0, 99, 99)).toBe(0);
          expect(await store.dueReminders({ alert: number }, 99, 99)).toEqual([]);
        },
      );

      it("that have ended delete nothing more, whatever is asked of them", async () => {
        const [ended = 0, other = 0] = await queueSome(2);
        await become(ended, "cancelled");
        await remind(ana, "soon", 5);
        await tell(ana, ended);
        await tell(ben, other);
        expect(await become(ended, "cancelled")).toBe(false);
        expect([await waiting(ended), await waiting(other), (await reminders(ana)).length]).toEqual([
          1, 1, 1,
        ]);
      });

      it("move and are erased with their person", async () => {
        await subscribe(ana, 3);
        await tell(ana, 1);
        await store.transaction((transaction) => transaction.rename(ana, "other:ana"));
        expect(await store.dueReminders({ channel: "other", alert: 1 }, 9, 9)).toMatchObject([
          { conversationId: "other:ana" },
        ]);
        expect((await find(0, 9, 9)).people.map(({ id }) => id)).toEqual(["other:ana"]);
        await store.transaction((transaction) => transaction.erase("other:ana"));
        expect([await waiting(1), await find(0, 9, 9)]).toEqual([0, { people: [], upTo: 9 }]);
      });
    });

    describe("expiry", () => {
      it("erases conversations at rest with all that is theirs, and says how many", async () => {
        await save(ana, 9);
        await enqueue(ana, ["1"]);
        await save(ben, 10);
        expect(await store.expire({ ...nothingExpires, before: 10 })).toBe(1);
        expect([await load(ana), await waiting(ana)]).toEqual([undefined, []]);
        expect(await load(ben)).toEqual(someConversation());
      });

      it("keeps those that wait for a reminder", async () => {
        await save(ana, 0);
        await remind(ana, "soon", 5);
        expect(await store.expire({ ...nothingExpires, before: 100 })).toBe(0);
        await store.transaction((transaction) => transaction.cancelReminders(ana));
        expect(await store.expire({ ...nothingExpires, before: 100 })).toBe(1);
      });

      it("keeps those that want alerts a year longer", async () => {
        const year = 365 * 86_400_000;
        const { person, saved } = someConversation();
        const wanting = { person: { ...person, alertsSince: 3 }, saved };
        await save(ana, 9, wanting);
        expect(await load(ana)).toEqual(wanting);
        expect(await store.expire({ ...nothingExpires, before: year + 9 })).toBe(0);
        expect(await store.expire({ ...nothingExpires, before: year + 10 })).toBe(1);
        await save(ana, 9, wanting);
        await save(ana, 9);
        expect(await store.expire({ ...nothingExpires, before: 10 })).toBe(1);
      });

      it("erases reminders that were due before the instant that is given, and then who waited only for them", async () => {
        await save(ana);
        await save(ben);
        await store.transaction((transaction) =>
          Promise.all(
            Array.from({ length: 1_100 }, (_, number) =>
              transaction.setReminder("one:many", { campaign: "meta", slot: `${number}`, dueAt: 4 }),
            ),
          ),
        );
        await remind(ana, "missed", 4);
        await remind(ben, "missed", 4);
        await remind(ben, "due", 5);
        expect(await store.expire({ ...nothingExpires, before: 1, forgetRemindersBefore: 5 })).toBe(1);
        expect(await reminders("one:many")).toEqual([]);
        expect((await reminders(ben)).map(({ slot }) => slot)).toEqual(["due"]);
        expect(await load(ana)).toBeUndefined();
      });

      it("erases what was counted before the day that is given", async () => {
        await addCounts("2025-05-20", 1);
        await addCounts("2025-05-21", 1);
        await store.expire({ ...nothingExpires, forgetCountsBefore: "2025-05-21" });
        expect(await store.dailyCounts("")).toEqual([{ day: "2025-05-21", ...someCount, count: 1 }]);
      });

      it("keeps what became of objections: what was published of it does not change", async () => {
        const refused = { ...ofOutcomes, what: "outcome-refused", count: 1 } as const;
        await store.transaction((transaction) => transaction.addCounts("2025-04-01", [refused]));
        await addCounts("2025-05-20", 1);
        await store.expire({ ...nothingExpires, forgetCountsBefore: "2026-01-01" });
        expect(await store.dailyCounts("")).toEqual([{ day: "2025-04-01", ...refused }]);
      });

      it("keeps how many came by a page: what was shown of it does not change", async () => {
        await store.transaction((transaction) =>
          transaction.addCounts("2025-04-02", [{ ...cameBy, count: 1 }]),
        );
        await store.expire({ ...nothingExpires, forgetCountsBefore: "2026-01-01" });
        expect(await store.dailyCounts("", { channel: "" })).toEqual([
          { day: "2025-04-02", ...cameBy, count: 1 },
        ]);
      });

      it("forgets the page that led someone here until before the instant that is given, and nothing else", async () => {
        await save(ana, 1, led(5));
        await save(ben, 1, led(6));
        expect(await store.expire({ ...nothingExpires, forgetMemoryBefore: 6 })).toBe(0);
        expect([await load(ana), await load(ben)]).toEqual([someConversation(), led(6)]);
      });

      it("erases messages that were worth sending until before the instant that is given, on whatever channel", async () => {
        await enqueue(ana, ["1"], 1);
        await enqueue("gone:ana", ["1"], 1);
        await enqueue(ana, ["2"], 2);
        expect(await store.expire({ ...nothingExpires, forgetMessagesBefore: 62 })).toBe(0);
        expect([await waiting(ana), await waiting("gone:ana")]).toEqual([["2"], []]);
      });

      it("forgets what is remembered until before the instant that is given, and nothing else", async () => {
        const ids = Array.from({ length: 600 }, (_, number): ConversationId => `test:${number}`);
        await store.transaction((transaction) =>
          Promise.all(ids.map((id) => transaction.save(id, remembering(someConversation(), 5), 1))),
        );
        await save(ana, 1, remembering(someConversation(), 6));
        expect(await store.expire({ ...nothingExpires, forgetMemoryBefore: 6 })).toBe(0);
        expect(await load(ana)).toEqual(remembering(someConversation(), 6));
        expect(await Promise.all(ids.map(load))).toEqual(ids.map(() => someConversation()));
      });

      it("counts the last saving as the last sign of life", async () => {
        await save(ana, 1);
        await save(ana, 20);
        expect(await store.expire({ ...nothingExpires, before: 20 })).toBe(0);
      });

      it("reaches all of many", async () => {
        const numbers = (length: number) => Array.from({ length }, (_, number) => number);
        const areNew = (now: (number: number) => number) =>
          store.transaction((transaction) =>
            Promise.all(
              numbers(4_500).map((number) => transaction.claimUpdateId(`update ${number}`, now(number))),
            ),
          );
        await areNew((number) => number % 2);
        await store.transaction((transaction) =>
          Promise.all(
            numbers(1_200).map((number) =>
              transaction.save(`test:${number}`, someConversation(), number % 2),
            ),
          ),
        );
        expect([
          await store.expire({ ...nothingExpires, before: 1, forgetIdsBefore: 1 }),
          await store.expire({ ...nothingExpires, before: 1, forgetIdsBefore: 1 }),
        ]).toEqual([600, 0]);
        expect((await areNew(() => 2)).filter((isNew) => isNew)).toHaveLength(2_250);
      });
    });

    it("finishes what was asked for before it closes, and says that it is closed afterwards", async () => {
      const last = save(ana);
      await store.close();
      await expect(last).resolves.toBeUndefined();
      await expect(save(ben)).rejects.toThrow("closed");
      await store.close();
    });
  });
}

function sent(conversation: Conversation | undefined): number {
  return conversation?.person.following["meta"]?.sent["facebook"] ?? Number.NaN;
}
