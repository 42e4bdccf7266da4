import { type Context, nameCampaign } from "../context.ts";
import { quotable } from "../turn/say-unread.ts";
import type { Effect, Mention, Param } from "../vocabulary.ts";

/** The most mentions that are answered: more would be a list of other things. */
const mostMentions = 3;

/**
 * Says for each service that a message names in passing how to turn to it, or that nothing is known of
 * it yet.
 */
export function sayMentioned(mentions: readonly Mention[], context: Context): readonly Effect[] {
  return mentions
    .filter((mention) => !isSpokenOf(mention, context))
    .slice(0, mostMentions)
    .map((mention) => {
      const { campaigns } = context.facts;
      const key = mention.campaigns.some((id) => campaigns.has(id)) ? "mentioned.later" : "mentioned.unknown";
      return { type: "say", saying: { text: [{ key, params: { service: nameOf(mention) } }] } };
    });
}

/** True if the message led to this service, or the bot asks about it. */
function isSpokenOf(mention: Mention, { dialogue }: Context): boolean {
  const { campaign = "", upNext = [], among = [] } = dialogue;
  return mention.campaigns.some((id) => [campaign, ...upNext, ...among].includes(id));
}

/** The short name of the only campaign that may be meant; else the words as typed. */
function nameOf({ campaigns, typed }: Mention): Param {
  const [only, ...others] = campaigns;
  return only !== undefined && others.length === 0 ? nameCampaign(only) : quotable(typed);
}
