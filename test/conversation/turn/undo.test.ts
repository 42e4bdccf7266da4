import { describe, expect, it } from "vitest";
import { stranger } from "../../../src/conversation/context.ts";
import { remindersAfter } from "../../../src/conversation/reminders/reminders.ts";
import { type ConversationState, step } from "../../../src/conversation/step.ts";
import type { Events, Person, Reminder } from "../../../src/conversation/vocabulary.ts";
import { at, createBrain } from "../../support/bot-under-test.ts";
import { changeable } from "../../support/changeable.ts";

const undo = { type: "undo" } as const;
const day = 86_400_000;
const both = {
  type: "service",
  campaign: "meta",
  accounts: ["facebook", "instagram"],
  linked: "no",
} as const;
const sentFacebook = { type: "done", accounts: ["facebook"] } as const;
const friday = { type: "remind", date: { kind: "at", at: at("2025-05-23T10:00") } } as const;
const saturday = { type: "move", date: { kind: "at", at: at("2025-05-24T10:00") } } as const;

interface Stood extends ConversationState {
  readonly reminders: readonly Reminder[];
}

/** Sends messages, one after another, `pauses` apart. */
function talk(messages: readonly Events[], pause = 0, person: Person = { ...stranger, language: "en" }) {
  const { world } = createBrain(["meta"]);
  let now = at("2025-05-20T10:00");
  let stood: Stood = { person, reminders: [] };
  let texts: readonly string[] = [];
  for (const events of messages) {
    const after = step(stood, events, { ...world, now, randomFraction: 0.5, reminders: stood.reminders });
    stood = { ...after, reminders: remindersAfter(stood.reminders, after.effects) };
    texts = after.effects
      .flatMap((effect) => ("saying" in effect ? effect.saying.text : []))
      .map(({ key }) => key);
    now += pause;
  }
  return { ...stood, texts, state: stood.saved?.state };
}

describe("the reminder that was set last", () => {
  it("is remembered while it is pending, for a day", () => {
    expect(talk([[both], [friday]]).memory?.reminder).toMatchObject({
      campaign: "meta",
      dueAt: friday.date.at,
    });
    expect(talk([[both], [friday], [{ type: "no-more" }]]).memory?.reminder).toBeUndefined();
    expect(talk([[both], [friday], [{ type: "human" }]], day).memory).toBeUndefined();
  });
});

describe("what was said last", () => {
  it("is taken back with what it has set and ended", () => {
    const before = talk([[both], [friday]]);
    const after = talk([[both], [friday], [{ type: "no-more" }], [undo]]);
    expect(changeable(after)).toEqual(changeable(before));
    const moved = talk([[both], [friday], [saturday], [undo]]);
    expect(changeable(moved)).toEqual(changeable(before));
    expect(moved.texts).toEqual(["remind-set.text"]);
  });

  it("sets no reminder again whose moment is past by then", () => {
    const soon = { type: "remind", date: { kind: "at", at: at("2025-05-20T12:00") } } as const;
    const after = talk([[both], [soon], [{ type: "no-more" }], [undo]], 3_600_000);
    expect(after.reminders).toEqual([]);
    expect(after.texts[0]).toBe("undo.text");
  });

  it("is read anew against the question that was open before it", () => {
    const { person, texts } = talk([
      [both],
      [sentFacebook],
      [undo, { type: "done", accounts: ["instagram"] }],
    ]);
    expect(Object.keys(person.following["meta"]?.sent ?? {})).toEqual(["instagram"]);
    expect(texts).toEqual(["undo.text", "done.remaining", "next.text"]);
  });

  it("stays what can be taken back while questions are answered, for a day", () => {
    const deadline = { type: "topic", topic: "deadline", campaign: "meta" } as const;
    expect(talk([[both], [sentFacebook], [deadline], [undo]]).person.following["meta"]?.sent).toEqual({});
    const late = talk([[both], [sentFacebook], [undo]], day);
    expect(late.person.following["meta"]?.sent).not.toEqual({});
  });

  it("is taken back once", () => {
    const { person } = talk([[both], [sentFacebook], [undo], [undo]]);
    expect(person.following["meta"]?.accounts).toEqual(["facebook", "instagram"]);
  });

  it("is taken back while it waits for an answer", () => {
    const { saved, texts } = talk([[{ type: "start" }], [sentFacebook], [undo]]);
    expect(saved?.dialogue.agenda).toBeUndefined();
    expect(texts[0]).toBe("undo.text");
  });

  it("is remembered without what was asked before it, which may be a trouble", () => {
    const trouble = { type: "topic", topic: "under-18", campaign: "meta" } as const;
    expect(JSON.stringify(talk([[both], [trouble]]).saved)).toContain(trouble.topic);
    const { memory } = talk([[both], [trouble], [sentFacebook]]);
    expect(memory?.undo?.acts).toEqual([sentFacebook]);
    expect(JSON.stringify(memory)).not.toContain(trouble.topic);
  });

  it("is not taken back after “stop”, “forget me” and a wish for alerts", () => {
    const ends: readonly Events[][] = [
      [[{ type: "stop" }]],
      [[{ type: "forget-me" }], [{ type: "yes" }]],
      [[{ type: "alerts" }]],
    ];
    for (const end of ends) expect(talk([[both], [sentFacebook], ...end]).memory?.undo).toBeUndefined();
  });
});
