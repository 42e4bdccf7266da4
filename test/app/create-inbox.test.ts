import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { createInbox } from "../../src/app/create-inbox.ts";
import type { InboxDependencies } from "../../src/app/inbox-dependencies.ts";
import {
  type ConversationId,
  type IncomingMessage,
  type OutgoingMessage,
  type Store,
  StoreError,
  type Transaction,
} from "../../src/ports.ts";
import { openStore } from "../../src/storage/open-store.ts";
import { at, createBrain, createTestClock, createTroubleLog, unmetered } from "../support/bot-under-test.ts";
import { createPersonUnderTest, type PersonUnderTest, testChannel } from "../support/person-under-test.ts";
import {
  missingPostgres,
  type PostgresServer,
  startPostgres,
  whySkipped,
} from "../support/postgres-server.ts";

async function begin(...texts: readonly string[]): Promise<PersonUnderTest> {
  const person = await createPersonUnderTest(["meta"], "2025-05-20T10:00");
  onTestFinished(() => person.store.close());
  for (const text of texts) await person.gives({ text, languageHint: "en" });
  return person;
}

/** Puts a message that says so into the outbox. */
async function putOnItsWay({ store, clock }: PersonUnderTest, kind: "reminder" | "alert"): Promise<void> {
  const now = clock.now();
  const message = { text: [{ type: "text", text: "on its way" }] } as const;
  await store.transaction((transaction) =>
    transaction.enqueue("test:1", kind, [message], { now, goodUntil: now + 3_600_000 }),
  );
}

const textOf = (messages: readonly OutgoingMessage[]) =>
  messages.map(({ text }) => text.map((span) => span.text).join("")).join("\n");
const labelsOf = (messages: readonly OutgoingMessage[]) =>
  messages.flatMap(({ choices = [] }) => choices.map(({ label }) => label));

describe("a message", () => {
  it("that comes again changes nothing and gets no second answer", async () => {
    const person = await begin("/start");
    await person.gives({ id: "same", text: "facebook" });
    const stored = await person.stored();
    expect(await person.gives({ id: "same", text: "instagram" })).toEqual({ receipt: "repeated", sent: [] });
    expect(await person.stored()).toBe(stored);
  });

  describe("whose answer stands last in the chat", () => {
    let isUndisturbed = true;
    async function beginSaid(...texts: readonly string[]) {
      isUndisturbed = true;
      const person = await createPersonUnderTest(["meta"], "2025-05-20T10:00", (parts) => ({
        ...parts,
        messagesPerMinute: 60,
        delivery: { ...parts.delivery, isUndisturbed: () => isUndisturbed },
      }));
      onTestFinished(() => person.store.close());
      for (const text of texts) await person.gives({ text, languageHint: "en" });
      return person;
    }

    it("is not answered with it again within a minute, and is after that", async () => {
      const person = await beginSaid("/start", "menu");
      for (const text of ["menu", "the menu please", "menu"]) {
        person.clock.advance(15_000);
        expect(await person.gives({ text })).toEqual({ receipt: "said-before", sent: [] });
      }
      person.clock.advance(15_000);
      expect(await person.gives({ text: "menu" })).toMatchObject({ receipt: "answered", sent: [{}] });
    });

    it("is not answered with it again where words are not understood: each answer is another one", async () => {
      const person = await beginSaid("/start", "blorb", "glub");
      const answers: string[] = [];
      for (const text of ["zork", "glub", "blorb"])
        answers.push(JSON.stringify((await person.gives({ text })).sent));
      expect(answers[0]).not.toBe("[]");
      expect(answers.filter((answer, at) => answer !== "[]" && answer === answers[at + 1])).toEqual([]);
      expect((await person.gives({ text: "menu" })).receipt).toBe("answered");
    });

    it("is answered all the same with whatever else was said, or lost, in between", async () => {
      const person = await beginSaid("/start", "menu", "where am i");
      expect((await person.gives({ text: "menu" })).receipt).toBe("answered");
      isUndisturbed = false;
      expect((await person.gives({ text: "menu" })).receipt).toBe("answered");
    });

    it("is answered all the same where another process has taken a message in between", async () => {
      const person = await beginSaid("/start", "menu");
      const { store, clock } = person;
      clock.advance(1_000);
      await store.transaction(async (transaction) => {
        const known = await transaction.load("test:1");
        if (known !== undefined) await transaction.save("test:1", known, clock.now());
      });
      expect((await person.gives({ text: "menu" })).receipt).toBe("answered");
    });

    it("is answered all the same where something has come of it, or where the chat may be a new one", async () => {
      const person = await beginSaid("/start", "facebook and instagram", "both linked");
      const { sent } = await person.gives({ text: "/start" });
      expect((await person.gives({ text: "/start" })).sent).toHaveLength(sent.length);
    });
  });

  it("that is answered in several messages has all but the first marked as following it", async () => {
    const person = await begin("/start", "facebook");
    const { sent } = await person.gives({ text: "letter" });
    expect(sent.length).toBeGreaterThan(1);
    expect(sent.map(({ follows }) => follows)).toEqual([undefined, ...sent.slice(1).map(() => true)]);
  });

  it("that is read too late gets no answer, not even if it comes again", async () => {
    const person = await begin("/start");
    const stored = await person.stored();
    const late = { id: "late", text: "facebook" };
    expect(await person.gives({ ...late, isLate: true })).toEqual({ receipt: "too-late", sent: [] });
    expect(await person.gives(late)).toEqual({ receipt: "repeated", sent: [] });
    expect(await person.stored()).toBe(stored);
  });

  it("on an old button is told to be past", async () => {
    const person = await begin("/start", "facebook");
    const { receipt } = await person.gives({ tapped: "1|accounts|meta|instagram" });
    expect(receipt).toBe("past");
    expect((await person.gives({ text: "menu" })).receipt).toBe("answered");
  });

  it("tells the zone of its device, which counts until another one is chosen", async () => {
    const person = await begin("/start");
    const zoneAfter = async (message: Partial<IncomingMessage>) => {
      await person.gives(message);
      return JSON.parse(await person.stored()).person.zone;
    };
    expect(await zoneAfter({ text: "facebook" })).toBeUndefined();
    expect(await zoneAfter({ text: "menu", zoneHint: "Africa/Tunis" })).toBe("Africa/Tunis");
    expect(await zoneAfter({ text: "menu", zoneHint: "Asia/Tokyo" })).toBe("Africa/Tunis");
  });

  it.each([
    ["stop", false],
    ["done", true],
  ])("takes back a reminder that is on its way only if it ends all of them: %s", async (text, isSent) => {
    const person = await begin("/start", "facebook", "friday at 6pm");
    await putOnItsWay(person, "reminder");
    expect(textOf((await person.gives({ text })).sent).includes("on its way")).toBe(isSent);
    expect(await person.reminders()).toEqual([]);
  });

  it("takes back an alert that is on its way if it ends them", async () => {
    const person = await begin("/start", "facebook", "keep me posted");
    await putOnItsWay(person, "alert");
    expect(textOf((await person.gives({ text: "no more alerts" })).sent)).not.toContain("on its way");
  });

  it("leaves nothing behind once everything was erased, and the goodbye is all that goes out", async () => {
    const person = await begin("/start", "facebook", "friday at 6pm", "forget me");
    const { sent } = await person.gives({ text: "yes" });
    expect(sent).toHaveLength(1);
    expect(labelsOf(sent)).toEqual([]);
    expect(await person.stored()).toBe("");
    expect(await person.reminders()).toEqual([]);
  });

  it("that is longer than a text can be is answered", async () => {
    const person = await begin("/start");
    const { sent } = await person.gives({ text: "facebook ".repeat(600) });
    expect(textOf(sent)).toContain("Facebook only?");
    expect(await person.stored()).not.toContain('"accounts":["facebook"]');
  });
});

describe("someone who writes faster than can be read", () => {
  async function beginSlow(languageHint?: string) {
    const person = await createPersonUnderTest(["meta"], "2025-05-20T10:00", (parts) => ({
      ...parts,
      messagesPerMinute: 2,
    }));
    onTestFinished(() => person.store.close());
    for (const text of ["/start", "facebook"])
      await person.gives({ text, ...(languageHint !== undefined && { languageHint }) });
    return person;
  }

  it("is told so once, and nothing of what they write meanwhile is read", async () => {
    const person = await beginSlow("en");
    const stored = await person.stored();
    const { receipt, sent } = await person.gives({ text: "stop" });
    expect([receipt, textOf(sent)]).toEqual([
      "too-many",
      "Too many messages at once. Try again in a minute.",
    ]);
    expect(await person.gives({ text: "stop" })).toEqual({ receipt: "too-many", sent: [] });
    expect(await person.stored()).toBe(stored);
  });

  it("is told so in the operator's language as long as theirs is not known", async () => {
    const person = await beginSlow();
    const { sent } = await person.gives({ text: "stop" });
    expect(textOf(sent)).toMatch(/^Trop de messages/);
  });
});

/** A person whose texts are counted; `change` replaces parts of the road. */
async function beginCounted(change: (parts: InboxDependencies) => InboxDependencies = (parts) => parts) {
  const counted: (readonly string[])[] = [];
  const person = await createPersonUnderTest(["meta"], "2025-05-20T10:00", (parts) =>
    change({
      ...parts,
      meter: { ...parts.meter, understood: (...labels) => void counted.push(labels) },
    }),
  );
  onTestFinished(() => person.store.close());
  return { counted, person };
}

describe("what a text came to", () => {
  it("is counted by topic and language: answered, asked back, not understood", async () => {
    const { counted, person } = await beginCounted();
    for (const text of ["/start", "not instagram", "is it legal?", "zqxjkw"])
      await person.gives({ text, languageHint: "en" });
    expect(counted).toEqual([
      ["answered", "start", "en"],
      ["asked-back", "doubt", "en"],
      ["answered", "legal", "en"],
      ["not-understood", "not-understood", "en"],
    ]);
  });

  it("is counted in the language that the answer speaks", async () => {
    const { counted, person } = await beginCounted();
    await person.gives({ text: "est-ce que c’est légal ?" });
    expect(counted).toEqual([["answered", "legal", "fr"]]);
  });

  it("is not counted for a press, a voice note, or a message that comes again", async () => {
    const { counted, person } = await beginCounted();
    await person.gives({ id: "same", text: "/start", languageHint: "en" });
    await person.gives({ id: "same", text: "/start", languageHint: "en" });
    await person.gives({ tapped: "1|accounts|meta|facebook" });
    await person.gives({ unreadable: true });
    expect(counted).toEqual([["answered", "start", "en"]]);
  });

  it("is counted once it is answered, if it had to wait for the language", async () => {
    const { counted, person } = await beginCounted();
    await person.gives({ text: "/start" });
    await person.gives({ text: "/data" });
    expect(counted.map(([, topic]) => topic)).toEqual(["start"]);
    await person.gives({ text: "english" });
    expect(counted.map(([, topic]) => topic)).toEqual(["start", "language", "my-data"]);
  });

  it("holds no word of what was written", async () => {
    const { counted, person } = await beginCounted();
    const secrets = ["zqxjkw", "https://zqxjkw.example/zqxjkw", "/zqxjkw", "/start zqxjkw", "legal zqxjkw"];
    for (const text of [...secrets, "zqxjkw ".repeat(1_000)])
      await person.gives({ text, languageHint: "en" });
    expect(counted).toHaveLength(6);
    expect(counted.flat().join(" ")).not.toContain("zqxjkw");
  });
});

describe("a transaction that has to run twice", () => {
  it("counts once what a text came to", async () => {
    const { counted, person } = await beginCounted((parts) => ({
      ...parts,
      store: { ...parts.store, transaction: (work) => twice(parts.store, work) },
    }));
    await person.gives({ text: "is it legal?", languageHint: "en" });
    expect(counted).toEqual([["answered", "legal", "en"]]);
  });

  /** Rolls the first run back, as PostgreSQL does where two transactions meet. */
  async function twice<Outcome>(
    store: Store,
    work: (transaction: Transaction) => Promise<Outcome>,
  ): Promise<Outcome> {
    const rollback = new Error("rolled back");
    const first = store.transaction(async (transaction) => {
      await work(transaction);
      throw rollback;
    });
    await expect(first).rejects.toBe(rollback);
    return store.transaction(work);
  }
});

describe("a step that fails", () => {
  /** A brain in which one text is missing: what names it fails. */
  function without(key: string) {
    return (parts: InboxDependencies): InboxDependencies => ({
      ...parts,
      wording: {
        ...parts.wording,
        render(phrase, language) {
          if (phrase.key === key) throw new Error(`there is no text ${key}`);
          return parts.wording.render(phrase, language);
        },
      },
    });
  }

  async function beginWithout(key: string) {
    const person = await createPersonUnderTest(["meta"], "2025-05-20T10:00", without(key));
    onTestFinished(() => person.store.close());
    await person.gives({ text: "/start", languageHint: "en" });
    return person;
  }

  it("is answered with an apology and the question again, and keeps the old place", async () => {
    const person = await beginWithout("steps.conditions");
    const before = await person.stored();
    const { receipt, sent } = await person.gives({ text: "facebook" });
    expect(receipt).toBe("answered");
    expect(textOf(sent)).toContain("Sorry");
    expect(labelsOf(sent)).toEqual(["Facebook", "Instagram", "Both", "Neither"]);
    expect(await person.stored()).toBe(before);
    expect(person.trouble).toEqual([
      expect.stringMatching(/^a step failed; its person gets an apology: Error: there is no text/),
    ]);
    expect(person.errors).toEqual(["step"]);
  });

  it("comes again if not even the apology can be said, and is no trouble of the store's", async () => {
    const person = await createPersonUnderTest(["meta"], "2025-05-20T10:00", (parts) => ({
      ...parts,
      wording: {
        ...parts.wording,
        render() {
          throw new Error("there are no texts");
        },
      },
    }));
    onTestFinished(() => person.store.close());
    await expect(person.gives({ id: "same", text: "/start" })).rejects.toThrow("there are no texts");
    await expect(person.gives({ id: "same", text: "/start" })).rejects.toThrow("there are no texts");
    expect(person.errors).toEqual(["step", "step"]);
  });

  it("is not tried again when the same message comes again", async () => {
    const person = await beginWithout("steps.conditions");
    await person.gives({ id: "same", text: "facebook" });
    expect(await person.gives({ id: "same", text: "facebook" })).toEqual({ receipt: "repeated", sent: [] });
  });

  it("does not hold up what the person asks next", async () => {
    const person = await beginWithout("steps.conditions");
    await person.gives({ text: "facebook" });
    const { sent } = await person.gives({ text: "neither" });
    expect(sent.length).toBeGreaterThan(0);
    expect(person.trouble).toHaveLength(1);
  });

  it("is answered even where the open question fails as well", async () => {
    const person = await beginWithout("accounts.text");
    const { sent } = await person.gives({ text: "menu please" });
    expect(sent.length).toBeGreaterThan(0);
    expect(textOf(sent)).not.toBe("");
  });

  it("is no step's where the store is away: it is counted apart, and the channel brings the message again", async () => {
    const received: unknown[] = [];
    let isAway = false;
    const person = await createPersonUnderTest(["meta"], "2025-05-20T10:00", (parts) => ({
      ...parts,
      meter: { ...parts.meter, received: (...labels) => void received.push(labels) },
      store: {
        ...parts.store,
        transaction: (work) =>
          isAway ? Promise.reject(new StoreError("the disk is full")) : parts.store.transaction(work),
      },
    }));
    onTestFinished(() => person.store.close());
    await person.gives({ text: "/start" });
    isAway = true;
    await expect(person.gives({ text: "menu" })).rejects.toThrow("the disk is full");
    expect(person.errors).toEqual(["store"]);
    expect(received).toEqual([
      ["test", "answered", 0],
      ["test", "failed", 0],
    ]);
  });

  it("logs nothing of what the person wrote", async () => {
    const person = await beginWithout("steps.conditions");
    await person.gives({ text: "facebook zqxjkw" });
    await person.gives({ text: "facebook" });
    expect(person.trouble.join("\n")).not.toContain("zqxjkw");
    expect(person.trouble.join("\n")).not.toContain("test:1");
  });
});

describe("a chat", () => {
  const [old, fresh]: readonly ConversationId[] = ["test:1", "test:2"];
  if (old === undefined || fresh === undefined) throw new Error("two chats are needed");

  async function beginWithReminder(heldMs = 0, url = "memory:") {
    const store = await openStore(url);
    onTestFinished(() => store.close());
    const woken: ConversationId[] = [];
    const clock = createTestClock("2025-05-20T10:00");
    const inbox = createInbox({
      ...createBrain(["meta"], { channelOf: () => ({ ...testChannel, limits: { heldMs: () => heldMs } }) }),
      ...unmetered,
      store,
      clock,
      log: createTroubleLog().log,
      random: () => 0.5,
      delivery: { wake: (id) => void woken.push(id), isCircuitOpen: () => false, isUndisturbed: () => false },
    });
    for (const [index, text] of ["/start", "facebook", "friday at 6pm"].entries())
      await inbox.receive({ id: `${index}`, conversationId: old ?? "test:1", text, languageHint: "en" });
    const reminders = (id: ConversationId) => store.transaction((transaction) => transaction.reminders(id));
    return { store, inbox, woken, reminders, clock };
  }

  it("that is gone gets no reminder and no message any more", async () => {
    const { store, inbox, reminders } = await beginWithReminder();
    await inbox.gone(old);
    expect(await reminders(old)).toEqual([]);
    expect(await store.outbox(old)).toEqual([]);
  });

  it("that has written since it was held for gone keeps its reminder, and is answered", async () => {
    const { store, inbox, reminders } = await beginWithReminder();
    const seenAt = (await store.transaction((transaction) => transaction.lastSeen(old))) ?? 0;
    await inbox.gone(old, seenAt - 1);
    expect(await reminders(old)).toHaveLength(1);
    expect(await store.outbox(old)).not.toEqual([]);
    await inbox.gone(old, seenAt);
    expect(await reminders(old)).toEqual([]);
  });

  it("that is gone gets no alert any more, and is no newer for it", async () => {
    const { store, inbox } = await beginWithReminder();
    await inbox.receive({ id: "alerts", conversationId: old, text: "keep me posted" });
    const before = await store.transaction((transaction) => transaction.load(old));
    const seenAt = () => store.transaction((transaction) => transaction.lastSeen(old));
    const seenBefore = await seenAt();
    expect(before?.person.alertsSince).toBeDefined();
    await inbox.gone(old);
    const after = await store.transaction((transaction) => transaction.load(old));
    expect(after).toEqual({ ...before, person: { ...before?.person, alertsSince: undefined } });
    expect(await seenAt()).toBe(seenBefore);
  });

  it("that has told its platform to stop marketing gets no alert any more, keeps its reminder, and is no newer for it", async () => {
    const { store, inbox, reminders } = await beginWithReminder();
    await inbox.receive({ id: "alerts", conversationId: old, text: "keep me posted" });
    const message: OutgoingMessage = { text: [{ type: "text", text: "news" }] };
    await store.transaction((transaction) =>
      transaction.enqueue(old, "alert", [message], { now: 0, goodUntil: 1 }),
    );
    const known = () => store.transaction(async (transaction) => transaction.load(old));
    const seenAt = () => store.transaction((transaction) => transaction.lastSeen(old));
    const [before, seenBefore] = [await known(), await seenAt()];
    await inbox.noAlerts(old);
    expect(await known()).toEqual({ ...before, person: { ...before?.person, alertsSince: undefined } });
    expect(await reminders(old)).toHaveLength(1);
    expect((await store.outbox(old)).map(({ kind }) => kind)).not.toContain("alert");
    expect(await seenAt()).toBe(seenBefore);
  });

  it("that did not get a reminder gets it again for as long as it is true, and no longer", async () => {
    const { store, inbox } = await beginWithReminder();
    const before = await store.outbox(old);
    const reminder = { kind: "date", service: "Meta", taps: [], goodUntil: 12_345 } as const;
    await inbox.resend("a message's id", old, { text: [], language: "fr", reminder });
    const [row] = (await store.outbox(old)).slice(before.length);
    expect(row?.goodUntil).toBe(12_345);
  });

  it("that nobody has begun can be gone", async () => {
    const { store, inbox } = await beginWithReminder();
    await inbox.gone(fresh);
    expect(await store.transaction((transaction) => transaction.load(fresh))).toBeUndefined();
  });

  it("takes pushes once it has begun, and keeps what was told", async () => {
    const { store, inbox } = await beginWithReminder();
    const push = { endpoint: "https://push.example/1", keys: { p256dh: "key", auth: "secret" } };
    const load = (id: ConversationId) => store.transaction((transaction) => transaction.load(id));
    expect(await inbox.subscribe(fresh, push)).toBe(false);
    expect(await load(fresh)).toBeUndefined();
    const before = await load(old);
    expect(await inbox.subscribe(old, push)).toBe(true);
    expect(await load(old)).toEqual({ ...before, person: { ...before?.person, push } });
  });

  it("that did not get an alert gets it as an alert again", async () => {
    const { store, inbox } = await beginWithReminder();
    const before = await store.outbox(old);
    const message = {
      text: [],
      language: "fr",
      reminder: { kind: "alert", service: "Meta", taps: [] },
    } as const;
    await inbox.resend("a message's id", old, message);
    const [row] = (await store.outbox(old)).slice(before.length);
    expect(row?.kind).toBe("alert");
    expect((row?.goodUntil ?? 0) - (row?.createdAt ?? 0)).toBe(24 * 3_600_000);
  });

  it("that is erased leaves nothing, not even an answer on its way", async () => {
    const { store, inbox, reminders } = await beginWithReminder();
    await inbox.erase(old);
    expect(await store.transaction((transaction) => transaction.load(old))).toBeUndefined();
    expect([await reminders(old), await store.outbox(old)]).toEqual([[], []]);
  });

  it("that is looked into again gets what waits for it, as long as it is worth it: an hour", async () => {
    const { store, inbox, woken } = await beginWithReminder();
    woken.length = 0;
    inbox.here(old);
    expect(woken).toEqual([old]);
    const waiting = await store.outbox(old);
    expect(new Set(waiting.map(({ goodUntil, createdAt }) => goodUntil - createdAt))).toEqual(
      new Set([3_600_000]),
    );
  });

  it("that did not get a reminder gets it as another message, once however often that is told", async () => {
    const { store, inbox, woken } = await beginWithReminder();
    const before = await store.outbox(old);
    const message = { text: [], language: "fr" };
    for (let time = 0; time < 2; time += 1) await inbox.resend("a message's id", old, message);
    const [resent, ...others] = (await store.outbox(old)).slice(before.length);
    expect(resent).toMatchObject({ kind: "reminder", message });
    expect(others).toEqual([]);
    expect(woken.at(-1)).toBe(old);
  });

  it("that is held gets what it did not get as another message when the hold is over", async () => {
    const { store, inbox } = await beginWithReminder(3_600_000);
    const before = await store.outbox(old);
    await inbox.resend("a message's id", old, { text: [], language: "fr" });
    const [resent] = (await store.outbox(old)).slice(before.length);
    expect(resent?.heldUntil).toBe((resent?.createdAt ?? 0) + 3_600_000);
  });

  it("that is held is held no longer once its person writes", async () => {
    const { store, inbox } = await beginWithReminder();
    const reminder: OutgoingMessage = { text: [{ type: "text", text: "friday" }] };
    await store.transaction(async (transaction) => {
      await transaction.enqueue(old, "reminder", [reminder], { now: 0, goodUntil: 99 });
      await transaction.holdOutbox(old, at("2025-05-20T18:00"));
    });
    const holds = async () => (await store.outbox(old)).flatMap(({ heldUntil }) => heldUntil ?? []);
    expect(await holds()).toEqual([at("2025-05-20T18:00")]);
    await inbox.receive({ id: "late", conversationId: old, text: "thanks", isLate: true });
    expect(await holds()).toHaveLength(1);
    await inbox.receive({ id: "now", conversationId: old, text: "thanks" });
    expect(await holds()).toEqual([]);
  });

  it("that has moved keeps what was told, its reminder and its messages", async () => {
    const { store, inbox, reminders, woken } = await beginWithReminder();
    const waiting = (await store.outbox(old)).map(({ message }) => message);
    await inbox.moved(old, fresh);
    expect((await reminders(fresh)).map(({ dueAt }) => dueAt)).toEqual([at("2025-05-23T18:00")]);
    expect((await store.outbox(fresh)).map(({ message }) => message)).toEqual(waiting);
    expect(woken.at(-1)).toBe(fresh);
  });

  it("that has moved keeps what was told, though its person has written under the new id before", async () => {
    const { store, inbox, reminders, clock } = await beginWithReminder();
    const load = (id: ConversationId) => store.transaction((transaction) => transaction.load(id));
    const told = await load(old);
    clock.advance(1);
    await inbox.receive({ id: "new", conversationId: fresh, text: "thanks" });
    clock.advance(1);
    await inbox.moved(old, fresh);
    expect([await load(old), await load(fresh)]).toEqual([undefined, told]);
    expect(await reminders(fresh)).toHaveLength(1);
  });

  it("that moves there and back at once, or to where it is, is answered as before", async () => {
    const { store, inbox } = await beginWithReminder();
    const told = await store.transaction((transaction) => transaction.load(old));
    await Promise.all([inbox.moved(old, fresh), inbox.moved(fresh, old), inbox.moved(old, old)]);
    expect(await store.transaction((transaction) => transaction.load(old))).toEqual(told);
    expect(await inbox.receive({ id: "back", conversationId: old, text: "help" })).toBe("answered");
  });

  it("that has moved stays silent if its person has said stop under the new id before", async () => {
    const { store, inbox, clock } = await beginWithReminder();
    clock.advance(1);
    await inbox.receive({ id: "new", conversationId: fresh, text: "stop", languageHint: "en" });
    await inbox.moved(old, fresh);
    const now = await store.transaction((transaction) => transaction.load(fresh));
    expect(now?.person.stopped).toBe(true);
  });

  describe.skipIf(missingPostgres())(`in a database that does several things at once${whySkipped()}`, () => {
    let server: PostgresServer;
    beforeAll(async () => {
      server = await startPostgres();
    });
    afterAll(() => server.remove());

    it("that has moved is known by the message that comes right behind", async () => {
      const { inbox, store } = await beginWithReminder(0, await server.createDatabase());
      const ids = Array.from({ length: 20 }, (_, index): ConversationId => `test:moved-${index}`);
      const moveOn = ([from, to]: readonly [ConversationId, ConversationId]) =>
        Promise.all([
          inbox.moved(from, to),
          inbox.receive({ id: `to ${to}`, conversationId: to, text: "my reminders" }),
        ]);
      for (const [index, to] of ids.entries()) await moveOn([ids[index - 1] ?? old, to]);
      const [last = old] = ids.slice(-1);
      const answers = (await store.outbox(last)).filter(({ message }) => !message.follows);
      // To the three before the first move, and to each one after it.
      expect(answers).toHaveLength(3 + ids.length);
      expect(textOf(answers.slice(3).map(({ message }) => message))).not.toContain("data protection");
    });
  });
});
