import type { Campaign } from "../campaigns/schema.ts";
import { type Context, currentCampaign } from "./context.ts";
import { everyLink } from "./say-steps.ts";
import type { Phrase, Saying } from "./vocabulary.ts";

/** How many characters of addresses leave room for the message around them on a button for copying. */
const mostOfAddresses = 140;

/** Says a short message to forward, with a link to this bot; to the forms if the channel has no such link. */
export function friendSaying(context: Context): Saying {
  const campaign = currentCampaign(context);
  const name: Phrase = { key: "short", campaign: campaign.id };
  const params = { campaign: name, link: addressFor(campaign, context) };
  return {
    text: [{ key: "friend.text", campaign: campaign.id }],
    copy: { key: "friend.copy", campaign: campaign.id, params },
  };
}

function addressFor(campaign: Campaign, context: Context): string {
  const { invitation, defaultLanguage } = context.facts;
  if (invitation !== undefined) {
    const language = context.person.language ?? defaultLanguage;
    return invitation.replace("{campaign}", campaign.id).replace("{language}", language);
  }
  let addresses = "";
  for (const { url } of everyLink(context, campaign)) {
    const longer = `${addresses} ${url}`.trimStart();
    if (addresses === "" || longer.length <= mostOfAddresses) addresses = longer;
  }
  return addresses;
}
