import type { DateToken, TokenSense } from "./read-date-words.ts";
import type { Span } from "./span.ts";

/** A day as it was named, not yet looked up in a calendar. */
export type NamedDay =
  | { readonly type: "from-today"; readonly days: number; readonly months: number }
  | { readonly type: "date"; readonly day: number; readonly month: number; readonly year?: number }
  /** Two numbers of which either can be the day, such as 5/6. */
  | { readonly type: "numbers"; readonly first: number; readonly second: number; readonly year?: number }
  | { readonly type: "day-of-month"; readonly day: number; readonly isWord: boolean }
  /** So many days before the last day on which the person can object. */
  | { readonly type: "before-last"; readonly days: number }
  | { readonly type: "weekend"; readonly next: boolean };

/**
 * An hour as it was named. `clock` is "24" if the hour can only be meant so, "12" if it can be
 * morning or evening.
 */
export interface NamedHour {
  readonly hour: number;
  readonly minute: number;
  readonly clock: "24" | "12" | "am" | "pm";
  /** Named without a word such as "at": « 2 h ». */
  readonly bare: boolean;
}

/** The parts of a date that a text names. */
export interface NamedDate {
  readonly day?: NamedDay;
  readonly weekday?: number;
  /** "next" or "this" beside the weekday. */
  readonly which?: "next" | "this";
  readonly shift?: number;
  readonly nextWeek?: true;
  readonly nextMonth?: true;
  /** True if it is at the hour of the reminder that is moved. */
  readonly sameHour?: true;
  /** True if it replaces a date that was named before ("rather"). */
  readonly instead?: true;
  readonly hour?: NamedHour;
  /** A part of the day, as the hour that stands for it. */
  readonly part?: number;
  /** Minutes from now. */
  readonly minutes?: number;
}

/**
 * The values of the words that matched a pattern: the first of each kind, and all numbers in their
 * order.
 */
export type Values = Readonly<Partial<Record<TokenSense["is"], number>>> & {
  readonly numbers: readonly number[];
};

/** Returns the part of a date that the matched words name; undefined if they cannot mean one. */
type Name = (values: Values, clockOf24: boolean) => NamedDate | undefined;

/**
 * A pattern for a part of a date: kinds of words or signs with one space between them. `this|next`
 * matches one of the two, `the?` may be absent. `!month` and `=am` look ahead without consuming a
 * word: no word of this kind may follow, or one must.
 */
export interface Rule {
  readonly elements: readonly Element[];
  readonly name: Name;
}

interface Element {
  readonly kinds: readonly string[];
  /** True if such a word must stand here, false if none may, undefined if it is optional. */
  readonly isWanted: boolean | undefined;
  readonly isTaken: boolean;
}

export function rulesFor(patterns: readonly string[], name: Name): readonly Rule[] {
  return patterns.map((pattern) => ({ elements: pattern.split(" ").map(elementOf), name }));
}

function elementOf(text: string): Element {
  const [, ahead, kinds = "", isOptional] = /^([!=]?)(.*?)(\??)$/.exec(text) ?? [];
  return { kinds: kinds.split("|"), isWanted: isOptional ? undefined : ahead !== "!", isTaken: !ahead };
}

/** Finds the part of a date that begins at this index, by the first rule that matches. */
export function findPart(
  rules: readonly Rule[],
  tokens: readonly DateToken[],
  from: number,
  clockOf24 = true,
): Span<NamedDate> | undefined {
  for (const rule of rules) {
    const found = apply(rule, tokens, from, clockOf24);
    if (found) return found;
  }
  return undefined;
}

function apply(
  { elements, name }: Rule,
  tokens: readonly DateToken[],
  from: number,
  clockOf24: boolean,
): Span<NamedDate> | undefined {
  const readings: TokenSense[] = [];
  for (const { kinds, isWanted, isTaken } of elements) {
    const reading = readingAt(tokens[from + readings.length], kinds);
    if (isWanted === (reading === undefined)) return undefined;
    if (reading && isTaken) readings.push(reading);
  }
  const numbers = readings.flatMap(({ is, value }) => (is === "number" || is === "padded" ? value : []));
  const byKind = Object.fromEntries(readings.map(({ is, value }) => [is, value] as const).reverse());
  const value = name({ ...byKind, numbers }, clockOf24);
  return value && { from, to: from + readings.length, value };
}

function readingAt(token: DateToken | undefined, kinds: readonly string[]): TokenSense | undefined {
  if (token === undefined) return undefined;
  for (const kind of kinds) {
    const reading = token.readings.find(({ is }) => is === kind || (is === "symbol" && token.text === kind));
    if (reading !== undefined) return reading;
  }
  return undefined;
}

/** True if the token at this index can be understood in one of these ways. */
export function has(tokens: readonly DateToken[], index: number, ...kinds: TokenSense["is"][]): boolean {
  return readingAt(tokens[index], kinds) !== undefined;
}
