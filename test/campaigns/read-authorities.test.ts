import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import {
  type Authority,
  authorityFor,
  isInEuropeanArea,
} from "../../src/campaigns/authorities/authorities.ts";
import { readAuthorities } from "../../src/campaigns/read-files.ts";
import { allCampaigns } from "../support/bot-under-test.ts";
import { problemsInFile } from "../support/problems-in-file.ts";

const shipped = fileURLToPath(new URL("../../src/campaigns/authorities/authorities.json", import.meta.url));
const authorities = readAuthorities(shipped);
const sound = {
  country: "FR",
  names: { fr: "France" },
  authority: "CNIL",
  home: "https://www.example.org",
  grade: "B",
  sources: [{ name: "Somebody" }],
  checked: "2026-11-25",
};

/** What is said about a file with this content. */
function problemsOf(content: string): string {
  return problemsInFile("authorities.json", content, readAuthorities);
}

describe("readAuthorities", () => {
  it("has one authority for each country of the EU and the EEA, the United Kingdom, Switzerland, Canada, Monaco, Morocco and six countries of Africa", () => {
    const union = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK";
    const expected = [...`${union} IS LI NO GB CH CA MC MA BF BJ CI GA ML SN`.split(" ")].sort();
    expect([...authorities.keys()].sort()).toEqual(expected);
  });

  it("names every country as French and English do", () => {
    for (const language of ["fr", "en"]) {
      const display = new Intl.DisplayNames([language], { type: "region" });
      for (const { country, names } of authorities.values())
        expect(names[language]).toBe(display.of(country));
    }
  });

  it("has an authority of its own, with a source and a day, behind every country", () => {
    const all = [...authorities.values()];
    expect(new Set(all.map(({ home }) => new URL(home).hostname)).size).toBe(all.length);
    const named = all.filter(({ authority }) => authority !== undefined);
    expect(named.filter(({ home }) => new URL(home).pathname !== "/")).toEqual([]);
    expect(authorities.get("FR")?.complaint).toBe("https://www.cnil.fr/fr/plaintes");
  });

  it("leads to the page on which one complains, but for Germany, where each Land has its own, and where none is known", () => {
    const without = [...authorities.values()].filter(({ complaint, law }) => complaint === law);
    expect(without.map(({ country }) => country)).toEqual(["DE"]);
  });

  it("names the law of each country whose law the texts do not tell of", () => {
    const withLaw = [...authorities.values()].filter(({ law }) => law !== undefined);
    const countries = withLaw.map(({ country }) => country).sort();
    expect(countries).toEqual(["BF", "BJ", "CI", "GA", "MA", "MC", "ML", "SN"]);
    expect(countries.filter((country) => isInEuropeanArea(country, authorities))).toEqual([]);
  });

  it("names the authority of Québec beside that of Canada", () => {
    const parts = authorities.get("CA")?.parts ?? [];
    expect(parts.map(({ complaint }) => complaint)).toEqual(["https://plainte.cai.gouv.qc.ca"]);
  });

  it("is told by a source that can be opened", () => {
    const told = ({ sources }: Authority) => sources.some(({ url }) => url !== undefined);
    expect([...authorities.values()].filter((authority) => !told(authority))).toEqual([]);
  });

  it("says of a wrong file everything that is wrong, and where", () => {
    expect(problemsOf("{")).toMatch(/^authorities\.json: is not JSON/);
    expect(problemsOf(JSON.stringify([sound]))).toBe("");
    const wrong = [
      sound,
      { ...sound, country: "BE", home: "http://example.org" },
      { ...sound, country: "fr", sources: [] },
    ];
    expect(problemsOf(JSON.stringify(wrong)).split("\n")).toEqual([
      "authorities.json: 1.home: expected an https:// address",
      "authorities.json: 2.country: expected two capital letters such as FR",
      expect.stringContaining("authorities.json: 2.sources: "),
    ]);
    expect(problemsOf(JSON.stringify([sound, sound]))).toBe('authorities.json: 1.country: "FR" stands twice');
    expect(problemsOf("{}")).toMatch(/^authorities\.json: the whole file: /);
    expect(() => readAuthorities("/nowhere.json")).toThrow("/nowhere.json: cannot be read");
  });
});

describe("authorityFor", () => {
  it("finds the authority by the country's code, in small letters and by its other code too", () => {
    expect(authorityFor("be", authorities)?.country).toBe("BE");
    expect(authorityFor("UK", authorities)?.country).toBe("GB");
    expect(authorityFor("EL", authorities)?.country).toBe("GR");
    expect(authorityFor("RE", authorities)?.country).toBe("FR");
    expect(authorityFor("US", authorities)).toBeUndefined();
    expect(authorityFor("", authorities)).toBeUndefined();
  });

  it("finds the authority that leads for a campaign; each such campaign exists", () => {
    expect(authorityFor("DE", authorities, "meta")?.authority).toContain("HmbBfDI");
    expect(authorityFor("DE", authorities, "linkedin")?.authority).toBeUndefined();
    expect(authorityFor("FR", authorities, "meta")).toEqual(authorities.get("FR"));
    const leading = [...authorities.values()].flatMap(({ leads = [] }) => leads);
    const named = leading.flatMap(({ campaigns }) => campaigns);
    expect(named.filter((campaign) => !allCampaigns.has(campaign))).toEqual([]);
    expect(named.length).toBeGreaterThan(0);
  });
});

describe("isInEuropeanArea", () => {
  it("covers every country of the European Union, with Norway, Iceland and Liechtenstein, and no other", () => {
    const union = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK";
    const missed = `${union} IS LI NO`
      .split(" ")
      .filter((country) => !isInEuropeanArea(country, authorities));
    expect(missed).toEqual([]);
    const others = ["GB", "CH", "CA", "MA", "SN", "US", "RS", "UA", "MC"];
    expect(others.filter((country) => isInEuropeanArea(country, authorities))).toEqual([]);
  });
});
