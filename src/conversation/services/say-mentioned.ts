import type { CampaignId } from "../../campaigns/schema.ts";
import { type Context, type DialogueContext, nameCampaign } from "../context.ts";
import type { TextKey } from "../text-key.ts";
import { quotable } from "../turn/say-unread.ts";
import type { Effect, Facts, Mention, Phrase } from "../vocabulary.ts";

/** The most mentions that are answered: more would be a list of other things. */
const mostMentions = 6;

/**
 * Says which of the services that a message names in passing come next, and of which nothing is known
 * yet; not of those that are spoken of, and those that were next before.
 */
export function sayMentioned(
  mentions: readonly Mention[],
  context: Context,
  nextBefore: readonly CampaignId[],
): readonly Effect[] {
  const { campaign = "", among = [] } = context.dialogue;
  const spokenOf = new Set([campaign, ...among, ...nextBefore]);
  const told = mentions
    .filter(({ campaigns }) => !campaigns.some((id) => spokenOf.has(id)))
    .slice(0, mostMentions);
  const isKnown = ({ campaigns }: Mention) => campaigns.some((id) => context.facts.campaigns.has(id));
  return [
    ...sayOf("mentioned.next", told.filter(isKnown)),
    ...sayOf(
      "mentioned.unknown",
      told.filter((mention) => !isKnown(mention)),
    ),
  ];
}

function sayOf(key: TextKey, mentions: readonly Mention[]): readonly Effect[] {
  if (mentions.length === 0) return [];
  return [{ type: "say", saying: { text: [{ key, params: { services: { list: mentions.map(nameOf) } } }] } }];
}

/** The services that are wanted next, with those that a message names without a doubt. */
export function nextWith(
  mentions: readonly Mention[],
  { upNext = [], campaign }: DialogueContext,
  { campaigns }: Facts,
): readonly CampaignId[] {
  const named = mentions.flatMap(({ campaigns: [only, ...others] }) =>
    only === undefined || others.length > 0 ? [] : only,
  );
  const known = named.filter((id) => campaigns.has(id) && id !== campaign);
  return [...new Set([...upNext, ...known])];
}

/** The short name of the only campaign that may be meant; else the words as typed. */
function nameOf({ campaigns, typed }: Mention): Phrase | string {
  const [only, ...others] = campaigns;
  return only !== undefined && others.length === 0 ? nameCampaign(only) : quotable(typed);
}
