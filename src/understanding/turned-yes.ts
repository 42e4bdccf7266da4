import type { ConversationEvent } from "../conversation/vocabulary.ts";
import type { Frame } from "./frame.ts";
import type { Part } from "./message-parts.ts";
import { likelyMeant } from "./open-parts.ts";
import type { Given } from "./read-passage.ts";

/** What turns an agreement beside it round: "Thanks, Friday is perfect". */
const turning: ReadonlySet<string> = new Set<ConversationEvent["type"]>([
  ...(["date", "remind", "move", "later", "change", "no"] as const),
  ...(["confirmed", "not-confirmed", "refused"] as const),
]);
const likelyTurning: ReadonlySet<string> = new Set([
  ...["answer.no", "fact.date", "wish.later", "wish.change", "wish.no-more"],
]);

/** To the offer of asking on a day, another day or a report says more than the yes before it. */
export function withoutTurnedYes(frame: Frame, { openQuestion }: Given): Frame {
  const others = frame.acts.filter(({ type }) => type !== "yes");
  const [act, ...more] = others;
  const isTurned = openQuestion?.id === "ask-later" && others.some(({ type }) => turning.has(type));
  return isTurned && act !== undefined ? { ...frame, acts: [act, ...more] } : frame;
}

/** Whether a part may turn a yes round: "yes, but not on Thursday", "yes, I got it already". */
export function turns({ event, utterance }: Part): boolean {
  const [first] = utterance.answers();
  if (event?.type === "done" || event?.type === "yes" || first === undefined) return false;
  const isLikely = first.confidence >= likelyMeant && likelyTurning.has(first.intent);
  return turning.has(event?.type ?? "") || isLikely || first.intent.startsWith("report.");
}
