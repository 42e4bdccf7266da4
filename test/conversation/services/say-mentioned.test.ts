import { describe, expect, it } from "vitest";
import { newDialogue, stranger } from "../../../src/conversation/context.ts";
import { sayMentioned } from "../../../src/conversation/services/say-mentioned.ts";
import { step } from "../../../src/conversation/step.ts";
import type { Facts, Mention } from "../../../src/conversation/vocabulary.ts";
import { createBrain } from "../../support/bot-under-test.ts";

const { world } = createBrain(["meta", "chatgpt", "gemini", "gmail"]);
const facts: Facts = { ...world, now: Date.parse("2025-05-19T10:00Z"), reminders: [], randomFraction: 0 };
const dialogue = { ...newDialogue, campaign: "meta" };
const sayingsOf = (mentions: readonly Mention[], change: object = {}) =>
  sayMentioned(mentions, {
    dialogue: { ...dialogue, ...change },
    turn: {},
    person: stranger,
    facts,
  }).flatMap((effect) => (effect.type === "say" ? effect.saying.text : []));

describe("A service that is named beside something else", () => {
  it("is offered for later by its short name, or as it was typed if that may mean several", () => {
    expect(
      sayingsOf([
        { campaigns: ["chatgpt"], typed: "chat gpt" },
        { campaigns: ["gemini", "gmail"], typed: "Google" },
      ]),
    ).toEqual([
      { key: "mentioned.later", params: { service: { key: "short", campaign: "chatgpt" } } },
      { key: "mentioned.later", params: { service: "Google" } },
    ]);
  });

  it("is said to be unknown if it has no campaign, or one that is announced later", () => {
    expect(
      sayingsOf([
        { campaigns: ["linkedin"], typed: "linkedin" },
        { campaigns: [], typed: "www.bluesky.example/*me*" },
      ]),
    ).toEqual([
      { key: "mentioned.unknown", params: { service: { key: "short", campaign: "linkedin" } } },
      { key: "mentioned.unknown", params: { service: "…" } },
    ]);
  });

  it("is not told of if the message has led to it, if it comes next, or if it is asked about", () => {
    const chatgpt = { campaigns: ["chatgpt"], typed: "ChatGPT" };
    for (const change of [{ campaign: "chatgpt" }, { upNext: ["chatgpt"] }, { among: ["meta", "chatgpt"] }])
      expect(sayingsOf([chatgpt], change)).toEqual([]);
  });

  it("is passed over if somebody is in trouble, or if nothing else is understood", () => {
    const mentioned = [{ campaigns: ["chatgpt"], typed: "ChatGPT" }];
    for (const event of [{ type: "topic", topic: "hacked" }, { type: "not-understood" }] as const) {
      const { effects } = step({ person: { ...stranger, language: "en" } }, [event], facts, { mentioned });
      expect(JSON.stringify(effects)).not.toContain("mentioned.");
    }
  });
});
