import type { SpokenPlace, Turn } from "../context.ts";
import type { Snapshot } from "../saved.ts";
import type { ConversationEvent, Effect, Facts } from "../vocabulary.ts";

/** A turn under way: the conversation after the events of a message that were handled so far. */
export interface TurnUnderWay {
  /** The snapshot after those events; one that is answered beside the open question leaves its state. */
  readonly stand: Snapshot;
  /** The facts, with the reminders that are set by now. */
  readonly facts: Facts;
  /** The place that is spoken of by now. */
  readonly place: SpokenPlace;
  /** Whether and how the question of the current state is asked if the turn ends here. */
  readonly asking: Turn;
  /** True once an event has asked a question in full, rather than returned to the open one. */
  readonly hasOpened: boolean;
  /** All effects but the question. */
  readonly effects: readonly Effect[];
  /** What is asked beside the question that is open. */
  readonly beside?: Effect | undefined;
  readonly taken: readonly ConversationEvent[];
  /** The events that the state did not accept when it was their turn. */
  readonly left: readonly ConversationEvent[];
  /** The events that wait for an answer. */
  readonly waiting: readonly ConversationEvent[];
}

/** Where a turn begins, and what its message says. */
export interface TurnBegun {
  readonly stand: Snapshot;
  readonly message: readonly ConversationEvent[];
  /** The events handled before the message, and their results, if there were any. */
  readonly sofar?: Partial<Pick<TurnUnderWay, "asking" | "effects" | "taken">>;
}
