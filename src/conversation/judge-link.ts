import { isWithin, linksOf } from "../campaigns/contradictions.ts";
import type { Campaign, CampaignId } from "../campaigns/schema.ts";
import { type Address, findAddresses, labelsOfHost } from "./find-addresses.ts";
import { findImitated, findNamed } from "./find-imitated.ts";
import { isSamePage, tellingParameters } from "./same-page.ts";

/** What an address is to the campaigns. Nothing was fetched. */
export type LinkVerdict =
  /** One of the campaign's own links, or another page on its domains. */
  | { readonly verdict: "official" | "other-page"; readonly campaign: CampaignId; readonly shown: string }
  /** Anything else, and all that is disguised; with the campaign that it poses as, where one can tell. */
  | { readonly verdict: "not-official"; readonly campaign?: CampaignId; readonly shown: string };

type Verdict = LinkVerdict["verdict"];

const worstFirst: readonly Verdict[] = ["not-official", "other-page", "official"];
/** Endings after which a bare host is meant, whatever else it looks like; a country's is also a word. */
const endings =
  /^(?:com|net|org|info|biz|app|dev|io|xyz|site|online|website|link|click|page|live|shop|top|web|cloud|help|support|fr|eu|uk|ch|ru|cn|tk|ly)$/i;
const mostAddresses = 50;
const mostCodings = 3;
/** An address that hands on to more than one other, or further than that, is not looked into. */
const mostHandedOn = 2;
const longestShown = 60;

/**
 * Judges the addresses in a text against the campaigns' links and domains; the worst of them counts. Undefined where
 * there is none. In doubt an address is not official. `shown` is the host in letters that cannot deceive.
 */
export function judgeLink(
  text: string,
  campaigns: ReadonlyMap<CampaignId, Campaign>,
): LinkVerdict | undefined {
  const all = [...campaigns.values()];
  const addresses = findAddresses(text, (host, rest) => isMeant(host, rest, all));
  const verdicts = addresses.slice(0, mostAddresses).map((address) => judgeAddress(address, all));
  const worst = worstOf(verdicts);
  if (worst === undefined || addresses.length <= mostAddresses) return worst;
  return { ...worst, verdict: "not-official" };
}

/** "Merci.Je" is two sentences; "facebok.co" and "page.example/form" are addresses. */
function isMeant(host: string, rest: string, campaigns: readonly Campaign[]): boolean {
  const labels = labelsOfHost(host);
  const last = labels.at(-1) ?? "";
  const isMarked = /^www$|^xn--/i.test(labels[0] ?? "") || labels.some((label) => label.startsWith("xn--"));
  if (rest !== "" || isMarked || endings.test(last) || /^\d+$/.test(last)) return true;
  return /^[a-z\d]{2}$|^[A-Z\d]{2}$/.test(last) && findImitated(host, campaigns) !== undefined;
}

function worstOf(verdicts: readonly LinkVerdict[]): LinkVerdict | undefined {
  const rankOf = ({ verdict, campaign }: LinkVerdict) =>
    2 * worstFirst.indexOf(verdict) + (campaign === undefined ? 1 : 0);
  return [...verdicts].sort((one, other) => rankOf(one) - rankOf(other))[0];
}

function judgeAddress(address: Address, campaigns: readonly Campaign[]): LinkVerdict {
  const url = urlOf(address);
  if (url === undefined) return fake(shownOf(address), address, campaigns);
  const shown = cut(url.hostname);
  const campaign = campaignAt(url, campaigns);
  if (campaign === undefined) return fake(shown, address, campaigns);
  if (isDisguised(address, url)) return { verdict: "not-official", campaign: campaign.id, shown };
  const carried = carriedBy(url, campaigns);
  if (carried === "not-official") return { verdict: carried, campaign: campaign.id, shown };
  const owner = carried === undefined ? ownerOf(url, campaigns) : undefined;
  return owner === undefined
    ? { verdict: "other-page", campaign: campaign.id, shown }
    : { verdict: "official", campaign: owner.id, shown };
}

function urlOf({ scheme = "https", slashes, authority, rest }: Address): URL | undefined {
  if (scheme !== "https" && scheme !== "http") return undefined;
  try {
    return new URL(`${scheme}:${slashes}${authority}${rest}`);
  } catch {
    return undefined;
  }
}

/** The campaign on whose domains an address is, the closest domain first. */
function campaignAt(url: URL, campaigns: readonly Campaign[]): Campaign | undefined {
  const found = campaigns.flatMap((campaign) =>
    campaign.domains
      .filter((domain) => isWithin(url.href, [domain]))
      .map((domain) => ({ campaign, length: domain.length })),
  );
  return found.sort((one, other) => other.length - one.length)[0]?.campaign;
}

/** The campaign that has this very page among its links. */
function ownerOf(url: URL, campaigns: readonly Campaign[]): Campaign | undefined {
  return campaigns.find((campaign) =>
    linksOf(campaign).some(
      (link) => isWithin(url.href, campaign.domains) && isSamePage(url, new URL(link.url)),
    ),
  );
}

/** True where an address is written as no honest sender writes it, even if a browser would find its way. */
function isDisguised({ slashes, authority, rest }: Address, url: URL): boolean {
  const isPlain = slashes === "//" && /^[a-z0-9.-]+(?::\d+)?$/i.test(authority) && url.port === "";
  return !isPlain || /[\\\p{Cc}\p{Cf}]/u.test(rest);
}

/** The worst of the addresses that an address would hand on to: "l.php?u=https://…". */
function carriedBy(url: URL, campaigns: readonly Campaign[], depth = 0): Verdict | undefined {
  const values = [...tellingParameters(url).flat(), url.hash.slice(1)];
  const handedOn = values.flatMap((value) => addressesIn(value, () => true));
  // A path has names of files and people in it, which only look like hosts.
  const inPath = addressesIn(url.pathname, () => false);
  const steps = url.pathname
    .split("/")
    .flatMap((step) => addressesIn(step, (host, rest) => isMeant(host, rest, campaigns)));
  const carried = [...handedOn, ...inPath, ...steps];
  if (carried.length === 0) return undefined;
  const isTooMuch = depth === mostHandedOn || carried.length > mostHandedOn * 2;
  return !isTooMuch && carried.every((each) => each && isOurs(each, campaigns, depth))
    ? "other-page"
    : "not-official";
}

function isOurs(address: Address, campaigns: readonly Campaign[], depth: number): boolean {
  const url = urlOf(address);
  if (url === undefined || isDisguised(address, url)) return false;
  return campaignAt(url, campaigns) !== undefined && carriedBy(url, campaigns, depth + 1) !== "not-official";
}

/** The addresses in a part of another one; undefined stands for one that is hidden too well. */
function addressesIn(
  value: string,
  isHost: (host: string, rest: string) => boolean,
): readonly (Address | undefined)[] {
  const decoded = decodings(value);
  return decoded === undefined || /aHR0c/.test(value)
    ? [undefined]
    : decoded.flatMap((each) => findAddresses(each, isHost));
}

/** A value as it is and as it is decoded; nothing where that does not come to an end. */
function decodings(value: string): readonly string[] | undefined {
  const found = [value];
  while (found.length <= mostCodings) {
    const decoded = decode(found.at(-1) ?? "");
    if (decoded === found.at(-1)) return found;
    found.push(decoded);
  }
  return undefined;
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

function fake(shown: string, { authority, rest }: Address, campaigns: readonly Campaign[]): LinkVerdict {
  const host = authority.slice(authority.lastIndexOf("@") + 1).replace(/:\d*$/, "");
  const user = authority.slice(0, authority.lastIndexOf("@") + 1);
  const campaign = findImitated(host, campaigns) ?? findNamed(`${user}/${rest}`, campaigns);
  return { verdict: "not-official", ...(campaign !== undefined && { campaign }), shown };
}

/** What can be shown of something that no browser could open as a page. */
function shownOf({ scheme, authority }: Address): string {
  const isWeb = scheme === undefined || scheme === "https" || scheme === "http";
  return cut(isWeb ? authority.toLowerCase().replace(/[^a-z0-9.:-]/g, "?") : `${scheme}:`);
}

/** The end of a long host stays: it says whose it is. */
function cut(host: string): string {
  const safe = host.replace(/[^a-z0-9.:_[\]?-]/g, "?");
  return safe.length > longestShown ? `…${safe.slice(1 - longestShown)}` : safe;
}
