import type { ConversationEvent, Question } from "../conversation/vocabulary.ts";
import type { Frame } from "./frame.ts";
import { readFrame } from "./read-frame.ts";
import { readOpening } from "./read-opening.ts";
import type { Given } from "./read-passage.ts";

/** Reads "cancel it", said of the one reminder that the open question can cancel, or of the one that was set last, with what is said behind it. */
export function readCancelled(given: Given): Frame | undefined {
  const cancel = given.asked && onlyCancel(given.asked);
  const opening = cancel && readOpening(given, ["cancel"]);
  if (cancel === undefined || opening === undefined) return undefined;
  const { acts, unread } = readFrame({ ...given, text: opening.rest });
  return { acts: [cancel, ...acts.filter(({ type }) => !saysNoMore.has(type))], unread };
}

/** Why it is cancelled needs no answer. */
const saysNoMore: ReadonlySet<string> = new Set<ConversationEvent["type"]>([
  ...(["not-understood", "courtesy", "later", "suggest", "doubt", "services", "cancel-reminder"] as const),
]);

/** Of several that can be cancelled, it has to be said which. */
function onlyCancel({ choices, hiddenChoices = [], lastReminder }: Question): ConversationEvent | undefined {
  const [only, ...others] = [...choices, ...hiddenChoices].filter(
    ({ event }) => event.type === "cancel-reminder",
  );
  if (only !== undefined) return others.length === 0 ? only.event : undefined;
  return lastReminder && { type: "cancel-reminder", reminder: lastReminder };
}
