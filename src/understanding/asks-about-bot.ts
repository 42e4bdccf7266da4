import type { Utterance } from "./hear.ts";

/**
 * Whether a message surely asks about the bot itself: "Are you ChatGPT?" does not ask for that
 * service.
 */
export function asksAboutBot({ isQuestion, answers }: Utterance): boolean {
  const [first] = isQuestion ? answers() : [];
  return first?.intent.startsWith("question.bot-") === true && first.confidence >= first.threshold;
}
