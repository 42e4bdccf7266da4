import type { Campaign } from "../../campaigns/schema.ts";
import { invitationTo } from "../form-links.ts";
import { daysLeft, phaseOf } from "../schedule.ts";
import type { Instant, Language, Saying } from "../vocabulary.ts";

/**
 * The message to a community about a campaign whose date is ahead, with a link to the private chat if
 * there is one.
 */
export function countdownSaying(
  campaign: Campaign,
  now: Instant,
  language: Language,
  invitation: string | undefined,
): Saying {
  const url = invitationTo(campaign, language, invitation);
  const isLastDay = phaseOf(campaign, now) === "last-day";
  const params = {
    campaign: { key: "name", campaign: campaign.id },
    lastDay: { day: campaign.dates?.lastDay ?? "" },
    ...(!isLastDay && { count: daysLeft(campaign, now) }),
  } as const;
  return {
    text: [{ key: isLastDay ? "countdown.last-day" : "countdown.before", params }, { key: "countdown.how" }],
    ...(url !== undefined && { links: [{ label: { key: "countdown.open" }, url }] }),
  };
}
