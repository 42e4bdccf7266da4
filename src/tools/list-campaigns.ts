import { existsSync } from "node:fs";
import { join } from "node:path";
import { Temporal } from "temporal-polyfill";
import { readCampaigns } from "../campaigns/read-campaigns.ts";
import type { Campaign } from "../campaigns/schema.ts";
import { freshDays, staleFacts } from "../campaigns/stale-facts.ts";
import { ContentError, readContent } from "../content/read-content.ts";
import { namespaceOf } from "../content/texts.ts";
import { phaseOf } from "../conversation/due.ts";
import type { Folders } from "../folders.ts";

/** Lists the campaigns, one a paragraph: phase, next date, missing texts, and facts that were not checked for 90 days. */
export function listCampaigns(folders: Folders, today: string): string {
  const campaigns = [...readCampaigns(folders.campaigns).values()];
  const problems = problemsOfTexts(folders, campaigns);
  const paragraphs = campaigns.map((campaign) => {
    const file = `${namespaceOf(campaign.id)}.json`;
    const own = problems.filter((problem) => problem.includes(file));
    const isOffered = existsSync(join(folders.campaigns[0], `${campaign.id}.json`));
    return [
      `${titleOf(campaign, today)}${isOffered ? "" : " (not yet offered)"}`,
      textsLine(own),
      ...own.map((problem) => `    ${problem}`),
      factsLine(campaign, today),
    ].join("\n");
  });
  return paragraphs.join("\n\n");
}

function problemsOfTexts({ locales }: Folders, campaigns: readonly Campaign[]): readonly string[] {
  try {
    readContent(locales, campaigns);
    return [];
  } catch (error) {
    if (error instanceof ContentError) return error.problems;
    throw error;
  }
}

function titleOf(campaign: Campaign, today: string): string {
  const { id, accounts, dates } = campaign;
  if (accounts.length === 0) return `${id}: nothing to do`;
  if (dates === undefined) return `${id}: evergreen, no date`;
  const noon = Temporal.PlainDate.from(today).toZonedDateTime({ timeZone: dates.zone, plainTime: "12:00" });
  const phase = phaseOf(campaign, noon.epochMilliseconds);
  if (phase === "before")
    return `${id}: before; next date ${dates.lastDay}, ${dayCount(today, dates.lastDay)}`;
  if (phase === "last-day") return `${id}: last day; next date ${dates.starts}, tomorrow`;
  return `${id}: after ${dates.starts}, no next date`;
}

function dayCount(from: string, to: string): string {
  const { days } = Temporal.PlainDate.from(from).until(to, { largestUnit: "day" });
  return days === 1 ? "tomorrow" : `in ${days} days`;
}

function textsLine(problems: readonly string[]): string {
  return problems.length === 0 ? "  texts: complete" : `  texts: ${problems.length} to correct`;
}

function factsLine(campaign: Campaign, today: string): string {
  const all = Object.keys(campaign.facts);
  const stale = staleFacts(campaign, today);
  if (stale.length === 0) return `  facts: ${all.length}, all checked within ${freshDays} days`;
  return `  facts: ${stale.length} of ${all.length} not checked for ${freshDays} days: ${stale.join(", ")}`;
}
