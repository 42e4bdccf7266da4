import { setup } from "xstate";
import { assigns } from "./assigns.ts";
import type { Context, Paged } from "./context.ts";
import { guards } from "./guards.ts";
import type { TextKey } from "./text-key.ts";
import type { ConversationEvent, Effect, Phrase, Saying, StateQuestionId } from "./vocabulary.ts";

/** What an action's `params` are computed from: the context, and the event of its transition. */
export interface ActionArguments<Event extends ConversationEvent = ConversationEvent> {
  readonly context: Context;
  readonly event: Event;
}

/**
 * The setup of the statechart. `perform` is its only action with effects: it lists what to do after
 * the step.
 */
export const statechart = setup({
  types: {
    context: {} as Context,
    events: {} as ConversationEvent,
    input: {} as Context,
    meta: {} as { question: StateQuestionId },
  },
  guards,
  actions: { ...assigns, perform: (_arguments, _effects: readonly Effect[]) => {} },
});

/** Returns the action that lists effects. Does not compile on a transition of another event. */
export function perform<Event extends ConversationEvent>(
  effects: (context: Context, event: Event) => readonly Effect[],
) {
  const params = ({ context, event }: ActionArguments<Event>) => effects(context, event);
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
  return { meta: { question }, entry: "ask" } as const;
}

/** Answers beside the question that is open, which then returns in one line. */
export function answer<Event extends ConversationEvent>(saying: (context: Context, event: Event) => Saying) {
  return { target: "#question", actions: ["askBriefly", say(saying)] } as const;
}

/** The transition for the first message that is not understood; after it, the general replies follow. */
export function sayOnce<Target extends string>(target: Target, key: TextKey) {
  const actions = ["countMisunderstood", tell(key)] as const;
  return { guard: "isFirstMisunderstanding", target, reenter: true, actions } as const;
}

const furtherPages = {
  page: "hasMoreServices",
  sourcesPage: "hasMoreSources",
  guidePage: "hasMoreOfGuide",
} as const satisfies Record<Paged, string>;

/** The transitions that turn the pages of a question that is too long for one message. */
export function turning<Target extends string>(target: Target, of: Paged) {
  const turn = (by: 1 | -1) =>
    ({ target, reenter: true, actions: { type: "turnPage", params: { of, by } } }) as const;
  return {
    more: { guard: furtherPages[of], ...turn(1) },
    back: { guard: { type: "isBeyondFirst", params: of }, ...turn(-1) },
  } as const;
}
