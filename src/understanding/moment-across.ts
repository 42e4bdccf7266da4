import type { Instant, TypedDate } from "../conversation/vocabulary.ts";
import { has } from "./entities/date-pattern.ts";
import { clausesWithTimes, isVetoed, readDateAcross, type TimedClause } from "./entities/read-date.ts";
import type { Dates, DateToken } from "./entities/read-date-words.ts";
import type { Utterance } from "./hear.ts";
import { endsOfClauses, phrasesOf } from "./read-witness.ts";
import { beginsWith, cutAt, endsWith, holds, type Token, wordsOf } from "./tokens.ts";

/** "Remind me what I have to do on Monday": so far behind it, a moment is not of the wish. */
const mostTokensBefore = 3;
const comma: Token = { text: ",", glued: true };

/** What a moment is read with. */
type Here = Pick<Utterance, "reading" | "reader" | "grammar">;

/** A stretch of a message that may wish for a moment. */
export interface Wish {
  readonly tokens: readonly Token[];
  /** True if it stands behind words of wishing: "remind me". */
  readonly isBehindWords: boolean;
}

/** The clauses of a wish, and the words that they are read with. */
export interface Heard extends Wish {
  readonly clauses: readonly TimedClause[];
  readonly dates: Dates;
  readonly here: Here;
}

/**
 * Reads the moment of a wish whose day and hour stand in one clause or in two, whatever words stand between
 * and around them: "after mass on Sunday, around eleven", "Thursday when I get home at 3 pm". `setFor` is when the
 * reminder is due that is moved.
 */
export function momentAcross(heard: Heard, setFor?: Instant): TypedDate | undefined {
  const { clauses, dates, here } = heard;
  const isElse = clauses.some((clause) => isChanged(clause, dates) || isElsewhere(clause, heard));
  return isElse ? undefined : readDateAcross(clauses, dates, { ...here.reader, setFor });
}

/** Leaves out the clauses by which a moment does not suit: "Wednesday is no good, Thursday at 3 pm". */
export function withoutUnsuited(tokens: readonly Token[], here: Here): readonly Token[] {
  const dates = here.reading.dates();
  if (dates === undefined || !holds(wordsOf(tokens), dates.denials)) return tokens;
  const clauses = clausesIn(tokens, here, dates).filter((clause) => !holds(wordsOf(clause), dates.denials));
  return clauses.flatMap((clause) => [...clause, comma]).slice(0, -1);
}

/**
 * Whether an hour may belong to something else: it is only told ("I leave on Friday with the train at 8"),
 * or stands behind a condition ("if my son comes at 6 pm").
 */
export function belongsElsewhere(heard: Heard): boolean {
  const isTold = (clause: TimedClause) =>
    !isBegin(clause, heard) && namesHour(clause) && !isOpen(clause, heard);
  return heard.clauses.some((clause) => isSupposed(clause, heard) || isTold(clause));
}

/** Cuts a wish into clauses; undefined in a language without words for dates. */
export function hearWish(wish: Wish, here: Here): Heard | undefined {
  const dates = here.reading.dates();
  if (dates === undefined) return undefined;
  const zones = here.reading.namedZones();
  const clauses = clausesWithTimes(clausesIn(wish.tokens, here, dates), dates, { ...here.reader, zones });
  return { ...wish, clauses, dates, here };
}

/** Cuts a text at signs, and before words that join two clauses but no two parts of a date: "but", "so". */
function clausesIn(
  tokens: readonly Token[],
  { reading: { witnesses } }: Here,
  { words: { functionWords } }: Dates,
): readonly (readonly Token[])[] {
  const isInside = (at: number) => tokens[at]?.glued === true && tokens[at + 1]?.glued === true;
  const isSign = ({ text }: Token, at: number) => (endsOfClauses.has(text) || text === "-") && !isInside(at);
  const isJoin = ({ text }: Token) => witnesses.joins.has(text) && !functionWords.join.includes(text);
  // "But" before a time would make it unclear.
  const isBut = (token: Token) => isJoin(token) && functionWords.veto.includes(token.text);
  return cutAt(tokens, isSign)
    .flatMap((clause) => cutBefore(clause, isJoin))
    .map((clause) => (clause.slice(0, 1).some(isBut) ? clause.slice(1) : clause))
    .filter((clause) => clause.length > 0);
}

function cutBefore<Each>(
  list: readonly Each[],
  isFirst: (each: Each) => boolean,
): readonly (readonly Each[])[] {
  const begins = [0, ...[...list.keys()].filter((at) => at > 0 && list.slice(at, at + 1).some(isFirst))];
  return begins.map((from, at) => list.slice(from, begins[at + 1]));
}

/** Whether a word beside a time changes it or names another one: "until 4 pm", "Monday or 29". */
function isChanged({ all, times }: TimedClause, dates: Dates): boolean {
  const isTime = (at: number) => times.some(({ from, to }) => from <= at && at < to);
  const isLoose = (at: number) => has(all, at, "number") && !isTime(at) && !has(all, at - 1, "unknown");
  const isBefore = (from: number) => isVetoed(all, from, from - 1) || has(all, from - 1, "vague");
  const isBehind = (to: number) =>
    has(all, to, "vague") || (isVetoed(all, to + 1, to) && !leadsOn({ all, times }, to, dates));
  return all.some((_, at) => isLoose(at)) || times.some(({ from, to }) => isBefore(from) || isBehind(to));
}

/** Whether a clause names a moment of something else. */
function isElsewhere(clause: TimedClause, heard: Heard): boolean {
  if (clause.times.length === 0) return false;
  return isSupposed(clause, heard) || !(isOpen(clause, heard) || isReason(clause, heard));
}

/** Whether a time stands behind a word such as "if". */
function isSupposed({ all, times }: TimedClause, heard: Heard): boolean {
  return times.some(({ from }) => all.slice(0, from).some((_, at) => supposes(all, at, heard)));
}

function supposes(all: readonly DateToken[], at: number, { here }: Heard): boolean {
  return beginsWith(textsOf(all.slice(at)), suppositions(here));
}

/** Returns the phrases of a condition that do not also lead to an occasion: "if", but not "when". */
export function suppositions(here: Pick<Here, "reading">): readonly string[] {
  const occasions = here.reading.dates()?.occasions ?? [];
  return phrasesOf("conditions", here).filter((phrase) => !occasions.includes(phrase));
}

/** Whether a clause tells nothing before the words that lead to what goes on at its moment: "when I get home". */
function isOpen(clause: TimedClause, heard: Heard): boolean {
  const { dates, here } = heard;
  const { all, times } = clause;
  const from = times[0]?.from ?? 0;
  const begin = isBegin(clause, heard) && (from <= mostTokensBefore || has(all, 0, "aim")) ? from : 0;
  const end = all.findIndex(
    (_, at) => at >= begin && (leadsOn(clause, at, dates) || supposes(all, at, heard)),
  );
  const { names } = here.grammar.services;
  if (namesHour(clause) && tells(clause, heard)) return false;
  return all
    .slice(begin, end < 0 ? all.length : end)
    .every((token) => !has([token], 0, "unknown") || names.words.has(token.text));
}

/** Whether a clause is the first behind words of wishing that names a time. */
function isBegin(clause: TimedClause, { clauses, isBehindWords }: Heard): boolean {
  return isBehindWords && clauses.find(({ times }) => times.length > 0) === clause;
}

/** Whether a clause tells what somebody does on that day, and the next one concludes from it: "so 11 am". */
function isReason(clause: TimedClause, { clauses, here }: Heard): boolean {
  const { all } = clause;
  const told = all.slice(all.findIndex((token) => has([token], 0, "unknown")));
  const next = clauses[clauses.indexOf(clause) + 1];
  const isConclusion = next !== undefined && has(next.all, 0, "filler") && namesHour(next);
  return isConclusion && !namesHour(clause) && beginsWith(textsOf(told), here.reading.witnesses.selves);
}

function namesHour({ times }: TimedClause): boolean {
  return times.some(({ value }) => value.hour !== undefined);
}

/**
 * Whether a subject stands in a clause, and not behind a phrase that leads to what goes on: "Sunday after mass we
 * eat at 1 pm" tells something. Behind words of wishing only an hour behind it may be of that.
 */
function tells(clause: TimedClause, heard: Heard): boolean {
  const { all, times } = clause;
  const { occasions, subjects } = heard.dates;
  const last = times.findLast(({ value }) => value.hour !== undefined)?.from ?? 0;
  const isLed = (at: number) => endsWith(textsOf(all.slice(0, at)), occasions);
  const isSubject = (at: number) =>
    !has(all, at, "filler", "instead") && beginsWith(textsOf(all.slice(at)), subjects) && !isLed(at);
  const supposed = all.findIndex((_, at) => supposes(all, at, heard));
  const told = all.slice(0, supposed < 0 ? all.length : supposed);
  return told.slice(0, heard.isBehindWords ? last : told.length).some((_, at) => isSubject(at));
}

/** Whether a phrase that leads to what goes on at a moment stands here, and not before a time itself. */
function leadsOn({ all, times }: TimedClause, at: number, { occasions }: Dates): boolean {
  const isTime = times.some(({ from, to }) => (from <= at && at < to) || from === at + 1);
  return !isTime && beginsWith(textsOf(all.slice(at)), occasions);
}

function textsOf(tokens: readonly DateToken[]): readonly string[] {
  return tokens.flatMap(({ text }) => text.split(" "));
}
