import { not } from "xstate";
import { noteWish } from "./assigns.ts";
import { type Context, isFollowing, speaksOfNothingToDo } from "./context.ts";
import { tell, when } from "./statechart.ts";
import type { EventOf, reports } from "./vocabulary.ts";

/** If there is nothing to do, there is nothing to note or to be reminded of either. */
export const toNextIfNothingToDo = {
  guard: when(speaksOfNothingToDo),
  target: "next",
  actions: tell("nothing-to-do.text"),
} as const;

/** The transition instead of forms if there is nothing to do. */
export const nothingToDo = { ...toNextIfNothingToDo, target: "#question" } as const;

/** The transitions instead of noting something about a campaign that the person does not follow. */
export const toAccountsIfUnknown = [
  toNextIfNothingToDo,
  { guard: not(when(isFollowing)), target: "decide-first-question", actions: tell("done.nothing-yet") },
] as const;

/** The transition for a wish that needs an answer first: says so. */
export const accountsFirst = { target: "#question", actions: tell("steps-first.text") } as const;

/** The transition for the button of an old reminder, whose campaign is no longer on offer. */
export const ignoreIfCampaignGone = {
  guard: when(isCampaignGone),
  target: "#question",
  actions: tell("past-button.text"),
} as const;

function isCampaignGone(
  { facts }: Context,
  { campaign }: EventOf<"later" | "leave-out" | "write" | "grounds" | "access" | (typeof reports)[number]>,
): boolean {
  return campaign !== undefined && !facts.campaigns.has(campaign);
}

/** A typed date is a wish for a reminder, wherever one may be named. */
export const dateTransitions = { date: { target: "decide-remind-set", actions: noteWish } } as const;
