import { describe, expect, it } from "vitest";
import { type Context, newDialogue } from "../../../src/conversation/context.ts";
import { findAnswer } from "../../../src/conversation/help/find-answer.ts";
import { step } from "../../../src/conversation/step.ts";
import type { ConversationEvent, Effect, Facts } from "../../../src/conversation/vocabulary.ts";
import { at, createBrain, general } from "../../support/bot-under-test.ts";

const { world } = createBrain(["meta", "linkedin", "pinterest", "reddit"]);
const factsOn = (day: string): Facts => ({
  ...world,
  now: at(`${day}T10:00`),
  randomFraction: 0.5,
  reminders: [],
});
const facts = factsOn("2026-11-25");
const person = { language: "en", stopped: false, following: {} };

function answerTo(topic: string, about?: string, campaign?: string, given: Facts = facts) {
  const context: Context = { dialogue: { ...newDialogue, campaign: about }, turn: {}, person, facts: given };
  return findAnswer({ type: "topic", topic, ...(campaign && { campaign }) }, context);
}

function asked(...question: Parameters<typeof answerTo>) {
  return answerTo(...question)?.text.map((phrase) => [phrase.campaign, phrase.key]);
}

describe("An everyday question", () => {
  it("gets the answer of the current service, if it has one", () => {
    expect(asked("legal", "meta")).toEqual([["meta", "help.legal.text"]]);
    expect(asked("under-18", "linkedin")).toEqual([["linkedin", "help.under-18.text"]]);
  });

  it("gets the answer of the service that it names, whichever we speak of", () => {
    expect(asked("under-18", "meta", "linkedin")).toEqual([["linkedin", "help.under-18.text"]]);
  });

  it("gets the general answer if the service has none, or none is named", () => {
    expect(asked("legal", "linkedin")).toEqual([[undefined, "help.legal.text"]]);
    expect(asked("bot-who")).toEqual([[undefined, "help.bot-who.text"]]);
    expect(asked("legal", undefined, "gone")).toEqual([[undefined, "help.legal.text"]]);
  });

  it("gets another service's answer after its name, if no other has one", () => {
    expect(general.topics).not.toContain("blue-circle");
    expect(asked("blue-circle", "linkedin")).toEqual([
      [undefined, "help.of"],
      ["meta", "help.blue-circle.text"],
    ]);
  });

  it("gets the address that belongs to its answer, and no other", () => {
    const url = world.campaigns.get("linkedin")?.helpLinks["other-form"];
    expect(answerTo("other-form", "linkedin")?.links).toEqual([{ label: { key: "help.open" }, url }]);
    expect(answerTo("other-form", "pinterest")?.links).toEqual([{ label: { key: "help.open" }, url }]);
    expect(answerTo("under-18", "linkedin")?.links).toBeUndefined();
    expect(answerTo("legal")?.links).toBeUndefined();
  });

  it("gets none if no service has one", () => {
    expect(asked("weather", "meta")).toBeUndefined();
  });

  it("until when, gets what the service says about its date just now", () => {
    expect(asked("deadline", "meta", undefined, factsOn("2025-05-20"))).toEqual([
      ["meta", "date.before"],
      ["meta", "details.date.before"],
    ]);
    expect(asked("deadline", "meta", undefined, factsOn("2025-05-26"))).toEqual([
      ["meta", "date.last-day"],
      ["meta", "details.date.last-day"],
    ]);
    expect(asked("deadline", "meta")).toEqual([
      ["meta", "date.after"],
      ["meta", "details.date.after"],
    ]);
    expect(asked("deadline", "pinterest")).toEqual([["pinterest", "date.evergreen"]]);
    expect(asked("deadline", "reddit")).toEqual([[undefined, "help.deadline.text"]]);
    expect(asked("deadline")).toEqual([[undefined, "help.deadline.text"]]);
  });

  it("about who runs the bot is not answered with a name if there is none", () => {
    expect(asked("bot-operator")).toEqual([[undefined, "help.bot-operator.text"]]);
    const { operator: _, ...unnamed } = facts;
    expect(asked("bot-operator", undefined, undefined, unnamed)).toEqual([[undefined, "human.none"]]);
  });
});

describe("Whoever begins with a question", () => {
  it("gets the welcome, the answer and the first question", () => {
    const { effects } = step({ person }, [{ type: "topic", topic: "bot-cost" }], facts);
    const keys = effects.flatMap((effect) => ("saying" in effect ? (effect.saying.text[0]?.key ?? []) : []));
    expect(keys).toEqual(["welcome.text", "help.bot-cost.text", "service.text"]);
  });
});

describe("The help menu", () => {
  const effectsOf = (event: ConversationEvent) =>
    step(step({ person }, [{ type: "start" }], facts), [event], facts).effects;
  /** The question that is asked last. */
  const questionOf = (effects: readonly Effect[]) =>
    effects.flatMap((effect) => (effect.type === "ask" ? [effect.question] : [])).at(-1);

  it("shows the first questions, and knows the others too", () => {
    const question = questionOf(effectsOf({ type: "help" }));
    expect(question?.choices.map(({ id }) => id)).toEqual(world.campaigns.get("meta")?.help.slice(0, 11));
    const hidden = question?.hiddenChoices?.map(({ id }) => id) ?? [];
    expect(hidden).toEqual(expect.arrayContaining(["blue-circle", "bot-who", "undo"]));
    expect(new Set(hidden).size).toBe(hidden.length);
  });

  it("is offered to those who ask what has no answer", () => {
    const effects = effectsOf({ type: "topic", topic: "weather" });
    expect(effects).toContainEqual({ type: "say", saying: { text: [{ key: "help.none" }] } });
    expect(questionOf(effects)?.id).toBe("help");
  });

  it("leaves the question open that was open before an answer", () => {
    expect(questionOf(effectsOf({ type: "topic", topic: "bot-who" }))?.id).toBe("service");
  });
});
