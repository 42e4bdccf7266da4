import type { EventOf } from "../conversation/vocabulary.ts";
import { agreed, type Utterance } from "./hear.ts";
import { readCommand } from "./read-intent.ts";

/** Sentences that say yes to "Erase everything?" without its label; to ask for it again means yes, too. */
const consents: ReadonlySet<string> = new Set([
  "answers.yes",
  "answers.forget.choices.yes",
  "commands.forget-me",
]);

/**
 * Reads consent to erase everything: "Yes, delete everything you have on me". A mistyped word is no
 * consent; after "are you sure?" the bot asks again.
 */
export function readConsent(utterance: Utterance): EventOf<"yes" | "forget-me"> | undefined {
  const { matchedClauses, isQuestion } = utterance;
  if (readCommand(utterance)?.type === "sources") return { type: "forget-me" };
  const isMeant = agreed(matchedClauses(), ({ meaning: { file, name }, mistakes }) => {
    if (consents.has(`${file}.${name}`)) return mistakes === 0;
    return file === "answers" || file === "commands" ? false : undefined;
  });
  return isMeant && !isQuestion ? { type: "yes" } : undefined;
}
