import { type Chunk, cutIntoChunks } from "../match.ts";
import { compileTemplates, type TemplateSet } from "../template-set.ts";
import { keyOf, type Token } from "../tokens.ts";

/** What words can stand for by a number: the 3 of "three", the hour of "evening", the days of "week". */
export type Valued = Counted | Unit | Span | Beside;
/**
 * 1 is Monday; a day counts from today; a feast is its month and day, such as 1225; a part of the day is known by the hour that
 * is meant if none is named: 10, 12, 15 or 19.
 */
type Counted = "number" | "ordinal" | "weekday" | "month" | "feast" | "day" | "part";
/** Units of time, in minutes, days or months. */
type Unit = "minutes" | "days" | "months";
/**
 * Lengths of time in themselves: "half an hour", « huit jours »; and, in days before the last one on which one can object, those
 * that are counted ("days before") and those that are not ("the day before").
 */
type Span = "minutesSpan" | "daysSpan" | "daysBefore" | "dayBefore";
/** Minutes before an hour ("half past", "quarter to") and after one ("and a half"); days to add to a weekday (« en huit »). */
type Beside = "beforeHour" | "afterHour" | "shift";

/** What words do in a date: introduce, point, join, or make it unclear. */
export type FunctionWord = Pointer | HourSign | Whole | Other;
type Pointer = "in" | "fromNow" | "next" | "this" | "the" | "at" | "ordinalSuffix";
/** `hourMark` is after the hour of a 24-hour clock ("18 h"), `oClock` after that of a 12-hour one. */
type HourSign = "am" | "pm" | "hourMark" | "oClock";
type Whole = "tonight" | "weekend" | "nextWeek" | "nextMonth";
/**
 * What adds nothing ("please") or only that another date is no longer meant ("rather"), makes a date beside it unclear ("not",
 * "or", "before") unless it only joins something else to it ("and give me the link"), leads to what one wants to be reminded of ("to check
 * my mail"), or names no time ("soon").
 */
type Other = "filler" | "instead" | "veto" | "join" | "aim" | "vague";

/** A language's words for dates, written without regard to case and accents. */
export interface DateWords {
  /** True where 5/6 is always 5 June; false where it can be 6 May as well. */
  readonly dayFirst: boolean;
  /** True where "at 6" is six in the morning, false where it can be six in the evening. */
  readonly clockOf24: boolean;
  /** Words by the number that they stand for. */
  readonly values: Readonly<Record<Valued, Readonly<Record<string, readonly string[]>>>>;
  readonly functionWords: Readonly<Record<FunctionWord, readonly string[]>>;
  /** Words for dates that mean something else more often ("may"). */
  readonly weak: readonly string[];
  /** What says of something done that it was some time ago, without a day: "already", "weeks". */
  readonly earlier: readonly string[];
}

/** One way to understand a stretch of a text; a number can also be a year, or an hour that is padded with 0. Symbols and unknown words keep no value. */
export interface Reading {
  readonly is: Valued | FunctionWord | "year" | "padded" | "symbol" | "unknown";
  readonly value: number;
}

/** A stretch of a text with the ways to understand it. */
export interface DateToken {
  readonly text: string;
  readonly readings: readonly Reading[];
  /** True if this alone is no sign that someone meant a date. */
  readonly weak: boolean;
}

/** A language's words for dates, compiled. */
export interface Dates {
  readonly words: DateWords;
  readonly templates: TemplateSet<Reading>;
  readonly weak: ReadonlySet<string>;
  readonly earlier: readonly string[];
}

const forgivenKinds: ReadonlySet<string> = new Set(["weekday", "month", "day", "part", "weekend", "next"]);
const neverWeak: ReadonlySet<Reading["is"]> = new Set(["weekday", "day", "weekend"]);
const symbol = /^(?:[/+=<>%&~*.:-]|\d.*)$/;

/** Compiles a language's words for dates; mistakes are forgiven in the words for days, months and parts of a day. */
export function compileDates(words: DateWords): Dates {
  const entries = entriesOf(words);
  const forgiven = new Set(entries.flatMap(({ is, word }) => (forgivenKinds.has(is) ? keyOf(word) : [])));
  return {
    words,
    templates: compileTemplates({
      templates: entries.map(({ is, value, word }) => [word, { is, value }] as const),
      isForgiven: (word) => forgiven.has(word),
    }),
    weak: new Set(words.weak.map(keyOf)),
    earlier: words.earlier.map(keyOf),
  };
}

/** Cuts tokens into the stretches that the words know, the longest first; what they do not know is "unknown". */
export function readDateWords(tokens: readonly Token[], { templates, weak }: Dates): readonly DateToken[] {
  const texts = tokens.filter((_, at) => isTelling(tokens, at)).map(({ text }) => text);
  return cutIntoChunks(texts, templates).map((chunk) => dateToken(chunk, weak));
}

/** Signs between digits belong to a date or an hour; a minus before a digit must not be overlooked either. */
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

function dateToken({ words, matches }: Chunk<Reading>, weak: ReadonlySet<string>): DateToken {
  const text = words.join(" ");
  const exact = matches.filter(({ mistakes }) => mistakes === 0).map(({ meaning }) => meaning);
  if (exact.length > 0) return { text, readings: exact, weak: weak.has(text) };
  const meant = new Map(matches.map(({ meaning }) => [`${meaning.is} ${meaning.value}`, meaning]));
  const [reading] = meant.values();
  if (reading !== undefined) {
    // If it can be two words, that is all that is known.
    const only: Reading = meant.size > 1 ? { is: "vague", value: 0 } : reading;
    return { text, readings: [only], weak: !neverWeak.has(only.is) };
  }
  return { text, readings: kindsOf(text).map((is) => ({ is, value: Number(text) || 0 })), weak: true };
}

/** What a stretch can be that is none of the words. */
function kindsOf(text: string): readonly Reading["is"][] {
  if (/^\d{4}$/.test(text)) return ["number", "year"];
  if (/^0\d{1,2}$/.test(text)) return ["number", "padded"];
  if (/^\d{1,4}$/.test(text)) return ["number"];
  return symbol.test(text) ? ["symbol"] : ["unknown"];
}

function entriesOf(words: DateWords): readonly (Reading & { readonly word: string })[] {
  const valued = entries(words.values).flatMap(([is, byValue]) =>
    Object.entries(byValue).map(([value, list]) => [is, Number(value), list] as const),
  );
  const others = entries(words.functionWords).map(([is, list]) => [is, 0, list] as const);
  return [...valued, ...others].flatMap(([is, value, list]) => list.map((word) => ({ is, value, word })));
}

function entries<Key extends string, Value>(record: Readonly<Record<Key, Value>>): [Key, Value][] {
  return Object.entries(record) as [Key, Value][];
}
