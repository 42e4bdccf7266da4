import { linksOf } from "../campaigns/contradictions.ts";
import type { Campaign } from "../campaigns/schema.ts";
import type { CheckedLink, Finding, FoundLink } from "./check-links.ts";

/** Lists the addresses of the campaigns: those that people are sent to, and those of sources. */
export function linksToCheck(campaigns: Iterable<Campaign>): readonly CheckedLink[] {
  return [...campaigns].flatMap((campaign) => [
    ...linksOf(campaign).map(({ path, url }) => ({
      url,
      place: `${campaign.id}: ${path.join(".")}`,
      domains: campaign.domains,
    })),
    ...Object.entries(campaign.facts).flatMap(([name, { sources }]) =>
      sources.flatMap(({ url }, index) =>
        url === undefined ? [] : [{ url, place: `${campaign.id}: facts.${name}.sources.${index}` }],
      ),
    ),
  ]);
}

/** Returns the report, one address a paragraph: broken ones first, then those that a person must check. */
export function reportLinks(found: readonly FoundLink[]): string {
  const each = found.filter(({ link }, index) => placesOf(link.url, found.slice(0, index)).length === 0);
  const sorted = [...each].sort((a, b) => weightOf(a) - weightOf(b));
  const paragraphs = sorted.map(({ link, finding }) =>
    [`${tell(finding)}: ${link.url}`, ...placesOf(link.url, found)].join("\n"),
  );
  const broken = sorted.filter(isBroken).length;
  return [...paragraphs, `addresses opened: ${sorted.length}, broken: ${broken}`].join("\n\n");
}

function placesOf(url: string, found: readonly FoundLink[]): readonly string[] {
  return found.filter(({ link }) => link.url === url).map(({ link }) => `  ${link.place}`);
}

/** True if people must not be sent there, or cannot get there. */
export function isBroken({ finding: { kind } }: FoundLink): boolean {
  return kind === "gone" || kind === "astray" || kind === "unreachable" || kind === "failing";
}

function weightOf(found: FoundLink): number {
  if (isBroken(found)) return 0;
  return found.finding.kind === "open" ? 2 : 1;
}

function tell(finding: Finding): string {
  switch (finding.kind) {
    case "open":
      return "opens";
    case "login":
      return `asks to log in (${new URL(finding.at).host}): check it by hand, logged in`;
    case "moved":
      return `leads on to ${finding.to}`;
    case "astray":
      return `LEADS AWAY from the service, to ${finding.to}`;
    case "refused":
      return `is not shown to programs (status ${finding.status}): check it by hand`;
    case "gone":
      return `IS GONE (status ${finding.status})`;
    case "failing":
      return `FAILS on their side (status ${finding.status})`;
    case "unreachable":
      return `CANNOT BE REACHED (${finding.reason})`;
  }
}
