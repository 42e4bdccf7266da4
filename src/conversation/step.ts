import { transition } from "xstate";
import { ask } from "./ask.ts";
import { chooseLanguage, type Heard } from "./choose-language.ts";
import { machine } from "./machine.ts";
import { type SavedState, toSavedState, toSnapshot } from "./saved.ts";
import type { ConversationEvent, Effect, Facts, Language, Person, Question, Saying } from "./vocabulary.ts";

/** A conversation between two messages. `place`, the statechart's part of it, is absent before the first one. */
export interface ConversationState {
  readonly person: Person;
  readonly place?: SavedState | undefined;
}

/** The state after a step, and what is to be done. */
export interface StepResult {
  readonly person: Person;
  readonly place: SavedState;
  readonly effects: readonly Effect[];
  /** The event that was taken: `not-understood` if the open question takes no such event. */
  readonly taken: ConversationEvent;
  /** The language in which the effects speak. */
  readonly language: Language;
}

/** Takes the conversation one event further. Pure; every event has an effect, so that everyone gets an answer. */
export function step(
  before: ConversationState,
  event: ConversationEvent,
  facts: Facts,
  heard: Heard = {},
): StepResult {
  const person = chooseLanguage(before.person, event, heard, facts);
  const snapshot = toSnapshot(before.place, { person, facts });
  const taken: ConversationEvent = snapshot.can(event) ? event : { type: "not-understood" };
  const [after, actions] = transition(machine, snapshot, taken);
  return {
    person: after.context.person,
    place: taken.type === "not-understood" ? toSavedState(after) : resetMisunderstood(toSavedState(after)),
    effects: actions.flatMap(effectsOf),
    taken,
    language: after.context.person.language ?? person.language ?? facts.defaultLanguage,
  };
}

/** Returns the question that waits for an answer; undefined before the first message. */
export function openQuestion(
  { person, place }: ConversationState,
  facts: Facts,
): { readonly question: Question; readonly saying: Saying } | undefined {
  const snapshot = toSnapshot(place, { person, facts });
  const [meta] = Object.values(snapshot.getMeta());
  return meta && ask(meta.question, snapshot.context);
}

/** Sets the count of messages that were not understood in a row to 0. */
function resetMisunderstood(saved: SavedState): SavedState {
  return { ...saved, situation: { ...saved.situation, misunderstood: 0 } };
}

/** Returns the effects that an action names. Throws on any action but `perform`: no one would run it. */
export function effectsOf(action: { readonly type: string; readonly params: unknown }): readonly Effect[] {
  if (action.type !== "perform") throw new Error(`a step cannot do "${action.type}"`);
  return action.params as readonly Effect[];
}
