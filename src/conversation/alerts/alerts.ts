import type { Campaign } from "../../campaigns/schema.ts";
import { type Context, currentCampaign, inCampaign, nameCampaign } from "../context.ts";
import { askBeside } from "../question-view.ts";
import { introOf } from "../say-about.ts";
import type { Alert, Choice, Effect, Instant, Person } from "../vocabulary.ts";

/**
 * True if the person wants this alert: a new campaign that they do not follow, or a change in one that
 * they do.
 */
export function wantsAlert({ alertsSince, stopped, following }: Person, { campaign, news }: Alert): boolean {
  return alertsSince !== undefined && !stopped && (following[campaign] === undefined) === (news === "new");
}

/** True if the news still holds: that of a date does until the date itself. */
export function isStillNews(
  { news }: Alert,
  { instants }: Pick<Campaign, "instants">,
  now: Instant,
): boolean {
  return news !== "date" || (instants !== undefined && now < instants.starts);
}

/**
 * Returns the message of an alert, with two buttons that never expire: the campaign, and no more
 * alerts.
 */
export function alertEffect(context: Context, { campaign, news }: Alert): Effect {
  const about = inCampaign(context, campaign);
  const day = currentCampaign(about).dates?.lastDay;
  const params = {
    campaign: nameCampaign(campaign),
    ...(news === "date" && day !== undefined && { lastDay: { day } }),
  };
  const choices: readonly Choice[] = [
    { id: "show", label: { key: "template.show" }, event: { type: "service", campaign } },
    {
      id: "no-more-alerts",
      label: { key: "template.no-more-alerts" },
      event: { type: "no-more-alerts" },
    },
  ];
  const text = [{ key: `alert.${news}`, params }, introOf(about)] as const;
  return askBeside({ id: "reminder", campaign, choices }, { text });
}
