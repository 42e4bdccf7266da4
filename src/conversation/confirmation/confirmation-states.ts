import { and, not } from "xstate";
import { correctedAccounts } from "../accounts/accounts-states.ts";
import { allowReminders, offerLetter, turnTo } from "../assigns.ts";
import { type Context, currentCampaign, stepsOfAll } from "../context.ts";
import { hasStepsToDo } from "../guards.ts";
import {
  coveredBy,
  failedObjections,
  isAmbiguous,
  objectionsOf,
  openObjections,
  overdueObjections,
  reportedObjections,
  withAccountsApart,
  withOutcome,
} from "../objections.ts";
import { authorityNow, withAnswerTime } from "../places.ts";
import { canBeAskedLater, nextFollowUp, remindersToConfirm, setting } from "../reminders/reminders.ts";
import { namesOf } from "../required-steps.ts";
import { asking, change, inDialogue, inPerson, perform, say, statechart, tell, when } from "../statechart.ts";
import { remainingSaying } from "../steps/say-steps.ts";
import { ignoreIfCampaignGone, toAccountsIfUnknown } from "../transitions.ts";
import type { ConversationEvent, EventOf, StepId } from "../vocabulary.ts";
import { campaignUnconfirmed } from "../what-is-meant.ts";
import { adviceSaying, askedLaterSaying } from "./say-confirmation.ts";

/** The params of a text that names the authority for complaints. */
export function withAuthority(context: Context) {
  return { authority: authorityNow(context) };
}

/** The params of a text that also says how long a service may take to answer. */
function withAuthorityAndTime(context: Context) {
  return { ...withAuthority(context), ...withAnswerTime(context) };
}

function isRefusal({ dialogue }: Context): boolean {
  return dialogue.report === "refused";
}

/** True if no form or e-mail is needed: then a refusal is about something else, such as a letter. */
function needsNoForm(context: Context): boolean {
  return (
    context.dialogue.campaign !== undefined &&
    stepsOfAll(context).every(({ kind, optional }) => kind === "setting" || optional)
  );
}

/** The params of a text that names those that are confirmed. */
function withNoted(context: Context) {
  const confirmed = objectionsOf(context).filter(({ outcome }) => outcome?.kind === "confirmed");
  return { noted: namesOf(currentCampaign(context).id, confirmed) };
}

function isReportable(context: Context): boolean {
  return reportedObjections(context).length > 0;
}

function isAllConfirmed(context: Context): boolean {
  const all = objectionsOf(context);
  return all.length > 0 && all.every(({ outcome }) => outcome?.kind === "confirmed");
}

function hasOpenObjections(context: Context): boolean {
  return openObjections(context).length > 0;
}

function hasOverdueObjections(context: Context): boolean {
  return overdueObjections(context).length > 0;
}

/** Whether the same message tells of a refusal too: no answer is still to come. */
function isBesideRefusal({ turn }: Context): boolean {
  return turn.isAnswered === true;
}

function hasFailedObjections(context: Context): boolean {
  return failedObjections(context).length > 0;
}

function hasSomethingToConfirm(context: Context): boolean {
  return objectionsOf(context).some(({ outcome }) => outcome?.kind !== "confirmed");
}

/** Notes the reported outcome of the objections of these steps. */
function noteOutcome<Event extends ConversationEvent>(
  answered: (context: Context, event: Event) => readonly StepId[],
) {
  return inPerson<Event>((context, event) =>
    withOutcome(context, answered(context, event), context.dialogue.report ?? "confirmed"),
  );
}

/** Notes that no one has answered in time. */
const noteUnanswered = inPerson((context) => {
  const overdue = coveredBy(overdueObjections(context));
  return overdue.length === 0 ? context.person : withOutcome(context, overdue, "unanswered");
});

/** Cancels the reminders that ask for a confirmation, once no objection is open. */
export const endAsking = perform((context) => {
  if (hasOpenObjections(context) || context.turn.keepsReminders) return [];
  return remindersToConfirm(context).map(({ campaign, slot }) => ({
    type: "cancel-reminders",
    campaign,
    slot,
  }));
});

/** What became of an objection, from its sending to the answer. */
export const confirmationStates = {
  /** What was sent is to be confirmed: is the person to be asked about it? */
  "decide-ask-later": statechart.createStateConfig({
    always: [{ guard: when(canBeAskedLater), target: "ask-later" }, { target: "next" }],
  }),

  "ask-later": statechart.createStateConfig({
    ...asking("ask-later"),
    on: {
      ...correctedAccounts,
      yes: {
        target: "next",
        actions: [
          perform((context) => setting(nextFollowUp(context))),
          allowReminders,
          say(askedLaterSaying),
        ],
      },
      no: { target: "next", actions: tell("confirmation.not-asked") },
      back: { target: "next" },
    },
  }),

  /** A report came in: about which objection? */
  "decide-which-answered": statechart.createStateConfig({
    always: [
      {
        guard: and([when(isRefusal), when(needsNoForm)]),
        target: "complain",
        actions: [
          inDialogue(({ dialogue }) => ({ refusedBy: dialogue.campaign })),
          tell("confirmation.refused", withAuthority),
          offerLetter,
        ],
      },
      ...toAccountsIfUnknown,
      {
        guard: and([not(when(isReportable)), when(isAllConfirmed)]),
        target: "next",
        actions: tell("confirmation.already"),
      },
      { guard: not(when(isReportable)), target: "next", actions: tell("confirmation.none") },
      { guard: when(isAmbiguous), target: "which-answered" },
      {
        target: "decide-after-report",
        actions: noteOutcome((context) => coveredBy(reportedObjections(context))),
      },
    ],
  }),

  "which-answered": statechart.createStateConfig({
    ...asking("which-answered"),
    on: {
      sent: {
        target: "decide-after-report",
        actions: noteOutcome((_, { steps }) => steps),
      },
      back: { target: "next" },
    },
  }),

  /** The report is noted: what follows from it? */
  "decide-after-report": statechart.createStateConfig({
    always: [
      {
        guard: when(isRefusal),
        target: "complain",
        actions: [endAsking, tell("confirmation.refused", withAuthority), offerLetter],
      },
      { guard: when(isBesideRefusal), target: "next", actions: tell("confirmation.noted", withNoted) },
      {
        guard: when(hasOpenObjections),
        target: "decide-ask-later",
        actions: tell("confirmation.remaining", (context) => ({
          ...withNoted(context),
          forms: namesOf(currentCampaign(context).id, openObjections(context)),
        })),
      },
      {
        guard: when(hasStepsToDo),
        target: "next",
        actions: [endAsking, tell("confirmation.confirmed"), say(remainingSaying)],
      },
      { target: "next", actions: [endAsking, tell("confirmation.confirmed")] },
    ],
  }),

  /** Nothing has come: too early to say, or has a month passed? */
  "decide-whether-overdue": statechart.createStateConfig({
    always: [
      ...toAccountsIfUnknown,
      {
        guard: when(hasOverdueObjections),
        target: "complain",
        actions: [
          noteUnanswered,
          endAsking,
          tell("confirmation.unanswered", withAuthorityAndTime),
          offerLetter,
        ],
      },
      {
        guard: when(hasOpenObjections),
        target: "decide-ask-later",
        actions: [say(adviceSaying), offerLetter],
      },
      { guard: when(hasFailedObjections), target: "complain", actions: offerLetter },
      { guard: when(hasSomethingToConfirm), target: "next", actions: tell("confirmation.not-sent") },
      { target: "next", actions: tell("confirmation.none") },
    ],
  }),
};

export const confirmationAsides = {
  /** A service's reply was pasted: it is told for what it is, and noted after a yes. */
  reply: statechart.createStateConfig({
    ...asking("reply"),
    on: { no: { target: "#question", actions: tell("reply.not-noted") } },
  }),
};

const turnToUnconfirmed = turnTo<EventOf<"confirmed" | "not-confirmed" | "refused">>(
  (context, { campaign }) => campaign ?? campaignUnconfirmed(context),
);

const noteReport = change<EventOf<"confirmed" | "refused">>(
  ({ dialogue, turn }, { type, accounts, isAnswered, keepsReminders }) => ({
    dialogue: { ...dialogue, report: type },
    turn: { ...turn, accounts, isAnswered, keepsReminders },
  }),
);

/** Accounts of which different things are reported are not linked for the service. */
const noteApart = inPerson<EventOf<"confirmed" | "refused">>((context, event) =>
  withAccountsApart(context, event, true),
);

/** The transitions for a reported outcome of an objection. */
const reported = [
  ignoreIfCampaignGone,
  { target: ".talk.decide-which-answered", actions: [turnToUnconfirmed, noteApart, noteReport] },
] as const;

/** The transitions to reports at any moment. */
export const confirmationAnywhere = statechart.createStateConfig({
  on: {
    confirmed: reported,
    refused: reported,
    reply: {
      target: ".aside.reply",
      reenter: true,
      actions: inDialogue((_, { kind }) => ({ reply: kind })),
    },
    "not-confirmed": [
      ignoreIfCampaignGone,
      { target: ".talk.decide-whether-overdue", actions: turnToUnconfirmed },
    ],
  },
});
