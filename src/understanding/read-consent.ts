import type { EventOf } from "../conversation/vocabulary.ts";
import { cutClauses } from "./cut-parts.ts";
import { accountsIn } from "./entities/find-accounts.ts";
import { findServices } from "./entities/find-services.ts";
import { agreed, hear, isInItsLanguage, type MatchedClauses, narrowTo, type Utterance } from "./hear.ts";
import { isSure } from "./intents/intent-model.ts";
import { readCommand } from "./read-intent.ts";
import { holdsListed } from "./read-witness.ts";
import { holds, tokensOf } from "./tokens.ts";

/** Sentences that say yes to "Erase everything?" without its label; to ask for it again means yes, too. */
const consents: ReadonlySet<string> = new Set([
  "answers.yes",
  "answers.forget.choices.yes",
  "commands.forget-me",
]);
const refusals: ReadonlySet<string> = new Set(["answers.no", "answers.forget.choices.no"]);
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
  if (isQuestion) return undefined;
  const isMeant = isConsent(matchedClauses()) || (isInItsLanguage(utterance) && consentsFirst(utterance));
  return isMeant ? { type: "yes" } : undefined;
}

function isConsent(clauses: MatchedClauses): boolean {
  const isMeant = agreed(clauses, ({ meaning: { file, name }, mistakes }) => {
    if (consents.has(`${file}.${name}`)) return mistakes === 0;
    return file === "answers" || file === "commands" ? false : undefined;
  });
  return isMeant === true;
}

/** Whether a message begins with consent, and nothing behind it casts doubt: "yes, and good riddance". */
function consentsFirst(utterance: Utterance): boolean {
  const { text, reading } = utterance;
  const [first = "", ...others] = cutClauses(text, reading.witnesses.joins).flat();
  const isClear = (clause: string) => isMeantBy(clause, utterance) || isHarmless(narrowTo(utterance, clause));
  return isMeantBy(first, utterance) && others.every(isClear);
}

function isMeantBy(clause: string, { reading }: Utterance): boolean {
  const matches = hear(tokensOf(clause), reading).flatMap((each) => each.matches);
  const names = matches.flatMap(({ meaning: { file, name }, mistakes }) =>
    mistakes === 0 ? `${file}.${name}` : [],
  );
  return names.some((name) => consents.has(name)) && !names.some((name) => refusals.has(name));
}

/** Whether a clause wishes what erasing fulfils, or says nothing against it and nothing of a service. */
function isHarmless(clause: Utterance): boolean {
  const { words, grammar, reading } = clause;
  const [first] = clause.answers();
  if (first !== undefined && isSure(first) && fulfilled.has(first.intent)) return true;
  const isNamed = findServices(words, grammar.services) !== undefined || accountsIn(words, clause).length > 0;
  const isDoubtful = doubts.some((list) => holdsListed(words, list, reading.witnesses));
  const holdsNumber = words.some((word) => /^\d/u.test(word));
  return !(isNamed || isDoubtful || holdsNumber || holds(words, reading.witnesses.unless));
}
