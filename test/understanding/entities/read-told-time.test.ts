import { describe, expect, it } from "vitest";
import { readWords } from "../../support/read-words.ts";

/** What is told of when something was done, said below the steps on Tuesday 20 May 2025; "not done" if that is not what was read. */
function whenIn(text: string, language: "fr" | "en") {
  const event = readWords(text, "next", language);
  return event.type === "done" ? (event.when ?? "not told") : "not done";
}

function read(language: "fr" | "en", table: Readonly<Record<string, unknown>>) {
  return Object.fromEntries(Object.keys(table).map((text) => [text, whenIn(text, language)]));
}

const on = (day: string) => ({ day });

describe("When something was done", () => {
  it("is the day that is named, if it is one and not ahead", () => {
    const fr = {
      "envoyé le 12 mai": on("2025-05-12"),
      "je l'ai envoyé le 2 mai 2025": on("2025-05-02"),
      "c'est fait le 1er décembre": on("2024-12-01"),
      "fait hier": on("2025-05-19"),
      "c'est fait ce matin": on("2025-05-20"),
      "déjà envoyé le 12 mai": on("2025-05-12"),
    };
    const en = {
      "I sent it on 12 May": on("2025-05-12"),
      "sent on May 12th": on("2025-05-12"),
      "sent it yesterday": on("2025-05-19"),
      "done today": on("2025-05-20"),
      "I sent it on Monday": on("2025-05-19"),
      "sent on 21 May": on("2024-05-21"),
    };
    expect(read("fr", fr)).toEqual(fr);
    expect(read("en", en)).toEqual(en);
  });

  it("is no day if the words name none, or more than one", () => {
    const en = {
      "already done": "some-time-ago",
      "sent it last week": "some-time-ago",
      "done a few days ago": "some-time-ago",
      "I sent it on Tuesday": "some-time-ago",
      "sent on 12 May 2026": "some-time-ago",
      "sent on 31 April": "some-time-ago",
    };
    const fr = { "déjà fait": "some-time-ago", "fait la semaine dernière": "some-time-ago" };
    expect(read("en", en)).toEqual(en);
    expect(read("fr", fr)).toEqual(fr);
  });

  it("is not told by a mere report, whatever number it counts", () => {
    const en = {
      done: "not told",
      "all done": "not told",
      "I sent both": "not told",
      "sent both forms, finally": "not told",
    };
    const fr = {
      "c'est fait": "not told",
      "les 2 formulaires sont envoyés": "not told",
      "tout est envoyé": "not told",
    };
    expect(read("en", en)).toEqual(en);
    expect(read("fr", fr)).toEqual(fr);
  });
});
