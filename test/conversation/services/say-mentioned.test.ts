import { describe, expect, it } from "vitest";
import { newDialogue, stranger } from "../../../src/conversation/context.ts";
import { sayMentioned } from "../../../src/conversation/services/say-mentioned.ts";
import { step } from "../../../src/conversation/step.ts";
import type { ConversationEvent, Facts, Mention } from "../../../src/conversation/vocabulary.ts";
import { createBrain } from "../../support/bot-under-test.ts";

const { world } = createBrain(["meta", "chatgpt", "gemini", "gmail"]);
const facts: Facts = { ...world, now: Date.parse("2025-05-19T10:00Z"), reminders: [], randomFraction: 0 };
const dialogue = { ...newDialogue, campaign: "meta" };
const sayingsOf = (mentions: readonly Mention[], change: object = {}, nextBefore: readonly string[] = []) => {
  const context = { dialogue: { ...dialogue, ...change }, turn: {}, person: stranger, facts };
  return sayMentioned(mentions, context, nextBefore).flatMap((effect) =>
    effect.type === "say" ? effect.saying.text : [],
  );
};
const mentioned = [{ campaigns: ["chatgpt"], typed: "ChatGPT" }];
const said = (event: ConversationEvent) =>
  step({ person: { ...stranger, language: "en" } }, [event], facts, { mentioned });

describe("A service that is named beside something else", () => {
  it("comes next by its short name, or as it was typed if that may mean several", () => {
    expect(
      sayingsOf([
        { campaigns: ["chatgpt"], typed: "chat gpt" },
        { campaigns: ["gemini", "gmail"], typed: "Google" },
      ]),
    ).toEqual([
      {
        key: "mentioned.next",
        params: { services: { list: [{ key: "short", campaign: "chatgpt" }, "Google"] } },
      },
    ]);
  });

  it("is said to be unknown if it has no campaign, or one that is announced later", () => {
    expect(
      sayingsOf([
        { campaigns: ["linkedin"], typed: "linkedin" },
        { campaigns: [], typed: "www.bluesky.example/*me*" },
      ]),
    ).toEqual([
      {
        key: "mentioned.unknown",
        params: { services: { list: [{ key: "short", campaign: "linkedin" }, "…"] } },
      },
    ]);
  });

  it("is not told of if the message has led to it, if it was next before, or if it is asked about", () => {
    for (const change of [{ campaign: "chatgpt" }, { among: ["meta", "chatgpt"] }])
      expect(sayingsOf(mentioned, change)).toEqual([]);
    expect(sayingsOf(mentioned, {}, ["chatgpt"])).toEqual([]);
  });

  it("is offered once the steps are given, until the person turns to it", () => {
    const { saved } = said({ type: "service", campaign: "meta" });
    expect(saved.dialogue.upNext).toEqual(["chatgpt"]);
    const after = step(
      { person: { ...stranger, language: "en" }, saved },
      [{ type: "service", campaign: "chatgpt" }],
      facts,
    );
    expect(after.saved.dialogue.upNext).toEqual([]);
  });

  it("is passed over if somebody is in trouble, or if nothing else is understood", () => {
    for (const event of [{ type: "topic", topic: "hacked" }, { type: "not-understood" }] as const) {
      const { effects, saved } = said(event);
      expect(JSON.stringify(effects)).not.toContain("mentioned.");
      expect(saved.dialogue.upNext).toBeUndefined();
    }
  });
});
