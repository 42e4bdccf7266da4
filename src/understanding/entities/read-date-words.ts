import { type Chunk, cutIntoChunks } from "../match.ts";
import { compileTemplates, type TemplateSet } from "../template-set.ts";
import { keyOf, type Token } from "../tokens.ts";

/** Kinds of words that stand for a number: 3 for "three", an hour for "evening", days for "week". */
export type Valued = Counted | Unit | Span | Beside;
/**
 * Weekday 1 is Monday; a day counts from today; a feast is month and day, such as 1225; a part of
 * the day is the hour that is meant if none is named: 10, 12, 15 or 19.
 */
type Counted = "number" | "ordinal" | "weekday" | "month" | "feast" | "day" | "part";
/** Units of time, in minutes, days or months. */
type Unit = "minutes" | "days" | "months";
/**
 * Words that are a length of time in themselves: "half an hour", « huit jours ». `daysBefore`
 * ("days before", after a number) and `dayBefore` ("the day before") are in days before the last
 * one on which one can object.
 */
type Span = "minutesSpan" | "daysSpan" | "daysBefore" | "dayBefore";
/**
 * `beforeHour` are the minutes of words before an hour ("half past", "quarter to"), `afterHour` of
 * words after it ("and a half"); `shift` are days to add to a weekday (« en huit »).
 */
type Beside = "beforeHour" | "afterHour" | "shift";

/** Words that introduce, point at or join parts of a date, or make it unclear. */
export type FunctionWord = Pointer | HourSign | Whole | Other;
type Pointer = "in" | "fromNow" | "next" | "this" | "the" | "at" | "ordinalSuffix";
/** `hourMark` follows the hour of a 24-hour clock ("18 h"), `oClock` that of a 12-hour one. */
type HourSign = "am" | "pm" | "hourMark" | "oClock";
type Whole = "tonight" | "weekend" | "nextWeek" | "nextMonth";
/**
 * `filler` adds nothing ("please"); `instead` says that another date is no longer meant ("rather"),
 * and `insteadOf` which one ("instead of");
 * `veto` makes a date beside it unclear ("not", "or", "before"), and so does `join` unless it only
 * adds something else ("and give me the link"); `aim` leads to what one wants to be reminded of
 * ("to check my mail"); `onward` before an hour means that hour ("after 8 pm"); `vague` names no clear time ("soon").
 */
type Other = "onward" | "filler" | "instead" | "insteadOf" | "veto" | "join" | "aim" | "vague" | "sameHour";

/** A language's words for dates, in lower case and without accents. */
export interface DateWords {
  /** True if 5/6 is always 5 June; false if it can be 6 May as well. */
  readonly dayFirst: boolean;
  /** True if "at 6" is six in the morning, false if it can be six in the evening. */
  readonly clockOf24: boolean;
  /** Words by the number that they stand for. */
  readonly values: Readonly<Record<Valued, Readonly<Record<string, readonly string[]>>>>;
  readonly functionWords: Readonly<Record<FunctionWord, readonly string[]>>;
  /** Words for dates that mean something else more often ("may"). */
  readonly weak: readonly string[];
  /** Words that say that something was done some time ago, without a day: "already", "weeks". */
  readonly earlier: readonly string[];
  /** Words that lead to what goes on at a moment: "after mass", "when I get home". */
  readonly occasions: readonly string[];
  /** Words for who does something: not behind an occasion, they begin what is told: "we eat at 1 pm". */
  readonly subjects: readonly string[];
  /** Words by which a moment does not suit: "Wednesday is no good". */
  readonly denials: readonly string[];
  /** Words for a day that is named before: "remind me that day". */
  readonly thatDay: readonly string[];
  /** Words that complain that no reminder came, and those that do beside a word for one: "never came". */
  readonly missed: readonly string[];
  readonly neverCame: readonly string[];
}

/**
 * One way to understand a stretch of a text. A number can also be a year, or an hour that is padded
 * with 0. Symbols and unknown words have no value.
 */
export interface TokenSense {
  readonly is: Valued | FunctionWord | "year" | "padded" | "symbol" | "unknown";
  readonly value: number;
}

/** A stretch of a text with the ways to understand it. */
export interface DateToken {
  readonly text: string;
  readonly readings: readonly TokenSense[];
  /** True if this word alone does not show that a date is meant. */
  readonly weak: boolean;
}

/** A language's words for dates, compiled. */
export interface Dates {
  readonly words: DateWords;
  readonly templates: TemplateSet<TokenSense>;
  readonly weak: ReadonlySet<string>;
  readonly earlier: readonly string[];
  readonly occasions: readonly string[];
  readonly subjects: readonly string[];
  readonly denials: readonly string[];
  readonly thatDay: readonly string[];
  readonly missed: readonly string[];
  readonly neverCame: readonly string[];
}

const forgivenKinds: ReadonlySet<string> = new Set(["weekday", "month", "day", "part", "weekend", "next"]);
const neverWeak: ReadonlySet<TokenSense["is"]> = new Set(["weekday", "day", "weekend"]);
const symbol = /^(?:[/+=<>%&~*.:-]|\d.*)$/;

/** Returns the words for dates of several languages: one of another language is no typing mistake. */
export function dateVocabulary(languages: Iterable<DateWords>): Set<string> {
  const phrases = [...languages].flatMap(entriesOf).map(({ word }) => keyOf(word));
  return new Set(phrases.flatMap((phrase) => phrase.split(" ")));
}

/**
 * Compiles a language's words for dates. Typing mistakes are forgiven in words for days, months and
 * parts of a day, unless what is typed is in the vocabulary.
 */
export function compileDates(words: DateWords, vocabulary: Set<string>): Dates {
  const entries = entriesOf(words);
  const forgiven = new Set(entries.flatMap(({ is, word }) => (forgivenKinds.has(is) ? keyOf(word) : [])));
  return {
    words,
    templates: compileTemplates({
      templates: entries.map(({ is, value, word }) => [word, { is, value }] as const),
      isForgiven: (word) => forgiven.has(word),
      vocabulary,
    }),
    weak: new Set(words.weak.map(keyOf)),
    earlier: words.earlier.map(keyOf),
    occasions: words.occasions.map(keyOf),
    subjects: words.subjects.map(keyOf),
    denials: words.denials.map(keyOf),
    thatDay: words.thatDay.map(keyOf),
    missed: words.missed.map(keyOf),
    neverCame: words.neverCame.map(keyOf),
  };
}

/**
 * Cuts tokens into the longest stretches that are known; another one is a number, "symbol" or
 * "unknown".
 */
export function readDateWords(tokens: readonly Token[], { templates, weak }: Dates): readonly DateToken[] {
  const texts = tokens.filter((_, at) => isTelling(tokens, at)).map(({ text }) => text);
  return cutIntoChunks(texts, templates).map((chunk) => dateToken(chunk, weak));
}

/**
 * Whether a token counts: signs between digits belong to a date or an hour; a minus before a digit
 * must not be overlooked.
 */
function isTelling(tokens: readonly Token[], at: number): boolean {
  const { text = "", glued = false } = tokens[at] ?? {};
  const isAfterNumber = isNumber(tokens[at - 1]);
  const isBeforeNumber = isNumber(tokens[at + 1]);
  const isInside = isAfterNumber && isBeforeNumber;
  switch (text) {
    case ".":
      return isInside && glued && tokens[at + 1]?.glued === true;
    case ":":
      return isInside;
    case "-":
      return isInside || (isBeforeNumber && !glued && tokens[at + 1]?.glued === true);
    default:
      return /^[\p{L}\p{N}/+=<>%&~*]/u.test(text);
  }
}

function isNumber(token: Token | undefined): boolean {
  return token !== undefined && /^\d/.test(token.text);
}

function dateToken({ words, matches }: Chunk<TokenSense>, weak: ReadonlySet<string>): DateToken {
  const text = words.join(" ");
  const exact = matches.filter(({ mistakes }) => mistakes === 0).map(({ meaning }) => meaning);
  if (exact.length > 0) return { text, readings: exact, weak: weak.has(text) };
  const meant = new Map(matches.map(({ meaning }) => [`${meaning.is} ${meaning.value}`, meaning]));
  const [reading] = meant.values();
  if (reading !== undefined) {
    // A mistyped word that can be two known words is only known to be about time.
    const only: TokenSense = meant.size > 1 ? { is: "vague", value: 0 } : reading;
    return { text, readings: [only], weak: !neverWeak.has(only.is) };
  }
  return { text, readings: kindsOf(text).map((is) => ({ is, value: Number(text) || 0 })), weak: true };
}

/** The kinds of a stretch that is none of the known words. */
function kindsOf(text: string): readonly TokenSense["is"][] {
  if (/^\d{4}$/.test(text)) return ["number", "year"];
  if (/^0\d{1,2}$/.test(text)) return ["number", "padded"];
  if (/^\d{1,4}$/.test(text)) return ["number"];
  return symbol.test(text) ? ["symbol"] : ["unknown"];
}

function entriesOf(words: DateWords): readonly (TokenSense & { readonly word: string })[] {
  const valued = entries(words.values).flatMap(([is, byValue]) =>
    Object.entries(byValue).map(([value, list]) => [is, Number(value), list] as const),
  );
  const others = entries(words.functionWords).map(([is, list]) => [is, 0, list] as const);
  return [...valued, ...others].flatMap(([is, value, list]) => list.map((word) => ({ is, value, word })));
}

function entries<Key extends string, Value>(record: Readonly<Record<Key, Value>>): [Key, Value][] {
  return Object.entries(record) as [Key, Value][];
}
