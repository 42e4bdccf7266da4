import { type NamedDate, type NamedDay, rulesFor, type Values } from "./date-pattern.ts";

/** A number before one of these words counts something, or is part of an hour or of another date. */
const counted = "month|minutes|days|months|symbol|hourMark|oClock|am|pm";

/**
 * With "." or "-" only three numbers are a date: "18.30" can be an hour, and "20-05" can be from
 * the 20th to the 5th.
 */
const numericDates = [
  ...rulesFor(
    ["number / number / number", "number . number . number", "number - number - number"],
    threeNumbers,
  ),
  ...rulesFor(["number / number"], ({ numbers: [first = 0, second = 0] }) => ({
    day: { type: "numbers", first, second },
  })),
  // Before an hour, or if it can be none itself, "28.5" is a day.
  ...rulesFor(["number . number !symbol =at|number"], ({ numbers: [first = 0, second = 0] }) =>
    second > 12 ? undefined : { day: { type: "numbers", first, second } },
  ),
  ...rulesFor(["number . number !symbol"], ({ numbers: [first = 0, second = 0] }) =>
    first < 25 || second > 12 ? undefined : { day: { type: "numbers", first, second } },
  ),
];

function threeNumbers({ numbers: [first = 0, second = 0, third = 0] }: Values): NamedDate {
  if (first > 999) return { day: { type: "date", year: first, month: second, day: third } };
  return { day: { type: "numbers", first, second, year: third < 100 ? third + 2000 : third } };
}

const datesWithMonth = rulesFor(
  [
    "weekday? the? ordinal|number ordinalSuffix? filler? month year?",
    "month the? ordinal|number ordinalSuffix? !hourMark|oClock|am|pm|symbol year?",
  ],
  ({ month = 0, year, weekday, ...day }) => ({
    day: { type: "date", day: dayIn(day), month, ...(year !== undefined && { year }) },
    ...(weekday !== undefined && { weekday }),
  }),
);

/** A word that is also a filler is no day: "the Facebook one". */
const daysOfMonth = rulesFor(
  [
    `weekday the? !filler ordinal|number ordinalSuffix? !${counted}`,
    `the !filler ordinal|number ordinalSuffix? !${counted}`,
    `ordinal !${counted}`,
    `number ordinalSuffix !${counted}`,
  ],
  ({ weekday, ...day }) => ({
    day: { type: "day-of-month", day: dayIn(day), isWord: day.ordinal !== undefined },
    ...(weekday !== undefined && { weekday }),
  }),
);

function dayIn({ ordinal, number = 0 }: Pick<Values, "ordinal" | "number">): number {
  return ordinal ?? number;
}

/** Rules for "Friday", "this weekend", « vendredi prochain ». */
const weekdays = rulesFor(
  ["next|this weekday|weekend", "weekday|weekend next?"],
  ({ weekday, next, this: isThis }) => {
    const which = isThis === undefined ? (next === undefined ? undefined : "next") : "this";
    if (weekday === undefined) return { day: { type: "weekend", next: which === "next" } };
    return { weekday, ...(which && { which }) };
  },
);

const today: NamedDay = { type: "from-today", days: 0, months: 0 };

export const dateRules = [...numericDates, ...datesWithMonth];
export const dayRules = [
  ...daysOfMonth,
  ...weekdays,
  ...rulesFor(["day"], ({ day = 0 }) => ({ day: { ...today, days: day } })),
  ...rulesFor(["feast"], ({ feast = 0 }) => ({
    day: { type: "date", day: feast % 100, month: Math.floor(feast / 100) },
  })),
  ...rulesFor(["number daysBefore", "dayBefore"], ({ number = 1, daysBefore, dayBefore = 0 }) => ({
    day: { type: "before-last", days: daysBefore === undefined ? dayBefore : number * daysBefore },
  })),
  ...rulesFor(["tonight"], () => ({ day: today, part: 19 })),
  ...rulesFor(["this part"], ({ part = 0 }) => ({ day: today, part })),
  ...rulesFor(["nextWeek"], () => ({ nextWeek: true })),
  ...rulesFor(["sameHour"], () => ({ sameHour: true })),
  ...rulesFor(["nextMonth"], () => ({ nextMonth: true })),
  ...rulesFor(["shift"], ({ shift = 0 }) => ({ shift })),
  ...rulesFor(["part"], ({ part = 0 }) => ({ part })),
];
