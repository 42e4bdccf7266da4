import { distance } from "fastest-levenshtein";
import { linksOf } from "../campaigns/contradictions.ts";
import type { Campaign, CampaignId } from "../campaigns/schema.ts";
import { decodePunycode } from "./decode-punycode.ts";
import { labelsOfHost } from "./find-addresses.ts";

/** Signs that are taken for a Latin letter at a glance. */
const lookAlikes: Readonly<Record<string, string>> = Object.fromEntries(
  (
    [
      ["a", "4@аɑαάӕᴀ"],
      ["b", "8ЬьвβЪ"],
      ["c", "сϲᴄς"],
      ["d", "ԁɗ"],
      ["e", "3еєεҽёℯ"],
      ["f", "ƒғ"],
      ["g", "9ɡցԍǥ"],
      ["h", "һհнɦ"],
      ["i", "1l|!јіїιίıɩӏƖǀjł"],
      ["k", "кκĸқ"],
      ["m", "мɱ"],
      ["n", "пոηńɴ"],
      ["o", "0оοσөօɵø"],
      ["p", "рρþ"],
      ["q", "ԛզ"],
      ["r", "гɾʀ"],
      ["s", "5$ѕʂꜱ"],
      ["t", "7тτţ"],
      ["u", "υսцμʋ"],
      ["v", "ѵνᴠ"],
      ["w", "ѡωԝшɯ"],
      ["x", "хχҳ"],
      ["y", "уүγʏ"],
      ["z", "2ᴢʐ"],
    ] as const
  ).flatMap(([letter, signs]) => Array.from(signs).map((sign) => [sign, letter] as const)),
);
const doubleLookAlikes: readonly (readonly [RegExp, string])[] = [
  [/rn/g, "m"],
  [/vv/g, "w"],
];

const shortestName = 4;
/** Shorter names are within or near to too many words. */
const shortestForgiven = 5;
const mostLetters = 500;

/** Tells which campaign's domain a host poses as: misspelt, with other letters, or as a part of itself. */
export function findImitated(host: string, campaigns: Iterable<Campaign>): CampaignId | undefined {
  const labels = labelsOfHost(host.slice(-mostLetters)).map(decodePunycode);
  const parts = labels.flatMap((label) => label.split(/[-_%]/)).map(asSeen);
  const found = [...campaigns].map((campaign) => ({
    id: campaign.id,
    edits: editsTo(campaign, parts, host),
  }));
  const least = Math.min(...found.map(({ edits }) => edits));
  return least === Number.POSITIVE_INFINITY ? undefined : found.find(({ edits }) => edits === least)?.id;
}

/** Tells which campaign's service or form the rest of an address names. */
export function findNamed(rest: string, campaigns: Iterable<Campaign>): CampaignId | undefined {
  const parts = rest
    .slice(0, mostLetters)
    .toLowerCase()
    .split(/[^\p{L}\p{N}-]+/u)
    .filter((part) => part.length >= shortestName);
  const isNamed = (campaign: Campaign) =>
    [...namesOf(campaign), ...formsOf(campaign)].some((name) => parts.includes(name));
  return [...campaigns].find(isNamed)?.id;
}

function editsTo(campaign: Campaign, parts: readonly string[], host: string): number {
  const holdsDomain = campaign.domains.some((domain) => holds(host.toLowerCase(), domain));
  if (holdsDomain) return 0;
  const edits = namesOf(campaign)
    .map(asSeen)
    .flatMap((name) => parts.map((part) => editsBetween(part, name)));
  return Math.min(Number.POSITIVE_INFINITY, ...edits);
}

/** "facebook.com" in "facebook.com.help-form.info", and "x.com" in "x.com-login.info". */
function holds(host: string, domain: string): boolean {
  return ["", domain.replaceAll(".", "-")].some((written) =>
    `.${host.replaceAll(/[-_]/g, ".")}.`.includes(`.${(written || domain).replaceAll("-", ".")}.`),
  );
}

function editsBetween(part: string, name: string): number {
  if (part === name) return 0;
  if (name.length < shortestForgiven || part.length < shortestForgiven) return Number.POSITIVE_INFINITY;
  if (part.includes(name)) return 0.5;
  const allowed = Math.floor(Math.min(part.length, name.length) / 4);
  const edits =
    Math.abs(part.length - name.length) > allowed ? Number.POSITIVE_INFINITY : distance(part, name);
  return edits <= allowed ? edits : Number.POSITIVE_INFINITY;
}

/** By what a campaign's service is known: its domains' names, its accounts, itself. */
function namesOf({ id, accounts, domains }: Campaign): readonly string[] {
  const names = domains.map((domain) => nameOfDomain(domain.toLowerCase()));
  return [...names, id, ...accounts.map((account) => account.id)].filter(
    (name) => name.length >= shortestName,
  );
}

/** "facebook" of "facebook.com", "example" of "www.example.co.uk". */
function nameOfDomain(domain: string): string {
  const labels = domain.split(".").slice(0, -1);
  return labels.findLast((label) => label.length >= shortestName) ?? "";
}

/** The last part of each official address, where it is long enough to belong to no other page. */
function formsOf(campaign: Campaign): readonly string[] {
  return linksOf(campaign)
    .map(({ url }) => new URL(url).pathname.split("/").findLast((part) => part !== "") ?? "")
    .filter((part) => part.length > 2 * shortestName);
}

function asSeen(text: string): string {
  const plain = text
    .toLowerCase()
    .normalize("NFKD")
    .replace(/[\p{M}\p{Cf}]/gu, "")
    .toLowerCase();
  const letters = Array.from(plain)
    .map((letter) => lookAlikes[letter] ?? letter)
    .join("");
  return doubleLookAlikes.reduce((seen, [pair, letter]) => seen.replace(pair, letter), letters);
}
