import type { Campaign } from "../campaigns/schema.ts";
import { daysLeft, phaseOf } from "./due.ts";
import type { Instant, Language, Phrase, Saying } from "./vocabulary.ts";

/** What a community reads of a campaign whose date is ahead, with a link to the private chat if there is one. */
export function countdownSaying(
  campaign: Campaign,
  now: Instant,
  language: Language,
  invitation: string | undefined,
): Saying {
  const url = invitation?.replace("{campaign}", campaign.id).replace("{language}", language);
  return {
    text: [timeLeft(campaign, now), { key: "countdown.how" }],
    ...(url !== undefined && { links: [{ label: { key: "countdown.open" }, url }] }),
  };
}

function timeLeft(campaign: Campaign, now: Instant): Phrase {
  const params = {
    campaign: { key: "name", campaign: campaign.id },
    lastDay: { day: campaign.dates?.lastDay ?? "" },
  } as const;
  if (phaseOf(campaign, now) === "last-day") return { key: "countdown.last-day", params };
  return { key: "countdown.before", params: { ...params, count: daysLeft(campaign, now) } };
}
