import { describe, expect, it } from "vitest";
import { type ConversationState, openQuestion, step } from "../../src/conversation/step.ts";
import { effectsOf } from "../../src/conversation/turn/take-events.ts";
import type { ConversationEvent, Effect, Facts } from "../../src/conversation/vocabulary.ts";
import { at, createBrain } from "../support/bot-under-test.ts";

const facts: Facts = {
  ...createBrain(["meta"]).world,
  now: at("2025-05-20T10:00"),
  reminders: [],
  randomFraction: 0.5,
};
const stranger: ConversationState = { person: { stopped: false, following: {} } };

function keysOf(effects: readonly Effect[]): readonly string[] {
  return effects.flatMap((effect) =>
    effect.type === "say" || effect.type === "ask" ? effect.saying.text.map(({ key }) => key) : [effect.type],
  );
}

describe("a step", () => {
  it("changes nothing of what it was given", () => {
    const before = Object.freeze({ person: Object.freeze({ ...stranger.person }) });
    step(before, [{ type: "start" }], Object.freeze({ ...facts }));
    expect(before).toEqual(stranger);
  });

  it("answers an event that the open question does not know as one that was not understood", () => {
    const asked = step(stranger, [{ type: "start", language: "en" }], facts);
    const after = step(asked, [{ type: "ticked" }], facts);
    expect(keysOf(after.effects)).toEqual(["not-understood.text", "accounts.text"]);
    expect(after.saved.dialogue.misunderstood).toBe(1);
    expect([...asked.taken, ...after.taken]).toEqual([
      { type: "start", language: "en" },
      { type: "not-understood" },
    ]);
  });

  it("counts what was not understood in a row, and forgets it when something was", () => {
    const asked = step(stranger, [{ type: "start", language: "en" }], facts);
    const once = step(asked, [{ type: "not-understood" }], facts);
    const twice = step(once, [{ type: "not-understood" }], facts);
    expect(keysOf(twice.effects)).toContain("themes.text");
    const understood = step(twice, [{ type: "help" }], facts);
    expect(understood.saved.dialogue.misunderstood).toBe(0);
  });

  it("refuses an action that no one would run", () => {
    expect(() => effectsOf({ type: "xstate.raise", params: {} })).toThrow('a step cannot do "xstate.raise"');
    expect(effectsOf({ type: "perform", params: [{ type: "erase-person" }] })).toEqual([
      { type: "erase-person" },
    ]);
  });

  it("cancels a reminder also where there is nothing to do any more, without a file for the calendar", () => {
    const reminder = { campaign: "gmail", slot: "week", dueAt: at("2026-12-01T10:00") };
    const world = { ...createBrain(["gmail"]).world, now: at("2026-11-25T10:00"), randomFraction: 0.5 };
    const asked = step(stranger, [{ type: "start", language: "en" }], { ...world, reminders: [reminder] });
    const { effects } = step(asked, [{ type: "cancel-reminder", reminder }], {
      ...world,
      reminders: [reminder],
    });
    const when = { instant: reminder.dueAt, zone: "Europe/Paris" };
    const text = [{ key: "remind.cancelled", params: { when } }];
    expect(effects).toContainEqual({ type: "say", saying: { text } });
  });

  it("says of too many reminders that they are, before it asks for an hour outside the night", () => {
    const campaigns = createBrain(["evergreen"]).world;
    const reminders = Array.from({ length: 20 }, (_, index) => ({
      campaign: "evergreen",
      slot: `day:2025-06-${index}`,
      dueAt: at("2025-06-01T10:00") + index,
    }));
    const person = {
      stopped: false,
      following: { evergreen: { accounts: ["assistant"], linked: {}, sent: {}, outcomes: {} } },
    };
    const night: ConversationEvent = { type: "remind", date: { kind: "at", at: at("2025-05-22T23:00") } };
    const world = { ...facts, ...campaigns };
    const keys = (reminders: Facts["reminders"]) =>
      keysOf(step({ person }, [{ type: "start", language: "en" }, night], { ...world, reminders }).effects);
    expect(keys(reminders)).toContain("remind.too-many");
    expect(keys(reminders.slice(1))).toContain("remind-quiet.text");
  });

  it.each([
    ["and set once they are told", 1, "remind-set.text"],
    ["for less than a day", 23, "remind-set.text"],
    ["and forgotten after a day", 24, "next.text"],
  ])("keeps a reminder wished for before the accounts were told, %s", (_, hours, answer) => {
    const asked = step(stranger, [{ type: "start", language: "en" }], facts);
    const date = { kind: "day", day: "2025-05-23" } as const;
    const wished = step(asked, [{ type: "remind", date }], facts);
    const later = { ...facts, now: facts.now + hours * 3_600_000 };
    const told = step(wished, [{ type: "accounts", accounts: ["facebook"] }], later);
    expect(keysOf(told.effects)).toContain(answer);
  });

  it("has no question open before the first message", () => {
    expect(openQuestion(stranger, facts)).toBeUndefined();
  });
});
