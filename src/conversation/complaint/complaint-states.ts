import { not } from "xstate";
import { needsNoAccounts } from "../accounts/accounts-states.ts";
import { noteCountry, turnTo } from "../assigns.ts";
import { endAsking, withAuthority } from "../confirmation/confirmation-states.ts";
import type { Context } from "../context.ts";
import { hasCampaign } from "../guards.ts";
import { sayOnce } from "../help/not-understood.ts";
import { askBriefly, asking, inDialogue, say, statechart, tell, when } from "../statechart.ts";
import type { EventOf } from "../vocabulary.ts";
import { campaignToComplainAbout } from "../what-is-meant.ts";
import { complaintSaying } from "./say-complaint.ts";

function knowsCountry({ person }: Context): boolean {
  return person.country !== undefined;
}

function isKnownCountry({ person }: Context, { country }: EventOf<"country">): boolean {
  return person.country === country;
}

function isKnownAndDone(context: Context, event: EventOf<"country">): boolean {
  return isKnownCountry(context, event) && needsNoAccounts(context);
}

/** A named country leads to how to complain to its authority, or to the news that none is known. */
const toAuthority = {
  target: "complaint",
  reenter: true,
  actions: [noteCountry, say(complaintSaying)],
} as const;

/** What follows a complaint: if the accounts are not known yet, they are asked for. */
const onward = [
  { guard: when(needsNoAccounts), target: "next" },
  { target: "decide-first-question" },
] as const;

/** Whoever names the same country again is not told the same again. */
const onwardIfKnown = [
  { guard: when(isKnownAndDone), target: "next", actions: tell("complaint.noted") },
  { guard: when(isKnownCountry), target: "decide-first-question", actions: tell("complaint.noted") },
] as const;

/** Notes that the person complains. That no one has answered, only they can tell. */
const noteComplaint = [
  endAsking,
  inDialogue(({ dialogue }) => ({ complainsAbout: dialogue.campaign })),
] as const;

/** The complaint to an authority. */
export const complaintStates = {
  /** An objection was refused, or no one answered: what now? */
  complain: statechart.createStateConfig({
    ...asking("complain"),
    on: { country: toAuthority, "go-on": onward, back: onward },
  }),

  /** One can complain at any time, about any service: to whom? */
  "decide-complaint": statechart.createStateConfig({
    always: [
      {
        guard: not(when(hasCampaign)),
        target: "decide-first-question",
        actions: tell("complaint.which-service", withAuthority),
      },
      {
        guard: when(knowsCountry),
        target: "complaint",
        actions: [...noteComplaint, say(complaintSaying)],
      },
      { target: "complaint-country", actions: noteComplaint },
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
      country: [...onwardIfKnown, toAuthority],
      "another-country": { target: "complaint-country" },
      "go-on": onward,
      back: { target: "complaint-country" },
    },
  }),
};

export const complaintAnywhere = statechart.createStateConfig({
  on: {
    complain: { target: ".talk.decide-complaint", actions: turnTo(campaignToComplainAbout) },
    "complaint-sent": { target: "#question", actions: [askBriefly, tell("complaint.filed")] },
  },
});
