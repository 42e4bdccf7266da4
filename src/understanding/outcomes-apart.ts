import type { AccountId } from "../campaigns/schema.ts";
import type { EventOf } from "../conversation/vocabulary.ts";
import { cutClauses } from "./cut-parts.ts";
import { accountsIn } from "./entities/find-accounts.ts";
import { narrowTo, type Utterance } from "./hear.ts";
import { hasWitness } from "./intent-event.ts";
import { type Given, readingOf, readPassage } from "./read-passage.ts";
import { holdsListed } from "./read-witness.ts";
import { tokensOf, wordsOf } from "./tokens.ts";
import { withoutCorrected } from "./without-corrected.ts";

/** Lists of words of which a message that tells what came of an objection has at least one. */
const tellsOutcome = ["confirmed", "refused", "came"] as const;

/** A clause, and what it says came of the objection for these accounts; undefined if it says nothing. */
interface Clause {
  readonly text: string;
  readonly accounts: readonly AccountId[];
  readonly outcome: "confirmed" | "refused" | "waits" | undefined;
}

/** A clause, and what it reports; undefined if it is still to be read. */
interface Told {
  readonly text: string;
  readonly told: readonly EventOf<"confirmed" | "refused">[] | undefined;
}

/**
 * Reads a message that says of one account what it does not say of another: "Facebook is confirmed,
 * Instagram not yet". Undefined if it says the same of all, or asks.
 */
export function outcomesApart(given: Given): readonly Told[] | undefined {
  const reading = readingOf(given);
  const words = wordsOf(tokensOf(given.text));
  const mayTell =
    reading !== undefined && tellsOutcome.some((list) => holdsListed(words, list, reading.witnesses));
  const text = mayTell ? withoutCorrected(given) : "";
  const utterance = readPassage({ ...given, text })?.utterance;
  if (utterance === undefined || accountsIn(utterance.words, utterance).length < 2) return undefined;
  const clauses = cutClauses(text, utterance.reading.witnesses.joins)
    .flat()
    .map((text) => clauseIn(text, utterance));
  const telling = clauses.filter(({ accounts, outcome }) => outcome !== undefined && accounts.length > 0);
  const outcomes = new Set(telling.map(({ outcome }) => outcome));
  const named = telling.flatMap(({ accounts }) => accounts);
  const isApart = outcomes.size > 1 && new Set(named).size === named.length;
  return isApart ? clauses.map((clause) => pieceOf(clause, telling.includes(clause))) : undefined;
}

function clauseIn(text: string, whole: Utterance): Clause {
  const clause = narrowTo(whole, text);
  return { text, accounts: accountsIn(clause.words, clause), outcome: outcomeIn(clause) };
}

function outcomeIn(clause: Utterance): Clause["outcome"] {
  if (clause.text.includes("?")) return undefined;
  if (hasWitness("refused", clause)) return "refused";
  if (hasWitness("confirmed", clause) || hasWitness("came", clause)) return "confirmed";
  return holdsListed(clause.words, "waits", clause.reading.witnesses) ? "waits" : undefined;
}

function pieceOf({ text, accounts, outcome }: Clause, isTelling: boolean): Told {
  if (!isTelling || outcome === undefined) return { text, told: undefined };
  return { text, told: outcome === "waits" ? [] : [{ type: outcome, accounts, isApart: true }] };
}
