import { describe, expect, it } from "vitest";
import type { Reminder } from "../../src/conversation/vocabulary.ts";
import { readMessage, readWhileWaiting, written } from "../support/read-words.ts";

type Asked = Parameters<typeof readMessage>[1];
const typesOf = (text: string, asked: Asked, language: string) =>
  readMessage({ text }, asked, language).acts.map(({ type }) => type);

describe("a reminder that is called off", () => {
  it.each([
    ["en", "stop. forget the reminder"],
    ["en", "stop, cancel the reminder"],
    ["en", "no i dont want a reminder"],
    ["fr", "stop, annulez ce rappel"],
    ["fr", "arrêtez, laissez tomber le rappel"],
    ["fr", "pas de rappel merci"],
  ] as const)("is the one that we speak of, and the bot may go on writing (%s): %s", (language, text) => {
    expect(typesOf(text, "remind-set", language)).toEqual(["cancel-reminder"]);
    expect(typesOf(text, "remind", language)).toEqual(["back"]);
  });

  it.each([
    ["en", "stop. forget the reminder. what about my photos on linkedin?", "services"],
    ["en", "stop. forget the reminder. chatgpt app on android were do i click", "services"],
    ["en", "no i dont want a reminder i want to know were in the app, android", "suggest"],
    ["fr", "stop, annulez ce rappel. et pour linkedin ?", "service"],
    ["fr", "pas de rappel merci. Montrez-moi mes données", "my-data"],
  ] as const)("and what follows is heard (%s): %s", (language, text, heard) => {
    expect(typesOf(text, "remind-set", language)).toEqual(["cancel-reminder", heard]);
    expect(typesOf(text, "remind", language)).toEqual(["back", heard]);
  });

  it("and a question about the service that we speak of is not lost", () => {
    const { acts, unread } = readMessage(
      { text: "stop. forget the reminder. the meta app on android, were do i click" },
      "remind",
      "en",
    );
    expect(acts).toEqual([{ type: "back" }]);
    expect(unread).toEqual(["the meta app on android, were do i click"]);
  });

  it.each([
    ["en", "i dont want a reminder on friday, thursday at 10 please"],
    ["fr", "je ne veux pas de rappel vendredi, plutôt jeudi à 10h"],
  ] as const)("is not the one that is wished for another day (%s): %s", (language, text) => {
    expect(typesOf(text, "remind-set", language)).not.toContain("cancel-reminder");
  });

  it.each([
    ["en", "stop"],
    ["en", "stop. don't write to me any more"],
    ["fr", "stop. ne m'écrivez plus"],
    ["fr", "arrêtez de m'écrire"],
  ] as const)("is not all that the bot writes by itself (%s): %s", (language, text) => {
    for (const asked of ["next", "remind", "remind-set"] as const)
      expect(typesOf(text, asked, language)).toEqual(["stop"]);
  });
});

/** Reminders that wait on Thursday 15 May 2025, each with its letter. */
const waiting: Readonly<Record<string, Reminder>> = {
  A: reminderAt("meta", "2025-05-17T10:00"),
  B: reminderAt("meta", "2025-05-25T12:00"),
  C: reminderAt("whatsapp", "2025-05-19T20:30"),
};

function reminderAt(campaign: string, when: string): Reminder {
  return { campaign, slot: `at:${when}`, dueAt: Date.parse(`${when}+02:00`) };
}

/** What a message does to reminders: "-A" cancels, "B>…" moves, "+…" sets one, "none" ends all, "?" lists them. */
function done(text: string, letters: string, language: string): string {
  const pending = Array.from(letters, (letter) => waiting[letter] ?? reminderAt("", ""));
  const letterOf = (reminder?: Reminder) =>
    Object.keys(waiting).find((letter) => waiting[letter]?.slot === reminder?.slot) ?? letters;
  const now = Date.parse("2025-05-15T10:00+02:00");
  return readWhileWaiting(text, pending, language, now)
    .acts.map((act) => {
      switch (act.type) {
        case "cancel-reminder":
          return `-${letterOf(act.reminder)}`;
        case "move":
          return `${letterOf(act.reminder)}>${written({ type: "date", date: act.date }).slice("date ".length)}`;
        case "remind":
        case "date":
          return `+${written(act).split(" ")[1] ?? ""}`;
        case "no-more":
          return "none";
        case "my-reminders":
          return "?";
        default:
          return "";
      }
    })
    .filter((one) => one !== "")
    .join(" ");
}

describe("reminders that wait", () => {
  it.each([
    ["en", "AB", "cancel the one on the 25th, keep the first", "-B"],
    [
      "en",
      "AB",
      "sorry boss cancel the one on the 25th, my wife will be watching me, just leave the first one",
      "-B",
    ],
    ["en", "AB", "forget the noon one on the 25th please, saturday the 17th at ten stays", "-B"],
    ["en", "AB", "push the 17th an hour later and scrap the 25th", "A>2025-05-17T11:00 -B"],
    ["en", "AB", "you can drop the saturday reminder, i'll be home anyway", "-A"],
    ["en", "AB", "i dont need the one on sunday anymore", "-B"],
    ["en", "AB", "please delete the first reminder", "-A"],
    ["en", "A", "instagram isn't done yet, does the reminder on saturday still stand?", "?"],
    ["fr", "A", "le rappel de samedi il tient tjrs ?", "?"],
    ["fr", "A", "le rappel de samedi est toujours prévu ?", "?"],
    ["fr", "A", "tu peux mettre un rappel samedi ?", "+2025-05-17"],
    ["fr", "A", "jpeux supprimer le rappel ou je le garde pour insta", ""],
    ["en", "B", "make it Saturday instead", "B>2025-05-24"],
    ["en", "B", "make it this Saturday instead", "B>2025-05-17"],
    ["en", "B", "move it to Saturday 17 May", "B>2025-05-17"],
    ["fr", "B", "mettez-le plutôt vendredi 10h", "B>2025-05-23T10:00"],
    ["en", "A", "a reminder on sunday please?", "+2025-05-18"],
    ["en", "AB", "get rid of the second one thx", "-B"],
    ["en", "AB", "no need for the 25th, I will have done it by then", "-B"],
    ["en", "AB", "only keep the one on the 17th", "-B"],
    ["en", "AB", "actually just leave saturday's, the other one can go", "-B"],
    ["en", "AC", "please cancel the WhatsApp reminder, the Facebook one has to stay", "-C"],
    ["en", "AC", "drop the one for whatsapp", "-C"],
    ["en", "AC", "Can you cancel the reminder about WhatsApp please", "-C"],
    ["en", "AC", "move the whatsapp one to wednesday at 6pm", "C>2025-05-21T18:00"],
    ["en", "A", "can you make it an hour later", "A>2025-05-17T11:00"],
    ["en", "A", "push it back a day please", "A>2025-05-18T10:00"],
    ["en", "A", "make it sunday evening, saturday's my daughter's birthday", "A>2025-05-18T19:00"],
    ["en", "A", "actually ten is too early lol can u do 9pm tomorrow", "A>2025-05-16T21:00"],
    ["en", "A", "ok and actually sat im at the inlaws so make it sunday 9am instead", "A>2025-05-18T09:00"],
    ["fr", "A", "ah non le matin je travaille, plutot 18h15", "A>2025-05-17T18:15"],
    ["fr", "A", "finalement il vient lundi, alors mettez lundi 18h s'il vous plait", "A>2025-05-19T18:00"],
    ["fr", "A", "mettez-le à samedi 18h", "A>2025-05-17T18:00"],
    ["fr", "A", "nan moi je veux 18h pas 10, remets samedi 18h stp", "A>2025-05-17T18:00"],
    ["fr", "A", "repousse samedi d'une heure", "A>2025-05-17T11:00"],
    ["en", "A", "make the reminder sunday instead cos saturday its my lads birthday", "A>2025-05-18"],
    ["en", "A", "yeah i don't need the reminder no more", "-A"],
    ["en", "A", "so you can drop that reminder, cheers", "-A"],
    ["en", "A", "never mind the reminder, i did it", "-A"],
    ["en", "A", "the reminder is no longer needed", "-A"],
    ["fr", "A", "le rappel ne sert plus à rien", "-A"],
    ["fr", "AB", "celui de samedi n'a plus lieu d'être", "-A"],
    ["en", "AB", "cancel all the reminders please", "none"],
    ["en", "AB", "scrap both of them", "none"],
    ["en", "AB", "shift sunday's reminder to monday the 26th at 9 am", "B>2025-05-26T09:00"],
    ["en", "AB", "move the one on the 25th to the 24th, same time", "B>2025-05-24"],
    ["en", "A", "could you make the reminder Thursday instead of Saturday?", "A>2025-05-22"],
    ["en", "AB", "monday the 26th at 8pm instead of the 25th", "B>2025-05-26T20:00"],
    ["en", "A", "no, Thursday, not Saturday", "A>2025-05-22"],
    ["en", "A", "Sorry, saturday I work, better monday morning at 9.", "A>2025-05-19T09:00"],
    ["en", "A", "the insta reminder, make it sunday at 6pm", "A>2025-05-18T18:00"],
    ["en", "A", "Kindly bring that reminder forward to 16 May at 9 a.m.", "A>2025-05-16T09:00"],
    ["fr", "A", "le rappel instagram : dimanche 20h au lieu de samedi", "A>2025-05-18T20:00"],
    [
      "fr",
      "A",
      "et le rappel insta mets-le plutôt dimanche à 18h, samedi j'ai un mariage",
      "A>2025-05-18T18:00",
    ],
    ["fr", "A", "samedi je suis chez le docteur, pourriez-vous plutôt lundi à 9h ?", "A>2025-05-19T09:00"],
    ["en", "A", "keep saturday and add another one on friday the 23rd at 5pm", "+2025-05-23T17:00"],
    ["en", "A", "I'd like a second one on the 23rd at 7pm on top of saturday's", "+2025-05-23T19:00"],
    ["en", "AB", "which reminders are left", "?"],
    [
      "en",
      "AB",
      "can you tell me which reminder you have noted for me, is it still the Saturday morning?",
      "?",
    ],
    ["en", "AB", "when are you going to remind me again?", "?"],
    ["en", "AB", "cancel saturday and remind me on thursday the 22nd at 8pm instead", "-A +2025-05-22T20:00"],
    ["en", "AB", "lose the sunday one, my son does it with me this weekend", "-B"],
    ["en", "AB", "skip the 17th, I work that day", "-A"],
    ["fr", "AB", "annule celui du 25 et garde le premier", "-B"],
    [
      "fr",
      "AB",
      "vous pouvez supprimer celui du samedi 17, je ne garde que le dimanche, avec mes remerciements",
      "-A",
    ],
    ["fr", "AB", "plus besoin du rappel de samedi", "-A"],
    ["fr", "AB", "laisse tomber pour le 2eme", "-B"],
    ["fr", "AB", "tu peux annuler celui de dimanche stp", "-B"],
    ["fr", "AB", "en fait supprime le rappel du 25, ma femme me le dira", "-B"],
    ["fr", "AB", "oublie celui de midi", "-B"],
    ["fr", "AB", "décale celui de samedi à 11h et vire celui du 25", "A>2025-05-17T11:00 -B"],
    ["fr", "AB", "garde seulement celui de samedi", "-B"],
    ["fr", "AB", "je garde juste le premier, l'autre c'est pas la peine", "-B"],
    ["fr", "AC", "annulez le rappel whatsapp, celui de facebook reste", "-C"],
    ["fr", "AC", "pas besoin du rappel pour WhatsApp finalement", "-C"],
    ["fr", "AC", "mets celui de whatsapp mercredi à 18h plutôt", "C>2025-05-21T18:00"],
    ["fr", "A", "vous pouvez le décaler d'une heure ?", "A>2025-05-17T11:00"],
    ["fr", "A", "repousse d'un jour stp", "A>2025-05-18T10:00"],
    ["fr", "A", "donc plus besoin du rappel, merci", "-A"],
    ["fr", "A", "c'est bon tu peux enlever le rappel", "-A"],
    ["fr", "A", "j'ai plus besoin que tu me rappelles samedi", "-A"],
    ["fr", "AB", "annule tous les rappels", "none"],
    ["fr", "AB", "supprime les deux", "none"],
    ["fr", "AB", "reporte celui du 25 au 26 à 9h", "B>2025-05-26T09:00"],
    ["fr", "AB", "avance celui de dimanche à samedi 24 même heure", "B>2025-05-24"],
    ["fr", "A", "garde celui de samedi et ajoutes-en un la veille de la date limite", "+2025-05-25"],
    [
      "fr",
      "A",
      "rajoute aussi un autre rappel le 25 mai vers midi au cas ou jai oublié",
      "+2025-05-25T12:00",
    ],
    [
      "fr",
      "A",
      "je voulais un 2eme rappel le dimanche 25 mai a 12h en plus de celui de samedi",
      "+2025-05-25T12:00",
    ],
    ["fr", "AB", "il me reste quoi comme rappels ?", "?"],
    ["fr", "AB", "c koi les rappels que ta notés pr moi la ?", "?"],
    ["fr", "AB", "tu me rappelles quand déjà ?", "?"],
    ["fr", "AB", "annule celui de samedi et rappelle-moi plutôt jeudi 22 à 20h", "-A +2025-05-22T20:00"],
    [
      "fr",
      "A",
      "tu peux annuler celui de samedi et me le remettre dimanche matin à 10 heures",
      "-A +2025-05-18T10:00",
    ],
    ["fr", "AB", "saute le 17, je bosse", "-A"],
    ["fr", "A", "tu as annulé le rappel ?", "?"],
    ["en", "A", "forget the noon one on the 25th please, saturday the 17th at ten stays", "?"],
    ["en", "A", "please cancel the whatsapp reminder", "?"],
    ["fr", "A", "samedi 17 mai 11h et annule celui de jeudi s'il te plaît", "+2025-05-17T11:00"],
    ["fr", "A", "je ne veux pas de rappel vendredi, plutôt jeudi à 10h", "+2025-05-22T10:00"],
    [
      "fr",
      "A",
      "nickel. rajoute aussi un autre rappel le 25 mai vers midi au cas ou jai oublié",
      "+2025-05-25T12:00",
    ],
    ["fr", "AB", "laisse tomber pour le 2eme, c koi les rappels que ta notés pr moi la ?", "-B ?"],
    ["fr", "A", "jai pas le temps maintenant tu peux me rappeler dimanche a 15h ?", "+2025-05-18T15:00"],
    ["fr", "A", "ben rappelle moi ce soir à 21 heures je viens de le dire", "+2025-05-15T21:00"],
    [
      "fr",
      "A",
      "Changez-le s'il vous plaît pour le dimanche 25 mai, à la même heure, onze heures du matin.",
      "A>2025-05-25",
    ],
    ["fr", "A", "décale le rappel de samedi à dimanche 18, à 11h", "A>2025-05-18T11:00"],
    ["en", "A", "move saturday's to the 24th, eleven in the morning", "A>2025-05-24T11:00"],
    [
      "en",
      "A",
      "push it an hour later and remind me on friday the 23rd at 6pm too",
      "A>2025-05-17T11:00 +2025-05-23T18:00",
    ],
  ] as const)("are changed as they are named (%s, %s): %s", (language, letters, text, change) => {
    expect(done(text, letters, language)).toBe(change);
  });

  it.each([
    ["en", "A", "don't cancel the reminder"],
    ["en", "A", "did you cancel the reminder?"],
    ["en", "A", "what happens if I cancel the reminder"],
    ["en", "AB", "why did you delete the one on the 25th?"],
    ["en", "AB", "meta deleted my post on the 17th"],
    ["en", "AB", "I forgot saturday is my birthday"],
    ["en", "AB", "don't forget saturday"],
    ["en", "AB", "my sister wants to keep her account"],
    ["en", "AB", "can I cancel the objection later?"],
    ["en", "AB", "I deleted my instagram on sunday"],
    ["en", "AB", "please remove my photos from facebook"],
    ["en", "A", "I want to delete my account on saturday"],
    ["en", "AB", "I don't need to cancel the reminder"],
    ["en", "A", "the reminder is for facebook and instagram, not for whatsapp"],
    ["en", "A", "is the reminder for whatsapp?"],
    ["en", "A", "the form is for whatsapp"],
    ["en", "A", "my daughter's account is for whatsapp only"],
    ["fr", "A", "est-ce que le rappel est plus utile le soir ?"],
    ["fr", "A", "le formulaire ne sert plus à rien ?"],
    ["fr", "AB", "samedi je serai là finalement, enlève celui-là et garde dimanche"],
    ["fr", "A", "n'annule pas le rappel"],
    ["fr", "A", "qu'est-ce qui se passe si j'annule le rappel"],
    ["fr", "AB", "pourquoi vous avez supprimé celui du 25 ?"],
    ["fr", "AB", "meta a supprimé ma photo du 17"],
    ["fr", "AB", "n'oublie pas samedi"],
    ["fr", "AB", "j'ai oublié que samedi c'est mon anniversaire"],
    ["fr", "AB", "ma soeur veut garder son compte"],
    ["fr", "AB", "on peut annuler l'opposition plus tard ?"],
    ["fr", "AB", "supprimez mes photos de facebook svp"],
    ["fr", "A", "je veux supprimer mon compte samedi"],
    ["fr", "A", "je n'ai pas besoin d'annuler le rappel"],
  ] as const)("are left alone by other words (%s, %s): %s", (language, letters, text) => {
    expect(done(text, letters, language)).toBe("");
  });
});

describe("a reminder that is moved to an hour in another zone", () => {
  it.each([
    ["en", "they changed my shift, can u do sunday 6pm instead, dublin time, sorry", "Europe/Dublin"],
    ["fr", "on a changé mes horaires, mettez plutôt dimanche 18h heure de Montréal", "America/Toronto"],
  ] as const)("is moved to the hour there (%s): %s", (language, text, zone) => {
    const [reminder = reminderAt("", "")] = Object.values(waiting);
    const { acts } = readWhileWaiting(text, [reminder], language, Date.parse("2025-05-15T10:00+02:00"));
    const move = acts.find(({ type }) => type === "move");
    expect(move).toMatchObject({ date: { zone } });
  });
});

describe("a reminder that waits stays as it is", () => {
  it.each([
    ["en", "I'd rather do it tomorrow"],
    ["en", "could you do that for my mother tomorrow?"],
    ["en", "so earlier this week I sent it"],
    ["en", "earlier this week, I sent it"],
    ["en", "I sent it on Thursday instead of Saturday"],
    ["en", "Thursday instead of Friday"],
    ["fr", "envoyé jeudi, pas samedi"],
    ["fr", "insta au lieu de facebook"],
    ["en", "swap Facebook for Instagram on Monday"],
    ["en", "I did it on Monday instead"],
    ["en", "can you do one for LinkedIn tomorrow at 6"],
    ["fr", "Lucas passe demain"],
    ["fr", "je passe à LinkedIn demain"],
    ["fr", "plutôt demain pour le formulaire instagram"],
    ["fr", "je l'ai fait plutôt lundi"],
  ] as const)("if nothing orders to move it (%s): %s", (language, text) => {
    expect(done(text, "A", language)).not.toContain(">");
  });
});

describe("a reminder that was set for another service", () => {
  it.each([
    ["en", "no, the reminder is for whatsapp", "2025-05-17T10:00"],
    ["en", "the reminder is for whatsapp, make it sunday", "2025-05-18T10:00"],
    ["en", "the reminder was for whatsapp, make it sunday 6pm", "2025-05-18T18:00"],
    ["fr", "non le rappel c'est pour whatsapp", "2025-05-17T10:00"],
    ["en", "no the reminder is for whatsapp, not for meta", "2025-05-17T10:00"],
    ["fr", "non le rappel c'est pour whatsapp, pas pour meta !", "2025-05-17T10:00"],
    ["fr", "le rappel c pr whatsapp aussi", "2025-05-17T10:00"],
  ] as const)("becomes one for the service that is named (%s): %s", (language, text, at) => {
    const [reminder = reminderAt("", "")] = Object.values(waiting);
    const { acts } = readWhileWaiting(text, [reminder], language, Date.parse("2025-05-15T10:00+02:00"));
    expect(acts[0]).toEqual({ type: "cancel-reminder", reminder });
    expect(acts[1]).toMatchObject({ type: "remind", campaign: "whatsapp" });
    expect(acts.slice(1).map(written)).toEqual([`remind ${at}`]);
  });
});

describe("a reminder that is to stay", () => {
  const now = Date.parse("2025-05-15T08:00Z");
  const waiting: Reminder = { campaign: "meta", slot: "on-date", dueAt: Date.parse("2025-05-15T19:00Z") };
  const read = (text: string, language: string) =>
    readWhileWaiting(text, [waiting], language, now).acts.map(written);

  it.each([
    ["en", "is the reminder still on?"],
    ["en", "should I keep the reminder for tonight?"],
    ["en", "keep the reminder"],
    ["fr", "le rappel tient toujours ?"],
    ["fr", "faut-il garder le rappel de ce soir ?"],
    ["fr", "gardez bien le rappel de 21h"],
  ])("is shown to whoever asks for it (%s): %s", (language, text) => {
    expect(read(text, language)).toEqual(["my-reminders"]);
  });

  it.each([
    ["en", "I did the Facebook one, insta I'll do tonight, keep the reminder at 9 pm", ["done facebook"]],
    ["en", "fb is done. is the reminder still on?", ["my-reminders", "done facebook"]],
    [
      "fr",
      "je viens de recevoir un courriel de Meta : mon opposition sera respectée, faut-il garder le rappel de ce soir ?",
      ["my-reminders", "confirmed"],
    ],
    ["en", "keep the reminder, and can they use my private messages?", ["topic private-messages"]],
    [
      "fr",
      "ok j'ai fait le formulaire facebook à l'instant, insta je le ferai ce soir, gardez bien le rappel de 21h",
      ["done facebook"],
    ],
  ])("is not moved by what stands beside it (%s): %s", (language, text, means) => {
    expect(read(text, language)).toEqual(means);
  });

  it.each([
    ["en", "I'll do it tonight"],
    ["fr", "insta je le ferai ce soir"],
    ["fr", "je le ferai ce soir"],
  ])("is not moved to when the person will do it (%s): %s", (language, text) => {
    for (const asked of ["next", "remind-set"] as const)
      expect(typesOf(text, asked, language)).toEqual(["later"]);
  });
});

it("« mon » is no Monday where a reminder is asked for", () => {
  const text = "Et pour mon ChatGPT à moi, c'est quoi le réglage à couper ?";
  expect(readMessage({ text }, "remind", "fr").acts.filter((act) => "date" in act)).toEqual([]);
});

describe("who has sent the form and needs no reminder", () => {
  const waiting: Reminder = { campaign: "meta", slot: "on-date", dueAt: Date.parse("2025-05-18T10:00Z") };
  const now = Date.parse("2025-05-15T08:00Z");

  it.each([
    ["en", "my daughter came round and we sent the form together, so you needn't write to me on Sunday"],
    ["en", "we've sent it, no need to write on Sunday"],
    [
      "fr",
      "nous venons d'envoyer le formulaire ensemble, je n'ai donc plus besoin que vous m'écriviez dimanche",
    ],
  ])("is written to no more (%s): %s", (language, text) => {
    const { acts } = readWhileWaiting(text, [waiting], language, now);
    expect(acts.map(({ type }) => type)).toEqual(["cancel-reminder", "done"]);
    expect(readMessage({ text }, "next", language).acts.filter((act) => "date" in act)).toEqual([]);
  });
});

describe("a wish for a reminder that begins with a name", () => {
  const wishIn = (text: string, language: string) =>
    readMessage({ text }, "next", language).acts.map((act) =>
      act.type === "remind" ? [written(act), act.campaign] : act.type,
    );

  it.each([
    ["en", "Pinterest, remind me tomorrow at 10am"],
    ["en", "for Pinterest remind me tomorrow at 10am"],
    ["fr", "Pinterest, rappelle-moi demain à 10h"],
    ["fr", "pour Pinterest rappelle moi demain à 10h stp"],
  ])("is for that service (%s): %s", (language, text) => {
    expect(wishIn(text, language)).toEqual([["remind 2025-05-21T10:00", "pinterest"]]);
  });

  it.each([
    ["en", "What about Pinterest? Remind me tomorrow at 10am"],
    ["fr", "et Pinterest ? rappelle-moi demain à 10h stp"],
  ])("is for the one that we speak of, if the name is asked about (%s): %s", (language, text) => {
    expect(wishIn(text, language)).toEqual([["remind 2025-05-21T10:00", undefined]]);
  });
});

describe("a reminder beside the service that comes next", () => {
  it.each([
    [
      "en",
      "I have submitted the Facebook form, kindly remind me on 16 June, and let us proceed to ChatGPT",
      ["done facebook", "service chatgpt", "remind 2025-06-16"],
    ],
    ["en", "remind me on sunday, and now chatgpt", ["service chatgpt", "remind 2025-05-25"]],
    [
      "fr",
      "c'est envoyé pour Facebook, merci de me le rappeler le 16 juin, et passons à ChatGPT",
      ["done facebook", "service chatgpt", "remind 2025-06-16"],
    ],
    ["fr", "rappelez-moi dimanche, et passons à ChatGPT", ["service chatgpt", "remind 2025-05-25"]],
  ])("is for the one that is left (%s): %s", (language, text, means) => {
    const { acts } = readMessage({ text }, "next", language);
    expect(acts.map(written)).toEqual(means);
    expect(acts.find(({ type }) => type === "remind")).toMatchObject({ campaign: "meta" });
  });

  it.each([
    ["en", "next linkedin. i have no time so remind me tomorrow at 9am"],
    ["en", "ok now linkedin, how do I switch it off and remind me tomorrow at 9"],
    [
      "fr",
      "ok merci, je l'envoie ce soir. maintenant linkedin, j'y mets mes visuels, comment on coupe l'IA et rappelle moi ca demain matin à 9h stp, là je pars en rdv client",
    ],
  ])("is for that one, if the wish stands behind it (%s): %s", (language, text) => {
    const { acts } = readMessage({ text }, "next", language);
    expect(acts.slice(0, 2).map(written)).toEqual(["service linkedin", "remind 2025-05-21T09:00"]);
    expect(acts[1]).toMatchObject({ campaign: "linkedin" });
  });

  it("is not left for one that is only done later", () => {
    const text = "rappelez-moi demain, après je ferai linkedin";
    expect(typesOf(text, "next", "fr")).toEqual(["remind"]);
  });

  it("« on fait ChatGPT » reports nothing", () => {
    const text = "rappelle moi demain puis on fait chatgpt";
    expect(typesOf(text, "next", "fr")).toEqual(["remind"]);
  });
});
