import { type Context, currentCampaign, followingWith, isFollowing } from "../context.ts";
import { phaseOf } from "../due.ts";
import { asking, type Given, note, say, situate, statechart } from "../statechart.ts";
import type { Saying } from "../vocabulary.ts";

/** From the first word to the first question: language, welcome, service. */
export const openingStates = {
  /** Nothing has been said yet. */
  fresh: statechart.createStateConfig({
    id: "fresh",
    on: {
      "*": {
        guard: ({ event }) => event.type !== "stop" && event.type !== "reminder-due",
        target: "greeting",
        actions: situate(campaignToBeginWith),
      },
    },
  }),

  greeting: statechart.createStateConfig({
    always: [
      { guard: ({ context }) => context.person.language === undefined, target: "language" },
      { target: "welcome" },
    ],
  }),

  language: statechart.createStateConfig({
    ...asking("language"),
    on: {
      language: { target: "welcome", actions: note(noteLanguage) },
      start: { target: "greeting" },
      // The words themselves, understood or not, may have told the language.
      "not-understood": [
        { guard: ({ context }) => context.person.language !== undefined, target: "welcome" },
        { target: "language", reenter: true },
      ],
    },
  }),

  welcome: statechart.createStateConfig({
    entry: say(({ context }) => welcome(context)),
    always: "route",
  }),

  /** Finds the first question that is still open. */
  route: statechart.createStateConfig({
    always: [
      { guard: ({ context }) => context.situation.campaign === undefined, target: "service" },
      {
        guard: ({ context }) => currentCampaign(context).accounts.length === 1,
        target: "links",
        actions: note(followTheOnlyAccount),
      },
      { target: "accounts" },
    ],
  }),

  service: statechart.createStateConfig({
    ...asking("service"),
    on: {
      service: {
        target: "chosen",
        actions: situate(({ event }) => (event.type === "service" ? { campaign: event.campaign } : {})),
      },
    },
  }),

  /** A service was chosen: on where one was with it, or from its beginning. */
  chosen: statechart.createStateConfig({
    always: [
      { guard: ({ context }) => isFollowing(context) && !context.situation.anew, target: "links" },
      { target: "route" },
    ],
  }),
};

/** Notes the language that was chosen. */
export function noteLanguage({ context, event }: Given): Context["person"] {
  if (event.type !== "language") return context.person;
  return { ...context.person, language: event.language, languageSource: "chosen" };
}

/** The campaign that a deep link names, or the only one there is. */
export function campaignToBeginWith({ context, event }: Given): { campaign?: string | undefined } {
  const { campaigns } = context.facts;
  if (event.type === "start" && event.campaign !== undefined && campaigns.has(event.campaign))
    return { campaign: event.campaign };
  const [first, ...others] = campaigns.keys();
  return { campaign: others.length === 0 ? first : undefined };
}

function followTheOnlyAccount({ context }: Given): Context["person"] {
  return followingWith(context, { accounts: currentCampaign(context).accounts.map((account) => account.id) });
}

function welcome(context: Context): Saying {
  const { operator, retentionDays, now } = context.facts;
  const campaign = context.facts.campaigns.get(context.situation.campaign ?? "");
  return {
    text: [
      { key: "welcome.text" },
      ...(operator
        ? [{ key: "welcome.operator", params: { name: operator.name, contact: operator.contact } }]
        : []),
      ...(campaign ? [{ key: `intro.${phaseOf(campaign, now)}`, campaign: campaign.id }] : []),
      { key: "welcome.not-the-objection" },
      { key: "welcome.kept", params: { count: retentionDays } },
    ],
    ...(operator?.privacyUrl && { links: [{ label: { key: "welcome.privacy" }, url: operator.privacyUrl }] }),
  };
}
