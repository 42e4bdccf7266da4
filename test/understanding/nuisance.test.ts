import { describe, expect, it } from "vitest";
import { readMessage } from "../support/read-words.ts";

const read = (text: string, language: string) => JSON.stringify(readMessage({ text }, "next", language).acts);

describe("Whoever is fed up with a service's e-mails", () => {
  it.each([
    ["en", "I'm sick of being harassed by Meta's emails"],
    ["en", "Meta keeps harassing me with notifications"],
    ["fr", "j'en ai assez d'être harcelé par les mails de Meta"],
    ["fr", "j'en ai marre d'être harcelée par leurs notifications"],
    ["fr", "Meta me harcèle de mails"],
  ])("is in no danger (%s): %s", (language, text) => {
    expect(read(text, language)).not.toContain("danger");
  });

  it.each([
    ["en", "someone is harassing me on Instagram"],
    ["fr", "je suis harcelé sur Instagram par un inconnu"],
    ["fr", "quelqu'un me harcèle de mails sur Facebook"],
    ["fr", "j'en ai assez d'être harcelé"],
    ["fr", "on me harcèle de mails"],
  ])("but one whom a person harasses is, or may be (%s): %s", (language, text) => {
    expect(read(text, language)).toContain("danger");
  });
});
