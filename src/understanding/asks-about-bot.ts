import type { Said } from "./hear.ts";

/** Whether a message surely asks something about the bot itself: "Are you ChatGPT?" wants no such service. */
export function asksAboutBot({ isQuestion, answers }: Said): boolean {
  const [first] = isQuestion ? answers() : [];
  return first?.intent.startsWith("question.bot-") === true && first.confidence >= first.threshold;
}
