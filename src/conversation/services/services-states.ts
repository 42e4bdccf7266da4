import { followTold, needsNoAccounts } from "../accounts/accounts-states.ts";
import { endReminderQuestion, noteWish } from "../assigns.ts";
import { type Context, nameCampaign, nothingBegun } from "../context.ts";
import { followsAny, hasSeveralCampaigns } from "../guards.ts";
import { introOf } from "../say-about.ts";
import { asking, change, inDialogue, perform, say, statechart, tell, turning, when } from "../statechart.ts";
import { ignoreIfCampaignGone } from "../transitions.ts";
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
    // A reminder that is wished for before any service was named is for the first one.
    ...(dialogue.campaign !== undefined && nothingBegun),
    ...firstPage,
    campaign,
    upNext: others?.filter((id) => id !== campaign),
  }),
);

/** Says which services come after the one that is chosen. */
export const sayWhatIsNext = perform<EventOf<"service">>((_, { campaign, others = [] }) =>
  others.length === 0 ? [] : [sayOrder(campaign, others)],
);

/** Notes the services among which the bot asks the person to choose. */
export const noteAmong = inDialogue<EventOf<"services">>((_, { campaigns }) => ({ among: campaigns }));

/** True if a service is left out that the conversation is not about. */
function isElsewhere({ dialogue }: Context, { campaign }: EventOf<"leave-out">): boolean {
  return campaign !== dialogue.campaign;
}

/** What was done for a service that is left out stays noted; else nothing of it does. */
const leaveOut = change<EventOf<"leave-out">>(({ dialogue, person }, { campaign }) => {
  const { [campaign]: left, ...others } = person.following;
  const isKept = left !== undefined && Object.keys(left.sent).length > 0;
  const upNext = dialogue.upNext?.filter((id) => id !== campaign);
  return {
    person: isKept ? person : { ...person, following: others },
    dialogue: { ...dialogue, upNext },
  };
});

const endItsReminders = perform<EventOf<"leave-out">>((_, { campaign }) => [
  { type: "cancel-reminders", campaign },
]);

const sayLeftOut = perform<EventOf<"leave-out">>((_, { campaign }) => [
  {
    type: "say",
    saying: { text: [{ key: "mentioned.left-out", params: { service: nameCampaign(campaign) } }] },
  },
]);

/** Turns to the service that is next, if there is one. */
const turnToNext = inDialogue(({ dialogue: { upNext = [] } }) => ({
  ...nothingBegun,
  ...firstPage,
  campaign: upNext[0],
  upNext: upNext.slice(1),
}));

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
      actions: [chooseService, sayWhatIsNext, followTold, noteWish],
    },
    "leave-out": [
      ignoreIfCampaignGone,
      { guard: when(isElsewhere), target: "#question", actions: [leaveOut, endItsReminders, sayLeftOut] },
      {
        guard: when(hasSeveralCampaigns),
        target: ".talk.decide-first-question",
        actions: [leaveOut, endItsReminders, sayLeftOut, turnToNext],
      },
      { target: "#question", actions: [endItsReminders, sayLeftOut] },
    ],
    services: { target: ".aside.which-service", actions: noteAmong },
    "unknown-service": { target: "#question", actions: say(unknownServiceSaying) },
    where: [
      { guard: when(followsAny), target: ".aside.where" },
      { target: "#question", actions: tell("where.none") },
    ],
  },
});
