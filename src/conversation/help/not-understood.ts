import { countMisunderstood } from "../assigns.ts";
import type { Context } from "../context.ts";
import { perform, say, tell, when } from "../statechart.ts";
import { lastResortSaying } from "../steps/say-short.ts";
import type { TextKey } from "../text-key.ts";
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

/** The transition for the first message that is not understood; the general replies follow it. */
export function sayOnce<Target extends string>(target: Target, key: TextKey) {
  const actions = [countMisunderstood, tell(key)] as const;
  return { guard: when(isFirstMisunderstanding), target, reenter: true, actions } as const;
}
