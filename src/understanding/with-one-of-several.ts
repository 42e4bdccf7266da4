import { type ConversationEvent, type Events, isReport } from "../conversation/vocabulary.ts";
import type { Frame } from "./frame.ts";
import { oneOfSeveral, ownQuestionsIn } from "./read-intent.ts";
import { type Given, utteranceIn } from "./read-passage.ts";
import { accountsOf } from "./with-unsaid.ts";

/** Questions that the answer about several accounts of a kind answers too. */
const sameQuestions: ReadonlySet<string> = new Set(["how-many", "again", oneOfSeveral]);

/** What is offered where a report or such a question was not surely heard. */
const mayBeOfOne: ReadonlySet<string> = new Set(["done", "confirmed", "again", "steps"]);

/** Questions that the name of an account may be taken for: "the private one". */
const ofNames: ReadonlySet<string> = new Set(["private-messages", "private-account", "page-business"]);

/**
 * Notes nothing where a report is of one of several accounts of a kind, and says why: "The shop's Instagram is sent,
 * the private one not". Whoever has several and asks how many forms there are is told that too.
 */
export function withOneOfSeveral(frame: Frame, given: Given): Frame {
  if (!frame.acts.some(isOfOne) || namesTwoKinds(frame.acts)) return frame;
  const utterance = utteranceIn(given);
  const told = utterance && ownQuestionsIn(utterance).find(({ topic }) => topic === oneOfSeveral);
  if (utterance === undefined || told === undefined) return frame;
  const others = frame.acts.filter((act) => !isOfOne(act) && (utterance.isQuestion || !isOfName(act)));
  return { ...frame, acts: [told, ...others] };
}

/** "My private one" asks nothing of what is private. */
function isOfName(act: ConversationEvent): boolean {
  return act.type === "topic" && ofNames.has(act.topic);
}

/** What was not done may be another account of the same kind. */
function isReported(act: ConversationEvent): boolean {
  return isReport(act) || act.type === "not-done";
}

/** Whether an act may be about one of several accounts of a kind. */
function isOfOne(act: ConversationEvent): boolean {
  if (act.type === "suggest") return act.offers.some((offer) => mayBeOfOne.has(offer));
  return isReported(act) || (act.type === "topic" && sameQuestions.has(act.topic));
}

/** "Facebook is done, Instagram not" tells of two kinds. */
function namesTwoKinds(acts: Events): boolean {
  return new Set(acts.filter(isReported).flatMap(accountsOf)).size > 1;
}
