import { describe, expect, it } from "vitest";
import { readWords, written } from "../support/read-words.ts";

const read = (text: string, asked: Parameters<typeof readWords>[1], language: string) =>
  written(readWords(text, asked, language));

describe("a weekday in a message", () => {
  it.each([
    ["en", "bye, see you Friday"],
    ["en", "see you on monday then, cheers"],
    ["en", "talk Tuesday"],
    ["en", "talk to you tomorrow"],
    ["en", "cheers mate, speak on monday"],
    ["en", "have a nice Sunday"],
    ["en", "have a great weekend!"],
    ["en", "ok night night, til tomorrow"],
    ["en", "until Thursday"],
    ["fr", "à lundi !"],
    ["fr", "merci, à demain"],
    ["fr", "à vendredi soir"],
    ["fr", "allez à vendredi, bisous"],
    ["fr", "à la semaine prochaine"],
    ["fr", "à jeudi prochain"],
    ["fr", "bon week-end"],
    ["fr", "bon dimanche à vous"],
    ["fr", "passez un bon lundi"],
    ["fr", "on se reparle mardi"],
    ["fr", "au revoir, on se revoit jeudi"],
    ["fr", "à bientôt, bonne semaine"],
  ])("that says goodbye is no wish for a reminder (%s): %s", (language, text) => {
    for (const asked of ["remind-set", "next"] as const)
      expect(read(text, asked, language)).toMatch(/^courtesy (?:goodbye|thanks)$/);
  });

  it.each([
    ["en", "I leave on Friday"],
    ["en", "Friday is my birthday lol"],
    ["en", "on 12 May I filled it in with my sister"],
    ["en", "they wrote to me on Thursday at 6pm"],
    ["en", "I'm off on monday and tuesday"],
    ["fr", "je pars vendredi en vacances"],
    ["fr", "jeudi c'est mon anniversaire"],
    ["fr", "le 12 mai ma sœur l'a rempli"],
    ["fr", "je travaille samedi"],
    ["fr", "ils m'ont écrit lundi à 14h"],
  ])("that is told sets no reminder, and asks for none (%s): %s", (language, text) => {
    for (const asked of ["remind-set", "next"] as const)
      expect(read(text, asked, language)).not.toMatch(/^(?:date|remind|move|change)/);
  });

  it.each([
    ["en", "remind-set", "no, Thursday", "date 2025-05-22"],
    ["en", "remind-set", "thursday", "date 2025-05-22"],
    ["en", "remind-set", "actually could you make it saturday at 10am instead", "date 2025-05-24T10:00"],
    ["en", "next", "ask me again on thursday", "date 2025-05-22"],
    ["en", "next", "write to me on sunday at 2pm", "date 2025-05-25T14:00"],
    ["en", "menu", "ask me again on thursday please", "remind 2025-05-22"],
    ["en", "menu", "write to me tomorrow at 2pm", "remind 2025-05-21T14:00"],
    ["fr", "remind-set", "plutôt samedi", "date 2025-05-24"],
    ["fr", "remind-set", "non, jeudi", "date 2025-05-22"],
    ["fr", "next", "redemandez-moi jeudi", "date 2025-05-22"],
    ["fr", "next", "écrivez-moi dimanche à 14h", "date 2025-05-25T14:00"],
    ["fr", "menu", "redemandez-moi jeudi svp", "remind 2025-05-22"],
    ["fr", "menu", "écrivez-moi dimanche à 14h", "remind 2025-05-25T14:00"],
    ["fr", "remind", "à lundi", "date 2025-05-26"],
    ["fr", "remind", "merci, demain midi", "date 2025-05-21T12:00"],
  ] as const)("that is wished for, or asked for, is one (%s, %s): %s", (language, asked, text, means) => {
    expect(read(text, asked, language)).toBe(means);
  });
});
