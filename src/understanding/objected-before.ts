import { type ConversationEvent, type EventOf, isReport } from "../conversation/vocabulary.ts";
import { day } from "../support/durations.ts";
import { accountsIn } from "./entities/find-accounts.ts";
import { findOneService } from "./entities/find-services.ts";
import { readPastTime } from "./entities/read-past-time.ts";
import type { Frame } from "./frame.ts";
import type { Utterance } from "./hear.ts";
import { reportOf } from "./intent-event.ts";
import { isSure } from "./intents/intent-model.ts";
import { joinActs } from "./join-acts.ts";
import { namesAccounts, type Part } from "./message-parts.ts";
import { asksForAccounts } from "./read-own-answer.ts";
import type { Passage } from "./read-passage.ts";

/** The intent of words that tell of an objection of an earlier year. */
const topicOfBefore = "objected-before";
const objectsBefore = `question.${topicOfBefore}`;

/** Within so many days, an objection is one of this round. */
const recentDays = 90;

/**
 * Adds what was done long ago to the answer whether that still counts, or puts it in the place of that
 * answer if its day is recent. Other accounts that are named are the person's too: "I did Facebook last
 * year, Instagram is missing".
 */
export function withObjectedBefore(frame: Frame, whole: Passage, parts: readonly Part[]): Frame {
  const { utterance } = whole;
  const report = objectedBefore(whole, parts);
  const isBare = (act: ConversationEvent) => act.type === "done" && act.accounts === undefined;
  if (report === undefined) return frame;
  const isOfDay = typeof report.when === "object";
  const isTold = (act: ConversationEvent) => (isOfDay ? act.type === "done" : isReport(act)) && !isBare(act);
  if (frame.acts.some(isTold)) return frame;
  const isPast = (act: ConversationEvent) => isRecent(report, utterance) && asksOfBefore(act);
  const named = accountsIn(utterance.words, utterance);
  const isAsked = asksForAccounts.has(utterance.openQuestion?.id ?? "");
  const isMore = isAsked && named.length > (report.accounts ?? []).length;
  const others = frame.acts.filter((act) => !isBare(act) && !isPast(act) && !(isMore && isOfAccounts(act)));
  const doubt = isMore ? [{ type: "doubt", accounts: named } as const] : [];
  const [first = report, ...rest] = joinActs([...others, ...doubt, report]);
  return { ...frame, acts: [first, ...rest] };
}

function isOfAccounts({ type }: ConversationEvent): boolean {
  return type === "accounts" || type === "doubt";
}

/** Whether an objection is told that has its day, or that was sent long ago for accounts that are named. */
function tellsBefore(utterance: Utterance): boolean {
  const [first] = utterance.answers();
  if (first?.intent !== objectsBefore) return false;
  return typeof readPastTime(utterance) === "object" || (isSure(first) && namesAccounts({ utterance }));
}

function isRecent({ when }: EventOf<"done">, { reader }: Utterance): boolean {
  if (typeof when !== "object") return false;
  return reader.now - Date.parse(when.day) < recentDays * day;
}

/** Whether an act answers, or offers to answer, if an earlier objection still counts. */
function asksOfBefore(act: ConversationEvent): boolean {
  if (act.type === "topic") return act.topic === topicOfBefore;
  return act.type === "suggest" && act.offers.includes(topicOfBefore);
}

/**
 * Returns what was done on a day, or for accounts that are named, if it is told as an objection of long
 * ago: "I objected for Facebook in 2024, please note that".
 */
function objectedBefore(whole: Passage, parts: readonly Part[]): EventOf<"done"> | undefined {
  const told = (parts.length < 2 ? [whole] : parts).find(({ utterance }) => tellsBefore(utterance));
  const report = told && reportOf("done", told.utterance);
  if (told === undefined || report?.type !== "done") return undefined;
  const campaign = findOneService(told.utterance);
  const when = readPastTime(told.utterance);
  return {
    ...{ ...report, when: typeof when === "object" ? when : "long-ago" },
    ...(campaign && { campaign }),
  };
}
