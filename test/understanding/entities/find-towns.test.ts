import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { shippedPath } from "../../../src/support/folders.ts";
import { compileTowns, findTowns } from "../../../src/understanding/entities/find-towns.ts";
import { keyOf } from "../../../src/understanding/tokens.ts";

const text = readFileSync(shippedPath("locales/towns.txt"), "latin1");
const lines = text
  .trimEnd()
  .split("\n")
  .map((line) => line.split(","));

describe("towns.txt", () => {
  it("has each name once, in small letters", () => {
    const names = lines.flatMap(([, ...each]) => each);
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => !/^[a-z]+(?: [a-z]+)*$/.test(name))).toEqual([]);
  });

  it("names countries and zones that exist", () => {
    const isZone = (zone: string) =>
      new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone !== "";
    for (const [where = ""] of lines) {
      const [country = "", zone = "", kind = "region"] = where.split(" ");
      expect([country, isZone(zone), kind]).toEqual([expect.stringMatching(/^[A-Z]{2}$/), true, "region"]);
    }
  });
});

describe("findTowns", () => {
  const towns = compileTowns(() => text, {
    before: ["I live in", "I live near"],
    origins: ["I am a"],
    trades: ["nurse"],
    behindTrade: ["in"],
  });
  const found = (words: string) => findTowns(keyOf(words).split(" "), towns);

  it("takes the longest name behind a phrase, and none elsewhere", () => {
    expect(found("Sligo? Well, I live near Trois-Rivières now")).toEqual([
      { from: 5, to: 7, value: { country: "CA", zone: "America/Toronto", isRegion: false } },
    ]);
  });

  it("reads nothing before it looks for a town", () => {
    let reads = 0;
    const read = () => {
      reads += 1;
      return text;
    };
    const lazy = compileTowns(read, { before: ["I live in"], origins: [], trades: [], behindTrade: [] });
    findTowns(["in", "sligo"], lazy);
    expect(reads).toBe(0);
    findTowns(["i", "live", "in", "sligo", "not", "i", "live", "in", "graz"], lazy);
    expect(reads).toBe(1);
  });
});
