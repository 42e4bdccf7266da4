import { type Snapshot, toSavedState } from "../saved.ts";
import type { ConversationEvent } from "../vocabulary.ts";
import { accountsOpen, kindOf, linksOpen } from "./policy.ts";

type EventType = ConversationEvent["type"];

/** The questions that may stay unanswered: the forms of all accounts do no harm. */
const mayStayOpen = [accountsOpen, linksOpen];

/** Events that answer them, or lead to the question before. */
const answers: ReadonlySet<EventType> = new Set([
  ...(["accounts", "linked", "tick", "ticked", "yes", "no", "back", "language", "service"] as const),
]);

/** After this many messages without an answer, the conversation goes on without it. */
export const mostUnanswered = 2;

/** True in a state that asks which accounts there are. */
export function isAskingForAccounts(state: string): boolean {
  return accountsOpen.has(state);
}

/** Returns how many messages in a row have left the question about accounts or links unanswered. */
export function unansweredAfter(
  stateBefore: string,
  stand: Snapshot,
  taken: readonly ConversationEvent[],
): number {
  const { state } = toSavedState(stand);
  const isLeftOpen = mayStayOpen.some((open) => open.has(stateBefore) && open.has(state));
  if (!isLeftOpen || taken.some(({ type }) => answers.has(type))) return 0;
  const { unanswered = 0 } = stand.context.dialogue;
  return taken.length === 0 || taken.some(saysElse) ? unanswered + 1 : unanswered;
}

/** False for kind words and commands: they do not count as messages without an answer. */
function saysElse(event: ConversationEvent): boolean {
  const isSpoken = ["answer", "offer", "report"].includes(kindOf(event)) && event.type !== "my-data";
  return isSpoken || event.type === "not-understood";
}
