import type { CampaignId } from "../campaigns/schema.ts";
import type { ConversationEvent, Question, QuestionId } from "../conversation/vocabulary.ts";
import { findOffered, type NamedServices } from "./entities/find-services.ts";
import { valuesOf } from "./entities/span.ts";
import { groupedBy } from "./grouped-by.ts";
import type { Utterance } from "./hear.ts";
import { holds } from "./tokens.ts";

/** Questions that are about no service: any service that is named is meant. */
export const aboutNone: ReadonlySet<string> = new Set<QuestionId>([
  ...(["language", "service", "which-service", "menu", "where", "resume", "trouble"] as const),
]);
/** Questions that ask which service is meant. */
export const asksForService: ReadonlySet<string> = new Set<QuestionId>(["service", "which-service"]);
const shortestBeginning = 4;
const mostWordsOfName = 2;
/** A message of so few words is little more than a name; a longer one may only mention it. */
const mostWordsOfWish = 4;

/**
 * Reads a message that is only the name of a service as a wish for it; below "What now?", the name of
 * the one that we speak of asks for its steps once more.
 */
export function readBareService(utterance: Utterance): ConversationEvent | undefined {
  const { openQuestion, words, isQuestion } = utterance;
  const found = isQuestion || words.length > mostWordsOfName ? undefined : findOffered(utterance);
  const [campaign, ...others] = found?.isAlone ? valuesOf(found.spans) : [];
  if (campaign === undefined || others.length > 0) return undefined;
  const isJustName = found?.spans.some(({ from, to }) => to - from === words.length);
  const isOpen = openQuestion?.id === "next" && openQuestion.about === campaign;
  return isOpen && isJustName ? { type: "steps" } : readServices(utterance);
}

/**
 * Reads the services that a message names; those that are only mentioned count only in a short
 * message.
 */
export function readWantedService(utterance: Utterance): ConversationEvent | undefined {
  const event = readServices(utterance);
  return event?.type === "services" && utterance.words.length > mostWordsOfWish ? undefined : event;
}

/** Reads the service that a text asks for; one that is only mentioned is offered. */
export function readServices(utterance: Utterance): ConversationEvent | undefined {
  const found = findOffered(utterance);
  return found ? readNamed(found, utterance) : readBeginning(utterance);
}

function readNamed(named: NamedServices, utterance: Utterance): ConversationEvent | undefined {
  const { words, openQuestion } = utterance;
  const campaigns = valuesOf(named.spans);
  const isOpen = isOpenTo(openQuestion);
  const isWanted = isOpen || named.isInstead || (named.isAlone && words.length <= mostWordsOfWish);
  if (campaigns.length === 0)
    return named.isAlone && isWanted && !named.isInstead ? { type: "unknown-service" } : undefined;
  if (!isOpen) return serviceEvent(exceptCurrent(campaigns, openQuestion), isWanted);
  return areWantedInTurn(named, utterance) ? inTurn(campaigns) : serviceEvent(campaigns, isWanted);
}

function exceptCurrent(
  campaigns: readonly CampaignId[],
  openQuestion: Question | undefined,
): readonly CampaignId[] {
  return campaigns.filter((each) => each !== openQuestion?.about);
}

/** Whether any service that is named is meant. */
function isOpenTo(openQuestion: Question | undefined): boolean {
  return openQuestion === undefined || aboutNone.has(openQuestion.id);
}

/** Whether each name means one service, and none of them was only seen somewhere. */
function areWantedInTurn({ spans }: NamedServices, { words, isQuestion, grammar }: Utterance): boolean {
  const named = [...groupedBy(spans, ({ from }) => from).values()];
  const isClear = named.every((spans) => valuesOf(spans).length === 1);
  return isClear && !isQuestion && !holds(words, grammar.services.inPassing);
}

/** All of these services, one after another. */
function inTurn([campaign = "", ...others]: readonly CampaignId[]): ConversationEvent {
  return { type: "service", campaign, ...(others.length > 0 && { others }) };
}

/**
 * If the bot asked for a service, the beginning of its name is enough: "copil". A question is not
 * read so: "what?".
 */
function readBeginning({
  words,
  openQuestion,
  grammar,
  reader,
  isQuestion,
}: Utterance): ConversationEvent | undefined {
  const typed = words.join(" ");
  if (!asksForService.has(openQuestion?.id ?? "") || isQuestion || typed.length < shortestBeginning)
    return undefined;
  const begun = grammar.services.serviceNames.flatMap(([name, campaign]) =>
    name.startsWith(typed) ? campaign : [],
  );
  return serviceEvent(
    [...new Set(begun)].filter((id) => reader.campaigns.has(id)),
    true,
  );
}

function serviceEvent(campaigns: readonly CampaignId[], isWanted: boolean): ConversationEvent | undefined {
  const [campaign, ...others] = campaigns;
  if (campaign === undefined) return undefined;
  return others.length === 0 && isWanted ? { type: "service", campaign } : { type: "services", campaigns };
}
