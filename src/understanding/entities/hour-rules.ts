import { type NamedDate, type NamedHour, type Rule, rulesFor, type Values } from "./date-pattern.ts";

/** A length of time from now on is introduced by "in" or ended by "from now". */
function lengthsFor(length: string, name: (values: Values) => NamedDate | undefined): readonly Rule[] {
  return rulesFor([`in ${length} fromNow?`, `${length} fromNow`], name);
}

/** A number that begins a date is not the minutes of the hour before it. */
const minutesAfterHour = ["afterHour", "number !month|symbol"];

export const lengthRules = [
  ...lengthsFor("minutesSpan", ({ minutesSpan = 0 }) => ({ minutes: minutesSpan })),
  ...minutesAfterHour.flatMap((more) =>
    lengthsFor(`number minutes ${more} minutes?`, ({ minutes, afterHour, numbers: [count = 0, more = 0] }) =>
      minutes === 60 ? { minutes: count * minutes + (afterHour ?? more) } : undefined,
    ),
  ),
  ...lengthsFor("number minutes", ({ number = 0, minutes = 0 }) => ({ minutes: number * minutes })),
  ...lengthsFor("daysSpan", ({ daysSpan = 0 }) => ({
    day: { type: "from-today", days: daysSpan, months: 0 },
  })),
  ...lengthsFor("number days|months", ({ number = 0, days = 0, months = 0 }) => ({
    day: { type: "from-today", days: number * days, months: number * months },
  })),
];

const noonAndMinutes = rulesFor(
  minutesAfterHour.map((more) => `at? part ${more} am|pm?`),
  ({ part, afterHour, number = 0, ...others }) =>
    part === 12
      ? hourAt({ hour: 12, minute: afterHour ?? number, clock: "24", bare: false }, others)
      : undefined,
);

const hourPast = rulesFor(
  ["at? beforeHour number oClock? am|pm?"],
  ({ number: hour = 0, beforeHour: minute = 0, ...others }) =>
    hourAt({ hour, minute, clock: "12", bare: false }, others),
);

/** Rules for "18 h 30". */
const markedHours = rulesFor(
  [...minutesAfterHour, ""].map((more) => `at? number hourMark ${more} minutes? am|pm?`.replace("  ", " ")),
  ({ numbers: [hour = 0, minute = 0], afterHour, ...others }) =>
    hourAt({ hour, minute: afterHour ?? minute, clock: "24", bare: others.at === undefined }, others),
);

/** A number alone is an hour only if a word or sign says so; "18.30" is not the 18th of a month. */
const notCounted = "!month|minutes|days|months|symbol";
const isMeant = "=am|pm|tonight|part am|pm?";

/** Rules for "6 o'clock", "18:30", "6 pm", "at 18". */
const spokenHours = [
  ...clocks(
    [
      "at? N oClock am|pm?",
      `at? N : number ${notCounted} am|pm?`,
      `at N . number ${notCounted} am|pm?`,
      `N . number ${notCounted} ${isMeant}`,
    ],
    0,
  ),
  ...clocks([`N . number ${notCounted} am|pm?`], 13),
  ...clocks([`at N number ${notCounted} am|pm?`, `N number ${notCounted} ${isMeant}`], 10),
  ...clocks([`at N ${notCounted} am|pm?`, `N ${notCounted} ${isMeant}`], 0),
];

/** Rules for hours with at least so many minutes. */
function clocks(patterns: readonly string[], fewest: number): readonly Rule[] {
  return rulesFor(
    patterns.map((pattern) => pattern.replace("N", "padded|number")),
    ({ numbers: [hour = 0, minute = 0], padded, ...others }, clockOf24) => {
      const clock = clockOf24 || padded !== undefined ? "24" : "12";
      return minute < fewest ? undefined : hourAt({ hour, minute, clock, bare: false }, others);
    },
  );
}

/** Adds "am" or "pm" to an hour. A minute below 0 means so many minutes to the hour. */
function hourAt({ hour, minute, clock, bare }: NamedHour, { am, pm }: Pick<Values, "am" | "pm">): NamedDate {
  const half = am === undefined ? (pm === undefined ? clock : "pm") : "am";
  const early = minute < 0 ? 1 : 0;
  return { hour: { hour: hour - early, minute: minute + 60 * early, clock: half, bare } };
}

export const hourRules = [...noonAndMinutes, ...hourPast, ...markedHours, ...spokenHours];
