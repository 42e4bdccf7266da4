import type { ConversationEvent } from "../conversation/vocabulary.ts";
import type { UnderstandingOutcome } from "./ports.ts";

/** What a typed text came to, and what it was about. */
export interface Understanding {
  readonly outcome: UnderstandingOutcome;
  /** The id of a help topic, or the type of the event: never people's words. */
  readonly topic: string;
}

/** Classifies the event that a typed text led to. A suggestion counts for its first topic. */
export function classifyUnderstanding(event: ConversationEvent): Understanding {
  switch (event.type) {
    case "topic":
      return { outcome: "answered", topic: event.topic };
    case "suggest":
      return { outcome: "suggested", topic: event.topics[0] ?? event.type };
    case "doubt":
      return { outcome: "asked-back", topic: event.type };
    case "not-understood":
    case "too-long":
      return { outcome: "not-understood", topic: event.type };
    default:
      return { outcome: "answered", topic: event.type };
  }
}
