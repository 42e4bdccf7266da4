import { type Context, currentCampaign, followingWith, nothingBegun, type Situation } from "../context.ts";
import { asking, type Given, note, noteAndSituate, say, situate, statechart } from "../statechart.ts";
import type { Saying } from "../vocabulary.ts";
import { begun } from "./accounts.ts";
import { answerTopicOfEvent } from "./answer-topic.ts";
import { fromTheFirst, introOf, namesService, speaksOfNothingToDo } from "./services.ts";
import { judgeLinkOfEvent } from "./services-anywhere.ts";
import { giveSteps } from "./steps.ts";

const speaksALanguage = ({ context }: Given) => context.person.language !== undefined;

/** The welcome, and on to the first question. */
const welcomed = { target: "route", actions: say(({ context }) => welcome(context)) } as const;

const askedLanguageAgain = [
  { guard: speaksALanguage, ...welcomed },
  { target: "language", reenter: true },
] as const;

/** From the first word to the first question: language, welcome. */
export const openingStates = {
  /** Nothing has been said yet. */
  fresh: statechart.createStateConfig({
    id: "fresh",
    on: {
      "*": [
        {
          guard: (given) => isGreeted(given) && speaksALanguage(given),
          target: welcomed.target,
          // Whoever begins with an address or a question gets an answer about it too.
          actions: [situate(campaignToBeginWith), welcomed.actions, judgeLinkOfEvent, answerTopicOfEvent],
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
        {
          guard: speaksALanguage,
          target: welcomed.target,
          actions: [situate(campaignOfLink), welcomed.actions],
        },
        { target: "language", reenter: true, actions: situate(campaignOfLink) },
      ],
      service: [
        {
          guard: speaksALanguage,
          target: welcomed.target,
          actions: [situate(campaignToBeginWith), welcomed.actions],
        },
        { target: "language", reenter: true, actions: situate(campaignToBeginWith) },
      ],
      // The words themselves, understood or not, may have told the language.
      "not-understood": askedLanguageAgain,
      courtesy: askedLanguageAgain,
    },
  }),

  /** Finds the first question that is still open. */
  route: statechart.createStateConfig({
    always: [
      {
        guard: ({ context }) => context.situation.campaign === undefined,
        target: "service",
        actions: situate(() => fromTheFirst),
      },
      { guard: speaksOfNothingToDo, target: "next", actions: [giveSteps, situate(begun)] },
      {
        guard: ({ context }) => currentCampaign(context).accounts.length === 1,
        target: "links",
        actions: noteAndSituate(followTheOnlyAccount, begun),
      },
      { target: "accounts" },
    ],
  }),
};

/** Notes the language that was chosen. */
export function noteLanguage({ context, event }: Given): Context["person"] {
  if (event.type !== "language") return context.person;
  return { ...context.person, language: event.language, languageSource: "chosen" };
}

/** The campaign that a deep link names; one that names none leaves everything as it was. */
function campaignOfLink({ event, context }: Given): Partial<Situation> {
  if (event.type !== "start" || event.campaign === undefined) return {};
  return context.facts.campaigns.has(event.campaign) ? { ...nothingBegun, campaign: event.campaign } : {};
}

/** The campaign that a deep link names, or the first words, or the only one there is. */
export function campaignToBeginWith(given: Given): Partial<Situation> {
  const { event } = given;
  const { campaigns } = given.context.facts;
  const linked = campaignOfLink(given);
  if (linked.campaign !== undefined) return linked;
  if (event.type === "service" && namesService(given)) return { ...nothingBegun, campaign: event.campaign };
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
  const { operator, retentionDays, campaigns } = context.facts;
  return {
    text: [
      { key: "welcome.text" },
      ...(operator
        ? [{ key: "welcome.operator", params: { name: operator.name, contact: operator.contact } } as const]
        : []),
      ...(campaigns.has(context.situation.campaign ?? "") ? [introOf(context)] : []),
      // Where there is neither form nor setting, none counts.
      ...(speaksOfNothingToDo({ context }) ? [] : [{ key: "welcome.not-the-objection" } as const]),
      { key: "welcome.kept", params: { count: retentionDays } },
    ],
    ...(operator?.privacyUrl && { links: [{ label: { key: "welcome.privacy" }, url: operator.privacyUrl }] }),
  };
}
