import { distance } from "fastest-levenshtein";
import { isSwap } from "./closest.ts";
import type { Language } from "./vocabulary.ts";

/** What words can stand for by a number: the 3 of "three", the hour of "evening", the days of "week". */
export type Valued =
  | "number"
  | "ordinal"
  /** 1 is Monday. */
  | "weekday"
  | "month"
  /** Days from today. */
  | "day"
  /** A part of the day, by the hour that is meant where none is named: 10, 12, 15 or 19. */
  | "part"
  /** Units of time, in minutes, days or months. */
  | "minutes"
  | "days"
  | "months"
  /** Lengths of time in themselves ("half an hour", a French « huit jours »), in minutes or days. */
  | "minutesSpan"
  | "daysSpan"
  /** Days to add to a weekday (« en huit »). */
  | "shift";

/** What words do in a date: introduce, point, join, or make it unclear. */
export type Mark =
  | "in"
  | "fromNow"
  | "next"
  | "this"
  | "the"
  | "at"
  | "am"
  | "pm"
  /** After the hour of a 24-hour clock ("18 h"), and of a 12-hour one ("6 o'clock"). */
  | "hourMark"
  | "oClock"
  | "ordinalSuffix"
  /** After an hour or a length: "and a half", "and a quarter", "less a quarter". */
  | "plusHalf"
  | "plusQuarter"
  | "lessQuarter"
  /** Before an hour: "half past", "quarter past", "quarter to". */
  | "halfPast"
  | "quarterPast"
  | "quarterTo"
  | "tonight"
  | "weekend"
  | "nextWeek"
  | "nextMonth"
  /** Adds nothing: "please". */
  | "filler"
  /** Makes a date beside it unclear: "not", "or", "before". */
  | "veto"
  /** Is about time without naming one: "soon". */
  | "vague";

/** A language's words for dates, written without regard to case and accents. */
export interface DateWords {
  /** True where 5/6 is always 5 June; false where it can be 6 May as well. */
  readonly dayFirst: boolean;
  /** True where "at 6" is six in the morning, false where it can be six in the evening. */
  readonly clockOf24: boolean;
  /** Words by the number that they stand for. */
  readonly values: Readonly<Record<Valued, Readonly<Record<string, readonly string[]>>>>;
  readonly marks: Readonly<Record<Mark, readonly string[]>>;
  /** Words for dates that mean something else more often ("may"). */
  readonly weak: readonly string[];
}

/** One way to understand a piece of text. Symbols and unknown words keep no value. */
export interface Reading {
  readonly is: Valued | Mark | "symbol" | "unknown";
  readonly value: number;
}

/** A piece of text with the ways to understand it. */
export interface Token {
  readonly text: string;
  readonly readings: readonly Reading[];
  /** True where this alone is no sign that someone meant a date. */
  readonly weak: boolean;
}

interface Lexicon {
  readonly readings: ReadonlyMap<string, readonly Reading[]>;
  /** Words long enough to be known in spite of a typing error. */
  readonly forgiving: readonly (readonly [string, Reading])[];
  readonly longest: number;
  readonly weak: ReadonlySet<string>;
}

const forgivingKinds: ReadonlySet<Reading["is"]> = new Set([
  "weekday",
  "month",
  "day",
  "part",
  "weekend",
  "next",
]);
const neverWeak: ReadonlySet<Reading["is"]> = new Set(["weekday", "day", "weekend"]);
const lexicons = new WeakMap<DateWords, Map<Language, Lexicon>>();

/** Splits a text into the pieces that the words know, the longest first; what they don't know is "unknown". */
export function readWords(text: string, words: DateWords, language: Language): readonly Token[] {
  const lexicon = lexiconOf(words, language);
  const pieces = split(text, language);
  const tokens: Token[] = [];
  for (let index = 0; index < pieces.length; ) {
    const { token, taken } = longestAt(pieces, index, lexicon);
    tokens.push(token);
    index += taken;
  }
  return tokens;
}

/** Lower case, without accents; apostrophes and most punctuation become spaces. */
function split(text: string, language: Language): readonly string[] {
  const folded = text
    .toLocaleLowerCase(language)
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/(?<=\p{L})\./gu, " ");
  // Signs between digits belong to a date or an hour; a minus before a digit must not be overlooked either.
  return (
    folded.match(
      /\d+|\p{L}+|\p{N}|[/+=<>%&~*]|(?<=\d)\.(?=\d)|(?<=\d\s?):(?=\s?\d)|(?<=\d\s*)-(?=\s*\d)|(?<=^|\s)-(?=\d)/gu,
    ) ?? []
  );
}

function longestAt(
  pieces: readonly string[],
  index: number,
  lexicon: Lexicon,
): { readonly token: Token; readonly taken: number } {
  for (let taken = Math.min(lexicon.longest, pieces.length - index); taken > 0; taken--) {
    const text = pieces.slice(index, index + taken).join(" ");
    const readings = lexicon.readings.get(text);
    if (readings) return { token: { text, readings, weak: lexicon.weak.has(text) }, taken };
  }
  return { token: unlisted(pieces[index] ?? "", lexicon), taken: 1 };
}

function unlisted(text: string, lexicon: Lexicon): Token {
  if (/^\d{1,4}$/.test(text)) return { text, readings: [{ is: "number", value: Number(text) }], weak: true };
  if (!/^\p{L}/u.test(text)) return { text, readings: [{ is: "symbol", value: 0 }], weak: true };
  const meant = forgive(text, lexicon);
  if (!meant) return { text, readings: [{ is: "unknown", value: 0 }], weak: true };
  return { text, readings: [meant], weak: !neverWeak.has(meant.is) };
}

/** Finds the one word that a mistyped one can be; where it can be two, that is all that is known. */
function forgive(text: string, lexicon: Lexicon): Reading | undefined {
  const close = lexicon.forgiving.filter(([word]) => {
    const edits = Math.floor(Math.min(text.length, word.length) / 4);
    const isNear = edits >= Math.abs(text.length - word.length) && distance(text, word) <= edits;
    return isNear || isSwap(text, word);
  });
  const meanings = new Map(close.map(([, reading]) => [`${reading.is} ${reading.value}`, reading]));
  if (meanings.size > 1) return { is: "vague", value: 0 };
  const meant = [...meanings.values()][0];
  // Short words are close to many others; weekdays and "tomorrow" are what people mistype here.
  return meant && (text.length > 4 || neverWeak.has(meant.is)) ? meant : undefined;
}

function lexiconOf(words: DateWords, language: Language): Lexicon {
  const known = lexicons.get(words) ?? new Map<Language, Lexicon>();
  lexicons.set(words, known);
  const lexicon = known.get(language) ?? buildLexicon(words, language);
  known.set(language, lexicon);
  return lexicon;
}

function buildLexicon(words: DateWords, language: Language): Lexicon {
  const readings = new Map<string, Reading[]>();
  const forgiving: (readonly [string, Reading])[] = [];
  for (const { is, value, word } of entriesOf(words)) {
    const text = split(word, language).join(" ");
    const reading: Reading = { is, value };
    readings.set(text, [...(readings.get(text) ?? []), reading]);
    if (forgivingKinds.has(is) && /^\p{L}{5,}$/u.test(text)) forgiving.push([text, reading]);
  }
  const longest = Math.max(1, ...[...readings.keys()].map((text) => text.split(" ").length));
  return {
    readings,
    forgiving,
    longest,
    weak: new Set(words.weak.map((word) => split(word, language).join(" "))),
  };
}

function entriesOf(words: DateWords): readonly (Reading & { readonly word: string })[] {
  const valued = entries(words.values).flatMap(([is, byValue]) =>
    Object.entries(byValue).flatMap(([value, list]) =>
      list.map((word) => ({ is, value: Number(value), word })),
    ),
  );
  const marks = entries(words.marks).flatMap(([is, list]) => list.map((word) => ({ is, value: 0, word })));
  return [...valued, ...marks];
}

function entries<Key extends string, Value>(record: Readonly<Record<Key, Value>>): [Key, Value][] {
  return Object.entries(record) as [Key, Value][];
}
