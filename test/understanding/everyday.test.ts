import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { ConversationEvent } from "../../src/conversation/vocabulary.ts";
import { keyOf } from "../../src/understanding/tokens.ts";
import { readWords } from "../support/read-words.ts";
import { shippedIntents } from "../support/shipped-intents.ts";

/** A sentence as people type it, with the topic that answers it; null if it is about something else. */
interface Everyday {
  readonly text: string;
  readonly topic: string | null;
  /** Topics that answer it just as well. */
  readonly also?: readonly string[];
}

/** Commands that answer an everyday question. */
const answering: Readonly<Record<string, string>> = {
  human: "bot-human",
  "my-data": "bot-data",
  "ready-text": "reason",
  complain: "complaint",
  "not-confirmed": "no-confirmation",
};

const concludesNothing: ReadonlySet<ConversationEvent["type"]> = new Set(["not-understood", "date"]);

/** What is answered, or offered. Whatever else is concluded is an answer too, and a wrong one; but a smile only returns a smile. */
function heard(event: ConversationEvent): {
  readonly answered?: string;
  readonly offered: readonly string[];
} {
  if (event.type === "suggest") return { offered: event.offers };
  // A service that is merely mentioned is offered, too: the bot asks whether it is meant.
  if (event.type === "services") return { offered: ["another-service"] };
  if (concludesNothing.has(event.type)) return { offered: [] };
  if (event.type === "topic") return { answered: event.topic, offered: [] };
  if (event.type === "courtesy" && event.courtesy === "emoji") return { offered: [] };
  if (event.type === "courtesy") return { answered: event.courtesy, offered: [] };
  return { answered: answering[event.type] ?? event.type, offered: [] };
}

const shareOf = (part: readonly unknown[], all: readonly unknown[]) => part.length / all.length;

/** Of the sentences on topic: shares that are answered, and answered or offered, and how many may be answered wrongly. */
const bounds = { direct: 0.85, reached: 0.95, wrong: 1, offTopicAnswered: 2, offTopicOffered: 0.1 };

const folder = new URL("../phrases/", import.meta.url);
/** For each language, sentences that no example was written for; those that an example happens to say too are left out. */
const sets = shippedIntents.flatMap(({ language, written }) => {
  const file = new URL(`everyday-${language}-held-out.json`, folder);
  if (!existsSync(file)) return [];
  const learnt = new Set(written.map(({ text }) => keyOf(text)));
  const sentences = JSON.parse(readFileSync(file, "utf8")) as readonly Everyday[];
  return { language, sentences: sentences.filter(({ text }) => !learnt.has(keyOf(text))) };
});

describe.each(sets)("Everyday sentences that no example says ($language)", ({ language, sentences }) => {
  const read = sentences.map((sentence) => {
    const { text, topic, also = [] } = sentence;
    const { answered, offered } = heard(readWords(text, "next", language));
    const right = topic === null ? [] : [topic, ...also];
    const isDirect = answered !== undefined && right.includes(answered);
    return {
      text,
      topic,
      answered,
      offered,
      isDirect,
      isOffered: offered.some((each) => right.includes(each)),
    };
  });
  const asked = read.filter(({ topic }) => topic !== null);
  const offTopic = read.filter(({ topic }) => topic === null);
  const direct = asked.filter(({ isDirect }) => isDirect);
  const reached = asked.filter(({ isDirect, isOffered }) => isDirect || isOffered);
  process.stdout.write(
    `everyday sentences (${language}): ${direct.length} of ${asked.length} answered, ${reached.length - direct.length} more offered; off-topic: ${offTopic.filter(({ offered }) => offered.length > 0).length} of ${offTopic.length} offered something\n`,
  );

  it(`are answered ${bounds.direct * 100} times in 100, and answered or offered ${bounds.reached * 100} times`, () => {
    expect(shareOf(direct, asked)).toBeGreaterThanOrEqual(bounds.direct);
    expect(shareOf(reached, asked)).toBeGreaterThanOrEqual(bounds.reached);
  });

  it(`are answered wrongly at most ${bounds.wrong} times`, () => {
    const wrong = asked.filter(({ answered, isDirect }) => answered !== undefined && !isDirect);
    expect(wrong.slice(bounds.wrong)).toEqual([]);
  });

  it(`that are about something else are answered at most ${bounds.offTopicAnswered} times, and ${bounds.offTopicOffered * 100} in 100 at most are offered something`, () => {
    const answered = offTopic.filter((each) => each.answered !== undefined);
    const offered = offTopic.filter((each) => each.offered.length > 0);
    expect(answered.slice(bounds.offTopicAnswered)).toEqual([]);
    expect(shareOf(offered, offTopic)).toBeLessThanOrEqual(bounds.offTopicOffered);
  });
});
