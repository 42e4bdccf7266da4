import type { AccountId, CampaignId } from "../../campaigns/schema.ts";
import {
  type Context,
  currentCampaign,
  currentFollowing,
  followedCampaigns,
  followingWith,
  isFollowing,
} from "../context.ts";
import { nameStep } from "../name-step.ts";
import { failedObjections, openObjections } from "../objections.ts";
import { groupsToAsk, stepsToDo } from "../required-steps.ts";
import { stepsSayings } from "../say-steps.ts";
import { asking, type Given, note, perform, say, statechart, tell } from "../statechart.ts";
import type { Effect, StepId } from "../vocabulary.ts";
import { dateTransitions } from "./dates.ts";
import { speaksOfNothingToDo } from "./services.ts";

/** Names the messages with what the person has to do. */
export const giveSteps = perform(({ context }) =>
  stepsSayings(context).map((saying): Effect => ({ type: "say", saying })),
);

/** The last step is done: the reminders end with it, and the wait for the answer begins. */
const allDone = {
  target: "aftercare",
  actions: [
    perform(({ context }) => [{ type: "cancel-reminders", campaign: currentCampaign(context).id }]),
    say(({ context }) => ({ text: [{ key: "done.text", campaign: currentCampaign(context).id }] })),
  ],
} as const;

/** Something is left to do after what was done. */
const someDone = {
  target: "next",
  actions: [tell("done.remaining", ({ context }) => ({ forms: { list: formNames(context) } }))],
} as const;

/** Where there is nothing to do, there is nothing to note or to be reminded of either. */
export const nothingHere = {
  guard: speaksOfNothingToDo,
  target: "next",
  actions: tell("nothing-to-do.text"),
} as const;

/** What now, and what was done. */
export const stepsStates = {
  next: statechart.createStateConfig({
    ...asking("next"),
    on: {
      ...dateTransitions,
      date: [{ ...nothingHere, reenter: true }, ...dateTransitions.date],
      back: [
        {
          guard: ({ context }) => groupsToAsk(currentCampaign(context), currentFollowing(context)).length > 0,
          target: "linked",
          actions: note(({ context }) => followingWith(context, { linked: {} })),
        },
        { guard: ({ context }) => currentCampaign(context).accounts.length > 1, target: "accounts" },
        { guard: ({ context }) => context.facts.campaigns.size > 1, target: "service" },
        { target: "next", reenter: true, actions: tell("back.first") },
      ],
    },
  }),

  /** "I've done it": which of the steps, where that can be doubted? */
  done: statechart.createStateConfig({
    always: [
      nothingHere,
      { guard: ({ context }) => !isFollowing(context), target: "route", actions: tell("done.nothing-yet") },
      { guard: ({ context }) => toDo(context).length === 0, target: "next", actions: tell("done.already") },
      {
        guard: (given) => namedIn(given).length > 0 && isLeft(given, namedSteps(given)),
        ...someDone,
        actions: [note((given) => withSent(given.context, namedSteps(given))), ...someDone.actions],
      },
      {
        guard: (given) => toDo(given.context).length > 1 || namesOthers(given),
        target: "which-done",
      },
      { target: allDone.target, actions: [note(noteAllSent), ...allDone.actions] },
    ],
  }),

  "which-done": statechart.createStateConfig({
    ...asking("which-done"),
    on: {
      sent: [
        {
          guard: (given) => isLeft(given, stepsIn(given)),
          ...someDone,
          actions: [note(noteSent), ...someDone.actions],
        },
        { target: allDone.target, actions: [note(noteSent), ...allDone.actions] },
      ],
      // Said once more, it still does not say which.
      done: {
        guard: (given) => isOfThis(given) && namedIn(given).length === 0,
        target: "which-done",
        reenter: true,
        actions: tell("which-done.say-which"),
      },
      back: { target: "next" },
    },
  }),
};

/** The campaign that the person follows with one of these accounts, the one that we speak of first. */
export function campaignWith(context: Context, accounts: readonly AccountId[]): CampaignId | undefined {
  return firstFollowed(context, (inCampaign) => among(inCampaign, accounts).length > 0);
}

/** The campaign that something is left to do for: the one that we speak of, else the first that the person follows. */
export function campaignToDo(context: Context): CampaignId | undefined {
  return firstFollowed(context, (inCampaign) => toDo(inCampaign).length > 0);
}

/** The campaign whose objection was sent and not confirmed, in the same order. */
export function campaignUnconfirmed(context: Context): CampaignId | undefined {
  return firstFollowed(context, (inCampaign) => {
    const [campaign, following] = [currentCampaign(inCampaign), currentFollowing(inCampaign)];
    return openObjections(campaign, following).length + failedObjections(campaign, following).length > 0;
  });
}

function firstFollowed(context: Context, matches: (inCampaign: Context) => boolean): CampaignId | undefined {
  const followed = followedCampaigns(context);
  const { campaign } = context.dialogue;
  const inOrder = campaign !== undefined && followed.includes(campaign) ? [campaign, ...followed] : followed;
  return inOrder.find((id) => matches({ ...context, dialogue: { ...context.dialogue, campaign: id } }));
}

function toDo(context: Context) {
  return stepsToDo(currentCampaign(context), currentFollowing(context));
}

function formNames(context: Context) {
  const campaign = currentCampaign(context).id;
  return toDo(context).map(({ id }) => nameStep(campaign, id));
}

function noteAllSent({ context }: Given): Context["person"] {
  return withSent(
    context,
    toDo(context).flatMap((step) => step.covers),
  );
}

function noteSent(given: Given): Context["person"] {
  return withSent(given.context, stepsIn(given));
}

function stepsIn({ event }: Given): readonly StepId[] {
  return event.type === "sent" ? event.steps : [];
}

/** True where something is still to do once these steps are sent. */
function isLeft({ context }: Given, steps: readonly StepId[]): boolean {
  return toDo({ ...context, person: withSent(context, steps) }).length > 0;
}

/** The person's accounts that the event names. */
function namedIn({ context, event }: Given): readonly AccountId[] {
  return among(context, event.type === "done" ? (event.accounts ?? []) : []);
}

/** True where it names accounts, and none that the person has here. */
function namesOthers(given: Given): boolean {
  const { event } = given;
  return event.type === "done" && event.accounts !== undefined && namedIn(given).length === 0;
}

/** What is done with it: one form may cover several accounts. */
function namedSteps(given: Given): readonly StepId[] {
  const named = namedIn(given);
  return toDo(given.context)
    .map(({ covers }) => covers)
    .filter((covers) => covers.some((covered) => named.includes(covered)))
    .flat();
}

function among(context: Context, accounts: readonly AccountId[]): readonly AccountId[] {
  const own = currentFollowing(context).accounts;
  return accounts.filter((account) => own.includes(account));
}

/** True where the event is not about another campaign, as the button of a reminder may be. */
function isOfThis({ context, event }: Given): boolean {
  const named = event.type === "done" ? event.campaign : undefined;
  return named === undefined || named === context.dialogue.campaign;
}

function withSent(context: Context, steps: readonly string[]): Context["person"] {
  const already = currentFollowing(context).sent;
  const sent = Object.fromEntries(steps.map((step) => [step, already[step] ?? context.facts.now]));
  return followingWith(context, { sent: { ...already, ...sent } });
}
