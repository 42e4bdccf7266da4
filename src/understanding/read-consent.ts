import type { EventOf } from "../conversation/vocabulary.ts";
import { accountsIn } from "./entities/find-accounts.ts";
import { findServices } from "./entities/find-services.ts";
import { agreed, type MatchedClauses, type Utterance } from "./hear.ts";
import { isSure } from "./intents/intent-model.ts";
import { readCommand } from "./read-intent.ts";
import { holdsListed } from "./read-witness.ts";
import { holds } from "./tokens.ts";

/** Sentences that say yes to "Erase everything?" without its label; to ask for it again means yes, too. */
const consents: ReadonlySet<string> = new Set([
  "answers.yes",
  "answers.forget.choices.yes",
  "commands.forget-me",
]);
/** Lists of words that make a consent doubtful: a limit, another moment, a second thought. */
const doubts = ["limits", "puts-off", "hesitates"] as const;
/** Wishes that erasing fulfils. */
const fulfilled: ReadonlySet<string> = new Set(["wish.stop", "wish.forget-me"]);

/**
 * Reads consent to erase everything: "Yes, delete everything you have on me". A mistyped word is no
 * consent; after "are you sure?" the bot asks again.
 */
export function readConsent(utterance: Utterance): EventOf<"yes" | "forget-me"> | undefined {
  const { matchedClauses, isQuestion } = utterance;
  if (readCommand(utterance)?.type === "sources") return { type: "forget-me" };
  return !isQuestion && isConsent(matchedClauses()) ? { type: "yes" } : undefined;
}

function isConsent(clauses: MatchedClauses): boolean {
  const isMeant = agreed(clauses, ({ meaning: { file, name }, mistakes }) => {
    if (consents.has(`${file}.${name}`)) return mistakes === 0;
    return file === "answers" || file === "commands" ? false : undefined;
  });
  return isMeant === true;
}

/**
 * Whether a clause behind consent casts doubt on it: "yes, and good riddance" does not, "but not now"
 * does. What asks something leaves it as it is if the consent said more than yes.
 */
export function castsDoubtOnConsent(clause: Utterance, isExplicit: boolean): boolean {
  if (clause.isQuestion) return !isExplicit || isDoubtful(clause);
  return !(readConsent(clause) || isHarmless(clause));
}

function isDoubtful({ words, reading }: Utterance): boolean {
  return doubts.some((list) => holdsListed(words, list, reading.witnesses));
}

/** Whether a clause wishes what erasing fulfils, or says nothing against it and nothing of a service. */
function isHarmless(clause: Utterance): boolean {
  const { words, grammar, reading } = clause;
  const [first] = clause.answers();
  if (first !== undefined && isSure(first) && fulfilled.has(first.intent)) return true;
  const isNamed = findServices(words, grammar.services) !== undefined || accountsIn(words, clause).length > 0;
  const holdsNumber = words.some((word) => /^\d/u.test(word));
  return !(isNamed || isDoubtful(clause) || holdsNumber || holds(words, reading.witnesses.unless));
}
