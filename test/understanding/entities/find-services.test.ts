import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileServices, findServices } from "../../../src/understanding/entities/find-services.ts";
import { valuesOf } from "../../../src/understanding/entities/span.ts";
import type { Names } from "../../../src/understanding/sentences.ts";
import { keyOf } from "../../../src/understanding/tokens.ts";
import rows from "../../phrases/services.json" with { type: "json" };
import { anyCharacter } from "../../support/any-character.ts";
import { shippedSentences } from "../../support/read-words.ts";

/** Words as the campaigns' text files give them, both languages together. */
const services: ReadonlyMap<string, readonly string[]> = new Map([
  ["meta", ["meta", "méta", "meta ai", "facebook", "fb", "face", "instagram", "insta", "ig"]],
  ["linkedin", ["linkedin", "linked in"]],
  ["chatgpt", ["chatgpt", "gpt", "chat gtp", "openai"]],
  ["claude", ["claude", "anthropic"]],
  ["gemini", ["gemini", "google", "ia de google"]],
  ["github-copilot", ["github copilot", "github", "copilot", "copilote", "copilote github"]],
  ["microsoft-copilot", ["microsoft copilot", "copilot", "copilote", "bing"]],
  ["x", ["x", "twitter", "tweeter", "grok"]],
  ["pinterest", ["pinterest"]],
  ["whatsapp", ["whatsapp", "watsapp"]],
  ["reddit", ["reddit"]],
  ["wetransfer", ["wetransfer", "we transfer"]],
]);
const namesOf = (each: ReadonlyMap<string, readonly string[]>): Names =>
  new Map(
    [...each].map(([id, service]) => [id, { accounts: [], names: [{ accounts: {}, service, topics: {} }] }]),
  );
const known = compileServices(namesOf(services), [...shippedSentences.values()]);

/** The campaigns that a text is taken to name. */
function found(text: string, among = known): readonly string[] {
  return valuesOf(findServices(keyOf(text).split(" "), among)?.spans ?? []);
}

describe("findServices", () => {
  it("finds the service that each phrase of the table names, both where it can be two, and none where there is none", () => {
    expect(rows.length).toBeGreaterThan(120);
    expect(rows.map(([text = ""]) => [text, ...found(text)])).toEqual(rows);
  });

  it("finds every service by every accepted word, alone and asked for", () => {
    const named = [...services].flatMap(([campaign, names]) =>
      names.map((name) => [name, campaign] as const),
    );
    const texts = named
      .filter(([name]) => name !== "copilot" && name !== "copilote")
      .flatMap(([name, campaign]) =>
        [name, `${name.toUpperCase()} ?`, `et pour ${name} svp`, `and for ${name}, please`].map(
          (text) => [text, campaign] as const,
        ),
      );
    expect(texts.map(([text]) => [text, ...found(text)])).toEqual(texts);
  });

  it("never guesses between two services whose names are equally near", () => {
    const alike = compileServices(
      namesOf(
        new Map([
          ["one", ["pinterest"]],
          ["two", ["winterest", "pinteresk"]],
        ]),
      ),
      [],
    );
    expect(found("pinteresl", alike)).toEqual(["one", "two"]);
    expect(found("pinterest", alike)).toEqual(["one"]);
  });

  it("forgives one wrong letter in a long name, wherever it is but at the beginning", () => {
    const long = fc.constantFrom(
      "facebook",
      "instagram",
      "linkedin",
      "chatgpt",
      "pinterest",
      "whatsapp",
      "wetransfer",
    );
    const campaignOf = (name: string) => [...services].find(([, names]) => names.includes(name))?.[0];
    fc.assert(
      fc.property(long, fc.nat(), (name, at) => {
        const place = 1 + (at % (name.length - 1));
        const typed = `${name.slice(0, place)}q${name.slice(place + 1)}`;
        expect(found(typed)).toEqual([campaignOf(name)]);
      }),
    );
  });

  it("reads anything at all without failing", () => {
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter, maxLength: 600 }), (text) => {
        expect(found(text).every((campaign) => services.has(campaign))).toBe(true);
      }),
    );
  });
});
