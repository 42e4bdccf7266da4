import type { DateToken, Reading } from "./read-date-words.ts";

/** A day as it was named, not yet looked up in a calendar. */
export type NamedDay =
  | { readonly type: "from-today"; readonly days: number; readonly months: number }
  | { readonly type: "date"; readonly day: number; readonly month: number; readonly year?: number }
  /** 5/6 where it can be either. */
  | { readonly type: "numbers"; readonly first: number; readonly second: number; readonly year?: number }
  | { readonly type: "day-of-month"; readonly day: number }
  | { readonly type: "weekend"; readonly next: boolean };

/** An hour as it was named. `clock`: 24 where it can only be meant so, 12 where it can be morning or evening. */
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
  /** "next" or "this", said of the weekday. */
  readonly which?: "next" | "this";
  readonly shift?: number;
  readonly nextWeek?: true;
  readonly nextMonth?: true;
  readonly hour?: NamedHour;
  /** A part of the day, by its hour. */
  readonly part?: number;
  /** Minutes from now. */
  readonly minutes?: number;
}

/** What a rule found and the index after it. */
export interface Found {
  readonly named: NamedDate;
  readonly end: number;
}

/** Finds a part of a date that begins at this index. */
export type Rule = (tokens: readonly DateToken[], index: number, clockOf24: boolean) => Found | undefined;

/** Gives the index after a token that can be left out. */
export function skip(tokens: readonly DateToken[], index: number, is: Reading["is"]): number {
  return has(tokens, index, is) ? index + 1 : index;
}

/** True where the token at this index can be understood so. */
export function has(tokens: readonly DateToken[], index: number, is: Reading["is"]): boolean {
  return value(tokens, index, is) !== undefined;
}

/** Gives the value of the token at this index, where it can be understood so. */
export function value(tokens: readonly DateToken[], index: number, is: Reading["is"]): number | undefined {
  return tokens[index]?.readings.find((reading) => reading.is === is)?.value;
}

/** True where a number before this index counts something, or is part of a date. */
export function beginsDateOrLength(tokens: readonly DateToken[], index: number): boolean {
  const kinds = ["month", "minutes", "days", "months", "symbol"] as const;
  return kinds.some((kind) => has(tokens, index, kind));
}
