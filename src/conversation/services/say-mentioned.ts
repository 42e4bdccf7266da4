import type { CampaignId } from "../../campaigns/schema.ts";
import { type Context, type DialogueContext, nameCampaign } from "../context.ts";
import type { TextKey } from "../text-key.ts";
import { quotable } from "../turn/say-unread.ts";
import type { Effect, Facts, Mention, Param } from "../vocabulary.ts";

/** The most mentions that are answered: more would be a list of other things. */
const mostMentions = 3;

/**
 * Says for each service that a message names in passing that it comes next, or that nothing is known
 * of it yet; not for those that are spoken of, and those that were next before.
 */
export function sayMentioned(
  mentions: readonly Mention[],
  context: Context,
  nextBefore: readonly CampaignId[],
): readonly Effect[] {
  const { campaign = "", among = [] } = context.dialogue;
  const spokenOf = new Set([campaign, ...among, ...nextBefore]);
  return mentions
    .filter(({ campaigns }) => !campaigns.some((id) => spokenOf.has(id)))
    .slice(0, mostMentions)
    .map((mention) => {
      const text = [{ key: keyOf(mention, context.facts), params: { service: nameOf(mention) } }];
      return { type: "say", saying: { text } };
    });
}

function keyOf({ campaigns }: Mention, facts: Facts): TextKey {
  return campaigns.some((id) => facts.campaigns.has(id)) ? "mentioned.next" : "mentioned.unknown";
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
function nameOf({ campaigns, typed }: Mention): Param {
  const [only, ...others] = campaigns;
  return only !== undefined && others.length === 0 ? nameCampaign(only) : quotable(typed);
}
