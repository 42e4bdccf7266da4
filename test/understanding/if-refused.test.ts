import { describe, expect, it } from "vitest";
import { readMessage, written } from "../support/read-words.ts";

const readIn = (language: string) => (text: string) =>
  readMessage({ text }, undefined, language).acts.map(written).join(" | ");

describe("What follows if the service says no", () => {
  it.each([
    ["en", "and what if they say no"],
    ["en", "what happens if facebook refuses my objection?"],
    ["en", "Can they refuse?"],
    ["en", "if I get a refusal what are my options"],
    ["en", "what do I do when they reject it"],
    ["en", "suppose they turn me down"],
    ["en", "may Meta refuse?"],
    ["fr", "et s'ils refusent"],
    ["fr", "et si Meta refuse ?"],
    ["fr", "ils peuvent refuser ?"],
    ["fr", "Meta peut-il refuser ?"],
    ["fr", "que puis-je faire en cas de refus ?"],
    ["fr", "et si on me dit non, je fais quoi"],
    ["fr", "si jamais ils disent non y a-t-il un recours ?"],
  ])("is told to whoever asks (%s): %s", (language, text) => {
    expect(readIn(language)(text)).toBe("topic if-refused");
  });

  it.each([
    ["en", "they refused"],
    ["en", "what if I refuse"],
    ["en", "if I say no will they delete my account"],
    ["en", "if they refuse remind me on friday at 6pm"],
    ["fr", "ils refusent"],
    ["fr", "et si je refuse"],
    ["fr", "j'ai le droit de refuser ?"],
    ["fr", "ils ont le droit de faire ça ?"],
  ])("is not asked by who says (%s): %s", (language, text) => {
    expect(readIn(language)(text)).not.toContain("topic if-refused");
  });
});
