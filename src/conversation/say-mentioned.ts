import { type Context, nameCampaign } from "./context.ts";
import { quotable } from "./say-unread.ts";
import type { Effect, Mention, Param } from "./vocabulary.ts";

/** More would be a list of other things. */
const mostMentions = 3;

/** Says of the services that a message names in passing how to turn to each, or that nothing is known of it yet. */
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

/** True of a service to which the message has led, or about which it is asked. */
function isSpokenOf(mention: Mention, { dialogue }: Context): boolean {
  const { campaign = "", upNext = [], among = [] } = dialogue;
  return mention.campaigns.some((id) => [campaign, ...upNext, ...among].includes(id));
}

/** Its short name, or as it was typed if that may mean several services, or none that has a campaign. */
function nameOf({ campaigns, typed }: Mention): Param {
  const [only, ...others] = campaigns;
  return only !== undefined && others.length === 0 ? nameCampaign(only) : quotable(typed);
}
