import type { AccountId } from "../campaigns/schema.ts";
import type { ConversationEvent, PastTime } from "../conversation/vocabulary.ts";
import { cutClauses, endsWithQuestion } from "./cut-parts.ts";
import { accountsIn } from "./entities/find-accounts.ts";
import { readPastTime, withoutPastTime } from "./entities/read-past-time.ts";
import { narrowTo, type Utterance, withoutJoin } from "./hear.ts";
import { hasWitness, says } from "./intent-event.ts";
import { undeniedIn } from "./read-accounts.ts";
import { takesAccounts } from "./read-own-answer.ts";
import { type Given, holdsAny, utteranceIn } from "./read-passage.ts";
import { holdsListed } from "./read-witness.ts";
import { holds, tokensOf, wordsOf } from "./tokens.ts";
import { withoutCorrected } from "./without-corrected.ts";

/** Lists of words of which a message that tells what came of an objection has at least one. */
const tellsOutcome = ["confirmed", "refused", "came", "done"] as const;

/** "And then Instagram" has as many words. */
const mostWordsOfName = 3;

/** A clause, and what it says of the objection for these accounts; undefined if it says nothing. */
interface Clause {
  readonly text: string;
  readonly accounts: readonly AccountId[];
  readonly outcome: "confirmed" | "refused" | "done" | "waits" | undefined;
  readonly when: PastTime | undefined;
}

/** A piece of a message, and what it tells; undefined if that is still to be read. */
export interface Piece {
  readonly text: string;
  readonly told: readonly ConversationEvent[] | undefined;
}

/**
 * Reads a message that says of one account what it does not say of another: "Facebook is confirmed,
 * Instagram not yet". Undefined if it says the same of all, or asks.
 */
export function outcomesApart(given: Given): readonly Piece[] | undefined {
  const mayTell = holdsAny(tellsOutcome, wordsOf(tokensOf(given.text)), given);
  const utterance = mayTell ? utteranceIn({ ...given, text: withoutCorrected(given) }) : undefined;
  if (utterance === undefined || accountsIn(utterance.words, utterance).length < 2) return undefined;
  const clauses = cutClauses(utterance.text, utterance.reading.witnesses.joins).flatMap((sentence) => {
    const isAsked = endsWithQuestion.test(sentence.at(-1) ?? "");
    const told = sentence.map((text) => clauseIn(text, utterance, isAsked));
    return isAsked ? told : withDaysOnly(withSubjects(told, utterance), utterance);
  });
  const telling = clauses.filter(({ accounts, outcome }) => outcome !== undefined && accounts.length > 0);
  const isOfSeveral = telling.some((clause) => isSent(clause) && clause.accounts.length > 1);
  if (!areApart(telling) && !isOfSeveral) return undefined;
  const outcomes = new Set(telling.map(({ outcome }) => outcome));
  const sent = telling.filter(isSent).flatMap(({ accounts }) => accounts);
  const isOpen = outcomes.has("waits") || outcomes.has("refused");
  const pieces = clauses.map((clause) =>
    telling.includes(clause) ? pieceOf(clause, sent, isOpen) : untold(clause),
  );
  const isOwn = takesAccounts(given.openQuestion) && !telling.some((clause) => denies(clause, utterance));
  return isOwn ? [ownOf(telling, isOpen), ...pieces] : pieces;
}

/** "No Facebook" tells that there is none, "not Facebook yet" that it is still to be done. */
function denies({ text, accounts, outcome }: Clause, whole: Utterance): boolean {
  const { words, reading } = narrowTo(whole, text);
  if (outcome !== "waits" || holdsListed(words, "puts-off", reading.witnesses)) return false;
  const own = [...reading.accounts.values()].flatMap((templates) => undeniedIn(words, templates));
  return !accounts.every((account) => own.includes(account));
}

/** A person who tells what came of these accounts has them; if not the same came of all, they are not linked. */
function ownOf(telling: readonly Clause[], isOpen: boolean): Piece {
  const accounts = [...new Set(telling.flatMap((clause) => clause.accounts))];
  return { text: "", told: [{ type: "accounts", accounts, ...(isOpen && { linked: "no" }) }] };
}

/** Whether clauses say different things of different accounts, or the same of different days. */
function areApart(telling: readonly Clause[]): boolean {
  const [sent, answered] = [telling.filter(isSent), telling.filter((one) => !isSent(one))];
  const days = new Set(sent.map(({ when }) => dayOf(when)));
  const named = telling.map(({ accounts }) => String(accounts));
  const outcomes = new Set(telling.map(({ outcome }) => outcome));
  const areOfDays = days.size > 1 && !days.has(undefined) && answered.length === 0;
  return (outcomes.size > 1 || areOfDays) && new Set(named).size > 1 && [sent, answered].every(isEachOnce);
}

function isSent({ outcome }: Clause): boolean {
  return outcome === "done";
}

function isEachOnce(telling: readonly Clause[]): boolean {
  const named = telling.flatMap(({ accounts }) => accounts);
  return new Set(named).size === named.length;
}

function dayOf(when: PastTime | undefined): string | undefined {
  return typeof when === "object" ? when.day : undefined;
}

/**
 * Puts to what is done, or came of it, the accounts that stand before or behind it: "on Facebook and Instagram
 * on 12 May", "Instagram: sent on Tuesday, refused today".
 */
function withSubjects(clauses: readonly Clause[], whole: Utterance): readonly Clause[] {
  const all: Clause[] = [];
  for (const clause of clauses) {
    const before = all.at(-1);
    const joined = before && (withName(before, clause, whole) ?? withSubject(before, clause, whole));
    all.splice(joined ? -1 : all.length, 1, ...(joined ?? [clause]));
  }
  return all;
}

/** "I sent it for Facebook", "and for Instagram on 14 April": the day is that of both. */
function withName(before: Clause, clause: Clause, whole: Utterance): readonly Clause[] | undefined {
  const isOpen = isSent(before) && dayOf(before.when) === undefined && before.accounts.length > 0;
  if (!isOpen || clause.outcome !== undefined || !isMereName(clause, whole)) return undefined;
  const text = `${before.text} ${clause.text}`;
  return [
    { ...before, text, accounts: [...before.accounts, ...clause.accounts], when: clause.when ?? before.when },
  ];
}

function withSubject(before: Clause, clause: Clause, whole: Utterance): readonly Clause[] | undefined {
  const isTold = clause.outcome !== undefined && clause.accounts.length === 0;
  if (!isTold || before.accounts.length === 0) return undefined;
  const told = { ...clause, accounts: before.accounts };
  if (isSent(before) && clause.outcome !== "waits") return [before, told];
  const isName = before.outcome === undefined && isMereName(before, whole);
  return isName ? [{ ...told, text: `${before.text} ${clause.text}` }] : undefined;
}

/** "Facebook was sent on 12 May, Instagram on 14 May": a mere name and day tell that the same was done then. */
function withDaysOnly(clauses: readonly Clause[], whole: Utterance): readonly Clause[] {
  return clauses.map((clause, at) => {
    const before = clauses[at - 1];
    const isBehind = before?.outcome === "done" && isInYearOf(before, clause);
    const isDay = dayOf(clause.when) !== undefined && isMereName(clause, whole);
    const isSame = isBehind && clause.outcome === undefined && isDay;
    return isSame ? { ...clause, outcome: "done" } : clause;
  });
}

/** A day that would be one of another year is still to come: "12 May, and Instagram on 24 May", said on 20 May. */
function isInYearOf(one: Clause, other: Clause): boolean {
  const [year, otherYear] = [one, other].map(({ when }) => dayOf(when)?.slice(0, 4));
  return year !== undefined && year === otherYear;
}

/**
 * Whether a clause is a name, with a word or two before it, and perhaps a day: "then Instagram on 14 May". "Now
 * Instagram" goes on to what is still to be done.
 */
function isMereName({ text }: Clause, whole: Utterance): boolean {
  const clause = withoutJoin(narrowTo(whole, text));
  const words = wordsOf(tokensOf(withoutPastTime(clause) ?? clause.text));
  const isShort = words.length <= mostWordsOfName && !says(clause, "wishes") && !says(clause, "goes-to");
  return isShort && accountsIn(words.slice(-1), whole).length > 0;
}

function clauseIn(text: string, whole: Utterance, isAsked: boolean): Clause {
  const clause = narrowTo(whole, text);
  return {
    text,
    accounts: accountsIn(clause.words, clause),
    outcome: outcomeIn(clause, isAsked),
    when: readPastTime(clause),
  };
}

/** `isAsked`: a question mark ends its sentence, and what is still to come may be asked about. */
function outcomeIn(clause: Utterance, isAsked: boolean): Clause["outcome"] {
  if (clause.text.includes("?") || says(clause, "wishes")) return undefined;
  if (hasWitness("refused", clause)) return "refused";
  if (hasWitness("confirmed", clause) || (hasWitness("came", clause) && !says(clause, "comes-back")))
    return "confirmed";
  if (hasWitness("done", clause)) return "done";
  return isStillOpen(clause, isAsked) ? "waits" : undefined;
}

/** Whether a clause is about what is still to come: "insta just now" is not. */
function isStillOpen(clause: Utterance, isAsked: boolean): boolean {
  const { words, reading } = clause;
  const isDated = readPastTime(clause) !== undefined && holdsListed(words, "puts-off", reading.witnesses);
  // "I can't remember if I also did Instagram" leaves open whether it was done.
  const isDoubted = isAsked || holdsListed(words, "done", reading.witnesses);
  const isToCome = !isDoubted && holds(words, reading.witnesses.unless);
  return isDated || isToCome || holdsListed(words, "waits", reading.witnesses);
}

function untold({ text }: Clause): Piece {
  return { text, told: undefined };
}

/**
 * What is still to be done may be wished for: "Instagram I'll do tomorrow at nine". If nothing is open or
 * refused, linked accounts stay linked: "done Instagram, and the mail for Facebook came".
 */
function pieceOf(
  { text, accounts, outcome, when }: Clause,
  sent: readonly AccountId[],
  isOpen: boolean,
): Piece {
  if (outcome === undefined) return { text, told: undefined };
  const isAnswerOpen = sent.length === 0 || accounts.every((account) => sent.includes(account));
  if (outcome === "waits") return { text, told: isAnswerOpen ? [] : undefined };
  const ofDay = outcome === "done" && when !== undefined && { when };
  return { text, told: [{ type: outcome, accounts, ...ofDay, ...(isOpen && { isApart: true }) }] };
}
