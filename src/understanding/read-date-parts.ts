import {
  alone,
  dayAndMonth,
  dayFromToday,
  dayOfMonth,
  numericDate,
  weekday,
  weekend,
} from "./read-date-days.ts";
import { hour, hourPast, length, noonAndMinutes } from "./read-date-hours.ts";
import { type Found, has, type NamedDate, type Rule } from "./read-date-rule.ts";
import type { DateToken } from "./read-date-words.ts";

const introductions = ["filler", "the", "at"] as const;

/** Puts the parts of a date together; undefined where a word is left over or a part is named twice. */
export function nameParts(tokens: readonly DateToken[], clockOf24: boolean): NamedDate | undefined {
  let named: NamedDate = {};
  for (let index = 0; index < tokens.length; ) {
    const found = firstFound(tokens, index, clockOf24);
    if (found) {
      if (Object.keys(found.named).some((part) => part in named)) return undefined;
      named = { ...named, ...found.named };
      index = found.end;
      continue;
    }
    // A little word that introduces nothing here ("le", "at") is as good as none.
    if (!introductions.some((kind) => has(tokens, index, kind))) return undefined;
    index += 1;
  }
  return named;
}

function firstFound(tokens: readonly DateToken[], index: number, clockOf24: boolean): Found | undefined {
  return rules.reduce<Found | undefined>((found, rule) => found ?? rule(tokens, index, clockOf24), undefined);
}

const rules: readonly Rule[] = [
  length,
  numericDate,
  dayAndMonth,
  noonAndMinutes,
  hourPast,
  hour,
  dayOfMonth,
  weekday,
  weekend,
  dayFromToday,
  alone,
];
