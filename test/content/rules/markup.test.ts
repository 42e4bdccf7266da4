import { expect, it } from "vitest";
import { readMarkup } from "../../../src/content/markup.ts";
import { breaches } from "../../support/read-all-texts.ts";

it("knows one mark only: ** around what is bold, in pairs and not across lines", () => {
  expect(
    breaches(({ text }) => {
      const rest = text.replaceAll(/\*\*(?! )[^*\n]+(?<! )\*\*/g, "");
      return /[*_`~#<>\\[\]]/.exec(rest)?.[0];
    }),
  ).toEqual([]);
});

it("shows no mark to anybody", () => {
  expect(
    breaches(({ text }) =>
      readMarkup(text)
        .map((span) => span.text)
        .find((shown) => shown.includes("*")),
    ),
  ).toEqual([]);
});
