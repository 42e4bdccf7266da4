import { describe, expect, it } from "vitest";
import type { ConversationEvent } from "../../src/conversation/vocabulary.ts";
import { withSigns } from "../../src/understanding/with-signs.ts";
import { readMessage, shippedGrammar } from "../support/read-words.ts";
import { shippedIntents } from "../support/shipped-intents.ts";

/** What a message means below "What now?", each act with its accounts. */
function meanings(text: string, language: string): readonly string[] {
  return readMessage({ text }, "next", language).acts.map(written);
}

function written(event: ConversationEvent): string {
  const accounts = "accounts" in event ? (event.accounts ?? []) : [];
  return [event.type, ...accounts].join(" ");
}

function punctuated(text: string, language: string): string {
  return withSigns(text, shippedGrammar, language);
}

describe("A message without any sign, as people dictate", () => {
  it.each([
    ["en", "ok fb is done insta not yet remind me sunday", ["done facebook", "remind"]],
    ["en", "did facebook already insta i will do tonight can u remind me at 8pm", ["remind"]],
    ["en", "facebook done instagram still to do", ["done facebook"]],
    ["en", "instagram confirmed facebook refused", ["confirmed instagram", "refused facebook"]],
    ["en", "facebook done instagram done", ["done facebook instagram"]],
    ["en", "facebook done instagram too", ["done facebook instagram"]],
    ["en", "fb is done insta not yet remind me sunday", ["done facebook", "remind"]],
    ["fr", "insta fait facebook pas encore", ["done instagram", "not-done facebook"]],
    ["fr", "facebook confirmé insta toujours rien", ["confirmed facebook"]],
    ["fr", "insta pas encore facebook fait hier", ["done facebook", "not-done instagram"]],
    ["fr", "j ai fait facebook insta pas encore rappel moi dimanche", ["done facebook", "remind"]],
  ])("is read clause by clause (%s): %s", (language, text, acts) => {
    expect(meanings(text, language)).toEqual(acts);
  });

  it.each([
    ["en", "they confirmed facebook but nothing for insta what do i do now"],
    [
      "fr",
      "non pas 19 heure plutot vendredi midi 12 heure trente et c'est que pour Instagram Facebook ces déjà fait",
    ],
  ])("has none of its accounts noted that it leaves open (%s): %s", (language, text) => {
    expect(meanings(text, language).join()).not.toMatch(/instagram/);
  });
});

describe("Commas", () => {
  it.each([
    [
      "en",
      "i have facebook and insta they are linked how long do i have",
      "i have facebook and insta, they are linked, how long do i have",
    ],
    ["fr", "j ai bien rempli le formulaire de facebook", "j ai bien rempli le formulaire de facebook"],
  ])("are put in where clauses end, and nowhere in one (%s): %s", (language, text, expected) => {
    expect(punctuated(text, language)).toBe(expected);
  });

  it.each([
    ["a sign stands between its words", "en", "facebook is done, insta not yet remind me sunday at eight"],
    ["it is one question", "en", "how long do i have to object to meta before it is too late"],
    ["it says what to do if something comes", "en", "if they refuse remind me on friday at 6pm"],
    ["a moment goes on", "en", "shift sunday's reminder to monday the 26th at 9 am"],
  ])("are not put in if %s", (_, language, text) => {
    expect(punctuated(text, language)).toBe(text);
  });

  it.each(shippedIntents)(
    "change nothing else of what is written ($language)",
    ({ language, written: all }) => {
      const texts = all.filter((_, at) => at % 40 === 0).map(({ text }) => text);
      for (const text of texts)
        expect(punctuated(text, language).replaceAll(",", "")).toBe(text.replaceAll(",", ""));
    },
  );
});
