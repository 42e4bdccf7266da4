import { describe, expect, it } from "vitest";
import { stranger } from "../../../src/conversation/context.ts";
import { type ConversationState, openQuestion, step } from "../../../src/conversation/step.ts";
import type { Events } from "../../../src/conversation/vocabulary.ts";
import { at, createBrain } from "../../support/bot-under-test.ts";

const { world } = createBrain(["meta"]);
const facts = { ...world, now: at("2025-05-20T10:00"), randomFraction: 0.5, reminders: [] };
const english: ConversationState = { person: { ...stranger, language: "en" } };
const hacked = { type: "topic", topic: "hacked" } as const;
const service = {
  type: "service",
  campaign: "meta",
  accounts: ["facebook", "instagram"],
  linked: "no",
} as const;

/** The keys of all that was said and asked. */
function keysOf({ effects }: ReturnType<typeof step>): readonly string[] {
  return effects.flatMap((effect) => ("saying" in effect ? effect.saying.text.map(({ key }) => key) : []));
}

describe("whoever is in trouble", () => {
  it("hears the most urgent thing first", () => {
    const after = step(
      english,
      [
        { type: "topic", topic: "hacked" },
        { type: "topic", topic: "danger" },
      ],
      facts,
    );
    expect(keysOf(after)).toEqual([
      ...["trouble.call-anywhere", "help.danger.text", "trouble.anywhere.danger"],
      ...["help.hacked.text", "trouble.anywhere.cyber", "trouble.text"],
    ]);
  });

  it("goes on with what else they had said, and tells no accounts twice", () => {
    const told = step(english, [service, hacked], facts);
    expect(keysOf(told)).toEqual(["help.hacked.text", "trouble.anywhere.cyber", "trouble.text"]);
    expect(told.person.following).toEqual({});
    const after = step(told, [{ type: "go-on" }], facts);
    expect(after.saved.state).toBe("talk.next");
    expect(keysOf(after)).toContain("steps.intro.several");
  });

  it("is helped in the country that the message names, else in the one that is known", () => {
    const inBelgium = { ...english, person: { ...english.person, country: "BE" } };
    const danger = { type: "topic", topic: "danger" } as const;
    const contactIn = (state: ConversationState, events: Events) =>
      step(state, events, facts).effects.flatMap((effect) =>
        "saying" in effect ? effect.saying.text.flatMap(({ params = {} }) => params["contact"] ?? []) : [],
      );
    expect(contactIn(inBelgium, [danger])).toEqual(["112"]);
    expect(contactIn(inBelgium, [{ ...danger, country: "US" }])).toEqual(["911"]);
    expect(contactIn(english, [{ type: "country", country: "GB" }, danger])).toEqual(["999"]);
    expect(contactIn(english, [{ ...danger, country: "ES" }])).toEqual(["112"]);
    expect(keysOf(step(english, [{ ...danger, country: "JP" }], facts))).toContain("trouble.call-local");
  });

  it("is answered in every language as long as none is known", () => {
    const { effects } = step({ person: stranger }, [hacked], facts);
    const languages = effects.flatMap((effect) =>
      "saying" in effect ? effect.saying.text.map(({ language }) => language) : [],
    );
    expect(languages).toEqual(["fr", "fr", "en", "en", "fr", "en"]);
  });

  it("has nothing of it kept once they write again, but for the question how we know", () => {
    const told = step(english, [hacked], facts);
    expect(told.saved.dialogue.said).not.toEqual([]);
    const asked = step(told, [{ type: "sources" }], facts);
    expect(asked.saved.dialogue.said).toEqual(told.saved.dialogue.said);
    for (const type of ["no", "go-on", "menu"] as const)
      expect(JSON.stringify(step(told, [{ type }], facts).saved)).not.toContain("hacked");
  });

  it("is welcomed once they go on, if these were their first words", () => {
    const told = step(english, [hacked], facts);
    expect(openQuestion(told, facts)?.question.id).toBe("trouble");
    expect(keysOf(step(told, [{ type: "go-on" }], facts))).toContain("welcome.text");
  });
});
