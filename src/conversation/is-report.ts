import type { ConversationEvent } from "./vocabulary.ts";

const reports: ReadonlySet<ConversationEvent["type"]> = new Set([
  "done",
  "confirmed",
  "not-confirmed",
  "refused",
]);

/** True where a person tells by it what they have done, or what became of it: never guessed from a mistyped word or a question. */
export function isReport({ type }: Pick<ConversationEvent, "type">): boolean {
  return reports.has(type);
}
