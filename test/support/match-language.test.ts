import { expect, it } from "vitest";
import { matchLanguage } from "../../src/support/match-language.ts";

it.each([
  ["de", ["de", "de-AT"], "de"],
  ["de-AT", ["de", "de-AT"], "de-AT"],
  ["de-at", ["de", "de-AT"], "de-AT"],
  ["de_AT.UTF-8", ["de", "de-AT"], "de-AT"],
  ["de-CH", ["de", "de-AT"], "de"],
  ["fr-CH", ["en", "fr"], "fr"],
  ["zh-Hant-TW", ["zh", "zh-Hant"], "zh-Hant"],
  ["pt", ["en", "pt-BR"], "pt-BR"],
  ["pt-PT", ["en", "pt-BR"], "pt-BR"],
  ["den", ["de"], undefined],
  ["C.UTF-8", ["de"], undefined],
  ["", ["de"], undefined],
])("hears %j, where %j are offered, as %j", (tag, offered, heard) => {
  expect(matchLanguage(tag, offered)).toBe(heard);
});
