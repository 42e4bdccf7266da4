import { dateOf, dayNamed, localDay, minuteOfDay, weekdayOf } from "../conversation/calendar-day.ts";
import type { Question, Reminder } from "../conversation/vocabulary.ts";
import { last } from "./entities/find-numbers.ts";
import { findServices } from "./entities/find-services.ts";
import { valuesOf } from "./entities/span.ts";
import { narrowTo, type Utterance } from "./hear.ts";
import { says } from "./intent-event.ts";
import { dateAmong, dateIn, dayWordsIn, isDateBut, namesDay, namesOwnDay } from "./read-own-date.ts";
import { phrasesOf } from "./read-witness.ts";
import { holds, keyOf } from "./tokens.ts";

/** What words say of a reminder: whether one is meant. */
type Trait = (reminder: Reminder) => boolean;

/** Lists of words that may name a reminder, or stand around its name. */
const listsOfNames = ["around-reminder", "reminders", "ones", "all-of", "rest-of", "only"] as const;

/**
 * Finds the pending reminders that words name, by service, day, hour or number: "the one on the 25th",
 * "the second", "the WhatsApp reminder". None if no pending one is so, or if they name none.
 */
export function remindersNamed(name: Utterance): readonly Reminder[] {
  const reminders = name.openQuestion?.reminders ?? spokenOf(name.openQuestion);
  const traits = traitsIn(name, reminders);
  if (traits.length > 0) return reminders.filter((one) => traits.every((trait) => trait(one)));
  return says(name, "reminders") && isUntold(name) ? spokenOf(name.openQuestion) : [];
}

/** A service alone names no reminder; "the one for WhatsApp" does. */
function traitsIn(name: Utterance, reminders: readonly Reminder[]): readonly Trait[] {
  const isReminder = says(name, "reminders");
  const isAsked = name.openQuestion?.id.startsWith("remind") === true;
  if (says(name, "all-of") && (isReminder || isAsked || reminders.length > 1)) return [() => true];
  const place = ofMoment(name, reminders) ?? ofNumber(name, reminders);
  const service = isReminder || place !== undefined || says(name, "ones") ? ofService(name) : undefined;
  return [service, place].flatMap((trait) => trait ?? []);
}

/** Whether words name no day, and not "the other one". */
function isUntold(name: Utterance): boolean {
  return !namesDay(name) && !says(name, "rest-of");
}

function spokenOf(question: Question | undefined): readonly Reminder[] {
  const reminder = question && reminderSpokenOf(question);
  return reminder === undefined ? (question?.reminders ?? []) : [reminder];
}

/**
 * Returns the reminder that "it" means: the only one that the open question can cancel, the one set last, or
 * the only one that is pending; undefined if the question can cancel several.
 */
export function reminderSpokenOf({
  choices,
  hiddenChoices = [],
  reminders = [],
  lastReminder,
}: Question): Reminder | undefined {
  const [only, ...others] = [...choices, ...hiddenChoices].flatMap(({ event }) =>
    event.type === "cancel-reminder" ? event.reminder : [],
  );
  if (only === undefined) return lastReminder ?? (reminders.length === 1 ? reminders[0] : undefined);
  return others.length === 0 ? only : undefined;
}

/** Whether words name the one reminder that we speak of: "the reminder". */
export function isBareName(name: Utterance): boolean {
  const isTold = ofService(name) ?? ofMoment(name, name.openQuestion?.reminders ?? []);
  return says(name, "reminders") && isTold === undefined && !namesOwnDay(name);
}

/** Whether words name a reminder that is not pending: "the one on Friday", "the WhatsApp reminder". */
export function namesNone(name: Utterance): boolean {
  const isOne = says(name, "ones") || says(name, "reminders");
  return isOne && (namesOwnDay(name) || ofService(name) !== undefined) && remindersNamed(name).length === 0;
}

/** Whether words name the day and the hour of a pending reminder. */
export function namesMoment(words: Utterance): boolean {
  const date = namesOwnDay(words) ? dateAmong(words.tokens, words) : undefined;
  return (
    date?.kind === "at" && words.openQuestion?.reminders?.some(({ dueAt }) => dueAt === date.at) === true
  );
}

/** Returns what tells whether a word of a clause may be part of the name of a reminder. */
export function partOfName(clause: Utterance): (word: string) => boolean {
  const { reading, grammar } = clause;
  const phrases = [...listsOfNames.flatMap((list) => phrasesOf(list, clause)), ...reading.ordinals.keys()];
  const known = new Set(phrases.flatMap((phrase) => phrase.split(" ")));
  const isKnown = (word: string) => known.has(word) || grammar.services.names.words.has(word);
  return (word) => isDateBut(narrowTo(clause, word), isKnown);
}

function ofService({ words, grammar }: Utterance): Trait | undefined {
  const services = valuesOf(findServices(words, grammar.services)?.spans ?? []);
  return services.length === 0 ? undefined : ({ campaign }) => services.includes(campaign);
}

/**
 * Compares the day, and the hour if one is named; undefined if no moment is. A weekday alone is that of the
 * reminder, not the next one.
 */
function ofMoment(name: Utterance, reminders: readonly Reminder[]): Trait | undefined {
  return [isOnDate(name), isOfDay(name)].find((trait) => trait && reminders.some(trait));
}

function isOnDate(name: Utterance): Trait | undefined {
  const { zone } = name.reader;
  const date = dateIn(withoutNouns(name), true);
  if (date?.kind === "day") return ({ dueAt }) => localDay(dueAt, zone) === dayNamed(date.day);
  if (date?.kind !== "at") return undefined;
  return ({ dueAt }) => {
    const isSameDay = !namesOwnDay(name) || localDay(dueAt, zone) === localDay(date.at, zone);
    return isSameDay && minuteOfDay(dueAt, zone) === minuteOfDay(date.at, zone);
  };
}

function isOfDay(name: Utterance): Trait | undefined {
  const { weekdays, dates } = dayWordsIn(withoutNouns(name));
  const [weekday, date] = [weekdays[0], dates[0]];
  if (weekdays.length > 1 || dates.length > 1 || (weekday ?? date) === undefined) return undefined;
  return ({ dueAt }) => {
    const day = localDay(dueAt, name.reader.zone);
    return (weekday ?? weekdayOf(day)) === weekdayOf(day) && (date ?? dateOf(day)) === dateOf(day);
  };
}

/** "The one on the 25th" names no hour. */
function withoutNouns(name: Utterance): Utterance {
  const nouns = ["ones", "reminders"].flatMap((list) => phrasesOf(list, name));
  const pieces = name.text.split(/\s+/).filter((piece) => !nouns.includes(keyOf(piece)));
  return narrowTo(name, pieces.join(" "));
}

/** "The first one" is the one that is due first. */
function ofNumber(name: Utterance, reminders: readonly Reminder[]): Trait | undefined {
  const [, number] = [...name.reading.ordinals].find(([phrase]) => holds(name.words, [phrase])) ?? [];
  const meant = number === last ? reminders.at(-1) : reminders[Number(number) - 1];
  return meant && ((one) => one === meant);
}
