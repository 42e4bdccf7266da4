import type { CampaignId } from "../campaigns/schema.ts";
import type { ConversationEvent, QuestionId } from "../conversation/vocabulary.ts";
import { findServices } from "./read-service.ts";
import type { Said } from "./said.ts";

/** Questions that are about no service: whichever is named is meant. */
const aboutNone: ReadonlySet<QuestionId> = new Set(["service", "which-service", "menu", "where", "resume"]);
const mostWordsOfName = 2;
/** So few words hold little besides a name: who writes more may only be mentioning it. */
const mostWordsOfWish = 4;

/** Nothing but the name of a service asks for it. */
export function readBareService(said: Said): ConversationEvent | undefined {
  if (said.isQuestion || said.words.length > mostWordsOfName) return undefined;
  const found = findServices(said.words, said.grammar.services);
  return found?.isAlone && found.campaigns.length === 1 ? readServices(said) : undefined;
}

/** A short message wants the service that it names; in a long one it is merely mentioned. */
export function readWantedService(said: Said): ConversationEvent | undefined {
  const event = readServices(said);
  return event?.type === "services" && said.words.length > mostWordsOfWish ? undefined : event;
}

/** Reads the service that a text asks for; one that is merely mentioned is offered. */
export function readServices({ words, asked, grammar }: Said): ConversationEvent | undefined {
  const found = findServices(words, grammar.services);
  if (found === undefined) return undefined;
  const named = found.campaigns;
  const isOpen = asked === undefined || aboutNone.has(asked.id);
  const isShort = isOpen || words.length <= mostWordsOfWish;
  if (named.length === 0) return isShort && found.isAlone ? { type: "unknown-service" } : undefined;
  return serviceEvent(isOpen ? named : named.filter((each) => each !== asked.about), isShort);
}

function serviceEvent(campaigns: readonly CampaignId[], isShort: boolean): ConversationEvent | undefined {
  const [campaign, ...others] = campaigns;
  if (campaign === undefined) return undefined;
  return others.length === 0 && isShort ? { type: "service", campaign } : { type: "services", campaigns };
}
