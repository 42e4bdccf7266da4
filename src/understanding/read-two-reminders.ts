import type { ConversationEvent, EventOf, TypedDate } from "../conversation/vocabulary.ts";
import { cutSentences } from "./cut-parts.ts";
import { findOneService, namesOnlyLater } from "./entities/find-services.ts";
import type { Frame } from "./frame.ts";
import type { LanguageGrammar } from "./grammar.ts";
import { readFrame } from "./read-frame.ts";
import { momentIn, namesDayBefore } from "./read-own-date.ts";
import { type Given, readingOf } from "./read-passage.ts";
import { phrasesOf } from "./read-witness.ts";
import { beginsWith, keyOf, tokensOf, wordsOf } from "./tokens.ts";
import { beforePhrase, lengthOfPhrase } from "./typed-pieces.ts";

/** A sentence that may wish for two reminders, and the message around it. */
interface TwoWishes {
  /** The sentence up to the second moment; empty if it begins with it. */
  readonly first: string;
  readonly second: EventOf<"remind">;
  /** True if it names one reminder more: "another one". */
  readonly isAnother: boolean;
  /** The sentence without the second moment. */
  readonly sentence: string;
  /** The sentences before and behind it. */
  readonly before: string;
  readonly behind: string;
}

/** "I would like to have" has as many words. */
const mostWordsBefore = 5;
/** More words than "Saturday afternoon at half past two for the Instagram form". */
const mostWordsOfMoment = 10;
/** The clause in which a second moment stands ends with one of these signs. */
const endsClause = /[,;:]$/;

/**
 * Reads a wish for two reminders: "Remind me on Saturday for Facebook and on Sunday for Instagram". The
 * first is read as if it were the only one; it may be set already.
 */
export function readTwoReminders(given: Given): Frame | undefined {
  const wishes = findTwo(given);
  const both = wishes && (readAnother(wishes, given) ?? readBoth(wishes, given));
  return both ?? readBeside(given);
}

/**
 * Reads what begins with "also", or "another one", below the reminder just set: it does not move that
 * one. "The day before" it may be another day than that before the last one.
 */
function readBeside(given: Given): Frame | undefined {
  const reading = readingOf(given);
  if (reading === undefined || given.openQuestion?.id !== "remind-set") return undefined;
  const { joins, words } = reading.witnesses;
  const tokens = tokensOf(given.text);
  const phrases = [...(words.get("another") ?? []), ...(words.get("adds") ?? [])];
  const adding = phrases.filter((phrase) => !joins.has(phrase.split(" ")[0] ?? ""));
  if (!beginsWith(wordsOf(tokens), adding)) return undefined;
  const frame = readFrame(given);
  const isOpen = namesDayBefore({ tokens, reading });
  const beside = (act: ConversationEvent): ConversationEvent => {
    if (act.type !== "date" && act.type !== "move") return act;
    const { date } = act;
    return isOpen || date.kind === "unclear" ? { type: "remind" } : { type: "remind", date };
  };
  const [act, ...others] = frame.acts;
  return { ...frame, acts: [beside(act), ...others.map(beside)] };
}

function readBoth(wishes: TwoWishes, given: Given): Frame | undefined {
  const date = dateOf(readFrame({ ...given, text: wishes.first }));
  const rest = [wishes.before, wishes.sentence, wishes.behind].join(" ");
  const frame = date && readFrame({ ...given, text: rest.trim() });
  if (frame === undefined || !isSame(dateOf(frame), date) || isSame(date, wishes.second.date))
    return undefined;
  const [act, ...others] = frame.acts;
  // "Two reminders please" offers nothing more.
  return { ...frame, acts: [act, ...others.filter(({ type }) => type !== "suggest"), wishes.second] };
}

/**
 * Reads one more reminder beside the one just set, and what the other sentences say: "and on Sunday", "could I
 * have another one on Sunday?"
 */
function readAnother(wishes: TwoWishes, given: Given): Frame | undefined {
  const { second, before, behind, isAnother } = wishes;
  const rest = [before, behind].join(" ").trim();
  if (!addsOne(wishes, given) || (rest !== "" && !isAnother)) return undefined;
  const frame = rest === "" ? { acts: [], unread: [] } : readFrame({ ...given, text: rest });
  const others = frame.acts.filter(({ type }) => type !== "not-understood" && type !== "courtesy");
  return { ...frame, acts: [second, ...others] };
}

/** Whether a sentence says nothing but that one reminder more is wished for, while one waits. */
function addsOne({ first, sentence, isAnother }: TwoWishes, { openQuestion }: Given): boolean {
  const isBegun = isAnother && sentence === first && first.split(" ").length <= mostWordsBefore;
  const isSet = isAnother && openQuestion?.reminders !== undefined;
  return (isSet || openQuestion?.id === "remind-set") && (sentence === "" || isBegun);
}

/** Finds a word that adds something, with nothing but a moment behind it. */
function findTwo(given: Given): TwoWishes | undefined {
  const reading = readingOf(given);
  if (reading === undefined) return undefined;
  const phrases = (list: string) => phrasesOf(list, { reading });
  const read = (words: readonly string[]) =>
    readWish(withoutEnd(words, phrases("before-undo")).join(" "), given, reading);
  const reasons = phrases("reasons");
  const sentences = cutSentences(given.text);
  for (const [place, sentence] of sentences.entries()) {
    const words = beforePhrase(sentence.split(/\s+/), reasons);
    const another = cutAtMoment(words, phrases("another"), read);
    const found = another ?? cutAtMoment(words, phrases("adds"), read);
    if (found === undefined) continue;
    const [before, behind] = [sentences.slice(0, place).join(" "), sentences.slice(place + 1).join(" ")];
    return { ...found, isAnother: another !== undefined, before, behind };
  }
  return undefined;
}

/** Reads a moment, and the service that is named with it. */
function readWish(text: string, given: Given, reading: LanguageGrammar): EventOf<"remind"> | undefined {
  const tokens = tokensOf(text);
  const words = { ...given, tokens, words: wordsOf(tokens), reading };
  const date = namesOnlyLater(words) ? undefined : momentIn(words);
  const campaign = date && findOneService(words);
  return date && { type: "remind", date, ...(campaign !== undefined && { campaign }) };
}

function cutAtMoment(
  words: readonly string[],
  phrases: readonly string[],
  read: (words: readonly string[]) => EventOf<"remind"> | undefined,
): Pick<TwoWishes, "first" | "second" | "sentence"> | undefined {
  for (const at of words.keys()) {
    const behind = wordsBehind(words.slice(at), phrases);
    const end = behind.findIndex((word) => endsClause.test(word)) + 1 || behind.length;
    const second = end > 0 && end <= mostWordsOfMoment ? read(behind.slice(0, end)) : undefined;
    const first = words.slice(0, at).join(" ");
    if (second !== undefined)
      return { first, second, sentence: [first, ...behind.slice(end)].join(" ").trim() };
  }
  return undefined;
}

/** Returns the words behind the longest phrase with which they begin; none if they begin with none. */
function wordsBehind(words: readonly string[], phrases: readonly string[]): readonly string[] {
  const length = lengthOfPhrase(words, phrases);
  return length === 0 ? [] : words.slice(length);
}

/** Returns the words before the longest phrase with which they end: "please". */
function withoutEnd(words: readonly string[], phrases: readonly string[]): readonly string[] {
  const at = words.findIndex((_, from) => phrases.includes(keyOf(words.slice(from).join(" "))));
  return at < 0 ? words : words.slice(0, at);
}

function dateOf({ acts }: Frame): TypedDate | undefined {
  // "I'll do it on Friday" wishes for no reminder.
  const dates = acts.flatMap((act) => ("date" in act && act.type !== "later" ? (act.date ?? []) : []));
  return dates.find(({ kind }) => kind === "day" || kind === "at");
}

function isSame(one: TypedDate | undefined, other: TypedDate | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
