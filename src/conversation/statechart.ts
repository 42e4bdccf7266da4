import { setup } from "xstate";
import { ask, type StateQuestionId } from "./ask.ts";
import { assigns } from "./assigns.ts";
import type { Context } from "./context.ts";
import { guards } from "./guards.ts";
import type { TextKey } from "./text-key.ts";
import type { ConversationEvent, Effect, Phrase, Saying } from "./vocabulary.ts";

/** What the parameters of an action are made from: the context, and the event of the transition that it stands in. */
export interface ActionArguments<Event extends ConversationEvent = ConversationEvent> {
  readonly context: Context;
  readonly event: Event;
}

/** The setup of the statechart. `perform` is its only action with an effect: it names what is to be done after the step. */
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

/** Names effects. Does not compile on a transition whose event is another. */
export function perform<Event extends ConversationEvent>(
  effects: (given: ActionArguments<Event>) => readonly Effect[],
) {
  return { type: "perform", params: effects } as const;
}

/** Names a message to be sent. */
export function say<Event extends ConversationEvent>(saying: (given: ActionArguments<Event>) => Saying) {
  return perform<Event>((given) => [{ type: "say", saying: saying(given) }]);
}

/** Names a message that is one text. */
export function tell<Event extends ConversationEvent>(
  key: TextKey,
  params?: (given: ActionArguments<Event>) => NonNullable<Phrase["params"]>,
) {
  return say<Event>((given) => ({ text: [params === undefined ? { key } : { key, params: params(given) }] }));
}

/** A state that asks: its entry asks the question, its `meta` names it. */
export function asking(question: StateQuestionId) {
  return {
    meta: { question },
    entry: perform(({ context }) => [{ type: "ask", ...ask(question, context) }]),
  } as const;
}
