import { distance } from "fastest-levenshtein";
import type { Authority } from "../campaigns/authorities/authorities.ts";
import { isOn, linksOf } from "../campaigns/links-of.ts";
import type { Campaign } from "../campaigns/schema.ts";
import type { SiteOwner } from "../conversation/vocabulary.ts";
import { labelsOfHost } from "./find-addresses.ts";

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

/** Shorter names are within or near to too many words. */
const shortestForgiven = 5;
const mostLetters = 500;
/** What no honest page elsewhere has in its address: the number of a form. */
const formNumber = /\d{9,}/g;

/** Tells which site a host poses as: misspelt, with other letters, or as a part of itself. The host is as people see it. */
export function findImitated(host: string, sites: readonly KnownSite[]): KnownSite | undefined {
  const labels = labelsOfHost(host.slice(-mostLetters)).map((label) => asSeen(label).split(/[-_%@]/));
  const found = sites.map((site) => ({ site, edits: editsTo(site, labels) }));
  const near = found.filter(({ edits }) => edits < Number.POSITIVE_INFINITY);
  return near.sort((one, other) => one.edits - other.edits)[0]?.site;
}

/** Tells whose form an address elsewhere copies, by its number. */
export function findCopied({ href }: URL, sites: readonly KnownSite[]): KnownSite | undefined {
  const numbers: readonly string[] = href.match(formNumber) ?? [];
  return sites.find(({ pages }) =>
    pages.some(({ pathname }) => numbers.some((number) => pathname.includes(number))),
  );
}

function editsTo(site: KnownSite, labels: readonly (readonly string[])[]): number {
  const { seenDomains, names, rareNames } = site;
  const parts = labels.flat();
  // "facebook.com" in "facebook.com.help-form.info", and "x.com" in "x-com.info".
  const host = `.${parts.join(".")}.`;
  if (seenDomains.some((domain) => host.includes(`.${domain}.`))) return 0;
  // "meta-optout.com" poses as Meta, "meta.example.org" is a part of someone's site.
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

/** Latin letters, each with the signs that are taken for it at a glance. */
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

/** Writes a text in the plain Latin letters that it is taken for at a glance: "fаceb00k" as "facebook". */
function asSeen(text: string): string {
  const plain = text
    .toLowerCase()
    .normalize("NFKD")
    .replace(/[\p{M}\p{Cf}]/gu, "")
    .toLowerCase();
  const single = Array.from(plain, (letter) => lookAlikes.get(letter) ?? letter).join("");
  return doubleLookAlikes.reduce((seen, [pair, letter]) => seen.replace(pair, letter), single);
}
