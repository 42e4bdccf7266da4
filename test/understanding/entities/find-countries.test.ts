import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { authorityFor } from "../../../src/campaigns/authorities/authorities.ts";
import { readAuthorities } from "../../../src/campaigns/read-files.ts";
import { countriesSchema } from "../../../src/content/locale-schemas.ts";
import { compileCountries, findPlaces, readPlace } from "../../../src/understanding/entities/find-places.ts";
import { tokensOf, wordsOf } from "../../../src/understanding/tokens.ts";
import { anyCharacter } from "../../support/any-character.ts";

const pathOf = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const authorities = readAuthorities(pathOf("src/campaigns/authorities/authorities.json"));
const words = new Map(
  ["fr", "en"].map((language) => [
    language,
    countriesSchema.parse(JSON.parse(readFileSync(pathOf(`locales/${language}/countries.json`), "utf8"))),
  ]),
);
const countries = compileCountries(authorities, words, () => "");
const read = (text: string) => readPlace(wordsOf(tokensOf(text)), countries);

/** What is read for each text of a table. */
function countriesOf(table: Readonly<Record<string, string | undefined>>) {
  return Object.fromEntries(Object.keys(table).map((text) => [text, read(text)]));
}

describe("readPlace, for countries", () => {
  it("takes the name of a language for no country, but that of a people", () => {
    const table = {
      "le français": undefined,
      "en français": undefined,
      "en anglais": undefined,
      "plutôt en français s'il vous plaît": undefined,
      "in English": undefined,
      "je suis français": "FR",
      "I am Dutch": "NL",
    };
    expect(countriesOf(table)).toEqual(table);
    const named = (text: string) => findPlaces(wordsOf(tokensOf(text)), countries).map(({ value }) => value);
    expect(named("plutôt en français s'il vous plaît")).toEqual([]);
    expect(named("en français, je vis en Belgique")).toEqual(["BE"]);
    // A town beside it is no typing mistake in the name of another country.
    expect(named("France, Auvers")).toEqual(["FR"]);
  });

  it("reads every name of its lists as the country that it stands under, in capitals and without accents too", () => {
    const listed = [...words.values()].flatMap(({ names }) =>
      Object.entries(names).flatMap(([country, all]) => all.map((name) => [name, country] as const)),
    );
    const named = [...authorities.values()].flatMap(({ country, names }) =>
      Object.values(names).map((name) => [name, country] as const),
    );
    const all = [...listed, ...named];
    expect(all.length).toBeGreaterThan(200);
    expect(all.map(([name]) => [name, read(name)])).toEqual(all);
    expect(all.map(([name]) => [name, read(name.toUpperCase())])).toEqual(all);
    expect(all.map(([name]) => [name, read(name.normalize("NFD").replace(/\p{M}/gu, ""))])).toEqual(all);
  });

  it("reads what people type in French", () => {
    const table = {
      france: "FR",
      "En France": "FR",
      "j'habite en Belgique": "BE",
      "J’habite à Bruxelles": "BE",
      Allemagne: "DE",
      "je vis en allemagne depuis 2 ans": undefined,
      "je suis en Suisse": "CH",
      "suisse romande": "CH",
      "aux Pays-Bas": "NL",
      "pays bas": "NL",
      "la Hollande": "NL",
      "au Luxembourg svp": "LU",
      "Grand-Duché de Luxembourg": "LU",
      "Royaume Uni": "GB",
      "Pays de Galles": "GB",
      "Irlande du Nord": "GB",
      irlande: "IE",
      islande: "IS",
      "République tchèque": "CZ",
      "La Réunion": "FR",
      "Martinique 🌴": "FR",
      "moi c'est l'Espagne": "ES",
      "Je suis belge": "BE",
    };
    expect(countriesOf(table)).toEqual(table);
  });

  it("reads what people type in English", () => {
    const table = {
      "the Netherlands": "NL",
      netherlands: "NL",
      "I live in Germany": "DE",
      "I'm in the UK": "GB",
      "U.K.": "GB",
      uk: "GB",
      "Northern Ireland": "GB",
      "Republic of Ireland": "IE",
      "from Sweden, please": "SE",
      switzerland: "CH",
      "Czech Republic": "CZ",
      "it's Poland": "PL",
      "I am Greek": "GR",
    };
    expect(countriesOf(table)).toEqual(table);
  });

  it("forgives a slip of the finger", () => {
    const table = {
      belgqiue: "BE",
      blegique: "BE",
      "en alemagne": "DE",
      luxembourgg: "LU",
      switzerlnad: "CH",
      netherands: "NL",
      "royame uni": "GB",
      angletere: "GB",
      hollnade: "NL",
      "united kindgom": "GB",
      portugual: "PT",
      "je suis en suise": "CH",
      finlnade: "FI",
      espange: "ES",
    };
    expect(countriesOf(table)).toEqual(table);
  });

  it("never guesses between two countries", () => {
    const table = {
      ilande: undefined,
      "France et Belgique": undefined,
      "je suis belge mais en France": undefined,
      "France or Spain": undefined,
      "la belgique, pas la france": undefined,
    };
    expect(countriesOf(table)).toEqual(table);
  });

  it("reads nothing in what names none of its countries", () => {
    const table = {
      "": undefined,
      oui: undefined,
      no: undefined,
      "je ne sais pas": undefined,
      Europe: undefined,
      "mon pays": undefined,
      "c'est ici": undefined,
      "3": undefined,
      menu: undefined,
    };
    expect(countriesOf(table)).toEqual(table);
  });

  it("reads countries where nobody can complain, so that they can be told", () => {
    const table = {
      "je suis en Tunisie": "TN",
      Algérie: "DZ",
      "États-Unis": "US",
      "I'm in the USA": "US",
      "New Zealand": "NZ",
      "Corée du Sud": "KR",
    };
    expect(countriesOf(table)).toEqual(table);
    expect(countriesOf({ Québec: "CA" })).toEqual({ Québec: "CA" });
    expect(Object.values(table).filter((country) => authorityFor(country, authorities))).toEqual([]);
  });

  it("takes no country of the world for another one", () => {
    const codes = Array.from({ length: 26 * 26 }, (_, at) =>
      String.fromCodePoint(65 + Math.floor(at / 26), 65 + (at % 26)),
    );
    const current = codes.filter((code) => new Intl.Locale("und", { region: code }).region === code);
    const names = ["fr", "en"].flatMap((language) => {
      const display = new Intl.DisplayNames([language], { type: "region", fallback: "none" });
      return current.flatMap((code) => [
        [display.of(code), authorityFor(code, authorities)?.country] as const,
      ]);
    });
    const known = names.filter(([name]) => name !== undefined);
    expect(known.length).toBeGreaterThan(400);
    const authorityOf = (name = "") => authorityFor(read(name) ?? "", authorities)?.country;
    expect(known.map(([name]) => [name, authorityOf(name)])).toEqual(known);
  });

  it("reads anything at all without failing", () => {
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter, maxLength: 200 }), (text) => {
        const country = read(text);
        expect(country ?? "XX").toMatch(/^[A-Z]{2}$/);
      }),
    );
  });
});
