import { describe, expect, it } from "vitest";
import { readMessage, written } from "../support/read-words.ts";

const questions = ["next", "remind", "menu", "remind-set", "accounts"] as const;

const read = (text: string, asked: (typeof questions)[number], language: string) =>
  readMessage({ text }, asked, language).acts.map(written).join(" + ");

describe("the complaint that a reminder did not come", () => {
  it.each([
    ["en", "you never reminded me yesterday at 6 as promised"],
    ["en", "I never got my reminder on Friday at 6pm"],
    ["en", "you forgot to remind me on Friday"],
    ["en", "why did you not remind me on Friday?"],
    ["en", "the reminder for Friday didn't come"],
    ["en", "you didn't remind me last Friday at 6pm"],
    ["en", "why didn't you remind me on Sunday at noon?"],
    ["en", "no reminder came on Friday at 6pm"],
    ["en", "my reminder never arrived on Monday"],
    ["en", "I was supposed to get a reminder on Friday at 6 but it never came"],
    ["en", "I didn't receive the reminder on Saturday evening"],
    ["en", "you promised a reminder on Friday at 6pm and nothing came"],
    ["en", "you have not reminded me on Thursday"],
    ["en", "I wasn't reminded on Friday at 5pm"],
    ["en", "there was no reminder on Friday at 6"],
    ["fr", "vous ne m'avez pas rappelé hier"],
    ["fr", "vous ne m'avez pas rappelé hier à 18h comme promis"],
    ["fr", "j'ai pas eu mon rappel vendredi à 18h"],
    ["fr", "le rappel n'est jamais arrivé"],
    ["fr", "pourquoi tu m'as pas rappelé vendredi ?"],
    ["fr", "tu as oublié de me rappeler samedi à 9h"],
    ["fr", "je n'ai jamais reçu le rappel de vendredi 18h"],
    ["fr", "vous avez oublié de me le rappeler dimanche"],
    ["fr", "le rappel de vendredi n'est pas venu"],
    ["fr", "tu devais me rappeler hier soir et rien"],
    ["fr", "vous deviez m'écrire vendredi à 18h et je n'ai rien reçu"],
    ["fr", "on ne m'a pas rappelé vendredi comme prévu"],
    ["fr", "je n'ai pas reçu de rappel samedi à 10h"],
    ["fr", "tu m'as jamais rappelé lundi"],
  ])("is answered with those that wait, and is no wish for one (%s): %s", (language, text) => {
    for (const asked of questions) {
      expect(read(text, asked, language)).toContain("my-reminders");
      expect(read(text, asked, language)).not.toMatch(/remind |date|move|later/);
    }
  });

  it.each([
    ["en", "you never reminded me yesterday, remind me on Friday at 6pm"],
    ["en", "I never got the confirmation, remind me on Friday at 6pm"],
    ["en", "if I have not answered, remind me on Friday at 6pm"],
    ["en", "don't forget to remind me on Friday at 6pm"],
    ["en", "I didn't get to it, can I have a reminder on Friday at 6pm"],
    ["fr", "vous ne m'avez pas rappelé hier, rappelez-moi vendredi à 18h"],
    ["fr", "je n'ai jamais reçu la confirmation, rappelle-moi vendredi à 18h"],
    ["fr", "j'ai pas eu le temps, mets-moi un rappel vendredi à 18h"],
  ])("is none if a reminder is wished for besides, or nothing missed (%s): %s", (language, text) => {
    expect(read(text, "menu", language)).toMatch(/remind 2025-05-23T18:00/);
    expect(read(text, "menu", language)).not.toContain("my-reminders");
  });
});
