import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fold, keyOf } from "../../src/understanding/tokens.ts";
import { anyCharacter } from "../support/any-character.ts";

describe("fold", () => {
  it.each([
    ["  ÉTÉ   à Noël ", "ete a noel"],
    ["J’ai", "j'ai"],
    ["« cœur »", "coeur"],
    ["les deux 😂😂", "les deux"],
    ["👍🏽", "👍"],
    ["👍👍", "👍"],
    ["1️⃣", "1"],
    ["facebook\ninstagram", "facebook. instagram"],
    ["demain… 18 h", "demain... 18 h"],
  ])("writes %j as %j", (text, folded) => {
    expect(fold(text)).toBe(folded);
  });

  it("changes nothing the second time", () => {
    const property = fc.property(fc.string({ unit: anyCharacter }), (text) => {
      expect(fold(fold(text))).toBe(fold(text));
    });
    fc.assert(property, { numRuns: 2_000 });
  });

  it("compares without punctuation", () => {
    expect(keyOf("C’est fait !")).toBe("c est fait");
    expect(keyOf("Français / English")).toBe("francais english");
  });
});
