import type { CampaignId } from "../../campaigns/schema.ts";
import { followedCampaigns, nothingBegun } from "../context.ts";
import { type Given, situate, tell } from "../statechart.ts";
import { campaignToBeginWith } from "./opening.ts";
import { campaignToDo, campaignUnconfirmed, campaignWith } from "./steps.ts";

/** About the campaign of the event, else the one that we speak of, else the first that the person follows. */
export const turnToCampaign = situate(({ context, event }) => {
  const named = "campaign" in event ? event.campaign : undefined;
  const reminded = campaignReminded({ context, event });
  const [followed] = followedCampaigns(context);
  const campaign =
    named ??
    reminded ??
    context.dialogue.campaign ??
    followed ??
    campaignToBeginWith({ context, event }).campaign;
  return { ...nothingBegun, campaign };
});

/** Typed to a reminder, an answer does not name its campaign: it is about one where there is something left to answer. */
function campaignReminded({ context, event }: Given): CampaignId | undefined {
  switch (event.type) {
    case "done":
      return campaignWith(context, event.accounts ?? []) ?? campaignToDo(context);
    case "later":
      return campaignToDo(context);
    case "confirmed":
    case "not-confirmed":
    case "refused":
    case "complain":
      return campaignUnconfirmed(context);
    default:
      return undefined;
  }
}

/** The button of an old reminder, whose campaign is no longer on offer. */
export const ofPastCampaign = {
  guard: ({ context, event }: Given) =>
    "campaign" in event && event.campaign !== undefined && !context.facts.campaigns.has(event.campaign),
  target: "#question",
  actions: tell("past-button.text"),
} as const;
