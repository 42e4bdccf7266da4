import type { CampaignId } from "../campaigns/schema.ts";
import { noCampaign, type Vocabulary } from "./compile-words.ts";
import { findService } from "./find-service.ts";
import type { ConversationEvent, Question, QuestionId } from "./vocabulary.ts";

/** Questions that are about no service: whichever is named is meant. */
const aboutNone: ReadonlySet<QuestionId> = new Set(["service", "which-service", "menu", "where", "resume"]);
/** So few words hold little besides a name: who writes more may only be mentioning it. */
const mostWordsOfWish = 4;

/** Finds the service that a text asks for; one that is merely mentioned is offered. */
export function readService(
  text: string,
  asked: Question | undefined,
  { serviceNames }: Vocabulary,
): ConversationEvent | undefined {
  const found = findService(text, serviceNames);
  if (found === undefined) return undefined;
  const isOpen = asked === undefined || aboutNone.has(asked.id);
  const isShort = isOpen || text.trim().split(/\s+/).length <= mostWordsOfWish;
  const named = found.kind === "one" ? [found.campaign] : found.campaigns;
  const known = named.filter((campaign) => campaign !== noCampaign);
  if (known.length === 0) return isShort ? { type: "unknown-service" } : undefined;
  const others = isOpen ? known : known.filter((campaign) => campaign !== asked.about);
  return chosen(others, isShort);
}

function chosen(campaigns: readonly CampaignId[], isShort: boolean): ConversationEvent | undefined {
  const [campaign, ...others] = campaigns;
  if (campaign === undefined) return undefined;
  return others.length === 0 && isShort ? { type: "service", campaign } : { type: "services", campaigns };
}
