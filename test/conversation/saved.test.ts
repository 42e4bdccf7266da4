import { describe, expect, it } from "vitest";
import type { Undo } from "../../src/conversation/memory.ts";
import type { SavedState } from "../../src/conversation/saved.ts";
import { type ConversationState, openQuestion, step } from "../../src/conversation/step.ts";
import type { ConversationEvent, Facts } from "../../src/conversation/vocabulary.ts";
import { at, createBrain } from "../support/bot-under-test.ts";

const facts: Facts = {
  ...createBrain(["meta", "trio"]).world,
  now: at("2025-05-20T10:00"),
  reminders: [],
  randomFraction: 0.5,
};
const person = {
  language: "en",
  languageSource: "chosen",
  stopped: false,
  following: { meta: { accounts: ["facebook"], linked: {}, sent: { facebook: 1 }, outcomes: {} } },
} as const;
const saved: SavedState = {
  version: 1,
  state: "talk.next",
  dialogue: { campaign: "meta", ticked: [], misunderstood: 0 },
};

function follow(standing: ConversationState, ...events: readonly ConversationEvent[]): ConversationState {
  return events.reduce<ConversationState>((before, event) => step(before, [event], facts), standing);
}

describe("a saved state", () => {
  it("is read as what it was: after JSON, the same question is open", () => {
    const standing = follow({ person, saved }, { type: "back" }, { type: "menu" }, { type: "help" });
    const read: ConversationState = JSON.parse(JSON.stringify(standing));
    expect(openQuestion(read, facts)).toEqual(openQuestion(standing, facts));
    expect(step(read, [{ type: "go-on" }], facts)).toEqual(step(standing, [{ type: "go-on" }], facts));
  });

  it("keeps the question to return to through several side trips", () => {
    const standing = follow(
      { person, saved },
      { type: "menu" },
      { type: "help" },
      { type: "change-language" },
    );
    expect(standing.saved).toMatchObject({ state: "aside.language", returnTo: "talk.next" });
    expect(follow(standing, { type: "back" }).saved).toMatchObject({ state: "talk.next" });
  });

  /** As version 0.1 wrote it, with all that it could hold. */
  const reminder = { campaign: "meta", slot: "day:2025-05-22", dueAt: at("2025-05-22T15:00") };
  const dialogue = {
    ...{
      campaign: "meta",
      ticked: ["instagram"],
      misunderstood: 1,
      reminder,
      replaces: reminder,
      anew: true,
    },
    quietAt: at("2025-05-22T23:00"),
    report: "refused",
    among: ["meta", "trio"],
    doubted: ["facebook"],
    page: 0,
    sourcesPage: 0,
  };
  const talk = [
    "language",
    "service",
    "accounts",
    "accounts-doubt",
    "linked",
    "linked-look",
    "next",
    "which-done",
  ]
    .concat(["ask-later", "which-answered", "complain", "complaint-country", "complaint", "remind"])
    .concat(["remind-quiet", "remind-set", "zone"]);
  const aside = [
    "which-service",
    "where",
    "sources",
    "language",
    "menu",
    "resume",
    "help",
    "my-reminders",
    "forget",
  ];

  /** The questions that had another name in version 0.1. */
  const renamed: Readonly<Record<string, string>> = {
    "talk.linked": "ask-linked",
    "talk.linked-look": "ask-look-up",
  };

  it.each([...talk.map((state) => `talk.${state}`), ...aside.map((state) => `aside.${state}`)])(
    "of version 0.1 in %s opens the same question, and leads back from a side trip",
    (state) => {
      const saved = JSON.stringify({ version: 1, state, returnTo: "talk.next", dialogue });
      const following = { meta: { accounts: ["facebook", "instagram"], linked: {}, sent: {}, outcomes: {} } };
      const read: ConversationState = { person: { ...person, following }, saved: JSON.parse(saved) };
      const withReminder = { ...facts, reminders: [reminder] };
      const question = renamed[state] ?? state.split(".")[1];
      expect(openQuestion(read, withReminder)?.question.id).toBe(question);
      const after = step(read, [{ type: "my-data" }], withReminder);
      // The language is known: it is not asked again.
      const stays = state === "talk.language" ? "talk.accounts" : `talk.${question}`;
      expect(after.saved.state).toBe(state.startsWith("aside.") ? "talk.next" : stays);
    },
  );

  /** As version 0.1 wrote it: `due` is the reminder awaiting a reply, `shown` and `said` name a question. */
  const ofVersion1: unknown = {
    version: 1,
    state: "aside.menu",
    returnTo: "talk.linked",
    dialogue: {
      ...{ campaign: "meta", ticked: [], misunderstood: 0, due: reminder },
      ...{ shown: { question: "linked", campaign: "meta", choices: ["accounts-center.yes"] } },
      said: [{ key: "linked.text", campaign: "meta" }],
    },
  };
  const both = { meta: { accounts: ["facebook", "instagram"], linked: {}, sent: {}, outcomes: {} } };

  it("of version 0.1 goes on at the question beneath a side trip, with its reminder, its list and its texts", () => {
    const read = { person: { ...person, following: both }, saved: ofVersion1 as SavedState };
    const open = openQuestion(read, facts)?.question;
    expect(open).toMatchObject({ beneath: "ask-linked", shown: { question: "ask-linked" } });
    expect(open?.reminded).toEqual({ campaign: "meta", yes: "done", no: "later" });
    const { saved } = step(read, [{ type: "courtesy", courtesy: "thanks" }], facts);
    expect(saved).toMatchObject({
      ...{ state: "aside.menu", returnTo: "talk.ask-linked" },
      dialogue: { reminderAwaitingReply: reminder, said: [{ key: "ask-linked.text", campaign: "meta" }] },
    });
    expect(saved.dialogue).not.toHaveProperty("due");
    expect(step(read, [{ type: "back" }], facts).saved.state).toBe("talk.ask-linked");
  });

  it("of version 0.1 is restored by an undo", () => {
    const undo: Undo = {
      ...{ at: facts.now, acts: [{ type: "linked", linked: "no" }], person: { following: both } },
      ...{ saved: { ...(ofVersion1 as SavedState), state: "talk.linked" }, set: [], ended: [] },
    };
    const read = { person: { ...person, following: both }, saved, memory: { until: facts.now + 1, undo } };
    expect(step(read, [{ type: "undo" }], facts).saved.state).toBe("talk.ask-linked");
  });

  const broken: readonly (readonly [string, SavedState])[] = [
    ["of another version", { ...saved, version: 99 }],
    ["of a state that is gone", { ...saved, state: "talk.gone" }],
    ["of no state at all", { ...saved, state: "" }],
    ["that returns to a state that is gone", { ...saved, state: "aside.menu", returnTo: "talk.gone" }],
    ["of a campaign that is gone", { ...saved, dialogue: { ...saved.dialogue, campaign: "gone" } }],
  ];

  it.each(broken)("%s begins again politely, and what was told is kept", (_kind, saved) => {
    expect(openQuestion({ person, saved }, facts)).toBeUndefined();
    const after = step({ person, saved }, [{ type: "not-understood" }], facts);
    expect(after.person).toEqual(person);
    expect(after.effects.map(({ type }) => type)).toEqual(["say", "ask"]);
    expect(after.saved).toMatchObject({ version: 1, state: "talk.service" });
    const onward = step(after, [{ type: "service", campaign: "meta" }], facts);
    expect(onward.saved.state).toBe("talk.next");
    expect(onward.person.following).toEqual(person.following);
  });

  it("speaks of a reminder no longer once that is gone", () => {
    const reminder = { campaign: "meta", slot: "day:2025-05-19", dueAt: 1 };
    const about = { ...saved, state: "talk.remind-set", dialogue: { ...saved.dialogue, reminder } };
    expect(openQuestion({ person, saved: about }, facts)?.question.id).toBe("next");
    expect(openQuestion({ person, saved: about }, { ...facts, reminders: [reminder] })?.question.id).toBe(
      "remind-set",
    );
  });

  it("moves a reminder no longer once that is gone", () => {
    const replaces = { campaign: "meta", slot: "day:2025-05-19", dueAt: 1 };
    const following = { meta: { ...person.following.meta, sent: {} } };
    const moving: ConversationState = {
      person: { ...person, following },
      saved: { ...saved, state: "talk.remind", dialogue: { ...saved.dialogue, replaces } },
    };
    const friday: ConversationEvent = { type: "date", date: { kind: "day", day: "2025-05-23" } };
    const after = step(moving, [friday], facts);
    expect(JSON.stringify(after.effects)).toContain("remind-set.text");
    expect(JSON.stringify(after.effects)).not.toContain("cancel-reminders");
    const meanwhile = { ...facts, reminders: [replaces] };
    expect(JSON.stringify(step(moving, [friday], meanwhile).effects)).toContain("remind-set.moved");
  });

  it("asks about services no longer once they are gone", () => {
    const about = (among: readonly string[]): ConversationState => ({
      person,
      saved: {
        ...saved,
        state: "aside.which-service",
        returnTo: "talk.next",
        dialogue: { ...saved.dialogue, among },
      },
    });
    expect(openQuestion(about(["gone", "trio"]), facts)?.question.id).toBe("which-service");
    expect(openQuestion(about(["gone"]), facts)?.question.id).toBe("next");
    const after = step(about(["gone"]), [{ type: "not-understood" }], facts);
    expect(after.saved.state).toBe("talk.next");
    expect(JSON.stringify(after.effects)).not.toContain("which-service");
  });
});
