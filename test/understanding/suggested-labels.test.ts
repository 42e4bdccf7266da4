import { describe, expect, it } from "vitest";
import { understand } from "../../src/app/understand.ts";
import { stranger } from "../../src/conversation/context.ts";
import { openQuestion, type StepResult, step } from "../../src/conversation/step.ts";
import type { Facts, Language } from "../../src/conversation/vocabulary.ts";
import { allCampaigns, content, createBrain } from "../support/bot-under-test.ts";
import { readMessage, readWords } from "../support/read-words.ts";

const { grammar, world } = createBrain([...allCampaigns.keys()]);
const facts: Facts = { ...world, now: Date.parse("2026-11-25T10:00Z"), reminders: [], randomFraction: 0 };
const labels = [
  ...world.generalTopics.map((topic) => ({ topic, campaign: undefined })),
  ...[...allCampaigns.values()].flatMap(({ id: campaign, help }) =>
    help.map((topic) => ({ topic, campaign })),
  ),
];

/** Someone who speaks of this campaign, to whom this topic was suggested. */
function suggestedTo(language: Language, topic: string, campaign?: string): StepResult {
  const person = { ...stranger, language };
  const begun = step({ person }, [{ type: "start", ...(campaign !== undefined && { campaign }) }], facts);
  return step(begun, [{ type: "suggest", offers: [topic, "works"] }], facts);
}

describe("a topic that was suggested", () => {
  it.each(["fr", "en"])("is answered when its label is typed, and not suggested again (%s)", (language) => {
    const misread = labels.filter(({ topic, campaign }) => {
      const state = suggestedTo(language, topic, campaign);
      const asked = openQuestion(state, facts)?.question;
      const key = `help.${topic}.label` as const;
      const label = content.wording.plain({ key, ...(campaign !== undefined && { campaign }) }, language);
      return [label, label.toLowerCase()].some((text) => {
        const {
          acts: [event],
        } = understand({ text }, asked, state.person, facts, grammar);
        return event.type !== "topic" || event.topic !== topic;
      });
    });
    expect(misread).toEqual([]);
  });

  it("is none any more once another list is shown", () => {
    const suggested = suggestedTo("en", "objected-before", "meta");
    const after = step(suggested, [{ type: "accounts", accounts: ["facebook"] }], facts);
    const asked = openQuestion(after, facts)?.question;
    const {
      acts: [event],
    } = understand({ text: "I have already done it" }, asked, after.person, facts, grammar);
    expect(event.type).toBe("done");
  });
});

describe("a topic of one campaign", () => {
  it.each([
    ["en", "Must I give reasons?"],
    ["en", "Why does it take so long?"],
    ["en", "Where does my data go?"],
    ["en", "My account is blocked"],
    ["fr", "Pourquoi est-ce si long ?"],
    ["fr", "J’avais déjà refusé"],
    ["fr", "Mon compte est bloqué"],
  ])(
    "is not answered where we speak of another one, though its label is typed (%s): %s",
    (language, text) => {
      const { acts } = readMessage({ text }, "next", language);
      const topics = acts.flatMap((act) => (act.type === "topic" ? act.topic : []));
      const ofMeta = new Set([...world.generalTopics, ...(allCampaigns.get("meta")?.help ?? [])]);
      expect(topics.filter((topic) => !ofMeta.has(topic))).toEqual([]);
    },
  );

  it("is answered where the campaign is named in it", () => {
    expect(readWords("What about Adobe Stock?", "next", "en")).toEqual({ type: "topic", topic: "stock" });
  });
});
