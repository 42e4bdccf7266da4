import { countMisunderstood } from "../assigns.ts";
import type { Context } from "../context.ts";
import { onlyIf } from "../question-view.ts";
import { perform, say, when } from "../statechart.ts";
import { lastResortSaying } from "../steps/say-short.ts";
import type { TextKey } from "../text-key.ts";
import type { Phrase } from "../vocabulary.ts";
import { themesEffect } from "./find-answer.ts";

/** Replies to what is not understood, in turn: say so, ask for the theme, name what still helps. */
const replies = 3;

export function saysSoAgain({ dialogue }: Context): boolean {
  return dialogue.misunderstood % replies === 0;
}

function asksForTheme({ dialogue }: Context): boolean {
  return dialogue.misunderstood % replies === 1;
}

function namesLastResort({ dialogue }: Context): boolean {
  return dialogue.misunderstood % replies === 2;
}

export function isFirstMisunderstanding({ dialogue }: Context): boolean {
  return dialogue.misunderstood === 0;
}

/** The second and the third reply, beside the open question, which stays open. */
export const otherReplies = [
  {
    guard: when(asksForTheme),
    actions: [countMisunderstood, perform((context) => [themesEffect(context)])],
  },
  { guard: when(namesLastResort), actions: [countMisunderstood, say(lastResortSaying)] },
] as const;

/** What is said of a language in which only buttons, numbers and short commands are understood. */
export function noteOfLanguage({ facts, person }: Context): readonly Phrase[] {
  const isUnread = facts.withoutExamples?.includes(person.language ?? facts.defaultLanguage) ?? false;
  return onlyIf<Phrase>(isUnread, { key: "language.without-examples" });
}

/** Says the text, and what is understood instead of sentences in a language without examples. */
export function tellWithNote(key: TextKey) {
  return say((context) => ({ text: [{ key }, ...noteOfLanguage(context)] }));
}

/** The transition for the first message that is not understood; the general replies follow it. */
export function sayOnce<Target extends string>(target: Target, key: TextKey) {
  const actions = [countMisunderstood, tellWithNote(key)] as const;
  return { guard: when(isFirstMisunderstanding), target, reenter: true, actions } as const;
}
