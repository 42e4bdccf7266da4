import { describe, expect, it } from "vitest";
import { allTexts, breaches } from "../../support/read-all-texts.ts";

const french = allTexts.filter(({ language, file }) => language === "fr" && file.startsWith("locales"));

/** Shows what stands around the first breach. */
function around(text: string, pattern: RegExp): string | undefined {
  const found = pattern.exec(text);
  return found ? `…${text.slice(Math.max(0, found.index - 15), found.index + 15)}…` : undefined;
}

describe("French", () => {
  it("puts a space that does not break before : and » and after «, and a thin one before ; ? and !", () => {
    // A colon within a time, a command or a placeholder has no space before it; a mark may be quoted.
    const wrong = /(?<!\u202F|«\u00A0)[;?!]|(?<!\u00A0)»|(?<!\u00A0):(?!\w)|«(?!\u00A0)/u;
    expect(breaches(({ text }) => around(text, wrong), french)).toEqual([]);
  });

  it("says vous, never tu", () => {
    const tu = /(?<![\p{L}’'-])(?:tu|toi|ton|tes|te)(?![\p{L}’'])|(?<![\p{L}’'])t’/iu;
    expect(breaches(({ text }) => around(text, tu), french)).toEqual([]);
  });

  it("writes « » around what is quoted", () => {
    expect(breaches(({ text }) => around(text, /[“”"]/u), french)).toEqual([]);
  });

  it("keeps a number and its unit on one line", () => {
    expect(breaches(({ text }) => around(text, /\d (?:h|ans|%|€)(?!\p{L})/u), french)).toEqual([]);
  });
});

describe("English", () => {
  const english = allTexts.filter(({ language }) => language === "en");

  it("writes “ ” around what is quoted, and no space before a mark", () => {
    expect(breaches(({ text }) => around(text, /["«»]|\s[;?!]|\s:(?!\w)/u), english)).toEqual([]);
  });
});

describe("Every language", () => {
  it("writes ’ for an apostrophe", () => {
    expect(breaches(({ text }) => around(text, /'/))).toEqual([]);
  });

  it("writes … for an ellipsis, and no two spaces in a row", () => {
    expect(breaches(({ text }) => around(text, /\.\.\.| {2}|[ \u00A0\u202F]\n|^\s|\s$/u))).toEqual([]);
  });

  it("has no character that cannot be seen, but for spaces that do not break", () => {
    expect(breaches(({ text }) => around(text, /[\p{Cc}\p{Cf}\p{Co}](?<![\n\u200D])/u))).toEqual([]);
  });
});
