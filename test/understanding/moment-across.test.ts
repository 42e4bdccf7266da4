import { describe, expect, it } from "vitest";
import { readMessage, written } from "../support/read-words.ts";

type Row = readonly [language: string, asked: Parameters<typeof readMessage>[1], text: string, at: string];

function read(text: string, asked: Row[1], language: string): string {
  return readMessage({ text }, asked, language).acts.map(written).join();
}

/** What may set or move a reminder, with the moment that it names. */
function momentsIn(text: string, asked: Row[1], language: string): string {
  const { acts } = readMessage({ text }, asked, language);
  return JSON.stringify(acts.filter((act) => "date" in act && act.date?.kind !== "unclear"));
}

describe("a day and an hour with other words between and around them", () => {
  it.each([
    ["en", "remind", "after mass on Sunday, around eleven", "2025-05-25T11:00"],
    ["en", "remind", "next Monday at lunch", "2025-05-26T12:00"],
    ["en", "remind", "tomorrow when I am back from the shop at 6 in the evening", "2025-05-21T18:00"],
    ["en", "remind", "Thursday morning before my shift, 9 o'clock", "2025-05-22T09:00"],
    ["en", "remind", "I'm at the market on Saturday, so 11am please", "2025-05-24T11:00"],
    ["en", "remind", "Thursday on the train home, 17:30", "2025-05-22T17:30"],
    ["en", "remind", "tomorrow, late, once I've walked the dog, 9 pm", "2025-05-21T21:00"],
    ["en", "remind", "about 8pm on Saturday if that's ok, after the film", "2025-05-24T20:00"],
    ["en", "remind", "tonight after I put my son to bed, 7pm", "2025-05-20T19:00"],
    ["en", "next", "remind me after mass on Sunday, around eleven", "2025-05-25T11:00"],
    [
      "en",
      "next",
      "remind me at 9 in the morning when the shop is still empty, on Thursday",
      "2025-05-22T09:00",
    ],
    ["en", "next", "remind me Thursday, I have the day off, so 11am is fine", "2025-05-22T11:00"],
    ["en", "next", "let me know again on Thursday after work, like 6pm", "2025-05-22T18:00"],
    ["en", "menu", "please remind me on the 24th after the match at 2pm", "2025-05-24T14:00"],
    ["en", "remind-set", "no, after mass on Sunday, around eleven", "2025-05-25T11:00"],
    ["en", "remind-set", "make it Friday after work instead, 6pm", "2025-05-23T18:00"],
    ["fr", "remind", "lundi matin à 8h avant l'ouverture", "2025-05-26T08:00"],
    ["fr", "remind", "vendredi après l'école vers 16h30", "2025-05-23T16:30"],
    ["fr", "remind", "dimanche après la messe, vers onze heures", "2025-05-25T11:00"],
    ["fr", "remind", "je suis au marché samedi, donc 11h svp", "2025-05-24T11:00"],
    ["fr", "remind", "dimanche quand on a mangé, midi", "2025-05-25T12:00"],
    ["fr", "remind", "vers 20h samedi si ça vous va, après le film", "2025-05-24T20:00"],
    ["fr", "remind", "ce soir après avoir couché mon fils, 21h", "2025-05-20T21:00"],
    ["fr", "next", "rappelle-moi samedi quand les enfants dorment, disons 21h", "2025-05-24T21:00"],
    ["fr", "next", "rappelez-moi demain après le dîner vers 20h30 svp", "2025-05-21T20:30"],
    ["fr", "next", "fais-moi signe dimanche quand mon petit-fils vient, vers 16h", "2025-05-25T16:00"],
    ["fr", "next", "redis-le moi jeudi après le boulot, genre 18h", "2025-05-22T18:00"],
    ["fr", "menu", "rappelez-moi le 24 après le match à 14h svp", "2025-05-24T14:00"],
    ["fr", "remind-set", "non, dimanche après la messe, vers onze heures", "2025-05-25T11:00"],
    ["fr", "remind-set", "mets plutôt vendredi après le travail, 18h", "2025-05-23T18:00"],
  ] satisfies readonly Row[])("are one moment (%s, %s): %s", (language, asked, text, at) => {
    expect(read(text, asked, language)).toMatch(new RegExp(`^(?:date|remind) ${at}$`));
  });

  it.each([
    ["en", "sorry, I meant tomorrow after the news at 9 pm", "2025-05-21T21:00"],
    ["fr", "pardon, je voulais dire demain après le journal à 21h", "2025-05-21T21:00"],
    ["en", "can you move it to Saturday after my run, 10am", "2025-05-24T10:00"],
    ["fr", "tu peux le décaler à samedi après mon footing, 10h", "2025-05-24T10:00"],
  ])("move the reminder that was just set (%s): %s", (language, text, at) => {
    const { acts } = readMessage({ text }, "remind-set", language);
    expect(acts).toMatchObject([{ date: { kind: "at", at: Date.parse(`${at}+02:00`) } }]);
  });

  it.each([
    ["en", "remind", "Wednesday is no good, Thursday when I get home at 3pm", "2025-05-22T15:00"],
    ["en", "remind", "can't on Saturday, Sunday evening after church at 6", "2025-05-25T18:00"],
    ["en", "next", "remind me not on Wednesday but Friday before the doctor at 10am", "2025-05-23T10:00"],
    ["fr", "remind", "mercredi je peux pas, plutôt jeudi matin 6 h après la traite", "2025-05-22T06:00"],
    ["fr", "remind", "samedi je peux pas, dimanche après la messe à 18h", "2025-05-25T18:00"],
    ["fr", "next", "rappelez-moi pas mercredi mais vendredi avant le médecin à 10h", "2025-05-23T10:00"],
  ] satisfies readonly Row[])(
    "leave out a day that does not suit (%s, %s): %s",
    (language, asked, text, at) => {
      expect(read(text, asked, language)).toMatch(new RegExp(`^(?:date|remind) ${at}$`));
    },
  );

  it.each([
    ["en", "remind", "Friday when I'm back from the gym at 7"],
    ["en", "next", "remind me tomorrow after I feed the cows at 8"],
  ] as const)(
    "are asked back if the hour can be in either half of the day (%s, %s): %s",
    (language, asked, text) => {
      expect(readMessage({ text }, asked, language).acts).toMatchObject([
        { date: { eitherAt: expect.anything() } },
      ]);
    },
  );

  it.each([
    ["en", "remind", "Friday after work at 5pm or Saturday at 10am"],
    ["en", "remind", "Thursday after school at 3pm or maybe 4pm"],
    ["en", "next", "remind me on Friday when I'm at work at 9am or Saturday"],
    ["fr", "remind", "vendredi après le travail à 17h ou samedi à 10h"],
    ["fr", "remind", "jeudi après l'école à 15h ou peut-être 16h"],
    ["fr", "next", "rappelle-moi vendredi quand je suis au travail à 9h ou samedi"],
  ] as const)("are none if two are named (%s, %s): %s", (language, asked, text) => {
    expect(momentsIn(text, asked, language)).toBe("[]");
  });
});

it.each([
  ["en", "remind", "Friday at 11am, I don't work then and have the house to myself", "2025-05-23T11:00"],
  ["en", "next", "remind me on Friday at 11am, I don't work then", "2025-05-23T11:00"],
  ["fr", "remind", "vendredi à 11h, je ne travaille pas ce jour-là et je suis seul", "2025-05-23T11:00"],
  ["fr", "next", "rappelle-moi vendredi à 11h, je ne travaille pas ce jour-là", "2025-05-23T11:00"],
] satisfies readonly Row[])(
  "a denial behind a moment takes nothing from it (%s, %s): %s",
  (language, asked, text, at) => {
    expect(read(text, asked, language)).toMatch(new RegExp(`^(?:date|remind) ${at}(?:,|$)`));
  },
);

describe("a moment that belongs to something else", () => {
  it.each([
    ["en", "remind", "I filled it in on Friday at 8pm"],
    ["en", "remind", "the shop opens at 9am on Monday so I have no time"],
    ["en", "remind", "Saturday I have a wedding at 3pm"],
    ["en", "remind", "I leave on Friday with the train at 8am"],
    ["en", "remind", "Friday is no good, I work from 9am"],
    ["en", "remind", "Friday at 5pm if I'm home, otherwise Saturday"],
    ["en", "remind", "yesterday I came home at 6pm"],
    ["en", "remind", "not on Friday when I work until 6pm"],
    ["en", "remind", "what happens on Friday when the form closes at 6pm?"],
    ["en", "next", "remind me Friday if my son comes at 6pm"],
    ["en", "next", "don't remind me on Friday after work at 6pm"],
    ["en", "next", "remind me what I have to do on Monday when the bank opens at 9am"],
    ["en", "next", "they refused me on Thursday after I called at 9am"],
    ["en", "remind", "Sunday? I never work on Sundays, I get up at 10am"],
    ["en", "remind", "Monday? I can't stand Mondays, my shift is at 9am"],
    ["fr", "remind", "dimanche ? je travaille jamais le dimanche, je me lève à 10h"],
    ["fr", "remind", "lundi ? je supporte pas le lundi, je commence à 9h"],
    ["en", "remind", "Sunday after mass we always eat at my aunt's at 1pm"],
    ["en", "remind", "on Thursday at 5pm in the church there is a funeral"],
    ["en", "next", "I asked for a reminder on Friday at 6pm"],
    ["en", "next", "I set a reminder on my phone for Sunday after mass, at 11"],
    ["en", "next", "you have a reminder for me on Friday after work at 6pm?"],
    ["fr", "remind", "dimanche après la messe on mange toujours chez ma tante à 13h"],
    ["fr", "remind", "jeudi à 17h à l'église il y a un enterrement"],
    ["fr", "next", "j'ai demandé un rappel vendredi à 18h"],
    ["fr", "next", "j'ai mis un rappel sur mon téléphone dimanche après la messe, à 11h"],
    ["fr", "next", "tu as un rappel pour moi vendredi après le travail à 18h ?"],
    ["fr", "remind", "je l'ai rempli vendredi à 20h"],
    ["fr", "remind", "le magasin ouvre à 9h lundi donc j'ai pas le temps"],
    ["fr", "remind", "samedi j'ai un mariage à 15h"],
    ["fr", "remind", "je pars vendredi avec le train de 8h"],
    ["fr", "remind", "vendredi ça va pas, je travaille à partir de 9h"],
    ["fr", "remind", "vendredi à 17h si je suis là, sinon samedi"],
    ["fr", "remind", "hier je suis rentré à 18h"],
    ["fr", "remind", "pas vendredi quand je travaille jusqu'à 18h"],
    ["fr", "remind", "mon train part jeudi de la gare à 18h"],
    ["fr", "next", "rappelle-moi vendredi si mon fils vient à 18h"],
    ["fr", "next", "ne me rappelle pas vendredi après le travail à 18h"],
    ["fr", "next", "rappelle-moi ce que je dois faire lundi quand la banque ouvre à 9h"],
    ["fr", "next", "ils m'ont refusé jeudi après mon appel à 9h"],
  ] as const)("is no moment for a reminder (%s, %s): %s", (language, asked, text) => {
    expect(momentsIn(text, asked, language)).toBe("[]");
  });

  it.each([
    ["en", "remind me on Friday, my class starts at 9am and ends at 4pm"],
    ["fr", "rappelle-moi vendredi, mon cours commence à 9h et finit à 16h"],
  ])("lends its hour to no reminder (%s): %s", (language, text) => {
    expect(read(text, "next", language)).not.toMatch(/T/);
  });
});

it.each([
  ["en", "tonight at 9pm for mine and tomorrow after school around 5pm for my mother's"],
  ["fr", "ce soir à 21h pour le mien et demain après l'école vers 17h pour celui de ma mère"],
])("two moments for two people set none that is false (%s)", (language, text) => {
  for (const asked of ["remind", "next"] as const) expect(momentsIn(text, asked, language)).toBe("[]");
});

it.each([
  ["tomorrow before my shift, 10am", "2025-05-21T10:00"],
  ["I can take part on Friday, so 6pm", "2025-05-23T18:00"],
])("a word that is called as a kind of word is none by that: %s", (text, at) => {
  expect(read(text, "remind", "en")).toBe(`date ${at}`);
});
