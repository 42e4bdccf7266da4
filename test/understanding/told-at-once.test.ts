import { describe, expect, it } from "vitest";
import { understand } from "../../src/app/understand.ts";
import { stranger } from "../../src/conversation/context.ts";
import { type StepResult, step } from "../../src/conversation/step.ts";
import type { Facts } from "../../src/conversation/vocabulary.ts";
import { allCampaigns, createBrain } from "../support/bot-under-test.ts";
import { readMessage } from "../support/read-words.ts";

const { grammar, world } = createBrain([...allCampaigns.keys()]);
const facts: Facts = { ...world, now: Date.parse("2025-05-19T10:00Z"), reminders: [], randomFraction: 0 };

/** What people tell in one sentence each. */
const sentences = {
  en: {
    accounts: "I have Facebook and Instagram, not linked.",
    report: "I sent the Facebook form yesterday.",
    wish: "Remind me on Friday.",
    question: "Do they use my private messages?",
  },
  fr: {
    accounts: "J'ai Facebook et Instagram, pas liés.",
    report: "J'ai envoyé le formulaire Facebook hier.",
    wish: "Rappelle-moi vendredi.",
    question: "Est-ce qu'ils utilisent mes messages privés ?",
  },
} as const;
type Part = keyof (typeof sentences)["en"];
const parts: readonly Part[] = ["accounts", "report", "wish", "question"];

/** Every set of parts with the accounts in it, in every order. */
function orders(chosen: readonly Part[], left: readonly Part[]): readonly (readonly Part[])[] {
  const longer = left.flatMap((part) =>
    orders(
      [...chosen, part],
      left.filter((other) => other !== part),
    ),
  );
  return chosen.includes("accounts") ? [chosen, ...longer] : longer;
}

function firstWords(told: readonly Part[], language: "en" | "fr"): StepResult {
  const text = told.map((part) => sentences[language][part]).join(" ");
  const read = understand({ text }, undefined, stranger, facts, grammar);
  return step({ person: stranger }, read.acts, facts, { words: read.language, unread: read.unread });
}

describe.each(["en", "fr"] as const)("Whoever tells it all in the first message (%s)", (language) => {
  it.each(orders([], parts).map((told) => [told.join(", "), told] as const))(
    "is asked for nothing of it, and each part leaves its trace: %s",
    (_, told) => {
      const { person, effects } = firstWords(told, language);
      const asked = effects.flatMap((effect) => (effect.type === "ask" ? effect.question.id : []));
      const texts = JSON.stringify(effects);
      expect(asked).toHaveLength(1);
      expect(asked.join()).not.toMatch(/^(?:language|service|accounts|ask-linked|ask-look-up|which)/);
      expect(person.following["meta"]).toMatchObject({
        accounts: ["facebook", "instagram"],
        linked: { "accounts-center": "no" },
      });
      expect("facebook" in (person.following["meta"]?.sent ?? {})).toBe(told.includes("report"));
      expect(effects.some(({ type }) => type === "set-reminder")).toBe(told.includes("wish"));
      expect(texts.includes("help.private-messages")).toBe(told.includes("question"));
    },
  );
});

describe("Whoever says in which country they live has told it", () => {
  it.each([
    ["en", "I live in Belgium", "BE"],
    ["fr", "j'habite en Suisse, ça marche aussi ?", "CH"],
  ])("and hears what holds there (%s): %s", (language, text, country) => {
    const { acts } = readMessage({ text }, "next", language);
    expect(acts).toContainEqual({ type: "country", country });
    expect(acts[0]).toMatchObject({ type: "topic", country });
  });

  it("but of whom somebody asks for another has not", () => {
    const { acts } = readMessage({ text: "my cousin lives in Brazil, can she?" }, "next", "en");
    expect(acts.map(({ type }) => type)).toEqual(["topic"]);
  });
});

describe("accounts and services of one list", () => {
  it.each([
    ["en", "hi, i've got facebook, instagram and whatsapp, just give me the links pls", ["whatsapp"]],
    ["en", "I have facebook, instagram, whatsapp", ["whatsapp"]],
    [
      "en",
      "I am a solicitor and hold accounts with Facebook, Instagram, LinkedIn and ChatGPT. I object to each of them",
      ["linkedin", "chatgpt"],
    ],
    ["fr", "j'ai facebook, insta et whatsapp, donnez-moi les liens", ["whatsapp"]],
  ])("are all taken (%s): %s", (language, text, others) => {
    const { acts } = readMessage({ text }, undefined, language);
    expect(acts.flatMap((act) => (act.type === "service" ? (act.others ?? []) : []))).toEqual(others);
    const told = acts.flatMap((act) =>
      "accounts" in act && act.type !== "doubt" ? (act.accounts ?? []) : [],
    );
    expect(told).toEqual(["facebook", "instagram"]);
  });

  it("are not taken if they are somebody else's", () => {
    const { acts } = readMessage(
      { text: "my husband has facebook, instagram and whatsapp" },
      undefined,
      "en",
    );
    expect(acts.filter((act) => "accounts" in act)).toEqual([]);
  });
});
