import { memoized } from "../support/memoized.ts";
import { cutClauses } from "./cut-parts.ts";
import { findAccounts } from "./entities/find-accounts.ts";
import { witnessed } from "./intent-event.ts";
import { readOpening } from "./read-opening.ts";
import { asksForLinks, links, takesAccounts, tellsAccounts } from "./read-own-answer.ts";
import { type Given, readPassage } from "./read-passage.ts";
import { holdsListed } from "./read-witness.ts";
import { beginsWith, keyOf } from "./tokens.ts";
import { withoutStretches } from "./typed-pieces.ts";
import { withNameInstead } from "./with-name-instead.ts";

/**
 * What a message may correct within itself, by the witnesses of each kind: whether accounts are
 * linked, and reports.
 */
const ofLinks: readonly string[] = Object.keys(links);
const kinds = [ofLinks, witnessed];
type Kind = (typeof kinds)[number];

/** A clause of a text, and where it stands in its sentence. */
interface Clause {
  readonly text: string;
  readonly isFirst: boolean;
  readonly isLast: boolean;
}

/** What follows the words that correct the clauses before them. */
interface Correction {
  /** The rest of the same clause. */
  readonly first: string;
  readonly rest: string;
  /** True if the words themselves deny what was said; false if only what follows can do so. */
  readonly isDenial: boolean;
}

/** Returns the kinds of a text. */
type KindsOf = (text: string) => readonly Kind[];

/** In a text of more clauses no correction is searched: it would take too long. */
const mostClauses = 20;

/**
 * Returns a text without what it corrects itself: "They are linked. Oh wait, no, they are not" only
 * tells that they are not.
 */
export function withoutCorrected(given: Given): string {
  const kindsOf = memoized((text: string) => kinds.filter((kind) => isOf(kind, text, given)));
  let { text } = given;
  for (;;) {
    const corrected = correctedOnce({ ...given, text }, kindsOf);
    if (corrected === undefined) return text;
    text = corrected;
  }
}

/**
 * Leaves out a no that corrects the bot where it could answer the open question: "No, I was talking about my
 * old posts" does not say that accounts are apart.
 */
export function behindMeant(given: Given): Given {
  const mayAnswer = asksForLinks.has(given.openQuestion?.id ?? "");
  const opening = mayAnswer ? readOpening(given, ["meant"]) : undefined;
  return opening ? { ...given, text: opening.rest } : given;
}

/** Applies the last correction that takes something back; undefined if there is none. */
function correctedOnce(given: Given, kindsOf: KindsOf): string | undefined {
  const clauses = clausesIn(given);
  if (clauses.length > mostClauses) return undefined;
  for (let at = clauses.length - 1; at > 0; at -= 1) {
    const corrected = correctedAt(at, clauses, given, kindsOf);
    if (corrected !== undefined) return corrected;
  }
  return undefined;
}

function clausesIn({ text, grammar }: Given): readonly Clause[] {
  const joins = new Set([...grammar.readings.values()].flatMap(({ witnesses }) => [...witnesses.joins]));
  return cutClauses(text, joins).flatMap((sentence) =>
    sentence.map((clause, at) => {
      return { text: clause, isFirst: at === 0, isLast: at === sentence.length - 1 };
    }),
  );
}

/** Applies a correction at this clause; undefined if there is none, or if it takes nothing back. */
function correctedAt(
  at: number,
  clauses: readonly Clause[],
  given: Given,
  kindsOf: KindsOf,
): string | undefined {
  const correction = readCorrection(at, clauses, given);
  if (correction === undefined) return undefined;
  const before = clauses.slice(0, at).map(({ text }) => text);
  const reportAt = before.findLastIndex((text) => kindsOf(text).includes(witnessed));
  const renamed = withNameInstead(before[reportAt] ?? "", correction.first, given);
  if (renamed === undefined) return withoutKinds(before, correction, given, kindsOf);
  return [...before.slice(0, reportAt), renamed, ...before.slice(reportAt + 1), correction.rest].join(" ");
}

function withoutKinds(
  before: readonly string[],
  correction: Correction,
  given: Given,
  kindsOf: KindsOf,
): string | undefined {
  const meant = kindsTakenBack(before, correction, kindsOf);
  const isMeant = (text: string) => kindsOf(text).some((kind) => meant.includes(kind));
  if (!before.some(isMeant)) return undefined;
  const kept = before.flatMap((text) => {
    if (!isMeant(text)) return text;
    const isReport = meant.includes(witnessed) && kindsOf(text).includes(witnessed);
    return !isReport && mayTellAccounts(text, given) ? `${withoutLinks(text, given)},` : [];
  });
  return [...kept, correction.first, correction.rest].join(" ").trim();
}

/** Removes the words about links: "I have both, linked together" still tells that one has both. */
function withoutLinks(text: string, { grammar }: Given): string {
  const words = keyOf(text).split(" ");
  const phrases = [...grammar.readings.values()].flatMap(({ witnesses }) =>
    ofLinks.flatMap((witness) => witnesses.words.get(witness) ?? []),
  );
  const found = phrases.flatMap((phrase) => {
    const { length } = phrase.split(" ");
    return words.flatMap((_, from) =>
      words.slice(from, from + length).join(" ") === phrase ? { from, to: from + length } : [],
    );
  });
  return withoutStretches(text, found);
}

/**
 * Returns the correction at a clause. Something has to follow, in its sentence or after one that
 * only corrects: "They are linked, sorry." corrects nothing.
 */
function readCorrection(at: number, clauses: readonly Clause[], given: Given): Correction | undefined {
  const [{ text, isFirst, isLast } = noClause, ...after] = clauses.slice(at);
  const denied = readOpening({ ...given, text }, ["corrects", "undo", "meant"]);
  const opening = denied ?? readOpening({ ...given, text }, ["rephrases", "hesitates"]);
  if (opening === undefined || deniesOutcome(text, given)) return undefined;
  const isDenial = denied !== undefined;
  if (opening.rest === "" && isLast && !isFirst && !isDenial) return undefined;
  const texts = [opening.rest, ...after.map((clause) => clause.text)].filter((each) => each !== "");
  const [first = "", ...others] = texts;
  return { first, rest: others.join(" "), isDenial };
}

/** "But no confirmation" corrects nothing. */
function deniesOutcome(text: string, { grammar }: Given): boolean {
  const words = keyOf(text).split(" ");
  return [...grammar.readings.values()].some(({ witnesses: { joins, voids } }) =>
    beginsWith(joins.has(words[0] ?? "") ? words.slice(1) : words, voids),
  );
}

const noClause: Clause = { text: "", isFirst: true, isLast: true };

/**
 * Returns the kinds that are said anew; if there are none and it is a denial, the kinds that were
 * said last.
 */
function kindsTakenBack(
  before: readonly string[],
  { first, rest, isDenial }: Correction,
  kindsOf: KindsOf,
): readonly Kind[] {
  const anew = kindsOf(`${first} ${rest}`);
  if (anew.length > 0 || !isDenial) return anew;
  return kindsOf(before.findLast((text) => kindsOf(text).length > 0) ?? "");
}

function isOf(kind: Kind, text: string, given: Given): boolean {
  const words = keyOf(text).split(" ");
  const isNamed = [...given.grammar.readings.values()].some(({ witnesses }) =>
    kind.some((witness) => holdsListed(words, witness, witnesses)),
  );
  return isNamed || (kind === ofLinks && answersLinks(text, given));
}

/** Whether a text answers the open question whether accounts are linked. */
function answersLinks(text: string, given: Given): boolean {
  const isAsked = asksForLinks.has(given.openQuestion?.id ?? "");
  return isAsked && readPassage({ ...given, text })?.event?.type === "linked";
}

/** Whether a clause may tell accounts that are not known yet. */
function mayTellAccounts(text: string, { openQuestion, grammar }: Given): boolean {
  if (!takesAccounts(openQuestion)) return false;
  const words = keyOf(text).split(" ");
  return [...grammar.readings.values()].some(
    (reading) =>
      tellsAccounts({ words, reading }) ||
      [...reading.accounts.values()].some((templates) => findAccounts(words, templates).length > 0),
  );
}
