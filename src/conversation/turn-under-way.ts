import type { SpokenPlace, Turn } from "./context.ts";
import type { Snapshot } from "./saved.ts";
import type { ConversationEvent, Effect, Facts } from "./vocabulary.ts";

/** A turn under way: where the conversation stands after those events of a message that were taken so far. */
export interface TurnUnderWay {
  /** As the last event that led anywhere has left it. */
  readonly stand: Snapshot;
  /** With the reminders that are set by now. */
  readonly facts: Facts;
  /** The place that is spoken of by now. */
  readonly place: SpokenPlace;
  /** Whether and how the question of the stand is asked if the turn ends here. */
  readonly asking: Turn;
  /** True once an event has asked a question in full, rather than returned to the open one. */
  readonly hasOpened: boolean;
  /** All but the question. */
  readonly effects: readonly Effect[];
  /** What is asked beside the question that is open. */
  readonly beside?: Effect | undefined;
  readonly taken: readonly ConversationEvent[];
  /** What the place did not take when it was its turn. */
  readonly left: readonly ConversationEvent[];
  /** What waits for an answer. */
  readonly waiting: readonly ConversationEvent[];
}

/** Where a turn begins, and what its message says. */
export interface TurnBegun {
  readonly stand: Snapshot;
  readonly message: readonly ConversationEvent[];
  /** What was taken before, and what it came to, if anything was. */
  readonly sofar?: Partial<Pick<TurnUnderWay, "asking" | "effects" | "taken">>;
}
