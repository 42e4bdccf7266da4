import { and } from "xstate";
import { type Context, currentCampaign, zoneOf } from "../context.ts";
import { answerDueOn, openObjections } from "../objections.ts";
import { complaintSaying } from "../say-complaint.ts";
import { asking, say, statechart, tell } from "../statechart.ts";
import { endAsking } from "./confirmation.ts";
import { unlessFollowing } from "./steps.ts";

/** A country leads to the complaint to its authority, or to what is left if it has none. */
const inCountry = statechart.createStateConfig({
  on: {
    country: [
      {
        guard: { type: "hasAuthority", params: ({ event }) => event.country },
        target: "complaint",
        reenter: true,
        actions: [
          { type: "noteCountry", params: ({ event }) => event.country },
          say(({ context }) => complaintSaying(context)),
        ],
      },
      {
        target: "complaint",
        reenter: true,
        actions: [
          { type: "noteCountry", params: ({ event }) => event.country },
          tell("complaint.not-covered", ({ context, event }) => ({
            campaign: { key: "short", campaign: currentCampaign(context).id },
            country: { country: event.country },
          })),
        ],
      },
    ],
  },
});

/** To whom one complains, and with which words. */
export const complaintStates = {
  /** An objection was refused, or no one answered: what now? */
  complain: statechart.createStateConfig({
    ...asking("complain"),
    on: { "go-on": { target: "next" }, back: { target: "next" } },
  }),

  complaining: statechart.createStateConfig({
    always: [
      ...unlessFollowing,
      {
        guard: and(["hasReasonToComplain", "hasAuthority"]),
        target: "complaint",
        actions: ["noteUnanswered", endAsking, say(({ context }) => complaintSaying(context))],
      },
      {
        guard: "hasReasonToComplain",
        target: "complaint-country",
        actions: ["noteUnanswered", endAsking],
      },
      {
        guard: "hasOpenObjections",
        target: "next",
        actions: tell("complaint.too-early", ({ context }) => ({ day: answerDue(context) })),
      },
      { target: "next", actions: tell("complaint.first") },
    ],
  }),

  "complaint-country": statechart.createStateConfig({
    ...asking("complaint-country"),
    on: {
      ...inCountry.on,
      // The second time in a row, menu and help are offered as everywhere.
      "not-understood": {
        guard: "isFirstMisunderstanding",
        target: "complaint-country",
        reenter: true,
        actions: ["countMisunderstood", tell("complaint.unknown-country")],
      },
      back: { target: "next" },
    },
  }),

  complaint: statechart.createStateConfig({
    ...asking("complaint"),
    on: {
      ...inCountry.on,
      "another-country": { target: "complaint-country" },
      "go-on": { target: "next" },
      back: { target: "complaint-country" },
    },
  }),
};

/** The day until which the first of the open objections is to be answered. */
function answerDue(context: Context) {
  const zone = zoneOf(context);
  return { dayOf: answerDueOn(Math.min(...openObjections(context).map(({ sentAt }) => sentAt)), zone), zone };
}
