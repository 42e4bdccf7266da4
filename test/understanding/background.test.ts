import { describe, expect, it } from "vitest";
import { readMessage } from "../support/read-words.ts";

/** The parts of a message that are named as not understood if another question is asked. */
function namedIn(text: string, language: string, asked: "next" | "accounts"): readonly string[] {
  const { unread, offered = [] } = readMessage({ text }, asked, language);
  return [...unread, ...offered];
}

describe("What a message only tells beside what is answered", () => {
  it.each([
    ["en", "next", "I sent the form, took no time at all. Does it even help?"],
    ["en", "next", "Sent it while the soup was on, what is the deadline?"],
    ["en", "next", "If they carry on anyway, who can I complain to in Denmark?"],
    ["en", "next", "I am a barrister in Vienna. On what legal basis does Meta rely?"],
    ["en", "next", "One last question: who is behind this bot?"],
    ["en", "next", "Erase everything you know about me and never write to me again"],
    ["fr", "next", "Je suis notaire au Mans. Sur quelle base légale Meta s'appuie-t-elle ?"],
    ["fr", "next", "Une dernière question : qui est derrière ce robot ?"],
    ["fr", "next", "S'ils ne répondent pas dans un mois, à qui adresser une plainte ?"],
    ["fr", "accounts", "J'ai seulement Facebook, par quoi je commence ?"],
  ] as const)("is not named as not understood (%s, %s): %s", (language, asked, text) => {
    expect(namedIn(text, language, asked)).toEqual([]);
  });

  it.each([
    [
      "en",
      "next",
      "I've sent it. Does switching it off cover the notes I pasted in there?",
      "Does switching",
    ],
    ["en", "next", "Remind me tomorrow at nine. I mean my mum's posts with my kids in them.", "I mean"],
    [
      "en",
      "next",
      "Who is behind this bot? Is it a problem that I pasted contracts in there?",
      "Is it a problem",
    ],
    ["fr", "next", "C'est envoyé. Est-ce que ça vaut pour les notes que j'y ai collées ?", "Est-ce que"],
    [
      "fr",
      "next",
      "Qui est derrière ce robot ? Est-ce grave pour les contrats de mes clients ?",
      "Est-ce grave",
    ],
  ] as const)("is named if it asks or sets right something (%s, %s): %s", (language, asked, text, part) => {
    const { acts } = readMessage({ text }, asked, language);
    const isOffered = acts.some(({ type }) => type === "suggest");
    const isNamed = namedIn(text, language, asked).some((each) => each.startsWith(part));
    expect(isNamed || isOffered).toBe(true);
  });
});
