import { z } from "zod";
import { isZone } from "../../support/is-zone.ts";
import { checkIn, checkUnique } from "../contradictions.ts";

/** A country as ISO 3166-1 names it: "FR". */
export type CountryCode = string;

const https = z.url({ protocol: /^https$/, error: "expected an https:// address" });
const time = z.string().regex(/^\d{4}(?:-\d{2}(?:-\d{2})?)?$/, "expected 2025, 2025-05 or 2025-05-26");

const office = {
  /** What the authority calls itself; absent if each part of the country has its own. */
  authority: z.string().min(1).optional(),
  /** The home page, or the list of the authorities of the country's parts. */
  home: https,
  /** The page on which people complain; absent if none is known. */
  complaint: https.optional(),
};

const authority = z.strictObject({
  country: z.string().regex(/^[A-Z]{2}$/, "expected two capital letters such as FR"),
  /** The country's name by language. */
  names: z.record(z.string(), z.string().min(1)),
  /** Where most of its people live; absent if no zone has most of them. */
  zone: z.string().refine(isZone, "expected an IANA time zone such as Europe/Paris").optional(),
  ...office,
  /** The law that it watches over, as its country names it, if that is a law that the texts do not tell of. */
  law: z.string().min(1).optional(),
  /** The authorities that lead where the companies behind these campaigns have their seat. */
  leads: z.array(z.strictObject({ campaigns: z.array(z.string()).min(1), ...office })).optional(),
  /** The authorities of parts of the country, which people there may turn to as well. */
  parts: z.array(z.strictObject({ ...office, authority: z.string().min(1) })).optional(),
  /** A: two or more independent sources agree; B: one good source. */
  grade: z.enum(["A", "B"]),
  sources: z
    .array(z.strictObject({ name: z.string().min(1), url: https.optional(), date: time.optional() }))
    .min(1),
  checked: z.iso.date("expected a day such as 2026-11-25"),
});

/** The file of authorities to which people complain, each country once. */
export const authoritiesSchema = z.array(authority).superRefine((all, context) =>
  checkUnique(
    all.map(({ country }, index) => ({ id: country, path: [index, "country"] })),
    checkIn(context),
  ),
);

/** The authority to which people of one country complain about the use of their data. */
export type Authority = Readonly<z.infer<typeof authority>>;

/** Codes in use besides ISO 3166-1, and territories that have their country's authority. */
const otherCodes: Readonly<Record<string, CountryCode>> = {
  UK: "GB",
  EL: "GR",
  AX: "FI",
  IC: "ES",
  EA: "ES",
  BL: "FR",
  FX: "FR",
  GF: "FR",
  GP: "FR",
  MF: "FR",
  MQ: "FR",
  NC: "FR",
  PF: "FR",
  PM: "FR",
  RE: "FR",
  TF: "FR",
  WF: "FR",
  YT: "FR",
};

/** Countries whose laws the texts tell of, but where European Union law does not apply. */
const outsideTheArea: ReadonlySet<CountryCode> = new Set(["CA", "CH", "GB"]);

/**
 * True if European Union law applies in a country, that is, if it is in the European Economic Area.
 * The bot knows every authority of the Area.
 */
export function isInEuropeanArea(
  country: CountryCode,
  authorities: ReadonlyMap<CountryCode, Authority>,
): boolean {
  const authority = authorityFor(country, authorities);
  return authority !== undefined && authority.law === undefined && !outsideTheArea.has(authority.country);
}

/**
 * Finds the authority of a country, or the one that leads there for a campaign; undefined if the bot
 * knows none.
 */
export function authorityFor(
  country: CountryCode,
  authorities: ReadonlyMap<CountryCode, Authority>,
  campaign = "",
): Authority | undefined {
  const known = entryFor(country, authorities);
  const lead = known?.leads?.find(({ campaigns }) => campaigns.includes(campaign));
  return known && { ...known, ...lead };
}

/** An authority, those that lead in its place, and those of parts of its country. */
export function officesOf(authority: Authority) {
  return [authority, ...(authority.leads ?? []), ...(authority.parts ?? [])];
}

/** Lists the pages that the bot gives of a country's authorities. */
export function pagesOf(authority: Authority): readonly string[] {
  return officesOf(authority).map(({ home, complaint = home }) => complaint);
}

/** Finds the entry of a country by any of its codes; for a territory, the entry of its country. */
export function entryFor<Entry>(
  country: CountryCode,
  entries: ReadonlyMap<CountryCode, Entry>,
): Entry | undefined {
  const code = country.toUpperCase();
  return entries.get(otherCodes[code] ?? code);
}
