import { not } from "xstate";
import { confirmationSlots, nextAsk } from "../confirmation-asks.ts";
import { currentCampaign } from "../context.ts";
import { coveredBy, openObjections, reportedObjections } from "../objections.ts";
import { setting } from "../reminder-wish.ts";
import { nameStep } from "../required-steps.ts";
import { adviceSaying, askedLaterSaying } from "../say-confirmation.ts";
import { type ActionArguments, asking, perform, say, statechart, tell } from "../statechart.ts";
import type { EventOf } from "../vocabulary.ts";
import { campaignUnconfirmed } from "../what-is-meant.ts";
import { pastCampaign, unlessFollowing } from "./steps.ts";

/** Cancels the reminders that ask for a confirmation, once no objection is open. */
export const endAsking = perform(({ context }) => {
  if (openObjections(context).length > 0) return [];
  const campaign = currentCampaign(context).id;
  return confirmationSlots.map((slot) => ({ type: "cancel-reminders", campaign, slot }));
});

/** Whether the confirmation has come, from the sending to the answer. */
export const confirmationStates = {
  /** What was sent is to be confirmed: is the person to be asked about it? */
  aftercare: statechart.createStateConfig({
    always: [{ guard: "canBeAskedLater", target: "ask-later" }, { target: "next" }],
  }),

  "ask-later": statechart.createStateConfig({
    ...asking("ask-later"),
    on: {
      yes: {
        target: "next",
        actions: [
          perform(({ context }) => setting(nextAsk(context))),
          // Asking to be asked is asking to be written to.
          "allowReminders",
          say(({ context }) => askedLaterSaying(context)),
        ],
      },
      no: { target: "next", actions: tell("confirmation.not-asked") },
      back: { target: "next" },
    },
  }),

  /** A report came in: about which objection? */
  reported: statechart.createStateConfig({
    always: [
      ...unlessFollowing,
      { guard: not("isReportable"), target: "next", actions: tell("confirmation.none") },
      { guard: "isAmbiguous", target: "which-answered" },
      {
        target: "answered",
        actions: {
          type: "noteOutcome",
          params: ({ context }) => coveredBy(reportedObjections(context)),
        },
      },
    ],
  }),

  "which-answered": statechart.createStateConfig({
    ...asking("which-answered"),
    on: {
      sent: { target: "answered", actions: { type: "noteOutcome", params: ({ event }) => event.steps } },
      back: { target: "next" },
    },
  }),

  /** The report is noted: what follows from it? */
  answered: statechart.createStateConfig({
    always: [
      { guard: "isRefusal", target: "complain", actions: [endAsking, tell("confirmation.refused")] },
      {
        guard: "hasOpenObjections",
        target: "aftercare",
        actions: tell("confirmation.remaining", ({ context }) => {
          const campaign = currentCampaign(context).id;
          return { forms: { list: openObjections(context).map(({ step }) => nameStep(campaign, step.id)) } };
        }),
      },
      { target: "next", actions: [endAsking, tell("confirmation.confirmed")] },
    ],
  }),

  /** Nothing has come: too early to say, or has a month passed? */
  unconfirmed: statechart.createStateConfig({
    always: [
      ...unlessFollowing,
      {
        guard: "hasOverdueObjections",
        target: "complain",
        actions: ["noteUnanswered", endAsking, tell("confirmation.unanswered")],
      },
      {
        guard: "hasOpenObjections",
        target: "aftercare",
        actions: say(({ context }) => adviceSaying(context, openObjections(context))),
      },
      { guard: "hasFailedObjections", target: "complain" },
      { guard: "hasSomethingToConfirm", target: "next", actions: tell("confirmation.not-sent") },
      { target: "next", actions: tell("confirmation.none") },
    ],
  }),
};

const turnToUnconfirmed = {
  type: "turnTo",
  params: ({ context, event }: ActionArguments<EventOf<"confirmed" | "not-confirmed" | "refused">>) =>
    event.campaign ?? campaignUnconfirmed(context),
} as const;

/** What has become of an objection. */
const reported = [
  pastCampaign,
  {
    target: ".talk.reported",
    actions: [
      turnToUnconfirmed,
      { type: "noteReport", params: ({ event }: ActionArguments<EventOf<"confirmed" | "refused">>) => event },
    ],
  },
] as const;

/** What leads to reports and complaints at any moment. */
export const confirmationAnywhere = statechart.createStateConfig({
  on: {
    confirmed: reported,
    refused: reported,
    "not-confirmed": [pastCampaign, { target: ".talk.unconfirmed", actions: turnToUnconfirmed }],
    complain: {
      target: ".talk.complaining",
      actions: { type: "turnTo", params: ({ context }) => campaignUnconfirmed(context) },
    },
  },
});
