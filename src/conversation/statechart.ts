import { setup } from "xstate";
import { ask, type StateQuestionId } from "./ask.ts";
import type { Context, Situation } from "./context.ts";
import type { TextKey } from "./text-key.ts";
import type { ConversationEvent, Effect, Phrase, Saying } from "./vocabulary.ts";

/** What an action is given. */
export interface Given {
  readonly context: Context;
  readonly event: ConversationEvent;
}

/** The one kind of machine that this conversation is. `perform` is its only action with an effect. */
export const statechart = setup({
  types: {
    context: {} as Context,
    events: {} as ConversationEvent,
    input: {} as Context,
    meta: {} as { question: StateQuestionId },
  },
  actions: {
    perform: (_given, _effects: readonly Effect[]) => {},
  },
});

/** Names effects, to be done after the step. */
export function perform(effects: (given: Given) => readonly Effect[]) {
  return { type: "perform", params: effects } as const;
}

/** Names a message to be sent. */
export function say(saying: (given: Given) => Saying) {
  return perform((given) => [{ type: "say", saying: saying(given) }]);
}

/** Names a message that is one text. */
export function tell(key: TextKey, params?: (given: Given) => NonNullable<Phrase["params"]>) {
  return say((given) => ({ text: [params === undefined ? { key } : { key, params: params(given) }] }));
}

/** A state that asks: its entry asks the question, its `meta` names it. */
export function asking(question: StateQuestionId) {
  return {
    meta: { question },
    entry: perform(({ context }) => [{ type: "ask", ...ask(question, context) }]),
  } as const;
}

/** Changes the situation. */
export function situate(change: (given: Given) => Partial<Situation>) {
  return statechart.assign({
    situation: ({ context, event }) => ({ ...context.situation, ...change({ context, event }) }),
  });
}

/** Notes what the person has told and changes the situation, in one go. */
export function noteAndSituate(
  person: (given: Given) => Context["person"],
  change: (given: Given) => Partial<Situation>,
) {
  return statechart.assign(({ context, event }) => ({
    person: person({ context, event }),
    situation: { ...context.situation, ...change({ context, event }) },
  }));
}

/** Counts one more message that made no sense. */
export const countMisunderstood = situate(({ context }) => ({
  misunderstood: context.situation.misunderstood + 1,
}));

/** Notes what the person has told. */
export function note(person: (given: Given) => Context["person"]) {
  return statechart.assign({ person: ({ context, event }) => person({ context, event }) });
}

/** The question that returns is asked in one line, below the answer. */
export const briefly = situate(() => ({ isBrief: true }));
