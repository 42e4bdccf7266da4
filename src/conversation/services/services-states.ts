import { followTold, needsNoAccounts } from "../accounts/accounts-states.ts";
import { endReminderQuestion, noteWish } from "../assigns.ts";
import { type Context, nothingBegun } from "../context.ts";
import { followsAny } from "../guards.ts";
import { introOf } from "../say-about.ts";
import { asking, inDialogue, perform, say, statechart, tell, turning, when } from "../statechart.ts";
import type { EventOf } from "../vocabulary.ts";
import { hasMoreServices, sayOrder, unknownServiceSaying } from "./services-questions.ts";

function isOnOffer({ facts }: Context, { campaign }: EventOf<"service">): boolean {
  return facts.campaigns.has(campaign);
}

const firstPage = { page: undefined, among: undefined } as const;

/** Shows the first page of the list of services. */
export const showFirstPage = inDialogue(() => firstPage);

/** Turns to the service that is chosen, and notes those that are wanted after it. */
const chooseService = inDialogue<EventOf<"service">>(
  ({ dialogue }, { campaign, others = dialogue.upNext }) => ({
    ...nothingBegun,
    ...firstPage,
    campaign,
    upNext: others?.filter((id) => id !== campaign),
  }),
);

/** Notes the services among which the bot asks the person to choose. */
export const noteAmong = inDialogue<EventOf<"services">>((_, { campaigns }) => ({ among: campaigns }));

/** The states that ask for the service, and lead on from it. */
export const servicesStates = {
  service: statechart.createStateConfig({
    ...asking("service"),
    on: turning("service", "page", hasMoreServices),
  }),

  /** A service was chosen: the person goes on with it, or begins it. */
  "decide-begin-or-go-on": statechart.createStateConfig({
    always: [
      { guard: when(needsNoAccounts), target: "decide-links" },
      { target: "decide-first-question", actions: say((context) => ({ text: [introOf(context)] })) },
    ],
  }),
};

/** Side trips about services. */
export const servicesAsides = {
  /** Several services were named, or one while something else is open. */
  "which-service": statechart.createStateConfig({ id: "which-service", ...asking("which-service") }),

  /** How far the person is with each service. */
  where: statechart.createStateConfig({ ...asking("where") }),
};

/** The transitions to services at any moment. */
export const servicesAnywhere = statechart.createStateConfig({
  on: {
    "another-service": { target: ".talk.service", actions: [showFirstPage, endReminderQuestion] },
    service: {
      guard: when(isOnOffer),
      target: ".talk.decide-begin-or-go-on",
      actions: [
        chooseService,
        perform((_, { campaign, others = [] }) => (others.length === 0 ? [] : [sayOrder(campaign, others)])),
        followTold,
        noteWish,
      ],
    },
    services: { target: ".aside.which-service", actions: noteAmong },
    "unknown-service": { target: "#question", actions: say(unknownServiceSaying) },
    where: [
      { guard: when(followsAny), target: ".aside.where" },
      { target: "#question", actions: tell("where.none") },
    ],
  },
});
