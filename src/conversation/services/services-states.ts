import { friendSaying } from "../links/say-links.ts";
import { judgeLink, needsNoAccounts, noteAmong } from "../opening/opening-states.ts";
import { introOf } from "../say-about.ts";
import { answer, asking, perform, say, statechart, tell, turning } from "../statechart.ts";
import { accountsFirst, followTold, noteWish, nothingToDo } from "../steps/steps-states.ts";
import { sayOrder, unknownServiceSaying } from "./services-questions.ts";

/** The states that ask for the service, and lead on from it. */
export const servicesStates = {
  service: statechart.createStateConfig({ ...asking("service"), on: turning("service", "page") }),

  /** A service was chosen: the person goes on with it, or begins it. */
  "decide-begin-or-go-on": statechart.createStateConfig({
    always: [
      { guard: needsNoAccounts, target: "decide-links" },
      { target: "decide-first-question", actions: say((context) => ({ text: [introOf(context)] })) },
    ],
  }),
};

/** Side trips about services and sources. */
export const servicesAsides = {
  /** Several services were named, or one while something else is open. */
  "which-service": statechart.createStateConfig({ id: "which-service", ...asking("which-service") }),

  /** How far the person is with each service. */
  where: statechart.createStateConfig({ ...asking("where") }),

  sources: statechart.createStateConfig({ ...asking("sources"), on: turning("sources", "sourcesPage") }),
};

/** The transitions to services, links and sources at any moment. */
export const servicesAnywhere = statechart.createStateConfig({
  on: {
    "another-service": { target: ".talk.service", actions: ["showFirstPage", "endReminder"] },
    service: {
      guard: { type: "isOfferedCampaign", params: ({ event }) => event.campaign },
      target: ".talk.decide-begin-or-go-on",
      actions: [
        { type: "chooseService", params: ({ event }) => event },
        perform((_, { campaign, others = [] }) => (others.length === 0 ? [] : [sayOrder(campaign, others)])),
        followTold,
        noteWish,
      ],
    },
    services: {
      target: ".aside.which-service",
      actions: noteAmong,
    },
    "unknown-service": { target: "#question", actions: say(unknownServiceSaying) },
    where: [
      { guard: "followsAny", target: ".aside.where" },
      { target: "#question", actions: tell("where.none") },
    ],
    link: { target: "#question", actions: ["askBriefly", judgeLink] },
    sources: [{ guard: "hasSources", target: ".aside.sources", actions: "showFirstSources" }, accountsFirst],
    "for-a-friend": [nothingToDo, { guard: "hasCampaign", ...answer(friendSaying) }, accountsFirst],
  },
});
