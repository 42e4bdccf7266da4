import { dayNamed, localDay } from "../conversation/calendar-day.ts";
import type { ConversationEvent, Question } from "../conversation/vocabulary.ts";
import { cutClauses } from "./cut-parts.ts";
import { findOneService } from "./entities/find-services.ts";
import type { Frame } from "./frame.ts";
import { readFlatReports } from "./read-flat-reports.ts";
import { readFrame } from "./read-frame.ts";
import { readOpening } from "./read-opening.ts";
import { dateIn } from "./read-own-date.ts";
import { type Given, readingOf, utteranceIn } from "./read-passage.ts";
import { tokensOf } from "./tokens.ts";

/** The words with which a message calls off a reminder, and what follows them. */
interface CalledOff {
  readonly kind: "cancel" | "no-reminder" | "halts";
  readonly rest: string;
}

/**
 * Reads "cancel it", said of the only reminder that the open question can cancel, or of the one
 * that was set last, and what follows it. "Stop. Forget the reminder" is no wish that the bot be silent.
 */
export function readCancelled(given: Given): Frame | undefined {
  const opening = readOpening(given, ["cancel", "no-reminder"]) ?? readHalted(given);
  const cancel = opening && given.openQuestion && callOff(given.openQuestion, opening.kind);
  if (cancel === undefined || opening === undefined) return undefined;
  const heard = { ...given, text: withoutDayOf(cancel, { ...given, text: opening.rest }) };
  const rest = readBehind(heard);
  const isOtherWished = opening.kind === "no-reminder" && rest.acts.some(({ type }) => wishes.has(type));
  // "I don't want a reminder on Friday, on Thursday please" wishes for another date.
  if (isOtherWished) return undefined;
  const isDropped = opening.kind === "cancel" ? saysNoMore : addsNothing;
  const acts = rest.acts.filter((act) => !isDropped.has(act.type) && !namesOnly(act, heard));
  return {
    ...rest,
    acts: [cancel, ...acts],
    unread: isLost(rest, opening, heard) ? [opening.rest] : rest.unread,
  };
}

/** Leaves out the day of the reminder that is called off: "cancel the one on Saturday, I did it". */
function withoutDayOf(cancel: ConversationEvent, { text, ...given }: Given): string {
  const reading = readingOf({ ...given, text });
  if (reading === undefined) return text;
  const { joins, words } = reading.witnesses;
  const ends = new Set([...joins, ...(words.get("reasons") ?? [])]);
  const [first = "", ...others] = cutClauses(text, ends).flat();
  const date = dateIn({ ...given, tokens: tokensOf(first), reading });
  if (date?.kind !== "day") return text;
  const isOther =
    cancel.type === "cancel-reminder" &&
    dayNamed(date.day) !== localDay(cancel.reminder.dueAt, given.reader.zone);
  return isOther ? text : others.join(" ");
}

/** Reads what follows a reminder that is called off: "drop the reminder, I just did it". */
function readBehind(heard: Given): Frame {
  return readFlatReports(heard) ?? readFrame(heard);
}

/** Whether the words behind a reminder that is called off are not understood. */
function isLost({ acts }: Frame, { kind, rest }: CalledOff, given: Given): boolean {
  const isUnread = acts.some((act) => act.type === "not-understood" || namesOnly(act, given));
  return kind !== "cancel" && rest !== "" && isUnread;
}

/** Whether an act only comes of the name of the service that we speak of. */
function namesOnly(act: ConversationEvent, given: Given): boolean {
  const about = given.openQuestion?.about;
  if (act.type === "services") return act.campaigns.every((campaign) => campaign === about);
  const utterance = act.type === "another-service" ? utteranceIn(given) : undefined;
  return utterance !== undefined && findOneService(utterance) === about;
}

/** Reads "stop" before words that call off a reminder. */
function readHalted(given: Given): CalledOff | undefined {
  const halt = readOpening(given, ["halts"]);
  const opening = halt && readOpening({ ...given, text: halt.rest }, ["cancel", "no-reminder"]);
  return opening && { ...opening, kind: "halts" };
}

/**
 * Returns what calls off the reminder that is meant. Where there is none, one that is named leaves the
 * question when, or has the bot say which there are.
 */
function callOff(
  question: Question,
  kind: "cancel" | "no-reminder" | "halts",
): ConversationEvent | undefined {
  const cancel = onlyCancel(question);
  if (cancel !== undefined || (kind === "cancel" && question.id !== "remind")) return cancel;
  return { type: question.id === "remind" && kind !== "cancel" ? "back" : "my-reminders" };
}

const wishes: ReadonlySet<string> = new Set<ConversationEvent["type"]>(["date", "remind", "move"]);

/** Acts that add nothing to a reminder that is called off. */
const addsNothing: ReadonlySet<string> = new Set<ConversationEvent["type"]>([
  ...(["not-understood", "courtesy", "later", "cancel-reminder"] as const),
]);
/** Acts that are dropped behind "cancel it": they only give a reason, which needs no answer. */
const saysNoMore: ReadonlySet<string> = new Set<string>([...addsNothing, "suggest", "doubt", "services"]);

/** Returns the cancellation that is meant; undefined if several reminders can be cancelled. */
function onlyCancel({ choices, hiddenChoices = [], lastReminder }: Question): ConversationEvent | undefined {
  const [only, ...others] = [...choices, ...hiddenChoices].filter(
    ({ event }) => event.type === "cancel-reminder",
  );
  if (only !== undefined) return others.length === 0 ? only.event : undefined;
  return lastReminder && { type: "cancel-reminder", reminder: lastReminder };
}
