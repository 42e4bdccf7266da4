import { and, not } from "xstate";
import { complaintSaying } from "../complaint/say-complaint.ts";
import { type Context, currentCampaign } from "../context.ts";
import { coveredBy, objectionsOf, openObjections, reportedObjections } from "../objections.ts";
import { needsNoAccounts } from "../opening/opening-states.ts";
import { authorityNow } from "../places.ts";
import { confirmationSlots, nextAsk, setting } from "../reminders/reminders.ts";
import { namesOf } from "../required-steps.ts";
import { type ActionArguments, asking, perform, say, sayOnce, statechart, tell } from "../statechart.ts";
import { correctedAccounts, ignoreIfCampaignGone, toAccountsIfUnknown } from "../steps/steps-states.ts";
import type { EventOf } from "../vocabulary.ts";
import { campaignToComplainAbout, campaignUnconfirmed } from "../what-is-meant.ts";
import { adviceSaying, askedLaterSaying } from "./say-confirmation.ts";

/** The params of a text that names the authority for complaints. */
function withAuthority(context: Context) {
  return { authority: authorityNow(context) };
}

/** Cancels the reminders that ask for a confirmation, once no objection is open. */
const endAsking = perform((context) => {
  if (openObjections(context).length > 0) return [];
  const campaign = currentCampaign(context).id;
  return confirmationSlots.map((slot) => ({ type: "cancel-reminders", campaign, slot }));
});

/** A named country leads to how to complain to its authority, or to the news that none is known. */
const toAuthority = {
  target: "complaint",
  reenter: true,
  actions: [
    { type: "noteCountry", params: ({ event }: ActionArguments<EventOf<"country">>) => event.country },
    say(complaintSaying),
  ],
} as const;

/** What follows a complaint: if the accounts are not known yet, they are asked for. */
const onward = [{ guard: needsNoAccounts, target: "next" }, { target: "decide-first-question" }] as const;

/** What became of an objection, from its sending to the answer, or to a complaint. */
export const confirmationStates = {
  /** What was sent is to be confirmed: is the person to be asked about it? */
  "decide-ask-later": statechart.createStateConfig({
    always: [{ guard: "canBeAskedLater", target: "ask-later" }, { target: "next" }],
  }),

  "ask-later": statechart.createStateConfig({
    ...asking("ask-later"),
    on: {
      ...correctedAccounts,
      yes: {
        target: "next",
        // Whoever wants to be asked later allows the bot to write first: an earlier "stop" ends.
        actions: [perform((context) => setting(nextAsk(context))), "allowReminders", say(askedLaterSaying)],
      },
      no: { target: "next", actions: tell("confirmation.not-asked") },
      back: { target: "next" },
    },
  }),

  /** A report came in: about which objection? */
  "decide-which-answered": statechart.createStateConfig({
    always: [
      {
        guard: and(["isRefusal", "needsNoForm"]),
        target: "complain",
        actions: ["noteRefusal", tell("confirmation.refused", withAuthority), "offerLetter"],
      },
      ...toAccountsIfUnknown(),
      { guard: not("isReportable"), target: "next", actions: tell("confirmation.none") },
      { guard: "isAmbiguous", target: "which-answered" },
      {
        target: "decide-after-report",
        actions: { type: "noteOutcome", params: ({ context }) => coveredBy(reportedObjections(context)) },
      },
    ],
  }),

  "which-answered": statechart.createStateConfig({
    ...asking("which-answered"),
    on: {
      sent: {
        target: "decide-after-report",
        actions: { type: "noteOutcome", params: ({ event }) => event.steps },
      },
      back: { target: "next" },
    },
  }),

  /** The report is noted: what follows from it? */
  "decide-after-report": statechart.createStateConfig({
    always: [
      {
        guard: "isRefusal",
        target: "complain",
        actions: [endAsking, tell("confirmation.refused", withAuthority), "offerLetter"],
      },
      {
        guard: "hasOpenObjections",
        target: "decide-ask-later",
        actions: tell("confirmation.remaining", (context) => ({
          noted: namesOf(
            currentCampaign(context).id,
            objectionsOf(context).filter(({ outcome }) => outcome !== undefined),
          ),
          forms: namesOf(currentCampaign(context).id, openObjections(context)),
        })),
      },
      { target: "next", actions: [endAsking, tell("confirmation.confirmed")] },
    ],
  }),

  /** Nothing has come: too early to say, or has a month passed? */
  "decide-whether-overdue": statechart.createStateConfig({
    always: [
      ...toAccountsIfUnknown(),
      {
        guard: "hasOverdueObjections",
        target: "complain",
        actions: ["noteUnanswered", endAsking, tell("confirmation.unanswered", withAuthority), "offerLetter"],
      },
      { guard: "hasOpenObjections", target: "decide-ask-later", actions: [say(adviceSaying), "offerLetter"] },
      { guard: "hasFailedObjections", target: "complain", actions: "offerLetter" },
      { guard: "hasSomethingToConfirm", target: "next", actions: tell("confirmation.not-sent") },
      { target: "next", actions: tell("confirmation.none") },
    ],
  }),

  /** An objection was refused, or no one answered: what now? */
  complain: statechart.createStateConfig({
    ...asking("complain"),
    on: { country: toAuthority, "go-on": onward, back: onward },
  }),

  /** One can complain at any time, about any service: to whom? */
  "decide-complaint": statechart.createStateConfig({
    always: [
      {
        guard: not("hasCampaign"),
        target: "decide-first-question",
        actions: tell("complaint.which-service", withAuthority),
      },
      {
        guard: "knowsCountry",
        target: "complaint",
        actions: ["noteUnanswered", endAsking, "noteComplaint", say(complaintSaying)],
      },
      { target: "complaint-country", actions: ["noteUnanswered", endAsking, "noteComplaint"] },
    ],
  }),

  "complaint-country": statechart.createStateConfig({
    ...asking("complaint-country"),
    on: {
      country: toAuthority,
      "not-understood": sayOnce("complaint-country", "complaint.unknown-country"),
      back: onward,
    },
  }),

  complaint: statechart.createStateConfig({
    ...asking("complaint"),
    on: {
      country: toAuthority,
      "another-country": { target: "complaint-country" },
      "go-on": onward,
      back: { target: "complaint-country" },
    },
  }),
};

export const confirmationAsides = {
  /** A service's reply was pasted: it is told for what it is, and noted after a yes. */
  reply: statechart.createStateConfig({
    ...asking("reply"),
    on: { no: { target: "#question", actions: tell("reply.not-noted") } },
  }),
};

const turnToUnconfirmed = {
  type: "turnTo",
  params: ({ context, event }: ActionArguments<EventOf<"confirmed" | "not-confirmed" | "refused">>) =>
    event.campaign ?? campaignUnconfirmed(context),
} as const;

/** The transitions for a reported outcome of an objection. */
const reported = [
  ignoreIfCampaignGone,
  {
    target: ".talk.decide-which-answered",
    actions: [
      turnToUnconfirmed,
      { type: "noteReport", params: ({ event }: ActionArguments<EventOf<"confirmed" | "refused">>) => event },
    ],
  },
] as const;

/** The transitions to reports and complaints at any moment. */
export const confirmationAnywhere = statechart.createStateConfig({
  on: {
    confirmed: reported,
    refused: reported,
    reply: {
      target: ".aside.reply",
      reenter: true,
      actions: { type: "noteReply", params: ({ event }) => event.kind },
    },
    "not-confirmed": [
      ignoreIfCampaignGone,
      { target: ".talk.decide-whether-overdue", actions: turnToUnconfirmed },
    ],
    complain: {
      target: ".talk.decide-complaint",
      actions: { type: "turnTo", params: ({ context }) => campaignToComplainAbout(context) },
    },
  },
});
