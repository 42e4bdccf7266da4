import { followedCampaigns, nothingBegun } from "../context.ts";
import { type Given, situate, tell } from "../statechart.ts";
import { campaignToBeginWith } from "./opening.ts";
import { campaignToDo } from "./steps.ts";

/** About the campaign of the event, else the one that we speak of, else the first that the person follows. */
export const turnToCampaign = situate(({ context, event }) => {
  const named = "campaign" in event ? event.campaign : undefined;
  // Typed to a reminder, "done" and "later" do not name its campaign.
  const reminded = event.type === "done" || event.type === "later" ? campaignToDo(context) : undefined;
  const [followed] = followedCampaigns(context);
  const campaign =
    named ??
    reminded ??
    context.situation.campaign ??
    followed ??
    campaignToBeginWith({ context, event }).campaign;
  return { ...nothingBegun, campaign };
});

/** The button of an old reminder, whose campaign is no longer on offer. */
export const ofPastCampaign = {
  guard: ({ context, event }: Given) =>
    "campaign" in event && event.campaign !== undefined && !context.facts.campaigns.has(event.campaign),
  target: "#question",
  actions: tell("past-button.text"),
} as const;
