import { z } from "zod";
import { checkIn, checkUnique } from "../contradictions.ts";

/** A country as ISO 3166-1 names it: "FR". */
export type CountryCode = string;

const https = z.url({ protocol: /^https$/, error: "expected an https:// address" });
const time = z.string().regex(/^\d{4}(?:-\d{2}(?:-\d{2})?)?$/, "expected 2025, 2025-05 or 2025-05-26");

const authority = z.strictObject({
  country: z.string().regex(/^[A-Z]{2}$/, "expected two capital letters such as FR"),
  /** The country's name by language. */
  names: z.record(z.string(), z.string().min(1)),
  /** What the authority calls itself. */
  authority: z.string().min(1),
  link: https,
  /** Whether the link leads to the complaint itself, or to the home page from which one finds it. */
  page: z.enum(["complaint", "home"]),
  /** A: two or more independent sources agree; B: one good source. */
  grade: z.enum(["A", "B"]),
  sources: z
    .array(z.strictObject({ name: z.string().min(1), url: https.optional(), date: time.optional() }))
    .min(1),
  checked: z.iso.date("expected a day such as 2026-11-25"),
});

/** What the file of authorities holds: to whom people complain, each country once. */
export const authoritiesSchema = z.array(authority).superRefine((all, context) =>
  checkUnique(
    all.map(({ country }, index) => ({ id: country, path: [index, "country"] })),
    checkIn(context),
  ),
);

/** To whom people of one country complain about what is done with their data. */
export type Authority = Readonly<z.infer<typeof authority>>;

/** Codes in use beside those of the standard, and territories with the authority of their country. */
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

/** Countries whose authority the bot knows, although the law of the European Union does not hold there. */
const outsideTheArea: ReadonlySet<CountryCode> = new Set(["CH", "GB"]);

/** True if the law of the European Union holds in a country: in the European Economic Area, of which the bot knows every authority. */
export function isInEuropeanArea(
  country: CountryCode,
  authorities: ReadonlyMap<CountryCode, Authority>,
): boolean {
  const authority = authorityFor(country, authorities);
  return authority !== undefined && !outsideTheArea.has(authority.country);
}

/** Finds the authority to which people of a country complain; undefined where the bot knows of none. */
export function authorityFor(
  country: CountryCode,
  authorities: ReadonlyMap<CountryCode, Authority>,
): Authority | undefined {
  return entryFor(country, authorities);
}

/** Finds what is known of a country, by any of its codes; of a territory, what is known of its country. */
export function entryFor<Entry>(
  country: CountryCode,
  entries: ReadonlyMap<CountryCode, Entry>,
): Entry | undefined {
  const code = country.toUpperCase();
  return entries.get(otherCodes[code] ?? code);
}
