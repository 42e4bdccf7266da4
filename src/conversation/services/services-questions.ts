import type { Campaign, CampaignId } from "../../campaigns/schema.ts";
import {
  type Context,
  currentCampaign,
  followedCampaigns,
  inCampaign,
  nameCampaign,
  requiredStepsNow,
  stepsToDoNow,
} from "../context.ts";
import { type Objection, objectionsOf } from "../objections.ts";
import { navigate, type Offer, onlyIf, type Questions, type QuestionView } from "../question-view.ts";
import { namesOf, type RequiredStep } from "../required-steps.ts";
import { phaseOf } from "../schedule.ts";
import type { TextKey } from "../text-key.ts";
import {
  type Choice,
  type Effect,
  type Facts,
  outcomeKinds,
  type Phrase,
  type Saying,
} from "../vocabulary.ts";

/** As many services as every channel shows, together with the next page and two ways to go on. */
const mostOnPage = 7;
/** If they do not fit one page: the most asked for come first, before all in alphabetical order. */
const mostAtFirst = 6;
/** A poll on WhatsApp has twelve answers. */
const mostFollowedShown = 12;

/** The questions about which service, and the overview of those that the person follows. */
export const servicesQuestions = {
  service({ facts, dialogue: { page = 0 } }) {
    const offered = [...facts.campaigns.keys()];
    const here = servicesOnPage(facts, page);
    const hasMore = hasServicesAfter(facts, page);
    const isFirst = page === 0;
    return {
      ...(!isFirst && { text: [{ key: "service.text-all" }] }),
      choices: [
        ...here.map(toChoice),
        ...onlyIf(hasMore, { id: isFirst ? "all" : "more", event: { type: "more" } }),
      ],
      hiddenChoices: [
        ...offered.filter((id) => !here.includes(id)).map(toChoice),
        ...onlyIf(isFirst && !hasMore, allInTurn(offered)),
        ...onlyIf(isFirst || !hasMore, { id: "more", event: { type: hasMore ? "more" : "unknown-service" } }),
      ],
      navigation: isFirst ? [navigate.language, navigate.help] : [navigate.back, navigate.menu],
      ofAnyCampaign: true,
    };
  },

  "which-service": ({ facts, dialogue: { among = [] } }) => {
    const named = among.filter((id) => facts.campaigns.has(id));
    const [only = "", ...others] = named;
    const asked = others.length > 0 ? whichOf(named) : whetherTo(only);
    return { ...asked, navigation: [navigate.menu], ofAnyCampaign: true };
  },

  where: (context) => ({
    text: sayWhere(context),
    information: { text: sayWhere(context) },
    choices: followedCampaigns(context).slice(0, mostFollowedShown).map(toChoice),
    navigation: [navigate.goOn, navigate.menu],
    ofAnyCampaign: true,
  }),
} satisfies Questions;

function whichOf(named: readonly CampaignId[]): QuestionView {
  return {
    choices: [...named.map(toChoice), allInTurn(named), { id: "none", event: { type: "go-on" } }],
  };
}

/** All of these services, one after another. */
function allInTurn([campaign = "", ...others]: readonly CampaignId[]): Offer {
  return { id: "all", event: { type: "service", campaign, others } };
}

function whetherTo(campaign: CampaignId): QuestionView {
  return {
    text: [{ key: "which-service.text-one", params: { campaign: nameCampaign(campaign) } }],
    choices: [
      { id: "turn", event: { type: "service", campaign } },
      { id: "stay", event: { type: "go-on" } },
    ],
  };
}

function servicesOnPage(facts: Facts, page: number): readonly CampaignId[] {
  if (page === 0)
    return servicesInOrder(facts).slice(0, hasServicesAfter(facts, 0) ? mostAtFirst : mostOnPage);
  const from = (page - 1) * mostOnPage;
  // A test checks that the ids are in the order of the names, in every language.
  return [...facts.campaigns.keys()].sort().slice(from, from + mostOnPage);
}

function hasServicesAfter({ campaigns }: Facts, page: number): boolean {
  return campaigns.size > Math.max(page, 1) * mostOnPage;
}

/** The services as they are offered first: the first, then those whose date is ahead, then the others. */
function servicesInOrder({ campaigns, now }: Facts): readonly CampaignId[] {
  const [first, ...others] = campaigns.values();
  const isAhead = (campaign: Campaign) => ["before", "last-day"].includes(phaseOf(campaign, now));
  const inOrder = [
    ...(first ? [first] : []),
    ...others.filter(isAhead),
    ...others.filter((campaign) => !isAhead(campaign)),
  ];
  return inOrder.map(({ id }) => id);
}

/** Says that there is nothing about a service yet, what one can try, and which services there are. */
export function unknownServiceSaying({ facts }: Context): Saying {
  const services = { list: servicesInOrder(facts).map(nameCampaign) };
  return {
    text: [{ key: "service.unknown" }, { key: "service.known", params: { services } }],
    copy: { key: "service.copy" },
  };
}

/** Says which service comes first, and which come after it. */
export function sayOrder(campaign: CampaignId, others: readonly CampaignId[]): Effect {
  const params = { campaign: nameCampaign(campaign), services: { list: others.map(nameCampaign) } };
  return { type: "say", saying: { text: [{ key: "which-service.order", params }] } };
}

/** True if there are services beyond this page. */
export function hasMoreServices({ facts, dialogue: { page = 0 } }: Context): boolean {
  return hasServicesAfter(facts, page);
}

function toChoice(campaign: CampaignId): Choice {
  return { id: campaign, label: { key: "name", campaign }, event: { type: "service", campaign } };
}

/** Says, for each service that the person follows, what is left to do. */
function sayWhere(context: Context): readonly Phrase[] {
  return [
    { key: "where.text" },
    ...followedCampaigns(context).flatMap((id) => linesOf(inCampaign(context, id))),
  ];
}

/**
 * The steps left, then what became of the objections; that all is done, if no step is left and no
 * objection is answered or awaited.
 */
function linesOf(context: Context): readonly Phrase[] {
  const { id, accounts } = currentCampaign(context);
  const line = (key: TextKey, steps: readonly RequiredStep[]): Phrase => {
    return { key, params: { campaign: nameCampaign(id), forms: namesOf(id, steps) } };
  };
  const objections = objectionsOf(context);
  const answered = stages.flatMap((stage) => {
    const there = objections.filter((objection) => stageOf(objection) === stage);
    return there.length === 0 ? [] : [line(`where.${stage}`, there)];
  });
  const left = stepsToDoNow(context);
  if (left.length > 0) return [line(accounts.length === 1 ? "where.open" : "where.to-do", left), ...answered];
  if (answered.length > 0) return answered;
  const all = requiredStepsNow(context);
  return [line(all.length > 0 ? "where.done" : "where.nothing", all)];
}

const stages = ["awaited", ...outcomeKinds] as const;

/** Returns how far the answer to an objection has come; undefined if none is known or awaited. */
function stageOf({ isConfirmed, sentAt, outcome }: Objection): (typeof stages)[number] | undefined {
  if (outcome !== undefined) return outcome.kind;
  return sentAt !== undefined && isConfirmed ? "awaited" : undefined;
}
