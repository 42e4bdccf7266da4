import type { CampaignId } from "../campaigns/schema.ts";
import { addDays, dayNamed, localDay, nameOf, sameTimeOn } from "../conversation/calendar-day.ts";
import type {
  ConversationEvent,
  EventOf,
  Instant,
  Question,
  QuestionId,
  TypedDate,
  Zone,
} from "../conversation/vocabulary.ts";
import { cutSentences } from "./cut-parts.ts";
import { accountsIn } from "./entities/find-accounts.ts";
import { findOneService, namesOnlyLater } from "./entities/find-services.ts";
import { findZone } from "./entities/find-zone.ts";
import { readDate, readDateAmong } from "./entities/read-date.ts";
import { type DateToken, readDateWords, type TokenSense } from "./entities/read-date-words.ts";
import {
  beginsWithNo,
  clausesWithin,
  endsOfSentences,
  isInItsLanguage,
  narrowTo,
  type Utterance,
} from "./hear.ts";
import { confidenceInAll } from "./intents/intent-model.ts";
import {
  belongsElsewhere,
  type Heard,
  hearWish,
  momentAcross,
  type Wish,
  withoutUnsuited,
} from "./moment-across.ts";
import { readCommand, readSmallTalk } from "./read-intent.ts";
import { findWitness, phrasesOf } from "./read-witness.ts";
import { beginsWith, cutAt, endsWith, holds, type Token, tokensOf, wordsOf } from "./tokens.ts";
import { beforePhrase } from "./typed-pieces.ts";

/** Questions that ask when to remind the person. */
export const asksForDate: ReadonlySet<string> = new Set<QuestionId>([
  "remind",
  "remind-then",
  "remind-quiet",
]);
/** Questions that a wish for a date answers: it sets no second reminder. */
export const takesWish: ReadonlySet<string> = new Set<string>([...asksForDate, "remind-set"]);
/** The confidence from which on a message is nothing but a date. */
const surely = 0.8;
/** The same for a message in which other words stand beside the date. */
const onlyMoment = 0.9;
/** "Don't send me a reminder": words further before a wish do not deny it. */
const mostWordsOfRefrain = 4;
/** "And also for Facebook" is a name. */
const mostWordsOfName = 4;
/** Fewer words are a date, or none. */
const fewestWordsOfStory = 8;
const days: ReadonlySet<string> = new Set(["weekday", "month", "day"]);
/** Words with which a moment has a day of its own: "the 24th", "tonight". */
const ownDays: ReadonlySet<string> = new Set([
  ...[...days, "the", "ordinal", "ordinalSuffix", "tonight", "weekend", "nextWeek"],
  ...["dayBefore", "daysBefore"],
]);
const daysAndHours: ReadonlySet<string> = new Set([
  ...["number", "ordinal", "weekday", "month", "day", "dayBefore", "daysBefore"],
]);

/** Words that name no time by themselves. */
const aroundTime: ReadonlySet<string> = new Set([
  ...["unknown", "veto", "onward", "filler", "the", "at", "join", "aim"],
]);

const signsOfHour: ReadonlySet<string> = new Set(["hourMark", "oClock", "am", "pm"]);

/** Words that tell which of several weekdays is meant. */
const otherDays: ReadonlySet<string> = new Set<TokenSense["is"]>([
  ...(["day", "month", "feast", "next", "this", "nextWeek", "dayBefore", "daysBefore"] as const),
]);

/** What a date is read from, and with. */
interface DatedWords extends Pick<Utterance, "tokens" | "openQuestion" | "reading" | "reader" | "grammar"> {
  /** When the reminder is due that is moved: an hour alone is one of that day. */
  readonly setFor?: Instant;
}

/**
 * Returns the date that is named, in the person's zone. `isWished` if a date is surely wished for:
 * then other words do not matter.
 */
export function dateIn(words: DatedWords, isWished = false): TypedDate | undefined {
  const replaced = words.setFor ?? (isWished ? undefined : justSetFor(words.openQuestion));
  const date = namedIn(words, isWished);
  return date && replaced !== undefined && namesWeekdayAlone(words)
    ? nearDay(date, replaced, words.reader.zone)
    : date;
}

/**
 * Takes a weekday for the one next to the day that it replaces: a reminder for Thursday the 22nd is moved to
 * "Friday" the 23rd, on the 15th too.
 */
function nearDay(date: TypedDate, replaced: Instant, zone: Zone): TypedDate {
  if (date.kind !== "day" && date.kind !== "at") return date;
  const day = date.kind === "day" ? dayNamed(date.day) : localDay(date.at, zone);
  const weeks = Math.max(0, Math.round((localDay(replaced, zone) - day) / 7));
  const near = addDays(day, weeks * 7);
  return date.kind === "day"
    ? { ...date, day: nameOf(near) }
    : { ...date, at: sameTimeOn(near, date.at, zone) };
}

/** Whether words name a day by nothing but its weekday. */
function namesWeekdayAlone(words: DatedWords): boolean {
  const { weekdays, dates } = dayWordsIn(words);
  return weekdays.length > 0 && dates.length === 0 && !sensesIn(words).some(({ is }) => otherDays.has(is));
}

function namedIn(words: DatedWords, isWished: boolean): TypedDate | undefined {
  const { tokens, openQuestion, reading } = words;
  const read = datesOf(words, isWished);
  const date = read(tokens);
  if (date !== undefined && date.kind !== "unclear") return date;
  // A "no" before a date corrects the reminder that was just set ("No, Thursday"); "don't let me
  // forget" denies nothing.
  const isCorrection = corrects(openQuestion) && beginsWithNo(words);
  const heard = isCorrection ? tokens.slice(1) : tokens;
  const between = read(withoutBetween({ tokens: heard, reading }));
  if (between?.kind === "at") return between;
  return isCorrection ? read(heard) : date;
}

/** Returns what reads the date in a text, below the open question. */
function datesOf(words: DatedWords, isWished: boolean) {
  const { openQuestion, reading, reader, grammar } = words;
  const dates = reading.dates();
  const lastDay = reader.campaigns.get(openQuestion?.about ?? "")?.dates?.lastDay;
  const names = grammar.services.names.words;
  const isName = isWished ? (word: string) => names.has(word) : undefined;
  const offered = openQuestion ? offeredIn(openQuestion) : [];
  const known = words.setFor ?? justSetFor(openQuestion) ?? openQuestion?.wishedOn;
  const setFor = known ?? onlyDay(offered, reader.zone);
  const here = { ...reader, lastDay, setFor, offered, isName };
  return (typed: readonly Token[]) =>
    dates && readDate(typed, dates, { ...here, zones: reading.namedZones() });
}

/** Returns when the reminder is due that was just set. */
function justSetFor(openQuestion: Question | undefined): Instant | undefined {
  return openQuestion?.id === "remind-set" ? dueAtOf(openQuestion) : undefined;
}

/** Leaves out a clause without a time between two: "28 May, after school, 4pm". */
function withoutBetween(words: Pick<DatedWords, "tokens" | "reading">): readonly Token[] {
  const [before = [], between = [], after = [], ...others] = cutAt(words.tokens, ({ text }) => text === ",");
  const kinds = datePartsIn({ ...words, tokens: between }).flatMap((part) => part.kinds);
  const isUntimed = kinds.includes("unknown") && kinds.every((kind) => aroundTime.has(kind));
  return isUntimed && others.length === 0 ? [...before, ...after] : words.tokens;
}

/** Whether a "no" to a question may be about the reminder that was just set, before its zone is asked for. */
function corrects(openQuestion: Question | undefined): boolean {
  return openQuestion?.id === "zone" || openQuestion?.id.startsWith("remind") === true;
}

/** Returns the moment that words name, if it has a day of its own and they say nothing else. */
export function momentIn(words: DatedWords): TypedDate | undefined {
  const { names } = words.grammar.services;
  const named = datePartsIn(words);
  const isElse = named.some(
    ({ text, kinds }) => kinds.includes("instead") || (kinds.includes("unknown") && !names.words.has(text)),
  );
  const date = namesOwnDay(words) && !isElse ? dateIn(words, true) : undefined;
  return date?.kind === "unclear" ? undefined : date;
}

/**
 * Reads a wish for a reminder among other words: "Write to me tomorrow around noon, I'm at work
 * before".
 */
export function readWishAmong(utterance: Utterance): EventOf<"remind" | "date"> | undefined {
  if (!isLeftOpen(utterance) || wishesForLater(utterance) || asksForReminder(utterance)) return undefined;
  const behind = behindWish(utterance);
  // « Mon » is no Monday in French.
  const isTold = isInItsLanguage(utterance) && (mayAnswer(utterance) || mayTell(utterance));
  const all = behind ?? (isTold ? utterance.tokens : undefined);
  const date = all && suitedAmong({ tokens: all, isBehindWords: behind !== undefined }, utterance);
  return date && wishEvent(date, utterance);
}

/**
 * Returns the moment that is left once what does not suit is left out. A day alone that is only answered may be
 * what is denied: "Sunday? I never work on Sundays".
 */
function suitedAmong(all: Wish, utterance: Utterance): TypedDate | undefined {
  const tokens = withoutUnsuited(all.tokens, utterance);
  const date = readAmong({ ...all, tokens }, utterance);
  const isDenied = date?.kind === "day" && tokens !== all.tokens && !all.isBehindWords;
  return isDenied ? undefined : date;
}

function readAmong(wish: Wish, utterance: Utterance): TypedDate | undefined {
  const isAmong = wish.isBehindWords || mayAnswer(utterance);
  const among = (heard: Heard | undefined) =>
    heard !== undefined && isAmong && !belongsElsewhere(heard)
      ? dateAmong(heard.tokens, utterance)
      : undefined;
  const heard = hearWish(wish, utterance);
  const across = () =>
    heard === undefined || asksOnly(utterance)
      ? undefined
      : momentAcross(heard, justSetFor(utterance.openQuestion));
  const begun = beforeStory(wish.tokens, utterance);
  const { words } = utterance.grammar.services.names;
  const parts = datePartsIn({ ...utterance, tokens: begun });
  const behind = parts.slice(parts.findIndex(({ kinds }) => kinds.some((kind) => daysAndHours.has(kind))));
  const isStory = behind.some(({ text, kinds }) => kinds.includes("unknown") && !words.has(text));
  const first = () =>
    isStory && !wish.isBehindWords ? undefined : among(hearWish({ ...wish, tokens: begun }, utterance));
  return among(heard) ?? across() ?? first();
}

/** Whether a question only asks whether there is a reminder, and wishes for none: "Is there a reminder on Friday?" */
function asksOnly(utterance: Utterance): boolean {
  const { isQuestion, words } = utterance;
  const requests = holds(words, phrasesOf("requests", utterance));
  return isQuestion && !requests && !beginsWith(words, phrasesOf("wishes", utterance));
}

/** "Is there still a reminder for Monday?" */
function asksForReminder(utterance: Utterance): boolean {
  const { words } = utterance;
  return (
    asksOnly(utterance) &&
    holds(words, phrasesOf("reminders", utterance)) &&
    !holds(words, phrasesOf("suits", utterance))
  );
}

/** Whether a text may answer the open question with a day and an hour among other words. */
function mayTell(utterance: Utterance): boolean {
  const id = utterance.openQuestion?.id ?? "";
  return !utterance.isQuestion && (asksForDate.has(id) || (id === "remind-set" && replaces(utterance)));
}

/** Whether a text replaces the moment that was just set: "rather on Friday", "no, on Friday". */
function replaces(utterance: Utterance): boolean {
  return replacesMoment(utterance) || beginsWithNo(utterance);
}

/**
 * Returns the first clause of a wish if the next one tells something of the person, which may have days
 * of its own: "on the 22nd, I get back on the 21st"; nothing if it may change the wish.
 */
function beforeStory(wish: readonly Token[], { reading }: Utterance): readonly Token[] {
  const [first = [], clause = []] = cutAt(wish, ({ text }) => text === ",");
  const next = wordsOf(clause);
  const { selves } = reading.witnesses;
  const { instead, veto, join } = reading.dates()?.words.functionWords ?? {};
  const isTurned = holds(next, instead ?? []) || beginsWith(next, [...(veto ?? []), ...(join ?? [])]);
  // "In 2 weeks, on a Monday before my shift" goes on with the day.
  const [begun = []] = cutAt(clause, ({ text }) => holds([text], selves));
  const isMore = isNamedIn(first, "days", reading) && isNamedIn(begun, "weekday", reading);
  return holds(next, selves) && !isTurned && !isMore ? first : [];
}

function isNamedIn(tokens: readonly Token[], kind: string, reading: Utterance["reading"]): boolean {
  return datePartsIn({ tokens, reading }).some(({ kinds }) => kinds.includes(kind));
}

/** Returns a wish for this date as the answer to the open question, or as a wish of its own. */
export function wishEvent(date: TypedDate, utterance: Utterance): EventOf<"remind" | "date"> {
  const { openQuestion } = utterance;
  const campaign = serviceOfWish(utterance) ?? serviceOfAccounts(utterance);
  const isOther = campaign !== undefined && campaign !== openQuestion?.about;
  if (!isOther && takesWish.has(openQuestion?.id ?? "")) return { type: "date", date };
  return { type: "remind", date, ...(campaign !== undefined && { campaign }) };
}

/** The only service of which accounts are named: "Facebook, remind me tomorrow at 10". */
function serviceOfAccounts(utterance: Utterance): CampaignId | undefined {
  const [campaign, ...others] = [...utterance.reader.campaigns.keys()].filter(
    (each) => accountsIn(utterance.words, utterance, each).length > 0,
  );
  return others.length === 0 ? campaign : undefined;
}

/**
 * Returns the service that a reminder is wished for; of several, the one in the only clause with a moment:
 * "Set Friday's for Facebook at 7 pm and drop the one for WhatsApp". A sentence that tells what is done names
 * none: "Ask me on Sunday. ChatGPT is done as well." Without signs between, the one behind the wish counts.
 */
export function serviceOfWish(utterance: Utterance): CampaignId | undefined {
  const sentences = sentencesIn(utterance);
  const wishes = sentences.filter((sentence) => namesMoment(sentence) || !tellsDone(sentence));
  const text = wishes.map((sentence) => sentence.text).join(" ");
  const wish = wishes.length < sentences.length ? narrowTo(utterance, text) : utterance;
  const named = findOneService(wish);
  if (named !== undefined) return named;
  const timed = clauseWithMoment(wish);
  const ofMoment = timed && findOneService(timed);
  const behind = beforePhrase(wordsOf(behindWish(wish) ?? []), phrasesOf("reasons", utterance));
  return ofMoment ?? findOneService(narrowTo(wish, behind.join(" ")));
}

/**
 * Whether the only service that a reminder is wished for is not announced yet, whatever is said of others:
 * "remind me at 10 to check LinkedIn, and is Facebook confirmed?", but not "for LinkedIn and also for Facebook".
 */
export function wishesForLater(utterance: Utterance): boolean {
  const timed = clauseWithMoment(utterance);
  const isForOther = (clause: Utterance) =>
    clause.words.length <= mostWordsOfName && findOneService(clause) !== undefined;
  return namesOnlyLater(timed ?? utterance) && !clausesWithin(utterance).some(isForOther);
}

/** Returns the only clause that names a moment. */
function clauseWithMoment(utterance: Utterance): Utterance | undefined {
  const [only, ...others] = clausesWithin(utterance).filter(namesMoment);
  return others.length === 0 ? only : undefined;
}

function sentencesIn(utterance: Utterance): readonly Utterance[] {
  return cutSentences(utterance.text).map((text) => narrowTo(utterance, text));
}

function tellsDone({ tokens, reading }: Utterance): boolean {
  return findWitness("done", tokens, reading.witnesses) !== undefined;
}

function namesMoment(text: Utterance): boolean {
  return namesDay(text) || countHours(text) > 0;
}

/** Whether a wish for a reminder, or no command at all, leaves it open which date is meant. */
function isLeftOpen(utterance: Utterance): boolean {
  const command = readCommand(utterance)?.type ?? "remind";
  return (
    (command === "remind" || command === "later") && (dateIn(utterance)?.kind ?? "unclear") === "unclear"
  );
}

/** Returns the date that is named in the words after a wish, unless they are about an unknown service. */
export function dateAmong(wish: readonly Token[], utterance: Utterance): TypedDate | undefined {
  const { reading, reader } = utterance;
  if (namesOnlyLater(utterance)) return undefined;
  const dates = reading.dates();
  return (
    dates &&
    readDateAmong(wish, dates, {
      ...reader,
      setFor: justSetFor(utterance.openQuestion) ?? utterance.openQuestion?.wishedOn,
      zones: reading.namedZones(),
    })
  );
}

/** Returns the words after a wish for a reminder, up to the end of the sentence. */
function behindWish(utterance: Utterance): readonly Token[] | undefined {
  const { tokens } = utterance;
  const wishes = phrasesOf("wishes", utterance);
  const refrains = phrasesOf("refrains", utterance);
  const sentences = cutAt(
    tokens,
    ({ text, glued }, at) => endsOfSentences.has(text) && !(glued && tokens[at + 1]?.glued),
  );
  for (const sentence of sentences) {
    const end = sentence.findIndex((_, at) => endsWith(wordsOf(sentence.slice(0, at + 1)), wishes));
    if (end < 0) continue;
    const clause = cutAt(sentence.slice(0, end + 1), ({ text }) => text === ",").at(-1) ?? [];
    const words = wordsOf(clause);
    const length = Math.max(...wishes.filter((wish) => endsWith(words, [wish])).map(lengthOf));
    const before = words.slice(0, -length).slice(-mostWordsOfRefrain);
    const isDenied =
      holds(behindThings(before, utterance), refrains) ||
      isOfOthers(words.slice(-length - mostWordsOfRefrain), utterance);
    if (!isDenied) return sentence.slice(end + 1);
  }
  return undefined;
}

function lengthOf(phrase: string): number {
  return phrase.split(" ").length;
}

/** Leaves out a thing that is denied before a wish: « pas le temps, rappelle-moi ». */
function behindThings(before: readonly string[], { reading }: Utterance): readonly string[] {
  const the = reading.dates()?.words.functionWords.the ?? [];
  return before.slice(before.findLastIndex((word) => the.includes(word)) + 1);
}

/** Whether a wish is somebody else's: "my sister wants a reminder", but not "she says remind me". */
function isOfOthers(wish: readonly string[], { reading: { witnesses } }: Utterance): boolean {
  const at = wish.findLastIndex((word) => witnesses.others.includes(word));
  const behind = wish.slice(at + 1);
  return at >= 0 && !holds(behind, witnesses.selves) && !behind.some((word) => witnesses.joins.has(word));
}

/** Whether a date may stand among other words in an answer to the open question. */
function mayAnswer(utterance: Utterance): boolean {
  const id = utterance.openQuestion?.id ?? "";
  return (asksForDate.has(id) && namesDayAmongOthers(utterance)) || (takesWish.has(id) && isMove(utterance));
}

/** Whether the classifier surely hears that a reminder is moved, and a day is named. */
function isMove(utterance: Utterance): boolean {
  const [first, second] = utterance.classified();
  if (first?.intent !== "wish.move") return false;
  const named = second?.intent === "fact.date" ? second.confidence : 0;
  return first.confidence + named >= onlyMoment && namesDay(utterance);
}

function namesDayAmongOthers(utterance: Utterance): boolean {
  const isAmong = replacesMoment(utterance) || utterance.words.length >= fewestWordsOfStory;
  return isAmong && (namesDay(utterance) || dateKindsIn(utterance).includes("tonight"));
}

/** Returns when the reminder that can be cancelled is due. */
function dueAtOf({ choices }: Question): Instant | undefined {
  const [due] = choices.flatMap(({ event }) =>
    event.type === "cancel-reminder" ? event.reminder.dueAt : [],
  );
  return due;
}

/** Returns the instants that a question offers. */
function offeredIn({ choices }: Question): readonly Instant[] {
  return choices.flatMap(({ event }) =>
    event.type === "date" && event.date.kind === "at" ? [event.date.at] : [],
  );
}

/** Returns the first of these instants if they are all of one day: an hour alone is one of it. */
function onlyDay(instants: readonly Instant[], zone: Zone): Instant | undefined {
  const [first, ...others] = instants;
  const isSame = (at: Instant) => first !== undefined && localDay(at, zone) === localDay(first, zone);
  return others.every(isSame) ? first : undefined;
}

/**
 * Whether a text is only a day or an hour, even one that can be meant in two ways: then it asks
 * nothing.
 */
export function isMereDate(utterance: Utterance): boolean {
  const kinds = dateKindsIn(utterance);
  return !utterance.isQuestion && !kinds.includes("unknown") && kinds.some((kind) => daysAndHours.has(kind));
}

/** Whether a text is only an hour, without a day and without the wish: "around 7 pm". */
export function isHourAlone(utterance: Utterance): boolean {
  const isWish = holds(utterance.words, phrasesOf("wishes", utterance));
  return !isWish && countHours(utterance) === 1 && isMereDate(utterance) && !namesDay(utterance);
}

/** Whether a text names a day. */
export function namesDay(utterance: Utterance): boolean {
  return dateKindsIn(utterance).some((kind) => days.has(kind));
}

/** Whether a text names a moment that has a day of its own: "the 24th", "tonight". */
export function namesOwnDay(words: Pick<DatedWords, "tokens" | "reading">): boolean {
  return datePartsIn(words).some(({ kinds }) => kinds.some((kind) => ownDays.has(kind)));
}

/** Returns the weekdays that a text names, 1 for Monday, and the dates in a month: "Sunday", "the 25th". */
export function dayWordsIn(words: Pick<DatedWords, "tokens" | "reading">) {
  const read = dateWordsIn(words).map(({ readings }) => readings);
  const isHour = (at: number) =>
    read[at + 1]?.some(({ is }) => signsOfHour.has(is)) === true || read[at - 1]?.[0]?.is === "at";
  const valuesOf = (isMeant: (is: string, at: number) => boolean) =>
    read.flatMap(([sense], at) => (sense && isMeant(sense.is, at) ? sense.value : []));
  return {
    weekdays: valuesOf((is) => is === "weekday"),
    dates: valuesOf((is, at) => is === "number" && !isHour(at)),
  };
}

/** Whether a text holds nothing but words for a date, and those that are known otherwise. */
export function isDateBut(
  words: Pick<DatedWords, "tokens" | "reading">,
  isKnown: (word: string) => boolean,
): boolean {
  return datePartsIn(words).every(
    ({ text, kinds }) => !kinds.includes("unknown") || text.split(" ").every(isKnown),
  );
}

/** Whether a text names a day by the one after it: "the day before". */
export function namesDayBefore(utterance: Pick<DatedWords, "tokens" | "reading">): boolean {
  return isNamedIn(utterance.tokens, "dayBefore", utterance.reading);
}

/** Whether a text names a weekday or a month: other days than "today" and "tomorrow". */
export function namesWeekday(utterance: Utterance): boolean {
  return dateKindsIn(utterance).some((kind) => kind === "weekday" || kind === "month");
}

/** Whether a text names a moment in place of another: "rather on Friday". */
export function replacesMoment(utterance: Utterance): boolean {
  return dateKindsIn(utterance).includes("instead");
}

/** Returns the zone that a sentence of a text names beside a moment: "Sunday at 6 pm, Dublin time". */
export function zoneBeside(utterance: Utterance): Zone | undefined {
  const zones = utterance.reading.namedZones();
  const moments = zones === undefined ? [] : sentencesIn(utterance).filter(namesMoment);
  const named = zones && moments.map((moment) => findZone(dateWordsIn(moment), zones)?.value);
  return named?.find((zone) => zone !== undefined && zone !== "own" && zone !== "unclear");
}

/** Returns how many hours a text names by their sign: "5 pm", "six o'clock", « 17 h ». */
export function countHours(utterance: Utterance): number {
  const parts = datePartsIn(utterance);
  const isHour = ({ kinds }: (typeof parts)[number], at: number) =>
    kinds.some((kind) => signsOfHour.has(kind)) && parts[at - 1]?.kinds.includes("number") === true;
  return parts.filter(isHour).length;
}

/** Returns the kinds of words in a text, as parts of a date. */
function dateKindsIn(utterance: Utterance): readonly string[] {
  return datePartsIn(utterance).flatMap(({ kinds }) => kinds);
}

/** Returns the first way to understand each word of a text, as part of a date. */
export function sensesIn(words: Pick<DatedWords, "tokens" | "reading">): readonly TokenSense[] {
  return dateWordsIn(words).flatMap(({ readings }) => readings.slice(0, 1));
}

function datePartsIn(words: Pick<DatedWords, "tokens" | "reading">) {
  return dateWordsIn(words).map(({ text, readings }) => ({
    text,
    kinds: readings.map(({ is }): string => is),
  }));
}

function dateWordsIn({ tokens, reading }: Pick<DatedWords, "tokens" | "reading">): readonly DateToken[] {
  const dates = reading.dates();
  return dates ? readDateWords(tokens, dates) : [];
}

/**
 * Reads a date. An unclear one counts only if nothing else is said. Below the steps, "the last
 * day?" is a question and no date.
 */
export function sureDate(utterance: Utterance): EventOf<"date"> | undefined {
  const event =
    utterance.isQuestion && utterance.openQuestion?.id === "next" ? undefined : dateEvent(utterance);
  const isDoubtful = event?.date.kind === "unclear" && event.date.zone === undefined;
  return !isDoubtful || isMereDate(utterance) ? event : undefined;
}

/**
 * Reads a date where none is asked for. Without words of wishing it is only told ("I leave on
 * Friday"), or part of a goodbye: « à lundi ».
 */
export function readWishedDate(utterance: Utterance): ConversationEvent | undefined {
  const event = sureDate(utterance) ?? readHourForService(utterance) ?? readUnclearWish(utterance);
  return event && (readSmallTalk(utterance) ?? event);
}

/** Reads an hour to come, and nothing else but the service that it is for: "tomorrow 19:00 for WhatsApp". */
function readHourForService(utterance: Utterance): ConversationEvent | undefined {
  const isFor = !utterance.isQuestion && findOneService(utterance) !== undefined;
  const date = isFor ? momentIn(utterance) : undefined;
  return date?.kind === "at" && date.at > utterance.reader.now ? wishEvent(date, utterance) : undefined;
}

/**
 * Reads a wish for a date that is not clear: "Remind me on Saturday after work". If a service is
 * named, the wish may be about another one and is not read here.
 */
function readUnclearWish(utterance: Utterance): ConversationEvent | undefined {
  const isWish =
    readCommand(utterance)?.type === "remind" && !namesOnlyLater(utterance) && !findOneService(utterance);
  const hasDay = isWish && dateKindsIn(utterance).some((kind) => daysAndHours.has(kind));
  const date = hasDay ? dateIn(utterance, true) : undefined;
  return date?.kind === "unclear" ? { type: "date", date } : undefined;
}

/** Reads a clear date where the zone is asked for: it is the moment that is wished for instead. */
export function readDateInZone(utterance: Utterance): EventOf<"date"> | undefined {
  const event = dateEvent(utterance);
  return event?.date.kind.startsWith("unclear") ? undefined : event;
}

/** Reads that another date is wished for, even if it is not clear which: "No, rather on Friday or so". */
export function readCorrectedDate(utterance: Utterance): ConversationEvent | undefined {
  return replacesMoment(utterance) ? dateEvent(utterance) : undefined;
}

/** Returns the date that is named as an event. */
export function dateEvent(utterance: Utterance): EventOf<"date"> | undefined {
  const date = dateIn(utterance);
  return date && { type: "date", date };
}

/** Intents of words that only tell a moment, or name another one for a reminder that waits. */
export const momentIntents: ReadonlySet<string> = new Set(["fact.date", "wish.move"]);

/**
 * Reads a date told where accounts are asked for, if the classifier holds it for nothing else: the
 * person wishes to be reminded then.
 */
export function readDateBeside(utterance: Utterance): EventOf<"remind"> | undefined {
  const isOnlyDate = confidenceInAll(momentIntents, utterance.classified()) >= surely;
  const date = isOnlyDate ? momentTold(utterance) : undefined;
  return date && { type: "remind", date };
}

/** Returns the clear moment that a text names among its words. */
export function momentTold(utterance: Utterance): TypedDate | undefined {
  const known = datePartsIn(utterance).filter(({ kinds }) => !kinds.includes("unknown"));
  const timed = tokensOf(known.map(({ text }) => text).join(" "));
  const moments = [dateIn(utterance), momentOfWish(utterance), dateIn({ ...utterance, tokens: timed })];
  return moments.find((moment) => moment !== undefined && !moment.kind.startsWith("unclear"));
}

/** Reads the moment of a text that is a wish as a whole; `setFor` is when the reminder is due that is moved. */
export function momentOfWish(utterance: Utterance, setFor?: Instant): TypedDate | undefined {
  const heard = hearWish({ tokens: utterance.tokens, isBehindWords: true }, utterance);
  return heard && momentAcross(heard, setFor);
}

/** Reads a date on a page that was opened from the question when to remind the person. */
export function readDateBeneath(utterance: Utterance): EventOf<"remind"> | undefined {
  const isAsked = asksForDate.has(utterance.openQuestion?.beneath ?? "");
  const event = isAsked ? sureDate(utterance) : undefined;
  return event && { ...event, type: "remind" };
}
