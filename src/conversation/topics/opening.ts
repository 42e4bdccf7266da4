import {
  type Context,
  currentCampaign,
  followingWith,
  isFollowing,
  nothingBegun,
  type Situation,
} from "../context.ts";
import { phaseOf } from "../due.ts";
import { asking, type Given, note, noteAndSituate, say, situate, statechart } from "../statechart.ts";
import type { Saying } from "../vocabulary.ts";
import { begun } from "./accounts.ts";

const speaksALanguage = ({ context }: Given) => context.person.language !== undefined;

/** The welcome, and on to the first question. */
const welcomed = { target: "route", actions: say(({ context }) => welcome(context)) } as const;

/** From the first word to the first question: language, welcome, service. */
export const openingStates = {
  /** Nothing has been said yet. */
  fresh: statechart.createStateConfig({
    id: "fresh",
    on: {
      "*": [
        {
          guard: (given) => isGreeted(given) && speaksALanguage(given),
          target: welcomed.target,
          actions: [situate(campaignToBeginWith), welcomed.actions],
        },
        { guard: isGreeted, target: "language", actions: situate(campaignToBeginWith) },
      ],
    },
  }),

  language: statechart.createStateConfig({
    ...asking("language"),
    on: {
      language: { target: welcomed.target, actions: [note(noteLanguage), welcomed.actions] },
      start: [
        { guard: speaksALanguage, ...welcomed },
        { target: "language", reenter: true },
      ],
      // The words themselves, understood or not, may have told the language.
      "not-understood": [
        { guard: speaksALanguage, ...welcomed },
        { target: "language", reenter: true },
      ],
    },
  }),

  /** Finds the first question that is still open. */
  route: statechart.createStateConfig({
    always: [
      { guard: ({ context }) => context.situation.campaign === undefined, target: "service" },
      {
        guard: ({ context }) => currentCampaign(context).accounts.length === 1,
        target: "links",
        actions: noteAndSituate(followTheOnlyAccount, begun),
      },
      { target: "accounts" },
    ],
  }),

  service: statechart.createStateConfig({
    ...asking("service"),
    on: {
      service: {
        target: "chosen",
        actions: situate(({ event }) =>
          event.type === "service" ? { ...nothingBegun, campaign: event.campaign } : {},
        ),
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
export function campaignToBeginWith({ context, event }: Given): Partial<Situation> {
  const { campaigns } = context.facts;
  if (event.type === "start" && event.campaign !== undefined && campaigns.has(event.campaign))
    return { ...nothingBegun, campaign: event.campaign };
  const [first, ...others] = campaigns.keys();
  return { ...nothingBegun, campaign: others.length === 0 ? first : undefined };
}

/** What one cannot be greeted for. */
function isGreeted({ event }: Given): boolean {
  return event.type !== "stop" && event.type !== "reminder-due";
}

function followTheOnlyAccount({ context }: Given): Context["person"] {
  return followingWith(context, { accounts: currentCampaign(context).accounts.map((account) => account.id) });
}

/** Who speaks, what about, and what talking to it is not. */
export function welcome(context: Context): Saying {
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
