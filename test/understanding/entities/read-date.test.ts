import { readFileSync } from "node:fs";
import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { datesSchema } from "../../../src/content/locale-schemas.ts";
import type { TypedDate } from "../../../src/conversation/vocabulary.ts";
import { readDate } from "../../../src/understanding/entities/read-date.ts";
import {
  compileDates,
  type Dates,
  dateVocabulary,
} from "../../../src/understanding/entities/read-date-words.ts";
import { tokensOf } from "../../../src/understanding/tokens.ts";

interface PhraseList {
  readonly now: string;
  readonly zone: string;
  readonly phrases: readonly {
    readonly text: string;
    /** A wall time, a day, "unclear", or null where the text is no date at all. */
    readonly means: string | null;
    readonly now?: string;
    readonly heldOut?: boolean;
  }[];
}

const root = new URL("../../../", import.meta.url);
const wordsOf = (path: string) => datesSchema.parse(readJson(path));
const [french, english] = [wordsOf("locales/fr/dates.json"), wordsOf("locales/en/dates.json")];
const fr = compileDates(french, dateVocabulary([french, english]));
const en = compileDates(english, dateVocabulary([french, english]));
const paris = "Europe/Paris";
const tuesday = "2025-05-20T10:00";

function readJson<T>(path: string): T {
  return JSON.parse(readFileSync(new URL(path, root), "utf8"));
}

function instant(wallTime: string, zone: string): number {
  return Temporal.PlainDateTime.from(wallTime).toZonedDateTime(zone).epochMilliseconds;
}

function written(date: TypedDate | undefined, zone: string): string | null {
  if (!date) return null;
  if (date.kind === "day") return date.day;
  if (date.kind !== "at") return date.kind;
  const at = Temporal.Instant.fromEpochMilliseconds(date.at).toZonedDateTimeISO(zone);
  return at.toPlainDateTime().toString({ smallestUnit: "minute" });
}

function read(text: string, words: Dates, now = tuesday, zone = paris): string | null {
  return written(readDate(tokensOf(text), words, { now: instant(now, zone), zone }), zone);
}

for (const [language, words] of [
  ["fr", fr],
  ["en", en],
] as const) {
  describe(`dates typed in ${language}`, () => {
    const list = readJson<PhraseList>(`test/phrases/dates-${language}.json`);

    for (const heldOut of [false, true]) {
      const half = heldOut ? "held-out" : "making";
      it(`reads the ${half} phrases: at least 95 % right, none wrong`, () => {
        const phrases = list.phrases.filter((phrase) => (phrase.heldOut ?? false) === heldOut);
        const answers = phrases.map((phrase) => ({
          ...phrase,
          read: read(phrase.text, words, phrase.now ?? list.now, list.zone),
        }));
        const right = answers.filter((answer) => answer.read === answer.means);
        const missed = answers.filter((answer) => answer.read !== answer.means);
        const asked = missed.filter((answer) => answer.read === "unclear" || answer.read === null);
        const wrong = missed.filter((answer) => !asked.includes(answer));
        process.stdout.write(
          `${[
            `dates ${language}, ${half}: ${right.length} right, ${asked.length} asked again, ${wrong.length} wrong`,
            ...missed.map((answer) => `\n  "${answer.text}": ${answer.means}, read as ${answer.read}`),
          ].join("")}\n`,
        );
        expect(phrases.length).toBeGreaterThanOrEqual(60);
        expect(wrong).toEqual([]);
        expect(right.length / phrases.length).toBeGreaterThanOrEqual(0.95);
      });
    }

    it("never throws, whatever is typed", () => {
      const pieces = Object.values(words.words.values).flatMap((byValue) => Object.values(byValue).flat());
      const piece = fc.oneof(
        fc.constantFrom(...pieces, ...Object.values(words.words.functionWords).flat()),
        fc.constantFrom("/", ":", ".", "-", "00", "0", "31", "99", "2025", "9999"),
        fc.string({ unit: "grapheme", maxLength: 8 }),
      );
      fc.assert(
        fc.property(
          fc.oneof(
            fc.string(),
            fc.array(piece, { maxLength: 9 }).map((all) => all.join(" ")),
          ),
          (text) => {
            const date = readDate(tokensOf(text), words, { now: instant(tuesday, paris), zone: paris });
            expect(["at", "day", "unclear", undefined]).toContain(date?.kind);
            expect(date?.kind !== "at" || Number.isFinite(date.at)).toBe(true);
          },
        ),
        { numRuns: 500 },
      );
    });

    it("understands the same without accents and in capitals", () => {
      for (const { text, means, now } of list.phrases.filter((phrase) => phrase.means !== "unclear")) {
        const bare = text.normalize("NFD").replace(/\p{M}/gu, "").toUpperCase();
        expect([text, read(bare, words, now ?? list.now)]).toEqual([
          text,
          read(text, words, now ?? list.now),
        ]);
        expect(means === null || read(bare, words, now ?? list.now) !== null).toBe(true);
      }
    });

    it("does not guess when a word that it does not know stands beside a date", () => {
      for (const { text } of list.phrases.filter((phrase) => phrase.means !== null))
        expect([text, read(`${text} xyzzy`, words)]).toSatisfy(
          ([, date]) => date === "unclear" || date === null,
        );
    });
  });
}

describe("the day that is meant", () => {
  it("takes a weekday as the next one, and a week later on the day itself", () => {
    expect(read("vendredi", fr, "2025-05-22T10:00")).toBe("2025-05-23");
    expect(read("vendredi", fr, "2025-05-23T10:00")).toBe("2025-05-30");
    expect(read("friday", en, "2025-05-24T10:00")).toBe("2025-05-30");
  });

  it("takes a weekday with an hour as today where that hour is still ahead, else in a week", () => {
    expect(read("vendredi à 18h", fr, "2025-05-23T10:00")).toBe("2025-05-23T18:00");
    expect(read("this friday at 6pm", en, "2025-05-23T10:00")).toBe("2025-05-23T18:00");
    expect(read("vendredi à 18h", fr, "2025-05-23T19:00")).toBe("2025-05-30T18:00");
    expect(read("next friday at 6pm", en, "2025-05-23T10:00")).toBe("2025-05-30T18:00");
  });

  it("takes next week as its Monday", () => {
    expect(read("la semaine prochaine", fr, "2025-05-25T10:00")).toBe("2025-05-26");
    expect(read("next week", en, "2025-05-26T10:00")).toBe("2025-06-02");
    expect(read("next week at 10am", en)).toBe("2025-05-26T10:00");
    expect(read("demain la semaine prochaine", fr)).toBe("unclear");
  });

  it("asks where people differ about what 'next Friday' is", () => {
    expect(read("next friday", en, "2025-05-20T10:00")).toBe("unclear");
    expect(read("next friday", en, "2025-05-24T10:00")).toBe("2025-05-30");
    expect(read("lundi prochain", fr, "2025-05-25T10:00")).toBe("unclear");
  });

  it("keeps a date of this year that is past, up to six months back", () => {
    expect(read("le 20 avril", fr)).toBe("2025-04-20");
    expect(read("20 mars", fr, "2026-11-25T10:00")).toBe("2027-03-20");
    expect(read("2 january", en, "2025-12-30T10:00")).toBe("2026-01-02");
    expect(read("le 20 mars 2024", fr)).toBe("2024-03-20");
  });

  it("knows leap years", () => {
    expect(read("29 février", fr, "2028-02-01T10:00")).toBe("2028-02-29");
    expect(read("29/02/2028", fr)).toBe("2028-02-29");
    expect(read("29/02/2027", fr)).toBe("unclear");
  });

  it("takes the weekend as its Saturday and asks once it has begun", () => {
    expect(read("ce week-end", fr, "2025-05-23T10:00")).toBe("2025-05-24");
    expect(read("ce week-end", fr, "2025-05-24T10:00")).toBe("unclear");
    expect(read("next weekend", en, "2025-05-25T10:00")).toBe("2025-05-31");
    expect(read("next weekend", en, "2025-05-22T10:00")).toBe("unclear");
  });

  it("believes a weekday beside a date only where the two agree", () => {
    expect(read("demain mercredi", fr)).toBe("2025-05-21");
    expect(read("demain vendredi", fr)).toBe("unclear");
    expect(read("friday 30 may", en)).toBe("2025-05-30");
    expect(read("friday 31 may", en)).toBe("unclear");
    expect(read("lundi dans 15 jours", fr, "2026-11-29T10:00")).toBe("unclear");
  });

  it("asks rather than take a number of a list for a day", () => {
    expect(read("the second", en)).toBe("unclear");
    expect(read("le 2", fr)).toBe("2025-06-02");
    expect(read("the 3rd", en)).toBe("2025-06-03");
    expect(read("le 2 juin", fr)).toBe("2025-06-02");
    expect(read("non plutôt le 4", fr)).toBe("2025-06-04");
  });
});

describe("the hour that is meant", () => {
  it("takes an hour without a day as today's, and tomorrow's once it is past", () => {
    expect(read("à 18h", fr, "2025-05-20T17:59")).toBe("2025-05-20T18:00");
    expect(read("à 18h", fr, "2025-05-20T18:00")).toBe("2025-05-21T18:00");
  });

  it("asks where an English hour can be in the morning or in the evening", () => {
    expect(read("tomorrow at 7", en)).toBe("unclear");
    expect(read("tomorrow at 7:30", en)).toBe("unclear");
    expect(read("tomorrow at 07:30", en)).toBe("2025-05-21T07:30");
    expect(read("remind me tmrw at 6", en)).toBe("2025-05-21T18:00");
    expect(read("tomorrow morning at 6", en)).toBe("2025-05-21T06:00");
    expect(read("at 6", en, "2025-05-20T19:00")).toBe("2025-05-21T18:00");
    expect(read("at 9", en, "2025-05-20T10:00")).toBe("unclear");
  });

  it("asks about midnight, which belongs to two days", () => {
    for (const text of ["demain minuit", "demain à 0h75", "demain à 24h"])
      expect(read(text, fr)).toBe("unclear");
    for (const text of ["tomorrow midnight", "tomorrow at 12am"]) expect(read(text, en)).toBe("unclear");
  });

  it("reads an hour that the clocks leave out as the one after it", () => {
    expect(read("le 30/03/2025 à 2h30", fr, "2025-03-20T10:00")).toBe("2025-03-30T03:30");
    expect(read("in 24 hours", en, "2025-03-29T12:00")).toBe("2025-03-30T13:00");
    expect(read("in 1 day", en, "2025-03-29T12:00")).toBe("2025-03-30");
  });

  it("reads in the person's own zone", () => {
    const now = instant("2025-05-20T23:30", "Europe/Paris");
    const tokyo = readDate(tokensOf("demain à 9h"), fr, { now, zone: "Asia/Tokyo" });
    expect(tokyo).toEqual({ kind: "at", at: instant("2025-05-22T09:00", "Asia/Tokyo") });
    const montreal = readDate(tokensOf("demain à 9h"), fr, { now, zone: "America/Toronto" });
    expect(montreal).toEqual({ kind: "at", at: instant("2025-05-21T09:00", "America/Toronto") });
  });
});

describe("a date that corrects the one that was just set", () => {
  const readAfter = (text: string, words: Dates) => {
    const setFor = instant("2025-05-23T18:00", paris);
    return written(
      readDate(tokensOf(text), words, { now: instant(tuesday, paris), zone: paris, setFor }),
      paris,
    );
  };

  it("keeps its day if only an hour is named", () => {
    expect(readAfter("à 10h plutôt", fr)).toBe("2025-05-23T10:00");
    expect(readAfter("at 10 instead", en)).toBe("2025-05-23T10:00");
    expect(readAfter("i meant at 9", en)).toBe("2025-05-23T09:00");
    expect(readAfter("je voulais dire samedi", fr)).toBe("2025-05-24");
    expect(readAfter("in 2 hours", en)).toBe("2025-05-20T12:00");
  });

  it.each([
    ["make it 9 in the morning", en, "2025-05-23T09:00"],
    ["keep it, but rather at 3.30pm actually", en, "2025-05-23T15:30"],
    ["can you move the reminder to thursday noon", en, "2025-05-22T12:00"],
    ["this sunday the 25th at 3pm", en, "2025-05-25T15:00"],
    ["this sunday the 26th at 3pm", en, "unclear"],
    ["mais plutôt 15h30 finalement", fr, "2025-05-23T15:30"],
    ["décale le rappel à mercredi 12h", fr, "2025-05-21T12:00"],
    ["tu peux repousser mon rappel au 30 mai ?", fr, "2025-05-30"],
  ] as const)("is read in everyday words: %s", (text, words, means) => {
    expect(readAfter(text, words)).toBe(means);
  });

  it.each([
    ["3pm instead of 6pm", en, "2025-05-23T15:00"],
    ["saturday instead of friday please", en, "2025-05-24"],
    ["15h30 au lieu de 18h", fr, "2025-05-23T15:30"],
    ["plutôt samedi que vendredi", fr, "unclear"],
    ["le jeudi 22 mai à 15h30 au lieu du vendredi 23 à 18h", fr, "2025-05-22T15:30"],
    ["make it 8pm not 7", en, "2025-05-23T20:00"],
    ["samedi et pas vendredi", fr, "2025-05-24"],
    ["instead of friday, saturday at 10", en, "2025-05-24T10:00"],
    ["not friday", en, "unclear"],
    ["saturday, not before 10", en, "unclear"],
  ] as const)("leaves out the date that it replaces: %s", (text, words, means) => {
    expect(readAfter(text, words)).toBe(means);
  });
});

it("reads two weeks the same in words and in digits", () => {
  expect(read("dans 15 jours", fr)).toBe(read("dans quinze jours", fr));
  expect(read("dans 8 jours", fr)).toBe(read("dans huit jours", fr));
});

describe("days counted back from the last one on which one can object", () => {
  const readBefore = (text: string, words: Dates, lastDay?: string) =>
    written(readDate(tokensOf(text), words, { now: instant(tuesday, paris), zone: paris, lastDay }), paris);

  it.each([
    ["la veille", fr, "2025-05-25"],
    ["rappelle-moi la veille", fr, "2025-05-25"],
    ["la veille à 18h", fr, "2025-05-25T18:00"],
    ["la veille au soir", fr, "2025-05-25T19:00"],
    ["3 jours avant", fr, "2025-05-23"],
    ["trois jours avant la date limite", fr, "2025-05-23"],
    ["une semaine avant", fr, "2025-05-19"],
    ["the day before", en, "2025-05-25"],
    ["3 days before", en, "2025-05-23"],
    ["three days before the deadline", en, "2025-05-23"],
    ["a week before", en, "2025-05-19"],
    ["the day before at 6pm", en, "2025-05-25T18:00"],
    ["la veille de dimanche", fr, "unclear"],
    ["the day before friday", en, "unclear"],
  ] as const)(
    "are found where there is such a day, and unclear where there is none: %s",
    (text, words, day) => {
      expect(readBefore(text, words, "2025-05-26")).toBe(day);
      expect(readBefore(text, words)).toBe("unclear");
    },
  );
});

it("takes no word of another language for a mistyped one", () => {
  const german = wordsOf("test/fixtures/de/dates.json");
  const alone = compileDates(german, dateVocabulary([german]));
  const beside = compileDates(german, dateVocabulary([german, french]));
  expect(read("heure", alone)).toBe("2025-05-20");
  expect(read("heure", beside)).not.toBe("2025-05-20");
  expect(read("heutte", beside)).toBe("2025-05-20");
});
