import type { Authority, CountryCode } from "../campaigns/authorities/authorities.ts";
import { isOn } from "../campaigns/links-of.ts";
import type { Campaign, CampaignId } from "../campaigns/schema.ts";
import type { LinkVerdict, OwnedVerdict } from "../conversation/vocabulary.ts";
import { type Address, findAddresses, labelsOfHost } from "./find-addresses.ts";
import { findCopied, findImitated, type KnownSite, knownSites, siteAt } from "./known-sites.ts";

/** The data by which addresses are judged. */
export interface KnownAddresses {
  readonly campaigns: ReadonlyMap<CampaignId, Campaign>;
  readonly authorities: ReadonlyMap<CountryCode, Authority>;
  /**
   * Hosts whose owner is not responsible for their pages; with a path if only a part of the host is
   * open.
   */
  readonly openHosts: readonly string[];
  /** Decodes a host as people see it: "xn--fcebook-2fg.com" with its Cyrillic letter. */
  readonly toUnicode: (host: string) => string;
}

const worstFirst = ["imitation", "unknown", "other-page", "official"];
/**
 * Endings that always mark a bare host as an address; the ending of another country may also be a
 * word.
 */
const endings =
  /^(?:com|net|org|info|biz|app|dev|io|xyz|site|online|website|link|click|page|live|shop|top|web|cloud|help|support|fr|eu|uk|ch|ru|cn|tk|ly)$/i;
const mostAddresses = 50;
const mostCodings = 3;
const longestShown = 60;
/** Matches an address, also one without a scheme or hidden in base64. */
const addressWithin = /\/\/|https?:|script:|[\p{L}\d-]\.\p{L}{2,}|aHR0c/iu;
/** The same for a path, where the names of files and people only look like hosts. */
const addressInPath = /\/\/|https?:|script:|aHR0c/i;

/**
 * Returns a function that judges the addresses in a text. It returns the worst verdict, or undefined
 * if there is no address. Verdicts "official" and "other-page" require a known domain, a plain
 * spelling, and no other address within.
 */
export function createLinkJudge(known: KnownAddresses): (text: string) => LinkVerdict | undefined {
  const sites = knownSites(known.campaigns.values(), known.authorities.values());
  return (text) => {
    const addresses = findAddresses(text, (host, rest) => isMeant(host, rest, sites));
    const verdicts = addresses.slice(0, mostAddresses).map((address) => judge(address, sites, known));
    const rankOf = ({ verdict }: LinkVerdict) => worstFirst.indexOf(verdict);
    const worst = verdicts.sort((one, other) => rankOf(one) - rankOf(other))[0];
    const isCertain = addresses.length <= mostAddresses || worst?.verdict === "imitation";
    return isCertain ? worst : worst && { verdict: "unknown", shown: worst.shown };
  };
}

/** "Merci.Je" is two sentences; "facebok.co" and "page.example/form" are addresses. */
function isMeant(host: string, rest: string, sites: readonly KnownSite[]): boolean {
  const labels = labelsOfHost(host);
  const last = labels.at(-1) ?? "";
  const isMarked = labels[0]?.toLowerCase() === "www" || labels.some((label) => /^xn--/i.test(label));
  if (rest !== "" || isMarked || endings.test(last) || /^\d+$/.test(last)) return true;
  if (siteAt(host.toLowerCase(), sites) !== undefined) return true;
  return /^[a-z\d]{2}$|^[A-Z\d]{2}$/.test(last) && findImitated(host, sites) !== undefined;
}

function judge(address: Address, sites: readonly KnownSite[], known: KnownAddresses): LinkVerdict {
  const url = urlOf(address);
  const host = (url?.hostname ?? hostOf(address)).replace(/\.$/, "");
  const open = known.openHosts.find((entry) => isAt(url, entry));
  const site = siteAt(host, sites);
  const seen = userOf(address) + (known.toUnicode(host) || host);
  const giver = giverOf(url, sites);
  // A page that the bot sends is the service's own, even on a host where anyone publishes pages.
  const isClear = isPlain(address, url) && (open === undefined || giver !== undefined);
  const owned = site === undefined ? posesAs(seen, url, open, sites) : isClear && judgePage(site, giver);
  return { ...(owned || { verdict: "unknown" }), shown: url ? cut(host) : shownOf(address) };
}

/** Returns the site among whose pages this one is: the bot itself sends it. */
function giverOf(url: URL | undefined, sites: readonly KnownSite[]): KnownSite | undefined {
  const page = url && pageOf(url);
  return sites.find(({ pages }) => pages.some((given) => pageOf(given) === page));
}

function judgePage(site: KnownSite, giver: KnownSite | undefined): OwnedVerdict {
  return giver ? { verdict: "official", owner: giver.owner } : { verdict: "other-page", owner: site.owner };
}

/**
 * Returns the verdict "imitation" if an address on another host imitates a known site. On an open
 * host, the publisher chooses only the part before the host's name.
 */
function posesAs(host: string, url: URL | undefined, open: string | undefined, sites: readonly KnownSite[]) {
  const [openHost = ""] = open?.split("/") ?? [];
  const posed =
    findImitated(host.slice(0, host.length - openHost.length), sites) ??
    (open === undefined ? url && findCopied(url, sites) : undefined);
  return posed && ({ verdict: "imitation", owner: posed.owner } as const);
}

function urlOf({ scheme = "https", slashes, authority, rest }: Address): URL | undefined {
  const written = `${scheme}:${slashes}${authority}${rest}`;
  return /^https?:/.test(written) && URL.canParse(written) ? new URL(written) : undefined;
}

/** Returns the user name and password before a host, with the "@"; empty if there are none. */
function userOf({ authority }: Address): string {
  return authority.slice(0, authority.lastIndexOf("@") + 1);
}

function hostOf({ authority }: Address): string {
  const host = authority.slice(authority.lastIndexOf("@") + 1);
  return host.replace(/:\d*$/, "").toLowerCase();
}

/** True if the address is on the host, and below the path if there is one. */
function isAt(url: URL | undefined, entry: string): boolean {
  const [host = "", ...steps] = entry.split("/");
  const below = ["", ...steps, ""].join("/");
  return url !== undefined && isOn(url.hostname, host) && `${url.pathname}/`.startsWith(below);
}

/**
 * False if an address is written in a way that no honest sender uses, even if a browser would open
 * it, or if it may lead to another one.
 */
function isPlain({ slashes, authority, rest }: Address, url: URL | undefined): url is URL {
  const isUsual = slashes === "//" && /^[a-z0-9.-]*[a-z0-9](?::\d+)?$/i.test(authority) && url?.port === "";
  return isUsual && !/[\\\p{Cc}\p{Cf}]/u.test(rest) && !handsOn(url);
}

/** True if an address may lead to another one: "l.php?u=https://…". */
function handsOn(url: URL): boolean {
  const holds = (value: string, sign: RegExp) => {
    const text = decoded(value);
    return text === undefined || sign.test(text);
  };
  const values = [...tellingParameters(url).flat(), url.hash];
  return values.some((value) => holds(value, addressWithin)) || holds(url.pathname, addressInPath);
}

/** Returns the fully decoded value; undefined if it is encoded more than `mostCodings` times. */
function decoded(value: string, left = mostCodings): string | undefined {
  const next = decode(value);
  if (next === value) return value;
  return left === 0 ? undefined : decoded(next, left - 1);
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

/** Returns what to show of an address that a browser could not open as a page. */
function shownOf({ scheme, authority }: Address): string {
  const isWeb = scheme === undefined || scheme === "https" || scheme === "http";
  return cut(isWeb ? authority.toLowerCase() : `${scheme}:`);
}

/** Shortens a host for display; keeps the end of a long one, which tells its owner. */
function cut(host: string): string {
  const safe = host.replace(/[^a-z0-9.:_[\]?-]/g, "?");
  return safe.length > longestShown ? `…${safe.slice(1 - longestShown)}` : safe;
}

/**
 * Parameters that senders and languages add without changing the page. A text leaves "__cft" of
 * "__cft__[0]=".
 */
const harmless =
  /^(?:utm_\w+|(?:fb|g|ms|tt|tw|li|dc|y|wb|gb)clid|igsh|igshid|mibextid|mc_[ce]id|wtsid|rdid|share_id|helpref|refsrc|cms_platform|_rdr|_rdc|_hs(?:enc|mi)|__tn__|__(?:cft|xts).*|paipv|eav|si|trk|hl|lang|locale|locale2)$/i;
/** Subdomains that show the same site: "www", for phones, or in a language. */
const samePlace = /^(?:www|m|mobile|[a-z]{2}-[a-z]{2})\./;

/** Returns the parameters that can change the page. */
function tellingParameters(url: URL): readonly (readonly [name: string, value: string])[] {
  return [...url.searchParams].filter(([name]) => !harmless.test(name));
}

/** Returns the same key for two addresses of the same page. */
function pageOf(url: URL): string {
  const host = url.hostname.replace(samePlace, "");
  const path = url.pathname.replace(/\/$/, "");
  return JSON.stringify([url.protocol, host, url.port, path, tellingParameters(url), url.hash]);
}
