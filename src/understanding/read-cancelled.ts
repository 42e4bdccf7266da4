import type { ConversationEvent, Question } from "../conversation/vocabulary.ts";
import type { Frame } from "./frame.ts";
import { readFrame } from "./read-frame.ts";
import { readOpening } from "./read-opening.ts";
import type { Given } from "./read-passage.ts";

/**
 * Reads "cancel it", said of the only reminder that the open question can cancel, or of the one
 * that was set last, and what follows it.
 */
export function readCancelled(given: Given): Frame | undefined {
  const cancel = given.openQuestion && onlyCancel(given.openQuestion);
  const opening = cancel && readOpening(given, ["cancel"]);
  if (cancel === undefined || opening === undefined) return undefined;
  const { acts, unread } = readFrame({ ...given, text: opening.rest });
  return { acts: [cancel, ...acts.filter(({ type }) => !saysNoMore.has(type))], unread };
}

/** Acts that are dropped behind "cancel it": they only give a reason, which needs no answer. */
const saysNoMore: ReadonlySet<string> = new Set<ConversationEvent["type"]>([
  ...(["not-understood", "courtesy", "later", "suggest", "doubt", "services", "cancel-reminder"] as const),
]);

/** Returns the cancellation that is meant; undefined if several reminders can be cancelled. */
function onlyCancel({ choices, hiddenChoices = [], lastReminder }: Question): ConversationEvent | undefined {
  const [only, ...others] = [...choices, ...hiddenChoices].filter(
    ({ event }) => event.type === "cancel-reminder",
  );
  if (only !== undefined) return others.length === 0 ? only.event : undefined;
  return lastReminder && { type: "cancel-reminder", reminder: lastReminder };
}
