import { distance } from "fastest-levenshtein";
import { type Authority, officesOf, pagesOf } from "../campaigns/authorities/authorities.ts";
import { isOn, linksOf } from "../campaigns/links-of.ts";
import type { Campaign } from "../campaigns/schema.ts";
import type { SiteOwner } from "../conversation/vocabulary.ts";
import { labelsOfHost } from "./find-addresses.ts";

/** The known addresses of one service or authority. */
export interface KnownSite {
  readonly owner: SiteOwner;
  readonly domains: readonly string[];
  /** The pages of the site that the bot sends. */
  readonly pages: readonly URL[];
  /** The domains after `asSeen`; so are the names. */
  readonly seenDomains: readonly string[];
  /**
   * Names that identify the site if the last part of a host before its ending is one of them, or
   * contains it between hyphens.
   */
  readonly names: readonly string[];
  /**
   * The names that are rare enough to identify the site anywhere in a host, within a longer word or
   * misspelt.
   */
  readonly rareNames: readonly string[];
}

/** Shorter names have too many other meanings. */
const shortestName = 4;

/** Returns the services' sites, then the authorities'. */
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

/** An authority's name is often a common word, so only its whole domain identifies it. */
function siteOfAuthority(authority: Authority): KnownSite {
  const pages = pagesOf(authority).map((url) => new URL(url));
  const homes = officesOf(authority).map(({ home }) => new URL(home));
  const domains = new Set([...homes, ...pages].map(({ hostname }) => hostname.replace(/^www\./, "")));
  return { ...siteOf({ country: authority.country }, [...domains], pages), names: [], rareNames: [] };
}

function siteOf(owner: SiteOwner, domains: readonly string[], pages: readonly URL[]) {
  const seenDomains = domains.map((domain) => asSeen(domain).replaceAll("-", "."));
  return { owner, domains, pages, seenDomains };
}

/** Returns the site on whose domain a host is, the longest domain first. */
export function siteAt(host: string, sites: readonly KnownSite[]): KnownSite | undefined {
  const found = sites.flatMap((site) =>
    site.domains.filter((domain) => isOn(host, domain)).map((domain) => ({ site, length: domain.length })),
  );
  return found.sort((one, other) => other.length - one.length)[0]?.site;
}

/** Returns the name in a domain: "facebook" of "facebook.com", "example" of "www.example.co.uk". */
function nameOf(domain: string): string {
  return domain.split(".").slice(0, -1).findLast(isLong) ?? "";
}

function isLong(name: string): boolean {
  return name.length >= shortestName;
}

/** Shorter names are contained in, or similar to, too many words. */
const shortestForgiven = 5;
const mostLetters = 500;
/** The number of a form: no honest page on another site has it in its address. */
const formNumber = /\d{9,}/g;

/**
 * Returns the site that a host imitates: misspelt, with other letters, or with the site's name as a
 * part. `host`: as people see it.
 */
export function findImitated(host: string, sites: readonly KnownSite[]): KnownSite | undefined {
  const labels = labelsOfHost(host.slice(-mostLetters)).map((label) => asSeen(label).split(/[-_%@]/));
  const found = sites.map((site) => ({ site, edits: editsTo(site, labels) }));
  const near = found.filter(({ edits }) => edits < Number.POSITIVE_INFINITY);
  return near.sort((one, other) => one.edits - other.edits)[0]?.site;
}

/** Returns the site whose form an address on another site copies, by the form's number. */
export function findCopied({ href }: URL, sites: readonly KnownSite[]): KnownSite | undefined {
  const numbers: readonly string[] = href.match(formNumber) ?? [];
  return sites.find(({ pages }) =>
    pages.some(({ pathname }) => numbers.some((number) => pathname.includes(number))),
  );
}

function editsTo(site: KnownSite, labels: readonly (readonly string[])[]): number {
  const { seenDomains, names, rareNames } = site;
  const parts = labels.flat();
  // Finds "facebook.com" in "facebook.com.help-form.info", and "x.com" in "x-com.info".
  const host = `.${parts.join(".")}.`;
  if (seenDomains.some((domain) => host.includes(`.${domain}.`))) return 0;
  // "meta-optout.com" imitates Meta; "meta.example.org" is a part of another site.
  if (labels.at(-2)?.some((part) => names.includes(part))) return 0;
  const whole = labels.map((label) => label.join(""));
  const edits = [...parts, ...whole].flatMap((part) => rareNames.map((name) => editsBetween(part, name)));
  return Math.min(Number.POSITIVE_INFINITY, ...edits);
}

function editsBetween(part: string, name: string): number {
  if (name.length < shortestForgiven || part.length < shortestForgiven) return Number.POSITIVE_INFINITY;
  if (part.includes(name)) return 0.5;
  const allowed = Math.floor(Math.min(part.length, name.length) / 4);
  const edits = distance(part, name);
  return edits <= allowed ? edits : Number.POSITIVE_INFINITY;
}

/** Latin letters, each with the characters that look like it. */
const letters =
  "a4@аɑαάӕᴀ b8ЬьвβЪ cсϲᴄς dԁɗ e3еєεҽёℯ fƒғ g9ɡցԍǥ hһհнɦ i1l|!јіїιίıɩӏƖǀjł kкκĸқ mмɱ nпոηńɴ o0оοσөօɵø pрρþ " +
  "qԛզ rгɾʀ s5$ѕʂꜱ t7тτţ uυսцμʋ vѵνᴠ wѡωԝшɯ xхχҳ yуүγʏ z2ᴢʐ";
const lookAlikes: ReadonlyMap<string, string> = new Map(
  letters.split(" ").flatMap(([letter = "", ...signs]) => signs.map((sign) => [sign, letter] as const)),
);
const doubleLookAlikes: readonly (readonly [RegExp, string])[] = [
  [/rn/g, "m"],
  [/vv/g, "w"],
];

/**
 * Replaces the characters of a text with the Latin letters that they look like: "fаceb00k" as
 * "facebook".
 */
function asSeen(text: string): string {
  const plain = text
    .toLowerCase()
    .normalize("NFKD")
    .replace(/[\p{M}\p{Cf}]/gu, "")
    .toLowerCase();
  const single = Array.from(plain, (letter) => lookAlikes.get(letter) ?? letter).join("");
  return doubleLookAlikes.reduce((seen, [pair, letter]) => seen.replace(pair, letter), single);
}
