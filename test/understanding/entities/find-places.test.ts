import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileZones, readPlace, type ZoneWords } from "../../../src/understanding/entities/find-places.ts";
import { tokensOf, wordsOf as wordsIn } from "../../../src/understanding/tokens.ts";

const wordsOf = (language: string): ZoneWords =>
  JSON.parse(readFileSync(new URL(`../../../locales/${language}/dates.json`, import.meta.url), "utf8")).zones;
const fr = wordsOf("fr");
const en = wordsOf("en");
const places = new Map([fr, en].map((words) => [words, compileZones(words)] as const));

function readZone(text: string, words: ZoneWords): string | undefined {
  const known = places.get(words);
  return known && readPlace(wordsIn(tokensOf(text)), known);
}

/** What is read for each text of the table. */
function zonesOf(words: ZoneWords, table: Readonly<Record<string, string | undefined>>) {
  return Object.fromEntries(Object.keys(table).map((text) => [text, readZone(text, words)]));
}

function isZone(zone: string): boolean {
  return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone !== "";
}

describe("readZone", () => {
  it("knows only zones that exist", () => {
    for (const zone of [...Object.keys(fr.names), ...Object.keys(en.names)]) expect(isZone(zone)).toBe(true);
  });

  it.each([fr, en])("reads every name of its own lists as the zone that it stands under", (words) => {
    const ambiguous = new Set(["mérida", "merida", "grenade"]);
    const listed = Object.entries(words.names)
      .flatMap(([zone, names]) => names.map((name) => [name, zone] as const))
      .filter(([name]) => !ambiguous.has(name));
    expect(listed.map(([name]) => [name, readZone(name.toUpperCase(), words)])).toEqual(listed);
  });

  it("reads IANA names in any case, with spaces for underscores", () => {
    const table1 = {
      "Europe/Paris": "Europe/Paris",
      "europe/paris": "Europe/Paris",
      "AMERICA/NEW_YORK": "America/New_York",
      "America/new york": "America/New_York",
      "america/indiana/knox": "America/Indiana/Knox",
      "Europe/Nowhere": undefined,
    };
    expect(zonesOf(en, table1)).toEqual(table1);
  });

  it("reads cities, countries and regions in the person's words", () => {
    const table2 = {
      Montréal: "America/Toronto",
      quebec: "America/Toronto",
      "La Réunion": "Indian/Reunion",
      Casablanca: "Africa/Casablanca",
      Alger: "Africa/Algiers",
      Bruxelles: "Europe/Brussels",
      Londres: "Europe/London",
      "j'habite à Nouméa": "Pacific/Noumea",
      "heure de Paris": "Europe/Paris",
      "en Côte d’Ivoire": "Africa/Abidjan",
      "Fort-de-France": "America/Martinique",
      tokyo: "Asia/Tokyo",
      Anchorage: "America/Anchorage",
    };
    expect(zonesOf(fr, table2)).toEqual(table2);
    const table3 = {
      London: "Europe/London",
      "I'm in New York": "America/New_York",
      "Paris time": "Europe/Paris",
      "the UK": "Europe/London",
      "Mexico City": "America/Mexico_City",
      Anchorage: "America/Anchorage",
    };
    expect(zonesOf(en, table3)).toEqual(table3);
  });

  it("forgives typing errors that leave one place", () => {
    const table4 = {
      Bruxeles: "Europe/Brussels",
      Casablnca: "Africa/Casablanca",
      Motnréal: "America/Toronto",
      Guadelouppe: "America/Guadeloupe",
    };
    expect(zonesOf(fr, table4)).toEqual(table4);
    const table5 = { Lodnon: "Europe/London", Brusels: "Europe/Brussels", Sinagpore: "Asia/Singapore" };
    expect(zonesOf(en, table5)).toEqual(table5);
  });

  it("asks rather than guess", () => {
    const table6 = {
      Canada: undefined,
      "Paris ou Londres": undefined,
      "pas Paris": undefined,
      Vincennes: undefined,
      Mérida: undefined,
      Grenade: undefined,
      oui: undefined,
      "": undefined,
      facebook: undefined,
      demain: undefined,
      Pari: undefined,
      "une autre": undefined,
      "UTC+2": undefined,
    };
    expect(zonesOf(fr, table6)).toEqual(table6);
    const table7 = {
      Australia: undefined,
      "the US": undefined,
      "not london": undefined,
      back: undefined,
      menu: undefined,
    };
    expect(zonesOf(en, table7)).toEqual(table7);
  });

  it("tells neighbours apart that are one letter from each other", () => {
    const table8 = {
      Guyane: "America/Cayenne",
      Guyana: "America/Guyana",
      Niger: "Africa/Niamey",
      Nigeria: "Africa/Lagos",
    };
    expect(zonesOf(fr, table8)).toEqual(table8);
    const table9 = {
      Austria: "Europe/Vienna",
      Slovenia: "Europe/Ljubljana",
      Slovakia: "Europe/Bratislava",
    };
    expect(zonesOf(en, table9)).toEqual(table9);
  });

  it("never throws, and gives nothing but zones that exist", () => {
    const text = fc.oneof(fc.string(), fc.string({ unit: "grapheme" }));
    const holds = fc.property(text, (text) => {
      const zone = readZone(text, fr);
      return zone === undefined || isZone(zone);
    });
    expect(fc.check(holds)).toMatchObject({ failed: false });
  });
});
