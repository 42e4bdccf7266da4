import { Temporal } from "temporal-polyfill";
import { freshDays, staleFacts } from "../campaigns/facts.ts";
import { stepsOf } from "../campaigns/links-of.ts";
import { readCampaigns } from "../campaigns/read-files.ts";
import type { Campaign } from "../campaigns/schema.ts";
import { ContentError, readContent } from "../content/read-content.ts";
import { namespaceOf } from "../content/texts.ts";
import { phaseOf } from "../conversation/schedule.ts";
import type { Folders } from "../support/folders.ts";

/**
 * Lists the campaigns, one paragraph each: phase, next date, steps without an address, missing texts,
 * facts that were not checked for 90 days, and texts that tell uncertain facts.
 */
export function listCampaigns(folders: Folders, today: string): string {
  const campaigns = [...readCampaigns(folders.campaigns).values()];
  const problems = problemsOfTexts(folders, campaigns);
  const paragraphs = campaigns.map((campaign) => {
    const file = `${namespaceOf(campaign.id)}.json`;
    const own = problems.filter((problem) => problem.includes(file));
    return [
      titleOf(campaign, today),
      ...waysLines(campaign),
      textsLine(own),
      ...own.map((problem) => `    ${problem}`),
      factsLine(campaign, today),
      ...uncertainLines(campaign),
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

/** Names e-mails to write, and steps for which no address is known. */
function waysLines(campaign: Campaign): readonly string[] {
  return stepsOf(campaign).flatMap(({ step, path }) => {
    if (step.kind === "email") return [`  ${path.join(".")}: an e-mail to ${step.address}`];
    return step.links === undefined ? [`  ${path.join(".")}: a ${step.kind} without a known address`] : [];
  });
}

/** Names the texts whose facts are uncertain, for someone to look for better sources. */
function uncertainLines({ facts }: Campaign): readonly string[] {
  const uncertain = Object.entries(facts).filter(([, { grade }]) => grade === "C");
  if (uncertain.length === 0) return [];
  const lines = uncertain.map(([name, { disputed, statedIn }]) => {
    const reason = disputed ? "sources contradict each other" : "only retold";
    return `    ${name} (${reason}): ${statedIn.join(", ")}`;
  });
  return [`  uncertain: ${uncertain.length}, told in these texts`, ...lines];
}

function factsLine(campaign: Campaign, today: string): string {
  const all = Object.keys(campaign.facts);
  const stale = staleFacts(campaign, today);
  if (stale.length === 0) return `  facts: ${all.length}, all checked within ${freshDays} days`;
  return `  facts: ${stale.length} of ${all.length} not checked for ${freshDays} days: ${stale.join(", ")}`;
}
