import { describe, expect, it } from "vitest";
import { readMessage, readWords, written } from "../support/read-words.ts";

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
      expect(read(text, asked, language)).toMatch(/^(?:courtesy (?:goodbye|thanks)|later)$/);
  });

  it.each([
    ["en", "I leave on Friday"],
    ["en", "Friday is my birthday lol"],
    ["en", "on 12 May I filled it in with my sister"],
    ["en", "they wrote to me on Thursday at 6pm"],
    ["en", "I'm off on monday and tuesday"],
    ["en", "thanks, my appointment is on friday the 23rd"],
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
    ["en", "remind-set", "make it sunday evening instead, 7ish", "date 2025-05-25T19:00"],
    ["en", "remind", "This Friday, the 23rd, still at 8 pm", "date 2025-05-23T20:00"],
    ["fr", "remind", "le mardi 27 mai à 14 heures svp, elle a changé de jour", "date 2025-05-27T14:00"],
    ["fr", "remind-set", "finalement le mardi 27 mai, toujours à 14 heures", "date 2025-05-27T14:00"],
    ["en", "remind-set", "actually could you make it saturday at 10am instead", "date 2025-05-24T10:00"],
    ["en", "next", "ask me again on thursday", "date 2025-05-22"],
    ["en", "next", "write to me on sunday at 2pm", "date 2025-05-25T14:00"],
    ["en", "menu", "ask me again on thursday please", "remind 2025-05-22"],
    ["en", "menu", "remind me sunday morning about the insta one", "remind 2025-05-25T10:00"],
    ["en", "menu", "remind me on saturday for the facebook one", "remind 2025-05-24"],
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

describe("a wish for a reminder with other sentences about time", () => {
  it.each([
    ["en", "remind me on the 22nd, I get back from Spain on the 21st", "remind 2025-05-22"],
    ["en", "let me know again on Thursday, my exams end Wednesday", "remind 2025-05-22"],
    ["en", "remind me in 3 days, I've been on a train since 6 this morning", "remind 2025-05-23"],
    ["en", "wake me up about this on Friday around noon", "remind 2025-05-23T12:00"],
    ["fr", "redites-le moi jeudi, mes examens finissent mercredi", "remind 2025-05-22"],
    ["fr", "rappelez-moi dans 3 jours, je suis dans le train depuis 6h ce matin", "remind 2025-05-23"],
    ["fr", "vous pouvez m'écrire demain soir à 19h ? je travaille jusqu'à 18h", "remind 2025-05-21T19:00"],
    ["fr", "ce week-end ce serait le mieux, rappelez-moi à ce moment-là", "remind 2025-05-24"],
  ] as const)("is for its own day (%s): %s", (language, text, means) => {
    expect(readMessage({ text }, "next", language).acts.map(written)).toEqual([
      expect.stringMatching(new RegExp(`^(?:${means}|${means.replace("remind", "date")})$`)),
    ]);
  });

  it.each([
    ["en", "remind me on Friday, or I could do Saturday"],
    ["fr", "rappelez-moi vendredi, ou je peux aussi samedi"],
  ] as const)("is asked back if it leaves two days open (%s): %s", (language, text) => {
    expect(readMessage({ text }, "next", language).acts.map(written).join()).not.toMatch(/2025/);
  });
});

describe("a wish for a reminder in another zone", () => {
  it.each([
    ["en", "no not Wednesday, MONDAY 2 June at 9am Montreal time", "date 2025-06-02T15:00"],
    ["fr", "non pas mercredi, LUNDI le 2 juin à 7h du matin heure de Montréal", "date 2025-06-02T13:00"],
    ["fr", "non lundi 2 juin 7h", "date 2025-06-02T07:00"],
  ] as const)("is corrected even where the zone is asked for (%s): %s", (language, text, means) => {
    for (const asked of ["zone", "remind-set"] as const) expect(read(text, asked, language)).toBe(means);
  });

  it.each([
    ["en", "remind me in 2 weeks, on a Monday before my shift at 7am Montreal time"],
    [
      "fr",
      "Autre chose, peux-tu me rappeler dans 2 semaines, un lundi matin avant ma job vers 7h heure de Montréal",
    ],
  ] as const)("keeps the zone if the day is asked back (%s): %s", (language, text) => {
    const { acts } = readMessage({ text }, "next", language);
    expect(acts).toMatchObject([{ date: { kind: "unclear", zone: "America/Toronto" } }]);
  });
});

describe("an hour by the writer's own time", () => {
  it.each([
    ["en", "I'm in Dublin so remind me friday at 6pm my time", "2025-05-23T19:00"],
    ["en", "remind me friday at 6pm my time, I'm in Dublin", "2025-05-23T19:00"],
    ["fr", "je suis à Montréal donc rappelle-moi vendredi à 11h chez moi", "2025-05-23T17:00"],
  ] as const)("is that of the town where they say to be (%s): %s", (language, text, at) => {
    for (const asked of ["remind", "remind-set", "next"] as const)
      expect(read(text, asked, language).replace("remind", "date")).toBe(`date ${at}`);
  });

  it.each([
    ["en", "I'm in Foobar so remind me friday 6pm my time"],
    ["en", "remind me friday at 6pm my time"],
    ["fr", "je suis à Trifouillis donc rappelle-moi vendredi à 11h chez moi"],
  ] as const)("is asked back if the town is not known (%s): %s", (language, text) => {
    for (const asked of ["remind", "remind-set", "next"] as const)
      expect(read(text, asked, language)).toMatch(/^(?:date|remind) unclear-zone$/);
  });
});

describe("a day that is denied", () => {
  it.each([
    ["en", "not Wednesday, Monday the 26th", "2025-05-26"],
    ["en", "not tomorrow, on Thursday the 22nd", "2025-05-22"],
    ["fr", "pas mercredi 21, plutôt jeudi 22", "2025-05-22"],
  ] as const)("leaves the one that is named instead (%s): %s", (language, text, day) => {
    expect(read(text, "remind-set", language)).toBe(`date ${day}`);
  });

  it.each([
    ["en", "not Wednesday or Thursday"],
    ["en", "not Wednesday"],
    ["en", "not Friday, Thursday"],
    ["en", "not Wednesday but perhaps Thursday"],
    ["en", "not wednesday, thursday I'm away"],
    ["fr", "pas mercredi ni jeudi"],
    ["fr", "pas lundi et mardi"],
    ["fr", "pas vendredi, jeudi"],
  ] as const)("leaves none if no other is named (%s): %s", (language, text) => {
    expect(read(text, "remind-set", language)).not.toMatch(/2025/);
  });
});

describe("a moment behind the one that was just set, Wednesday at ten, and is denied", () => {
  it.each([
    ["en", "not Wednesday, Thursday", "2025-05-22"],
    ["en", "not tomorrow, saturday", "2025-05-24"],
    ["en", "not 10:00, 20:00", "2025-05-21T20:00"],
    ["en", "no not 10am, 8pm", "2025-05-21T20:00"],
    ["en", "no, not wednesday, Friday at 6pm", "2025-05-23T18:00"],
    ["en", "I said 8pm not 10", "2025-05-21T20:00"],
    ["fr", "pas mercredi, jeudi", "2025-05-22"],
    ["fr", "non pas 10h, 20h j'ai dit", "2025-05-21T20:00"],
    ["fr", "nn pas 10h 20h", "2025-05-21T20:00"],
    ["fr", "pas à 10h, à 20h", "2025-05-21T20:00"],
  ] as const)("stands in its place (%s): %s", (language, text, at) => {
    expect(read(text, "remind-set", language)).toBe(`date ${at}`);
  });

  it.each([
    ["en", "not 10:00"],
    ["en", "not 16:00, 20:00"],
    ["en", "not 10am, 8pm is when my shift ends"],
    ["fr", "pas 10h"],
    ["fr", "pas 16h, 20h"],
    ["fr", "pas mercredi, jeudi je travaille"],
  ] as const)("is none if another one is denied, or nothing named (%s): %s", (language, text) => {
    expect(read(text, "remind-set", language)).not.toMatch(/2025/);
  });
});

// Searched anew for each of them, a text would take longer than any test may.
it.each(["not ".repeat(49), "not 10am ".repeat(24), "pas 10h ".repeat(24)])(
  "however often a text denies, it is read: %s",
  (text) => {
    expect(read(text, "remind-set", "en")).not.toMatch(/2025/);
  },
);

describe("a number in place of the hour that was just set, ten in the morning", () => {
  it.each([
    ["en", "make it 7 instead", "2025-05-21T07:00"],
    ["en", "make it 7 instead, I'm up at 3 for the bread anyway and asleep by 10", "2025-05-21T07:00"],
    ["en", "rather 3", "2025-05-21T15:00"],
    ["fr", "plutôt 8", "2025-05-21T08:00"],
  ] as const)("is the hour that is likeliest (%s): %s", (language, text, at) => {
    expect(read(text, "remind-set", language)).toBe(`date ${at}`);
  });

  it.each(["make it 30 instead", "7", "make it 7 or 8 instead"])(
    "is none if it may mean else: %s",
    (text) => {
      expect(read(text, "remind-set", "en")).not.toMatch(/2025-05-21/);
    },
  );
});

describe("an hour that can be in the morning or in the evening", () => {
  it.each([
    ["remind", "tomorrow at 7", "2025-05-21T07:00 2025-05-21T19:00"],
    ["remind-set", "no, thursday at 8", "2025-05-22T08:00 2025-05-22T20:00"],
    ["next", "remind me tomorrow at 8", "2025-05-21T08:00 2025-05-21T20:00"],
    ["remind", "at 7", "2025-05-20T19:00 2025-05-21T07:00"],
  ] as const)("is asked back with both (%s): %s", (asked, text, both) => {
    const at = both.split(" ").map((one) => Date.parse(`${one}+02:00`));
    const { acts } = readMessage({ text }, asked, "en");
    expect(acts).toMatchObject([{ date: { kind: "unclear", eitherAt: at } }]);
  });

  it.each([["I'll do it tomorrow, can you nudge me at 7?"], ["I leave on Friday, remind me at 8"]])(
    "is not, if it may be of the day that is told: %s",
    (text) => {
      expect(JSON.stringify(readMessage({ text }, "next", "en").acts)).not.toContain("eitherAt");
    },
  );

  it("is the one that is still ahead", () => {
    expect(read("today at 8", "remind", "en")).toBe("date 2025-05-20T20:00");
  });
});

describe("two numbers with a dot", () => {
  it.each([
    ["en", "28.5 at 16:00", "date 2025-05-28T16:00"],
    ["en", "on 22.05 at 4pm", "date 2025-05-22T16:00"],
    ["en", "16:00 on 28.5", "date 2025-05-28T16:00"],
    ["fr", "le 28.5 à 16h", "date 2025-05-28T16:00"],
    ["en", "at 18.30", "date 2025-05-20T18:30"],
    ["en", "at 16.05", "date 2025-05-20T16:05"],
  ])("are a day before an hour, or an hour (%s): %s", (language, text, means) => {
    expect(read(text, "remind", language)).toBe(means);
  });

  it.each(["20.05", "5.6 at 16:00", "28.13 at 16:00"])("are asked back if they can be either: %s", (text) => {
    expect(read(text, "remind", "en")).toBe("date unclear");
  });
});

describe("words between a day and its hour", () => {
  it.each([
    ["en", "28 may, after school, 4pm", "date 2025-05-28T16:00"],
    ["fr", "le 28 mai, après l'école, 16h", "date 2025-05-28T16:00"],
  ])("do not matter (%s): %s", (language, text, means) => {
    for (const asked of ["remind", "remind-set", "next"] as const)
      expect(read(text, asked, language)).toBe(means);
  });

  it.each([
    ["en", "28 may, or 29, 4pm"],
    ["en", "friday, I work, saturday 4pm"],
    ["en", "I leave on 28 may, after school, 4pm"],
    ["fr", "mardi, je travaille, mercredi 16h"],
  ])("do, if a time is among them or beside them (%s): %s", (language, text) => {
    for (const asked of ["remind", "remind-set", "next"] as const)
      expect(read(text, asked, language)).not.toMatch(/2025/);
  });
});

describe("an hour beside a day that is only told", () => {
  it.each([
    ["en", "I'm going to do it on Wednesday after work, remind me then around 6pm"],
    ["en", "I'm free on Thursday, remind me then at 6pm"],
    ["fr", "je le ferai jeudi après le travail, rappelez-moi alors vers 18h"],
  ] as const)("is not set for today, but asked back (%s): %s", (language, text) => {
    expect(readMessage({ text }, "next", language).acts.map(written).join()).not.toMatch(/2025/);
  });

  it("is one of that day if nothing else is said", () => {
    expect(read("I'll do it Wednesday. remind me around 6pm", "next", "en")).toBe("date 2025-05-21T18:00");
  });
});

describe("two reminders in one wish", () => {
  it.each([
    ["en", "remind me Saturday for facebook and Sunday for instagram", "2025-05-24 2025-05-25"],
    ["en", "two reminders please: one on the 22nd and one on the 24th", "2025-05-22 2025-05-24"],
    ["en", "can you remind me tonight and again tomorrow morning", "2025-05-20T19:00 2025-05-21T10:00"],
    ["fr", "rappelez-moi samedi pour facebook et dimanche pour instagram", "2025-05-24 2025-05-25"],
    ["fr", "deux rappels svp : un le 22 et un le 24", "2025-05-22 2025-05-24"],
    ["fr", "vous pouvez me rappeler ce soir et encore demain matin", "2025-05-20T19:00 2025-05-21T10:00"],
  ] as const)("are two (%s): %s", (language, text, moments) => {
    for (const asked of ["next", "remind"] as const) {
      const acts = readMessage({ text }, asked, language).acts.map(written);
      expect(acts.map((act) => act.replace(/^(?:remind|date) /, "")).join(" ")).toBe(moments);
    }
  });

  it("are for the services that are named with each", () => {
    const { acts } = readMessage(
      { text: "remind me about LinkedIn on Friday and Meta on Sunday" },
      "next",
      "en",
    );
    expect(acts).toEqual([
      { type: "remind", date: { kind: "day", day: "2025-05-23" }, campaign: "linkedin" },
      { type: "remind", date: { kind: "day", day: "2025-05-25" }, campaign: "meta" },
    ]);
  });

  it.each([
    ["en", "and another one on the 23rd for instagram"],
    ["fr", "et un autre le 23 pour instagram"],
  ] as const)("are two if the second is wished for below the first (%s): %s", (language, text) => {
    expect(readMessage({ text }, "remind-set", language).acts.map(written)).toEqual(["remind 2025-05-23"]);
  });

  it.each([
    ["en", "remind me Saturday and Sunday I'm at my mother's", "2025-05-25"],
    ["en", "I'm away Saturday and Sunday, remind me on Monday", "2025-05-24"],
    ["en", "remind me Saturday and not on Sunday", "2025-05-25"],
    ["fr", "rappelez-moi samedi et pas dimanche", "2025-05-25"],
    ["fr", "je ne suis pas là samedi et dimanche, rappelez-moi lundi", "2025-05-24"],
  ] as const)("are not two if one of the days is about something else (%s): %s", (language, text, other) => {
    expect(readMessage({ text }, "next", language).acts.map(written).join()).not.toContain(other);
  });
});

describe("what begins with a word that adds, below the reminder just set", () => {
  it.each([
    ["en", "also on sunday at 9pm", "remind 2025-05-25T21:00"],
    ["en", "a second one the day before the deadline", "remind 2025-05-25"],
    ["en", "also the day before, sunday evening 9pm, but keep the monday one too", "remind"],
    ["en", "also I did it", "done"],
    ["fr", "aussi dimanche à 21h", "remind 2025-05-25T21:00"],
  ] as const)("moves nothing (%s): %s", (language, text, means) => {
    expect(read(text, "remind-set", language)).toBe(means);
  });
});

describe("a wish beside a question about another service", () => {
  it.each([
    [
      "en",
      "I'm busy now, remind me tomorrow at nine in the evening please. And does WhatsApp do the same thing?",
    ],
    ["fr", "Là je suis occupée, rappelle-moi demain à 21 h. Et est-ce que WhatsApp fait pareil ?"],
  ])("is for the one that we speak of (%s): %s", (language, text) => {
    const wish = readMessage({ text }, "next", language).acts.find(({ type }) =>
      /^(?:date|remind)$/.test(type),
    );
    expect(wish).toMatchObject({ date: { kind: "at" } });
    expect(wish).not.toHaveProperty("campaign");
  });
});

describe("a wish beside a report", () => {
  it.each([
    ["en", "Snapchat is done, WhatsApp tomorrow at 17:00, remind me"],
    ["fr", "snapchat c'est fait, whatsapp demain 17h, rappelle-moi"],
    ["fr", "linkedin c'est fait, rappelle-moi whatsapp demain 17h"],
  ])("is for the service that is named with the moment (%s): %s", (language, text) => {
    const at = Date.parse("2025-05-21T17:00+02:00");
    for (const asked of ["remind-set", "next"] as const)
      expect(readMessage({ text }, asked, language).acts).toMatchObject([
        { type: "done", campaign: expect.stringMatching(/snapchat|linkedin/) },
        { type: "remind", campaign: "whatsapp", date: { kind: "at", at } },
      ]);
  });

  it("is for the service that stands in place of one that is denied", () => {
    const { acts } = readMessage({ text: "nn pas snap, whatsapp demain 17h" }, "remind-set", "fr");
    expect(acts).toMatchObject([{ type: "remind", campaign: "whatsapp" }]);
  });
});

describe("a reminder that is somebody else's, or is denied", () => {
  it.each([
    ["en", "my sister wants a reminder on Friday"],
    ["en", "please don't send me a reminder on Friday"],
    ["en", "Saturday is my mum's birthday, we start at 5pm"],
    ["fr", "ma sœur veut un rappel vendredi"],
    ["fr", "samedi c'est l'anniversaire de ma mère, on commence à 17 h"],
    ["fr", "ne me rappelle pas vendredi"],
  ])("is not set (%s): %s", (language, text) => {
    for (const asked of ["next", "remind", "remind-set"] as const)
      expect(read(text, asked, language)).not.toMatch(/2025/);
  });

  it.each([
    ["en", "my sister says remind me on Friday", "remind 2025-05-23"],
    ["en", "he comes on Sunday so a reminder on Saturday please", "remind 2025-05-24"],
    ["en", "I don't have time, remind me on Sunday at 8pm", "remind 2025-05-25T20:00"],
    ["fr", "j'ai pas le temps rappelle-moi dimanche soir vers 20 heures", "remind 2025-05-25T20:00"],
    [
      "fr",
      "mon fils vient samedi après-midi, vous pourriez me faire signe samedi vers 15 heures pour qu'on le fasse ensemble",
      "remind 2025-05-24T15:00",
    ],
  ])("is told apart from one's own (%s): %s", (language, text, expected) => {
    expect(read(text, "next", language)).toBe(expected);
  });
});

describe("a half hour", () => {
  it.each([
    ["remind me tomorrow at half nine", "date 2025-05-21T09:30"],
    ["remind me on Sunday at half nine in the evening", "date 2025-05-25T21:30"],
    ["remind me on Sunday at half past nine in the evening", "date 2025-05-25T21:30"],
    ["half 7 in the evening on Friday", "date 2025-05-23T19:30"],
    ["wait half a second", "not-understood"],
  ])("is half past that hour: %s", (text, expected) => {
    expect(read(text, "remind", "en")).toBe(expected);
  });
});

describe("a wish to be told again", () => {
  it.each([
    ["en", "can you poke me wednesday after my shift, i finish at 6am"],
    ["en", "give me a shout on the 24th around seven or half seven in the evening would ya"],
    ["en", "nudge me sometime thursday morning before the kids are up"],
    ["en", "let me know again on saturday after work"],
    ["en", "could you tell me again tomorrow or the day after, once i'm home"],
    ["fr", "relancez-moi jeudi après mon boulot, je finis à 18h"],
    ["fr", "vous pouvez me le redire samedi après la sieste des enfants"],
    ["fr", "redites-le-moi mercredi dans la journée, avant 18h"],
    ["fr", "faites-moi signe le 24 vers sept heures ou un peu après"],
  ])("is asked for its date if that is not clear (%s): %s", (language, text) => {
    for (const asked of ["remind-set", "next"] as const)
      expect(read(text, asked, language)).toBe("date unclear");
  });

  it.each([
    ["en", "don't let me forget", "remind"],
    ["en", "ping me when it's time", "remind"],
    ["en", "dont let me forget, ping me tonight at 11", "date 2025-05-20T23:00"],
    ["en", "give me a shout on saturday at 10am please", "date 2025-05-24T10:00"],
    ["en", "let me know again on sunday at 2pm", "date 2025-05-25T14:00"],
    ["fr", "ne me laissez pas oublier", "remind"],
    ["fr", "j'aimerais que vous me le redisiez samedi à 10h", "date 2025-05-24T10:00"],
    ["fr", "ne me laissez pas oublier, redites-le-moi dimanche à 14h", "date 2025-05-25T14:00"],
  ])("is one for a reminder, at its date if that is clear (%s): %s", (language, text, means) => {
    for (const asked of ["remind-set", "next"] as const) expect(read(text, asked, language)).toBe(means);
  });

  it.each([
    ["en", "Can you remind me to check in a week?", "remind 2025-05-27"],
    ["en", "Would you remind me about the confirmation in 10 days?", "remind 2025-05-30"],
    ["en", "could you remind me about Instagram on Tuesday?", "remind 2025-05-27"],
    ["fr", "Vous pouvez me rappeler de vérifier dans une semaine ?", "remind 2025-05-27"],
    ["fr", "Pourriez-vous me rappeler de regarder mes mails dans dix jours ?", "remind 2025-05-30"],
    ["fr", "Est-ce que vous pouvez me rappeler de vérifier lundi prochain ?", "remind 2025-05-26"],
    ["fr", "Vous pouvez me faire un rappel dans 3 jours pour vérifier ?", "remind 2025-05-23"],
  ])("may be put as a question, and say of what (%s): %s", (language, text, means) => {
    for (const asked of ["remind-set", "next"] as const) {
      const wish = read(text, asked, language);
      expect(wish.replace(/^date/, "remind")).toBe(means);
    }
  });

  it.each([
    ["en", "remind me on Saturday", "date 2025-05-24"],
    ["en", "can you remind me on Saturday?", "date 2025-05-24"],
    ["en", "could you remind me on Saturday instead?", "date 2025-05-24"],
    ["en", "could you remind me about Meta on Saturday?", "date 2025-05-24"],
    ["en", "could you remind me about LinkedIn on Saturday?", "remind 2025-05-24"],
    ["fr", "vous pouvez me le rappeler samedi ?", "date 2025-05-24"],
  ])(
    "corrects the reminder just set, unless it is about another service (%s): %s",
    (language, text, means) => {
      expect(read(text, "remind-set", language)).toBe(means);
    },
  );

  it.each([
    ["en", "Sent Facebook today. Can you remind me to check the confirmation in a week?"],
    ["fr", "C'est envoyé pour Facebook. Vous pouvez me rappeler de vérifier dans une semaine ?"],
  ])("stands beside a report in the same message (%s): %s", (language, text) => {
    const { acts } = readMessage({ text }, "next", language);
    expect(acts.map(written)).toEqual(["done facebook", "remind 2025-05-27"]);
  });

  it.each([
    ["en", "when will you remind me?"],
    ["en", "Did you remind me on Friday?"],
    ["en", "do you remind me in a week or do i have to do that myself?"],
    ["en", "Can you remind me what the deadline is?"],
    ["fr", "Pouvez-vous me rappeler ce que je dois faire lundi ?"],
  ])("is not heard in a question about it (%s): %s", (language, text) => {
    for (const asked of ["remind-set", "next"] as const)
      expect(read(text, asked, language)).not.toMatch(/^(?:date|remind|move|change) ?\d/);
  });

  it.each([
    ["en", "they let me know on thursday that it was fine"],
    ["en", "tell me what happens on the 26th"],
    ["en", "see you friday, let me know how it goes"],
    ["en", "cheers, shout at you on monday"],
    ["en", "tell me tomorrow's weather"],
    ["fr", "on m'a relancé lundi au travail"],
    ["fr", "ne me relancez pas vendredi"],
    ["fr", "bonne nuit, je vous redis demain"],
    ["fr", "dites-moi ce qui se passe le 26"],
    ["fr", "au revoir, on se redit ça mardi"],
    ["fr", "allez bonne soirée, je vous fais signe lundi"],
  ])("is not heard in what is told, asked or said in parting (%s): %s", (language, text) => {
    for (const asked of ["remind-set", "next"] as const)
      expect(read(text, asked, language)).not.toMatch(/^(?:date|remind|move|change)/);
  });
});

describe("a date among other words", () => {
  it.each([
    ["en", "next", "ask me again next Sat about pottery", "remind unclear"],
    ["en", "next", "Can you tell me again in a week in case I forget to look for it", "remind 2025-05-27"],
    ["en", "next", "remind me sunday evening, or rather monday at noon", "remind 2025-05-26T12:00"],
    ["fr", "next", "vazy rappelle moi a 21h stp jai entrainement avant", "remind 2025-05-20T21:00"],
    ["fr", "next", "je finis a 7h, ecris moi demain vers midi quand jaurai dormi", "remind 2025-05-21T12:00"],
    ["fr", "remind", "non attends dimanche jai les enfants, mets plutot lundi 10h", "date 2025-05-26T10:00"],
    [
      "fr",
      "next",
      "rappelez-moi dimanche soir, ou plutôt lundi à midi, à la pause",
      "remind 2025-05-26T12:00",
    ],
  ] as const)(
    "is wished for behind the words that wish for it (%s, %s): %s",
    (language, asked, text, means) => {
      expect(read(text, asked, language)).toBe(means);
    },
  );

  it.each([
    ["en", "remind me friday or saturday, not sure yet"],
    ["en", "they said they would write to me on friday"],
    ["en", "don't write to me on sunday please, it's my day off"],
    ["fr", "rappelle-moi samedi ou dimanche, je sais pas"],
    ["fr", "ne me réécrivez pas, écrivez-moi surtout pas avant lundi"],
  ] as const)(
    "is not taken if it can be meant in two ways, or is not wished for (%s): %s",
    (language, text) => {
      expect(read(text, "next", language)).not.toMatch(/^(?:date|remind|move|change) \d/);
    },
  );
});

describe("a reminder wished for beside a report", () => {
  const wishIn = (text: string, language: string) =>
    readMessage({ text }, "next", language).acts.find(({ type }) => type === "remind" || type === "date");

  it.each([
    ["en", "I've done the WhatsApp form, but nothing for LinkedIn yet, can you remind me on Friday?"],
    ["en", "WhatsApp is sent, but not LinkedIn, remind me on Friday"],
    ["fr", "J'ai fait WhatsApp, mais pas encore LinkedIn, rappelez-moi vendredi vers 19 h"],
    ["fr", "j'ai fait WhatsApp mais pas LinkedIn. rappelle-moi vendredi"],
  ])("is for the service that is put off (%s): %s", (language, text) => {
    expect(wishIn(text, language)).toMatchObject({ type: "remind", campaign: "linkedin" });
  });

  it.each([
    ["en", "I've done WhatsApp, I have never used LinkedIn, remind me on Friday"],
    ["fr", "J'ai fait WhatsApp, LinkedIn ne m'intéresse pas, rappelez-moi vendredi"],
  ])("is for no service that is only named (%s): %s", (language, text) => {
    expect(wishIn(text, language)).not.toHaveProperty("campaign", "linkedin");
  });

  it.each([
    ["en", "I've done the form, remind me on Friday when we close, around 7 pm"],
    ["fr", "J'ai fait WhatsApp, mais pour LinkedIn rien encore, rappelez-moi vendredi en sortant, vers 19 h"],
  ])("has the hour that follows its day (%s): %s", (language, text) => {
    const wish = wishIn(text, language);
    expect(wish && written(wish).split(" ")[1]).toBe("2025-05-23T19:00");
  });
});

describe("an hour after which somebody can be written to", () => {
  it.each([
    ["en", "Friday after 8 pm", "date 2025-05-23T20:00"],
    ["en", "Monday from 8pm please", "date 2025-05-26T20:00"],
    ["en", "Friday from 8pm to 10pm", "date unclear"],
    ["en", "not after 8pm on Friday", "date unclear"],
    ["en", "after Friday", "date unclear"],
    ["fr", "vendredi après 18h", "date 2025-05-23T18:00"],
    ["fr", "lundi à partir de 20h", "date 2025-05-26T20:00"],
    ["fr", "lundi mais plutôt le soir après 20 heures", "date 2025-05-26T20:00"],
    ["fr", "vendredi de 18h à 20h", "date unclear"],
    ["fr", "pas après 18h vendredi", "date unclear"],
    ["fr", "après mercredi", "date unclear"],
  ] as const)("is that hour, unless another one ends it (%s): %s", (language, text, means) => {
    expect(read(text, "remind-set", language)).toBe(means);
  });

  it.each([
    ["en", "remind me on Friday, I'm at work from 9am", "remind 2025-05-23"],
    ["fr", "rappelez-moi vendredi, je travaille à partir de 9h", "remind 2025-05-23"],
  ] as const)("is none if it is only told (%s): %s", (language, text, means) => {
    expect(read(text, "menu", language)).not.toContain("T09");
    expect(read(text, "menu", language)).toBe(means);
  });
});

describe("a moment at which one will do it", () => {
  const acts = (text: string, language: string) => readMessage({ text }, "next", language).acts;

  it.each([
    ["en", "I'll do it tonight"],
    ["en", "ok will do it tomorrow evening"],
    ["en", "i'll do instagram on sunday"],
    ["en", "thanks, I'll look at it on Sunday"],
    ["fr", "je le ferai ce soir"],
    ["fr", "je ferai ça ce soir en rentrant"],
    ["fr", "Je m'en occupe demain"],
    ["fr", "merci, je verrai ça ce week-end"],
  ])("wishes for no reminder, and is kept to ask about one (%s): %s", (language, text) => {
    expect(acts(text, language)).toMatchObject([{ type: "later", date: expect.anything() }]);
  });

  it.each([
    ["en", "I will send it on friday, remind me then", "day"],
    ["en", "I'll do it tonight, remind me on Friday if I don't", "day"],
    ["fr", "rappelle moi ce soir je le ferai", "at"],
    ["en", "tonight", "at"],
    ["fr", "plutôt dimanche soir", "at"],
  ])("is one of a wish beside it, or where it stands alone (%s): %s", (language, text, kind) => {
    expect(acts(text, language)).toMatchObject([
      { type: expect.stringMatching(/^(?:date|remind)$/), date: { kind } },
    ]);
  });

  it.each([
    ["en", "I won't do ChatGPT today"],
    ["en", "I leave on Friday"],
    ["en", "I'll do Facebook tonight and Instagram on Sunday"],
  ])("is none in other words, or where there are two (%s): %s", (language, text) => {
    expect(JSON.stringify(acts(text, language))).not.toContain('"date"');
  });
});
