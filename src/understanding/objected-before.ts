import { type ConversationEvent, type EventOf, isReport } from "../conversation/vocabulary.ts";
import { accountsIn } from "./entities/find-accounts.ts";
import { findOneService } from "./entities/find-services.ts";
import { readPastTime } from "./entities/read-past-time.ts";
import type { Frame } from "./frame.ts";
import { reportOf } from "./intent-event.ts";
import { isSure } from "./intents/intent-model.ts";
import { joinActs } from "./join-acts.ts";
import { namesAccounts, type Part } from "./message-parts.ts";
import { asksForAccounts } from "./read-own-answer.ts";
import type { Passage } from "./read-passage.ts";

/** The intent of words that tell of an objection of an earlier year. */
const objectsBefore = "question.objected-before";

/**
 * Adds what was done long ago to the answer whether that still counts. Other accounts that are named
 * are the person's too: "I did Facebook last year, Instagram is missing".
 */
export function withObjectedBefore(frame: Frame, whole: Passage, parts: readonly Part[]): Frame {
  const { utterance } = whole;
  const report = objectedBefore(whole, parts);
  const isBare = (act: ConversationEvent) => act.type === "done" && act.accounts === undefined;
  if (report === undefined || frame.acts.some((act) => isReport(act) && !isBare(act))) return frame;
  const named = accountsIn(utterance.words, utterance);
  const isAsked = asksForAccounts.has(utterance.openQuestion?.id ?? "");
  const isMore = isAsked && named.length > (report.accounts ?? []).length;
  const others = frame.acts.filter((act) => !isBare(act) && !(isMore && isOfAccounts(act)));
  const doubt = isMore ? [{ type: "doubt", accounts: named } as const] : [];
  const [first = report, ...rest] = joinActs([...others, ...doubt, report]);
  return { ...frame, acts: [first, ...rest] };
}

function isOfAccounts({ type }: ConversationEvent): boolean {
  return type === "accounts" || type === "doubt";
}

/**
 * Returns what was done for accounts that are named, if it is told as an objection of long ago: "I
 * objected for Facebook in 2024, please note that".
 */
function objectedBefore(whole: Passage, parts: readonly Part[]): EventOf<"done"> | undefined {
  const told = (parts.length < 2 ? [whole] : parts).find(({ utterance }) => {
    const [first] = utterance.answers();
    return first?.intent === objectsBefore && isSure(first) && namesAccounts({ utterance });
  });
  const report = told && reportOf("done", told.utterance);
  if (told === undefined || report?.type !== "done") return undefined;
  const campaign = findOneService(told.utterance);
  const when = readPastTime(told.utterance);
  return {
    ...{ ...report, when: typeof when === "object" ? when : "long-ago" },
    ...(campaign && { campaign }),
  };
}
