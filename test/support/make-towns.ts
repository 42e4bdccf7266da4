import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cityMapping } from "city-timezones";
import { readAuthorities } from "../../src/campaigns/read-files.ts";
import { topicsOfCountries } from "../../src/conversation/vocabulary.ts";
import { languagesIn, ownFolders, shippedPath } from "../../src/support/folders.ts";
import { groupedBy } from "../../src/understanding/grouped-by.ts";
import { keyOf } from "../../src/understanding/tokens.ts";
import { readArguments } from "./read-arguments.ts";

/**
 * Writes `locales/towns.txt`: the names by which people tell where they live, beside the lists of
 * `countries.json`. A name that several countries share is left out, unless nearly everybody means one of
 * them, and so is a small town whose name is a word. `npm run towns <cities500.txt>` reads the file of
 * GeoNames (https://download.geonames.org/export/dump/cities500.zip, CC BY 4.0), and the regions of
 * city-timezones.
 */

/** A place with people in the file of GeoNames, under one of its names. */
interface Entry {
  readonly country: string;
  readonly zone: string;
  readonly people: number;
  readonly isCode?: boolean;
}

/** The largest town of a name is meant if it has so many times the people of the next one abroad. */
const timesLarger = 5;
/** Parts of towns, and places where nobody lives any more. */
const noTowns: ReadonlySet<string> = new Set(["PPLX", "PPLH", "PPLQ", "PPLW"]);
/** How many people the smallest towns have: those whose names are words too, or are known in other languages. */
const fewest = { near: 2_000, ordinary: 100_000, far: 100_000, foreign: 50_000 };
/** Shorter foreign names are mostly codes of airports: they only keep a town elsewhere from being meant. */
const shortestForeign = 5;
/** Nobody who lives in Kent means the town in Washington. */
const peopleOfRegion = 1_000_000;
/** Names of regions abroad that no list has, and what is said of other things: "on mobile", "for sale". */
const neverMeant: ReadonlySet<string> = new Set([
  ...["munster", "surrey", "tessin", "durham", "brunswick"],
  ...["mobile", "sale", "trente", "enterprise", "god", "march", "tarde"],
]);
const isRegion = /^[a-z][a-z ]{2,},[A-Z]{2}$/;
const isName = /^[a-z][a-z ]{2,}$/;

const authorities = readAuthorities(shippedPath("src/campaigns/authorities/authorities.json"));
const { positionals } = await readArguments(
  [["npm run towns -- <cities500.txt>", "writes the towns of GeoNames into locales/towns.txt"]],
  { allowPositionals: true },
);
const rows = readFileSync(positionals[0] ?? "", "utf8")
  .split("\n")
  .map((line) => line.split("\t"));

/** Whether somebody may object there, so that the smaller towns count too. */
function isNear(country: string): boolean {
  return authorities.has(country) || (country !== "US" && country in topicsOfCountries);
}

/** Returns a row's names as people type them, and what it says of the town. */
function entriesOf(row: readonly string[]): readonly (readonly [name: string, entry: Entry])[] {
  const [, name = "", ascii = "", foreign = "", , , , kind = "", country = "", , , , , , count] = row;
  if (noTowns.has(kind)) return [];
  const entry = { country, zone: row[17] ?? "", people: Number(count) };
  const own = new Set([name, ascii].map(keyOf));
  const known = isNear(country) && entry.people >= fewest.foreign ? foreign.split(",").map(keyOf) : [];
  const others = [...new Set(known)].filter((each) => !own.has(each));
  return [
    ...[...own].map((each) => [each, entry] as const),
    ...others.map((each) => [each, { ...entry, isCode: each.length < shortestForeign }] as const),
  ].filter(([each]) => isName.test(each));
}

/** Returns the regions that are not named after a town, each with the zone of its largest town. */
function regions(): readonly (readonly [name: string, entry: Entry])[] {
  const towns = cityMapping.filter(({ timezone }) => timezone).sort((one, other) => other.pop - one.pop);
  const named = new Set(towns.map(({ city, iso2 }) => `${keyOf(city)},${iso2}`));
  const largest = groupedBy(towns, ({ province, iso2 }) => `${keyOf(province ?? "")},${iso2}`);
  return [...largest].flatMap(([key, [town]]) => {
    const [name = "", country = ""] = key.split(",");
    return town === undefined || named.has(key) || !isRegion.test(key)
      ? []
      : [[name, { country, zone: town.timezone, people: peopleOfRegion }] as const];
  });
}

/** Returns how often words begin with a small letter in the texts of a language, less how often with a capital. */
function smallLetters(): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  const text = languagesIn(ownFolders.locales).flatMap(textsOf).join("\n");
  for (const [word] of text.matchAll(/\p{L}+/gu)) {
    const isSmall = word === word.toLowerCase();
    counts.set(keyOf(word), (counts.get(keyOf(word)) ?? 0) + (isSmall ? 1 : -1));
  }
  return counts;
}

function textsOf(language: string): readonly string[] {
  const examples = readdirSync(join(ownFolders.locales, language, "examples"));
  const paths = [...examples.map((file) => `examples/${file}`), "conversation.json", "help.json"];
  return paths.map((path) => readFileSync(join(ownFolders.locales, language, path), "utf8"));
}

/** Returns the town that is meant by a name: much the largest one, if it is large enough to be listed. */
function townMeant(name: string, namesakes: readonly Entry[]): Entry | undefined {
  const [first, ...others] = [...namesakes].sort((one, other) => other.people - one.people);
  const abroad = others.find(({ country }) => country !== first?.country);
  if (first === undefined || first.isCode || first.people < timesLarger * (abroad?.people ?? 0))
    return undefined;
  return first.people >= fewestOf(name, first) ? first : undefined;
}

/** Returns how many people a town must have to be listed by this name. */
function fewestOf(name: string, { country, people }: Entry): number {
  const isOrdinary = (small.get(name) ?? 0) > 0;
  if (neverMeant.has(name) || (isOrdinary && (people === peopleOfRegion || !isNear(country))))
    return Infinity;
  if (isOrdinary) return fewest.ordinary;
  return isNear(country) ? fewest.near : fewest.far;
}

const small = smallLetters();
const byName = groupedBy([...rows.flatMap(entriesOf), ...regions()], ([name]) => name);
const meant = [...byName].flatMap(([name, namesakes]) => {
  const town = townMeant(
    name,
    namesakes.map(([, entry]) => entry),
  );
  return town === undefined
    ? []
    : { name, where: `${town.country} ${town.zone}${town.people === peopleOfRegion ? " region" : ""}` };
});
const lines = [...groupedBy(meant, ({ where }) => where)].map(([where, towns]) => {
  const names = towns.map(({ name }) => name).sort();
  return `${where},${names.join(",")}\n`;
});
writeFileSync(shippedPath("locales/towns.txt"), lines.sort().join(""));
