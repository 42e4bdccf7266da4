import { describe, expect, it } from "vitest";
import type { StateQuestionId } from "../../src/conversation/vocabulary.ts";
import { readMessage, readWhileWaiting, readWords, written } from "../support/read-words.ts";

type Row = readonly [asked: StateQuestionId, language: string, text: string, means: string];

/** It is Tuesday, 20 May 2025. */
describe("A moment that one part of a message names", () => {
  it.each<Row>([
    ["remind-set", "en", "no it should be 7 in the evening", "date 2025-05-21T19:00"],
    ["remind-set", "fr", "non ça devrait être 19h", "date 2025-05-21T19:00"],
    ["ask-later", "en", "Yes, Monday please, I'm away this week", "remind 2025-05-26"],
    [
      "ask-later",
      "en",
      "Not Saturday, I'm at a christening. Could you make it Monday instead?",
      "remind 2025-05-26",
    ],
    ["ask-later", "en", "make it sunday pls, im working a double on sat", "remind 2025-05-25"],
    ["ask-later", "fr", "oui mais pas le 24, le 26 plutôt, j'aurai plus de chance", "remind 2025-05-26"],
    [
      "ask-later",
      "fr",
      "plutot lundi parce que ce weekend je capte rien chez mes parents",
      "remind 2025-05-26",
    ],
    ["ask-later", "fr", "Samedi je suis de garde, lundi ce serait mieux pour moi.", "remind 2025-05-26"],
    ["next", "en", "my son comes on Tuesday, nudge me that day please", "remind 2025-05-27"],
    ["next", "en", "Please set the reminder for Monday 26 May. Do I have to say why?", "remind 2025-05-26"],
    [
      "remind",
      "en",
      "Yes. And the reminder should be Thursday 22 May at 12:30 please, for my shop.",
      "date 2025-05-22T12:30",
    ],
    [
      "remind",
      "fr",
      "Samedi 24 mai à 10 heures du matin voilà. Merci beaucoup mon petit",
      "date 2025-05-24T10:00",
    ],
    ["remind", "en", "I work nights so not in the morning. Friday the 23rd suits me best", "date 2025-05-23"],
  ])("is wished for at %s (%s): %s", (asked, language, text, means) => {
    expect(readMessage({ text }, asked, language).acts.map(written)).toContain(means);
  });

  it.each<Row>([
    ["ask-later", "en", "Saturday or Sunday would both suit me", "remind"],
    ["ask-later", "en", "on Thursday at 5pm in the church there is a funeral", "remind"],
    ["ask-later", "fr", "oui lundi mais pas le matin, plutôt vers 17h ou 18h", "remind 2025-05-26"],
    ["next", "en", "remind me what I have to do on Monday when the bank opens at 9am", "remind 2025"],
    ["next", "fr", "ma sœur veut un rappel vendredi", "remind 2025"],
  ])("is not, if it is another's, or leaves two open, at %s (%s): %s", (asked, language, text, not) => {
    const acts = readMessage({ text }, asked, language).acts.map(written);
    expect(acts.filter((act) => act.startsWith(not))).toEqual([]);
  });
});

describe("The reminder that waits is moved", () => {
  const now = Date.parse("2025-05-15T08:00Z");
  const waiting = { campaign: "meta", slot: "on-date", dueAt: Date.parse("2025-05-18T17:00Z") } as const;

  it.each([
    [
      "en",
      "they swapped my shifts, im working sunday now. can you make it tuesday at 10 in the morning instead?",
    ],
    [
      "fr",
      "ah mince en fait dimanche je remplace un collègue donc pas dispo, mets plutot mardi vers 10h quand je me réveille",
    ],
  ])("by the only part that names when (%s): %s", (language, text) => {
    const { acts } = readWhileWaiting(text, [waiting], language, now);
    const date = { kind: "at", at: Date.parse("2025-05-20T08:00Z") };
    expect(acts).toEqual([{ type: "move", date, reminder: waiting }]);
  });
});

describe("A shift, a question and a wish that only names a reminder", () => {
  const now = Date.parse("2025-05-15T08:00Z");
  const waiting = { campaign: "meta", slot: "on-date", dueAt: Date.parse("2025-05-18T18:00Z") } as const;

  it("move nothing by the day that they name", () => {
    const text = "sunday's good but im on shift sunday night, can you make it tuesday at 4pm instead?";
    const { acts } = readWhileWaiting(text, [waiting], "en", now);
    expect(acts).toEqual([
      { type: "move", date: { kind: "at", at: Date.parse("2025-05-20T14:00Z") }, reminder: waiting },
    ]);
    const asked = readMessage({ text: "is there still a reminder for monday?" }, "next", "en").acts;
    expect(asked.map(written)).toEqual(["my-reminders"]);
  });

  it("« comment on coupe » reports no setting", () => {
    const acts = readMessage({ text: "é chatgpt cmt on coupe" }, "next", "fr").acts.map(written);
    expect(acts).toEqual(["service chatgpt"]);
  });
});

describe("Where the bot offers to ask again", () => {
  it.each([
    ["en", "Please do ask me again, I wouldn't put it past them to ignore me", "yes"],
    ["en", "No need to chase me about it, I check my inbox every morning.", "no"],
    ["en", "nah ur alright mate, ill keep an eye on it myself", "no"],
    ["fr", "oui, redemandez-moi", "yes"],
    ["fr", "Inutile de me relancer, si ça n'arrive pas je vous écrirai", "no"],
  ])("an answer in other words counts (%s): %s", (language, text, means) => {
    expect(written(readWords(text, "ask-later", language))).toBe(means);
  });
});

describe("A meeting is no island", () => {
  it.each(["je suis en réunion là", "je suis en reunion la, je le fais ce soir"])("%s", (text) => {
    const acts = readMessage({ text }, "next", "fr").acts;
    expect(JSON.stringify(acts)).not.toMatch(/"FR"|Reunion/u);
  });

  it("« j'habite à La Réunion » tells where one lives", () => {
    expect(readMessage({ text: "j'habite à La Réunion" }, "next", "fr").acts.map(written)).toContain(
      "country FR",
    );
  });
});

describe("The day on which the person will do it, and the hour of the wish in the next sentence", () => {
  it.each([
    [
      "en",
      "Facebook done. I'll do Instagram on Sunday evening. Could you remind me around 8pm?",
      ["done facebook", "remind 2025-05-25T20:00"],
    ],
    [
      "fr",
      "c'est fait, je ferai l'autre dimanche soir. Vous pouvez me faire un rappel vers 20h ?",
      ["done", "remind 2025-05-25T20:00"],
    ],
    ["en", "My son comes on Tuesday evening, nudge me that day", ["remind 2025-05-20T19:00"]],
  ])("are one moment (%s): %s", (language, text, means) => {
    expect(readMessage({ text }, "next", language).acts.map(written)).toEqual(means);
  });

  it.each([
    ["fr", "Dimanche soir à 20h comme je disais"],
    ["en", "Sunday evening at 8 like I told you"],
  ])("are told once more (%s): %s", (language, text) => {
    expect(readMessage({ text }, "remind", language).acts.map(written)).toEqual(["date 2025-05-25T20:00"]);
  });
});

describe("A zone that is told beside an hour, or beside the one that is wrong", () => {
  it.each<Row>([
    ["remind-set", "en", "Thursday 22nd at 7pm please, and Irish time not Paris", "date 2025-05-22T20:00"],
    ["remind-set", "fr", "jeudi à 15h, et heure de Montréal pas Paris", "date 2025-05-22T21:00"],
    [
      "remind-set",
      "en",
      "I live in Ireland, Thursday 22nd at 7pm please",
      "date 2025-05-22T20:00 | country IE",
    ],
    ["remind-set", "en", "Irish time not Paris", "zone Europe/Dublin"],
    [
      "remind-set",
      "en",
      "its still saying Paris, we're an hour behind here in Ireland",
      "zone Europe/Dublin",
    ],
    ["remind-set", "fr", "mais je suis à Montréal, pas à l'heure de Paris", "zone America/Toronto"],
    ["next", "en", "which zone is Paris in", "another-zone"],
  ])("counts for the hour (%s, %s): %s", (asked, language, text, means) => {
    expect(readMessage({ text }, asked, language).acts.map(written).join(" | ")).toBe(means);
  });
});
