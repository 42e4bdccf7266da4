import { distance } from "fastest-levenshtein";
import { asSeen } from "./as-seen.ts";
import { labelsOfHost } from "./find-addresses.ts";
import type { KnownSite } from "./known-sites.ts";

/** Shorter names are within or near to too many words. */
const shortestForgiven = 5;
const mostLetters = 500;
/** What no honest page elsewhere has in its address: the number of a form. */
const formNumber = /\d{9,}/g;

/** Tells which site a host poses as: misspelt, with other letters, or as a part of itself. The host is as people see it. */
export function findImitated(host: string, sites: readonly KnownSite[]): KnownSite | undefined {
  const labels = labelsOfHost(host.slice(-mostLetters)).map((label) => asSeen(label).split(/[-_%@]/));
  const found = sites.map((site) => ({ site, edits: editsTo(site, labels) }));
  const least = Math.min(...found.map(({ edits }) => edits));
  return least === Number.POSITIVE_INFINITY ? undefined : found.find(({ edits }) => edits === least)?.site;
}

/** Tells whose form an address elsewhere copies, by its number. */
export function findCopied({ href }: URL, sites: readonly KnownSite[]): KnownSite | undefined {
  const numbers: readonly string[] = href.match(formNumber) ?? [];
  return sites.find(({ pages }) =>
    pages.some(({ pathname }) => numbers.some((number) => pathname.includes(number))),
  );
}

function editsTo(
  { seenDomains, names, rareNames }: KnownSite,
  labels: readonly (readonly string[])[],
): number {
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
  if (Math.abs(part.length - name.length) > allowed) return Number.POSITIVE_INFINITY;
  const edits = distance(part, name);
  return edits <= allowed ? edits : Number.POSITIVE_INFINITY;
}
