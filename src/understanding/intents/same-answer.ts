import { placeTopics } from "../../conversation/vocabulary.ts";
import type { ClassifiedIntent } from "./intent-model.ts";

/** The intent of messages that the bot is not made for: the only one without a kind. */
export const offTopic = "off-topic";

/** An intent's name without its kind. */
export function nameOf(intent: string): string {
  return intent.slice(intent.indexOf(".") + 1);
}

/** Whether an intent says whether the person has the one account that is marked in the message. */
export function isAboutAccount(intent: string): boolean {
  return intent.startsWith("account.");
}

/** Intents that are answered like another one, by the intent that names the answer. */
const sameAs: ReadonlyMap<string, string> = new Map(
  Object.entries({
    "question.elsewhere": [
      ...placeTopics.filter((place) => place !== "elsewhere").map((place) => `question.${place}`),
      "fact.place",
    ],
    "question.bot-data": ["question.bot-readers"],
    "question.bot-operator": ["question.bot-open-source"],
    "question.deadline": ["question.too-late"],
    "question.no-confirmation": ["report.not-confirmed"],
    "wish.another-service": ["question.other-service", "fact.service"],
    "wish.change": ["wish.move"],
    "wish.later": ["report.not-done", "wish.remind"],
    "wish.link-broken": ["report.link-broken"],
    "wish.steps": ["question.how-many"],
    "courtesy.unsure": ["answer.unknown"],
  }).flatMap(([answer, intents]) => intents.map((intent) => [intent, answer] as const)),
);

/**
 * Returns the intent under whose name an intent is answered: itself, unless it is answered like
 * another one.
 */
export function answerOf(intent: string): string {
  return sameAs.get(intent) ?? intent;
}

/**
 * Adds up the confidence of all intents with the same answer, under the name of the answer, the
 * likeliest first.
 */
export function byAnswer(ranked: readonly ClassifiedIntent[]): readonly ClassifiedIntent[] {
  const answers = new Map<string, ClassifiedIntent>();
  for (const { intent, confidence, threshold } of ranked) {
    const answer = answerOf(intent);
    const sum = confidence + (answers.get(answer)?.confidence ?? 0);
    answers.set(answer, { intent: answer, confidence: sum, threshold });
  }
  return [...answers.values()].sort((one, other) => other.confidence - one.confidence);
}
