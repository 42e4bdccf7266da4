import { authorityFor } from "../../campaigns/authorities/authority-for.ts";
import { answerDueOn, openNow, overdueNow } from "../confirmation-asks.ts";
import { type Context, currentCampaign, currentFollowing, isFollowing, zoneOf } from "../context.ts";
import { failedObjections } from "../objections.ts";
import { complaintSaying } from "../say-complaint.ts";
import { asking, countMisunderstood, type Given, note, say, statechart, tell } from "../statechart.ts";
import { endAsking, noteUnanswered } from "./confirmation.ts";
import { nothingHere } from "./steps.ts";

/** What a country leads to: the complaint to its authority, or what is left where there is none. */
const countryTransitions = [
  {
    guard: ({ context, event }: Given) => event.type === "country" && hasAuthority(event.country, context),
    target: "complaint",
    reenter: true,
    actions: [note(noteCountry), say(({ context }) => complaintSaying(context))],
  },
  {
    target: "complaint",
    reenter: true,
    actions: [note(noteCountry), tell("complaint.not-covered", notCovered)],
  },
] as const;

/** To whom one complains, and with which words. */
export const complaintStates = {
  /** An objection was refused, or nobody answered: what now? */
  complain: statechart.createStateConfig({
    ...asking("complain"),
    on: { "go-on": { target: "next" }, back: { target: "next" } },
  }),

  complaining: statechart.createStateConfig({
    always: [
      nothingHere,
      { guard: ({ context }) => !isFollowing(context), target: "route", actions: tell("done.nothing-yet") },
      {
        guard: ({ context }) => hasReason(context) && hasAuthority(context.person.country ?? "", context),
        target: "complaint",
        actions: [note(noteUnanswered), endAsking(), say(({ context }) => complaintSaying(context))],
      },
      {
        guard: ({ context }) => hasReason(context),
        target: "complaint-country",
        actions: [note(noteUnanswered), endAsking()],
      },
      {
        guard: ({ context }) => openNow(context).length > 0,
        target: "next",
        actions: tell("complaint.too-early", ({ context }) => ({ day: answerDue(context) })),
      },
      { target: "next", actions: tell("complaint.first") },
    ],
  }),

  "complaint-country": statechart.createStateConfig({
    ...asking("complaint-country"),
    on: {
      country: countryTransitions,
      // The second time in a row, menu and help are offered as everywhere.
      "not-understood": {
        guard: ({ context }) => context.situation.misunderstood === 0,
        target: "complaint-country",
        reenter: true,
        actions: [countMisunderstood, tell("complaint.unknown-country")],
      },
      back: { target: "next" },
    },
  }),

  complaint: statechart.createStateConfig({
    ...asking("complaint"),
    on: {
      country: countryTransitions,
      "another-country": { target: "complaint-country" },
      "go-on": { target: "next" },
      back: { target: "complaint-country" },
    },
  }),
};

function hasAuthority(country: string, { facts }: Context): boolean {
  return authorityFor(country, facts.authorities) !== undefined;
}

function noteCountry({ context, event }: Given): Context["person"] {
  return event.type === "country" ? { ...context.person, country: event.country } : context.person;
}

function notCovered({ context, event }: Given) {
  return {
    campaign: { key: "short", campaign: currentCampaign(context).id },
    country: { country: event.type === "country" ? event.country : "" },
  } as const;
}

/** A refusal, or a month without an answer. */
function hasReason(context: Context): boolean {
  const failed = failedObjections(currentCampaign(context), currentFollowing(context));
  return failed.length > 0 || overdueNow(context).length > 0;
}

function answerDue(context: Context) {
  const zone = zoneOf(context);
  return { dayOf: answerDueOn(Math.min(...openNow(context).map(({ sentAt }) => sentAt)), zone), zone };
}
