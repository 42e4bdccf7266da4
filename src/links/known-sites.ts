import type { Authority } from "../campaigns/authorities/authorities-schema.ts";
import { isOn, linksOf } from "../campaigns/contradictions.ts";
import type { Campaign } from "../campaigns/schema.ts";
import type { SiteOwner } from "../conversation/vocabulary.ts";
import { asSeen } from "./as-seen.ts";

/** What is known of one service's or authority's addresses. */
export interface KnownSite {
  readonly owner: SiteOwner;
  readonly domains: readonly string[];
  /** Those of its pages that the bot gives. */
  readonly pages: readonly URL[];
  /** The domains as they are seen at a glance; so are the names. */
  readonly seenDomains: readonly string[];
  /** Names that stand for it if the last part of a host before its ending is one of them, or has it between hyphens. */
  readonly names: readonly string[];
  /** Those among them that are rare enough to stand for it anywhere in a host, in a longer word or misspelt. */
  readonly rareNames: readonly string[];
}

/** Shorter names stand for too many things. */
const shortestName = 4;

/** The services' sites, then the authorities'. */
export function knownSites(
  campaigns: Iterable<Campaign>,
  authorities: Iterable<Authority>,
): readonly KnownSite[] {
  return [...[...campaigns].map(siteOfCampaign), ...[...authorities].map(siteOfAuthority)];
}

function siteOfCampaign(campaign: Campaign): KnownSite {
  const { id, domains, accounts } = campaign;
  const pages = linksOf(campaign).map(({ url }) => new URL(url));
  const ofPages = domains.filter((domain) => pages.some(({ hostname }) => isOn(hostname, domain)));
  const ids = [id, ...accounts.map((account) => account.id)];
  return {
    ...siteOf({ campaign: id }, domains, pages),
    names: [...domains.map(nameOf), ...ids].filter(isLong).map(asSeen),
    rareNames: (pages.length > 0 ? ofPages : domains).map(nameOf).filter(isLong).map(asSeen),
  };
}

/** An authority is often called by a word of its language, so that only its whole domain stands for it. */
function siteOfAuthority({ country, link }: Authority): KnownSite {
  const page = new URL(link);
  const domain = page.hostname.replace(/^www\./, "");
  return { ...siteOf({ country }, [domain], [page]), names: [], rareNames: [] };
}

function siteOf(owner: SiteOwner, domains: readonly string[], pages: readonly URL[]) {
  const seenDomains = domains.map((domain) => asSeen(domain).replaceAll("-", "."));
  return { owner, domains, pages, seenDomains };
}

/** The site on whose domains a host is, the closest domain first. */
export function siteAt(host: string, sites: readonly KnownSite[]): KnownSite | undefined {
  const found = sites.flatMap((site) =>
    site.domains.filter((domain) => isOn(host, domain)).map((domain) => ({ site, length: domain.length })),
  );
  return found.sort((one, other) => other.length - one.length)[0]?.site;
}

/** "facebook" of "facebook.com", "example" of "www.example.co.uk". */
function nameOf(domain: string): string {
  return domain.split(".").slice(0, -1).findLast(isLong) ?? "";
}

function isLong(name: string): boolean {
  return name.length >= shortestName;
}
