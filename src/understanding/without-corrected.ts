import { memoized } from "../support/memoized.ts";
import { cutClauses } from "./cut-parts.ts";
import { findAccounts } from "./entities/find-accounts.ts";
import { witnessed } from "./intent-event.ts";
import { readOpening } from "./read-opening.ts";
import { links, takesAccounts, tellsAccounts } from "./read-own-answer.ts";
import { type Given, readPassage } from "./read-passage.ts";
import { holds, keyOf } from "./tokens.ts";
import { withoutStretches } from "./typed-pieces.ts";
import { withNameInstead } from "./with-name-instead.ts";

/** What is corrected in the same breath, each kind by its witnesses: whether accounts are linked, and what was reported. */
const ofLinks: readonly string[] = Object.keys(links);
const kinds = [ofLinks, witnessed];
type Kind = (typeof kinds)[number];

/** A clause of a text, and where it stands in its sentence. */
interface Clause {
  readonly text: string;
  readonly isFirst: boolean;
  readonly isLast: boolean;
}

/** What is said behind the words that correct what stands before them. */
interface Correction {
  /** In the same clause. */
  readonly first: string;
  readonly rest: string;
  /** They say themselves that it is not so; else only what follows can say that. */
  readonly isDenial: boolean;
}

/** Of which kinds a text is. */
type KindsOf = (text: string) => readonly Kind[];

/** In a text of more clauses than that, nothing is looked for: it would take too long. */
const mostClauses = 20;

/** Returns a text without what it takes back itself: "They are linked. Oh wait, no, they are not" only tells that they are not. */
export function withoutCorrected(given: Given): string {
  const kindsOf = memoized((text: string) => kinds.filter((kind) => isOf(kind, text, given)));
  let { text } = given;
  for (;;) {
    const corrected = correctedOnce({ ...given, text }, kindsOf);
    if (corrected === undefined) return text;
    text = corrected;
  }
}

/** The text without what its last correction takes back that takes anything back; nothing if there is none. */
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

/** The text without what a correction at this clause takes back; nothing if there is none, or if it takes nothing back. */
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

/** "I have both, linked together" still tells that one has both. */
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

/** "They are linked, sorry." corrects nothing: something has to follow, in the same sentence or after one that does nothing else. */
function readCorrection(at: number, clauses: readonly Clause[], given: Given): Correction | undefined {
  const [{ text, isFirst, isLast } = noClause, ...after] = clauses.slice(at);
  const denied = readOpening({ ...given, text }, ["corrects", "undo", "meant"]);
  const opening = denied ?? readOpening({ ...given, text }, ["rephrases", "hesitates"]);
  if (opening === undefined) return undefined;
  const isDenial = denied !== undefined;
  if (opening.rest === "" && isLast && !isFirst && !isDenial) return undefined;
  const texts = [opening.rest, ...after.map((clause) => clause.text)].filter((each) => each !== "");
  const [first = "", ...others] = texts;
  return { first, rest: others.join(" "), isDenial };
}
const noClause: Clause = { text: "", isFirst: true, isLast: true };

/** What is said anew, or what was said last if it is only denied. */
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
    kind.some((witness) => holds(words, witnesses.words.get(witness) ?? [])),
  );
  return isNamed || (kind === ofLinks && answersLinks(text, given));
}

/** Whether a text is a yes or a no to the question whether accounts are linked. */
function answersLinks(text: string, given: Given): boolean {
  const isAsked = given.asked?.id.startsWith("linked") === true;
  return isAsked && readPassage({ ...given, text })?.event?.type === "linked";
}

/** Whether a clause may tell accounts that are not known yet. */
function mayTellAccounts(text: string, { asked, grammar }: Given): boolean {
  if (!takesAccounts(asked)) return false;
  const words = keyOf(text).split(" ");
  return [...grammar.readings.values()].some(
    (reading) =>
      tellsAccounts({ words, reading }) ||
      [...reading.accounts.values()].some((templates) => findAccounts(words, templates).length > 0),
  );
}
