import { expect, it } from "vitest";
import { matchLanguage, tagOfMachine } from "../../src/support/match-language.ts";

it.each([
  ["de", ["de", "de-AT"], "de"],
  ["de-AT", ["de", "de-AT"], "de-AT"],
  ["de-at", ["de", "de-AT"], "de-AT"],
  ["de-CH", ["de", "de-AT"], "de"],
  ["fr-CH", ["en", "fr"], "fr"],
  ["zh-Hant-TW", ["zh", "zh-Hant"], "zh-Hant"],
  ["pt", ["en", "pt-BR"], "pt-BR"],
  ["pt-PT", ["en", "pt-BR"], "pt-BR"],
  ["den", ["de"], undefined],
  ["C", ["de"], undefined],
  ["", ["de"], undefined],
])("hears %j, where %j are offered, as %j", (tag, offered, heard) => {
  expect(matchLanguage(tag, offered)).toBe(heard);
});

it.each([
  ["de_AT.UTF-8", "de-AT"],
  ["ca_ES@valencia", "ca-ES"],
  ["C.UTF-8", "C"],
])("reads what a machine calls %j as %j", (locale, tag) => {
  expect(tagOfMachine(locale)).toBe(tag);
});
