import { type Context, currentCampaign, isFollowing, nothingBegun, type Situation } from "../context.ts";
import { phaseOf } from "../due.ts";
import { hasNothingToDo } from "../has-nothing-to-do.ts";
import { hasMoreServices, servicesInOrder } from "../questions/services.ts";
import { hasMoreSources } from "../questions/sources.ts";
import { asking, type Given, say, situate, statechart } from "../statechart.ts";
import type { Phrase, Saying } from "../vocabulary.ts";

/** The list of services from its beginning. */
export const fromTheFirst: Partial<Situation> = { page: undefined, among: undefined };

type Page = "page" | "sourcesPage";

const isFurther =
  (page: Page) =>
  ({ context }: Given) =>
    (context.situation[page] ?? 0) > 0;
const turn = (page: Page, by: 1 | -1) =>
  situate(({ context }) => ({ [page]: (context.situation[page] ?? 0) + by }));

/** Which service, and on to it. */
export const servicesStates = {
  service: statechart.createStateConfig({
    ...asking("service"),
    on: {
      more: {
        guard: ({ context }) => hasMoreServices(context),
        target: "service",
        reenter: true,
        actions: turn("page", 1),
      },
      back: { guard: isFurther("page"), target: "service", reenter: true, actions: turn("page", -1) },
    },
  }),

  /** A service was chosen: on where one was with it, or from its beginning. */
  chosen: statechart.createStateConfig({
    always: [
      { guard: ({ context }) => isFollowing(context) && !context.situation.anew, target: "links" },
      { guard: speaksOfNothingToDo, target: "route" },
      { target: "route", actions: say(({ context }) => ({ text: [introOf(context)] })) },
    ],
  }),
};

/** Side trips about services and sources. */
export const servicesAsides = {
  /** Several services were named, or one while something else is open. */
  "which-service": statechart.createStateConfig({ ...asking("which-service") }),

  /** How far one is with each service. */
  where: statechart.createStateConfig({ ...asking("where") }),

  sources: statechart.createStateConfig({
    ...asking("sources"),
    on: {
      more: {
        guard: ({ context }) => hasMoreSources(context),
        target: "sources",
        reenter: true,
        actions: turn("sourcesPage", 1),
      },
      back: [
        {
          guard: isFurther("sourcesPage"),
          target: "sources",
          reenter: true,
          actions: turn("sourcesPage", -1),
        },
        { target: "#question" },
      ],
    },
  }),
};

/** Turns to the service that was chosen. */
export const turnToService = situate(({ event }) =>
  event.type === "service" ? { ...nothingBegun, ...fromTheFirst, campaign: event.campaign } : {},
);

/** Notes the services between which one has to ask. */
export const noteAmong = situate(({ event }) =>
  event.type === "services" ? { among: event.campaigns } : {},
);

/** True where the event names a service that is on offer. */
export function namesService({ context, event }: Given): boolean {
  return event.type === "service" && context.facts.campaigns.has(event.campaign);
}

/** True where the conversation is about a service for which there is nothing to do. */
export function speaksOfNothingToDo({ context }: Pick<Given, "context">): boolean {
  return context.situation.campaign !== undefined && hasNothingToDo(currentCampaign(context));
}

/** What the service does with people's data, true for now. */
export function introOf(context: Context): Phrase {
  const campaign = currentCampaign(context);
  const phase = hasNothingToDo(campaign) ? "nothing-to-do" : phaseOf(campaign, context.facts.now);
  return { key: `intro.${phase}`, campaign: campaign.id };
}

/** That there is nothing about a service yet, and which ones there are. */
export function unknownServiceSaying({ facts }: Context): Saying {
  const services = {
    list: servicesInOrder(facts).map((campaign): Phrase => ({ key: "short", campaign })),
  };
  return { text: [{ key: "service.unknown", params: { services } }] };
}
