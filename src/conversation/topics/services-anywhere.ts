import { followedCampaigns } from "../context.ts";
import { friendSaying } from "../say-friend.ts";
import { linkSaying } from "../say-link.ts";
import { briefly, type Given, perform, say, situate, tell } from "../statechart.ts";
import {
  namesService,
  noteAmong,
  speaksOfNothingToDo,
  turnToService,
  unknownServiceSaying,
} from "./services.ts";

export const followsAny = ({ context }: Given) => followedCampaigns(context).length > 0;
export const knowsCampaign = ({ context }: Given) => context.dialogue.campaign !== undefined;

/** What is said to who asks for something that needs an answer first. */
export const accountsFirst = { target: "#question", actions: tell("steps-first.text") } as const;

/** What is said in place of forms where there are none. */
export const nothingToDo = {
  guard: speaksOfNothingToDo,
  target: "#question",
  actions: tell("nothing-to-do.text"),
} as const;

/** Says what an address is worth, where the event is about one. */
export const judgeLinkOfEvent = perform(({ context, event }) =>
  event.type === "link" ? [{ type: "say", saying: linkSaying(event.judged, context) }] : [],
);

/** Services, links and sources, whatever is asked. */
export const servicesAnywhere = {
  service: { guard: namesService, target: ".talk.chosen", actions: turnToService },
  services: { target: ".aside.which-service", actions: noteAmong },
  "unknown-service": { target: "#question", actions: say(({ context }) => unknownServiceSaying(context)) },
  where: [
    { guard: followsAny, target: ".aside.where" },
    { target: "#question", actions: tell("where.none") },
  ],
  link: { target: "#question", actions: [briefly, judgeLinkOfEvent] },
  sources: [
    { guard: knowsCampaign, target: ".aside.sources", actions: situate(() => ({ sourcesPage: undefined })) },
    accountsFirst,
  ],
  "for-a-friend": [
    nothingToDo,
    {
      guard: knowsCampaign,
      target: "#question",
      actions: [briefly, say(({ context }) => friendSaying(context))],
    },
    accountsFirst,
  ],
} as const;
