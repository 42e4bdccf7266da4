import { describe, expect, it } from "vitest";
import { readMessage, written } from "../support/read-words.ts";

const read = (text: string, language: string) => readMessage({ text }, "next", language).acts.map(written);

describe("Whoever tells the age of a minor and asks something", () => {
  it.each([
    ["en", "done mine yesterday and got the email!! what about my lads account, hes 16 and posts loads"],
    ["en", "im 16, sent the fb one, can i even do this"],
    ["en", "i didnt ask for a reminder im askin if a 17 yr old can do it"],
    [
      "en",
      "The Facebook link won't open for me. And can I fill one in on behalf of my son, he's only fifteen?",
    ],
    [
      "fr",
      "J'ai reçu la confirmation pour Facebook. Mon garçon n'est pas encore majeur, est-il concerné lui aussi ?",
    ],
    ["fr", "Le lien ne s'ouvre pas. Par ailleurs, peut-on s'opposer au nom de son enfant de quinze ans ?"],
    ["fr", "j'aurai 18 ans en août, je dois attendre ou je peux deja faire l'objection maintenant ?"],
  ])("is told what holds for minors (%s): %s", (language, text) => {
    expect(read(text, language)).toContain("topic under-18");
  });

  it.each([
    ["en", "My daughter is 32, can she use the same link?"],
    ["en", "the form is 12 pages, is that normal?"],
    ["en", "it's 15 May, is it too late?"],
    ["en", "15 yrs of work on instagram, how do i stop them?"],
    ["fr", "15 ans de photos sur insta, comment je les arrête ?"],
    ["fr", "il y a 15 ans j'ai fermé un compte, ça compte ?"],
    ["en", "my son is 14 and hates maths, any good apps for that?"],
    ["fr", "J'ai 45 ans et deux comptes, il faut deux formulaires ?"],
    ["fr", "c'est dans 15 jours, non ?"],
  ])("unless it is another age, number or matter (%s): %s", (language, text) => {
    expect(read(text, language)).not.toContain("topic under-18");
  });
});
