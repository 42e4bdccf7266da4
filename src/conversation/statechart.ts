import { type ActionArgs, assign, setup } from "xstate";
import type { Context, DialogueContext, Paged, Turn } from "./context.ts";
import type { TextKey } from "./text-key.ts";
import type { ConversationEvent, Effect, Person, Phrase, Saying, StateQuestionId } from "./vocabulary.ts";

/** What a guard or an action knows: the context, and the event of its transition. */
interface Given<Event extends ConversationEvent> {
  readonly context: Context;
  readonly event: Event;
}

/**
 * The setup of the statechart. `perform` is its only action with effects: it lists what to do after
 * the step. All others, and the guards, stand beside their transitions: they do not compile on a
 * transition of another event.
 */
export const statechart = setup({
  types: {
    context: {} as Context,
    events: {} as ConversationEvent,
    input: {} as Context,
    meta: {} as { question: StateQuestionId },
  },
  actions: { perform: (_arguments, _effects: readonly Effect[]) => {} },
});

/** Returns the guard of this condition, under its name: the diagram shows it. */
export function when<Event extends ConversationEvent>(holds: (context: Context, event: Event) => boolean) {
  const guard = ({ context, event }: Given<Event>) => holds(context, event);
  return Object.defineProperty(guard, "name", { value: holds.name });
}

/** An action of XState. A function's type, since its own accepts the transitions of other events. */
type Change<Event extends ConversationEvent> = (
  given: ActionArgs<Context, Event, ConversationEvent>,
  params: undefined,
) => void;

/** Returns the action that changes the context. */
export function change<Event extends ConversationEvent>(
  changed: (context: Context, event: Event) => Partial<Context>,
): Change<Event> {
  return assign<Context, Event, undefined, ConversationEvent, never>(({ context, event }) =>
    changed(context, event),
  );
}

/** Returns the action that changes the dialogue, which is saved. */
export function inDialogue<Event extends ConversationEvent>(
  changed: (context: Context, event: Event) => Partial<DialogueContext>,
) {
  return change<Event>((context, event) => ({
    dialogue: { ...context.dialogue, ...changed(context, event) },
  }));
}

/** Returns the action that changes what holds for this step only. */
export function inTurn<Event extends ConversationEvent>(changed: (context: Context, event: Event) => Turn) {
  return change<Event>((context, event) => ({ turn: { ...context.turn, ...changed(context, event) } }));
}

/** Returns the action that changes what is known of the person. */
export function inPerson<Event extends ConversationEvent>(
  changed: (context: Context, event: Event) => Person,
) {
  return change<Event>((context, event) => ({ person: changed(context, event) }));
}

/** Returns the action that lists effects. */
export function perform<Event extends ConversationEvent>(
  effects: (context: Context, event: Event) => readonly Effect[],
) {
  const params = ({ context, event }: Given<Event>) => effects(context, event);
  return { type: "perform", params } as const;
}

/** Returns the action that sends a message. */
export function say<Event extends ConversationEvent>(saying: (context: Context, event: Event) => Saying) {
  return perform<Event>((context, event) => [{ type: "say", saying: saying(context, event) }]);
}

/** Returns the action that sends a message of one text. */
export function tell(key: TextKey, params?: (context: Context) => NonNullable<Phrase["params"]>) {
  return say((context) => ({ text: [params === undefined ? { key } : { key, params: params(context) }] }));
}

/** A state that asks the question that its `meta` names: entering it asks it at the end of the step. */
export function asking(question: StateQuestionId) {
  return { meta: { question }, entry: inTurn(() => ({ asks: true })) } as const;
}

/** The question that returns is asked in one line, below the answer. */
export const askBriefly = inTurn(() => ({ isBrief: true }));

/** Answers beside the question that is open, which then returns in one line. */
export function answer<Event extends ConversationEvent>(saying: (context: Context, event: Event) => Saying) {
  return { target: "#question", actions: [askBriefly, say(saying)] } as const;
}

/** The transitions that turn the pages of a question that is too long for one message. */
export function turning<Target extends string>(
  target: Target,
  pages: Paged,
  hasMore: (context: Context) => boolean,
) {
  const isBeyondFirst = ({ dialogue }: Context) => (dialogue[pages] ?? 0) > 0;
  const turn = (by: 1 | -1) =>
    ({
      ...{ target, reenter: true },
      actions: inDialogue(({ dialogue }) => ({ [pages]: (dialogue[pages] ?? 0) + by })),
    }) as const;
  return {
    more: { guard: when(hasMore), ...turn(1) },
    back: { guard: when(isBeyondFirst), ...turn(-1) },
  } as const;
}
