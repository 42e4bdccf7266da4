import { describe, expect, it } from "vitest";
import type { ConversationEvent } from "../../src/conversation/vocabulary.ts";
import { readMessage, written } from "../support/read-words.ts";

const outcomes: ReadonlySet<string> = new Set<ConversationEvent["type"]>([
  ...(["done", "confirmed", "refused", "service"] as const),
]);

/** What a message reports below "What now?", on which day, and to which service it turns; today is 20 May. */
function reportsIn(text: string, language: string): readonly string[] {
  const told = readMessage({ text }, "next", language).acts.filter(({ type }) => outcomes.has(type));
  return told.map((act) => {
    const when = act.type === "done" && typeof act.when === "object" ? ` ${act.when.day}` : "";
    return `${written(act)}${when}`;
  });
}

describe("What was sent and what came of it are both noted", () => {
  it.each([
    [
      "en",
      "I sent the form on 5 May and they refused on 12 May. How long does the regulator take to answer?",
    ],
    ["en", "The form was sent on 5 May and rejected on 12 May"],
    ["fr", "J'ai envoyé le formulaire le 5 mai et ils ont refusé le 12 mai. Combien de temps met la CNIL ?"],
    ["fr", "ma demande a été envoyée le 5 mai et refusée le 12 mai"],
  ])("(%s) %s", (language, text) => {
    expect(reportsIn(text, language)).toEqual(["done 2025-05-05", "refused"]);
  });

  it.each([
    ["en", "I filled in the form on 5 May and they confirmed it two days later"],
    ["fr", "j'ai rempli le formulaire le 5 mai et ils l'ont accepté deux jours après"],
  ])("(%s) %s", (language, text) => {
    expect(reportsIn(text, language)).toEqual(["done 2025-05-05", "confirmed"]);
  });

  it.each([
    ["en", "I submitted it and they accepted it the same day"],
    ["fr", "je l'ai envoyé et ils ont confirmé le jour même"],
  ])("(%s) %s", (language, text) => {
    expect(reportsIn(text, language)).toEqual(["done", "confirmed"]);
  });
});

describe("The day of sending is noted, in the passive too", () => {
  it.each([
    ["en", "my request was sent on 5 May 2025, please note it"],
    ["en", "the form was submitted on 5 May"],
    ["fr", "La demande a été envoyée le 5 mai 2025"],
    ["fr", "mon opposition est partie le 5 mai"],
    ["fr", "la démarche a été transmise le 5 mai"],
  ])("(%s) %s", (language, text) => {
    expect(reportsIn(text, language)).toEqual(["done 2025-05-05"]);
  });

  it.each([
    ["en", "the facebook form was sent on the 5th of May"],
    ["fr", "celui de facebook a été envoyé le 5 mai"],
  ])("for one account: (%s) %s", (language, text) => {
    expect(reportsIn(text, language)).toEqual(["done facebook 2025-05-05"]);
  });
});

describe("That they accept is a confirmation", () => {
  it.each([
    [
      "en",
      "oh good news facebook just emailed saying they accept my objection, cheers",
      "confirmed facebook",
    ],
    ["en", "yeah it's confirmed and thanks", "confirmed"],
    ["fr", "ils m'ont répondu qu'ils acceptaient mon opposition", "confirmed"],
    ["fr", "bonne nouvelle, facebook m'a écrit qu'ils acceptent mon opposition, merci", "confirmed facebook"],
  ])("(%s) %s", (language, text, expected) => {
    expect(reportsIn(text, language)).toEqual([expected]);
  });
});

describe("What is left to do takes nothing back", () => {
  it.each([
    [
      "en",
      "did the facebook one already now while drinking my coffee, so sunday it's only the instagram left",
    ],
    ["en", "I've sent the facebook one, only the insta one to go"],
    ["fr", "facebook envoyé, plus que insta"],
    ["fr", "facebook c'est fait donc il reste instagram"],
  ])("(%s) %s", (language, text) => {
    const { acts, unread } = readMessage({ text }, "next", language);
    expect(acts.map(written)).toEqual(["done facebook"]);
    expect(unread).toEqual([]);
  });
});

describe("A refusal is noted beside a wish", () => {
  it.each([
    ["en", "Yes it was refused, and I would like the date to appear in the complaint"],
    ["en", "they turned me down, so how do I complain?"],
    ["fr", "Oui c'est refusé, et je voudrais que la date du 5 mai apparaisse dans la plainte"],
    ["fr", "ils ont refusé, et je voudrais porter plainte"],
  ])("(%s) %s", (language, text) => {
    expect(reportsIn(text, language)).toEqual(["refused"]);
  });
});

describe("A form that failed was not sent", () => {
  it.each([
    ["en", "I filled in the form and it froze", []],
    ["en", "I sent the form but it says error", []],
    ["en", "facebook is sent but the instagram link doesn't open", ["done facebook"]],
    ["fr", "j'ai rempli le formulaire et ça a planté", []],
    ["fr", "facebook c'est fait mais le lien insta marche pas", ["done facebook"]],
  ])("(%s) %s", (language, text, reports) => {
    expect(reportsIn(text, language).map((report) => report.replace(" apart", ""))).toEqual(reports);
  });
});

describe("What comes next is not done", () => {
  it.each([
    ["en", "done, linkedin next"],
    ["en", "that's done, now linkedin"],
    ["fr", "fait, linkedin maintenant"],
    ["fr", "envoyé, ensuite linkedin"],
  ])("(%s) %s", (language, text) => {
    expect(reportsIn(text, language)).toEqual(["done", "service linkedin"]);
  });

  it.each([
    ["en", "Facebook done, now insta"],
    ["en", "fb sent off, on to insta"],
    ["en", "facebook done next is instagram"],
    ["en", "I sent facebook and now instagram"],
    ["fr", "Facebook c'est fait, maintenant insta"],
    ["fr", "fb fait reste insta"],
    ["fr", "fb c'est bon, passons à instagram"],
  ])("of two accounts of one service (%s): %s", (language, text) => {
    expect(reportsIn(text, language)).toEqual(["done facebook"]);
  });

  it.each([
    ["en", "I did facebook and then instagram"],
    ["en", "sent fb, then insta"],
    ["fr", "j'ai envoyé facebook, puis instagram"],
  ])("but what was done after the first is (%s): %s", (language, text) => {
    expect(reportsIn(text, language)).toEqual(["done facebook+instagram"]);
  });
});

describe("An e-mail before the form was sent confirms nothing", () => {
  it.each([
    ["en", "I have found the e-mail and sent the form off", ["done"]],
    ["en", "I have got the e-mail and sent the form off", ["done"]],
    ["en", "I got the email, I sent the form on 12 May", ["done 2025-05-12", "confirmed"]],
    ["en", "got the confirmation email, and I had sent the form", ["done", "confirmed"]],
    ["fr", "j'ai retrouvé le mail et envoyé le formulaire", ["done"]],
    ["fr", "j'ai reçu la confirmation et le formulaire est envoyé", ["done", "confirmed"]],
  ])("(%s) %s", (language, text, reports) => {
    expect(reportsIn(text, language)).toEqual(reports);
  });
});

describe("Nothing is noted that is only asked, supposed, heard or told of others", () => {
  it.each([
    ["en", "ChatGPT is switched off, isn't it?"],
    ["en", "it's confirmed, isn't it?"],
    ["en", "what if they refuse and I sent it on 5 May?"],
    ["en", "if they refuse and it was sent on 5 May, what can I do?"],
    ["en", "when it is confirmed and they accepted it, what do I do?"],
    ["en", "my sister got the confirmation mail a week later, so Facebook is finished for her"],
    ["en", "my brother sent his on 5 May and they refused it"],
    ["en", "the form was not sent on 5 May"],
    ["en", "they haven't confirmed it yet and thanks for asking"],
    ["fr", "chatgpt c'est désactivé, c'est bien ça ?"],
    ["fr", "c'est confirmé, n'est-ce pas ?"],
    ["en", "tell me when it is confirmed and they accepted"],
    ["en", "suppose they refuse, and it was sent on 5 May"],
    ["en", "I was sent the form on 5 May"],
    ["en", "the letter was sent on 5 May?"],
    ["fr", "préviens-moi le 2 juillet s'ils ont refusé"],
    ["fr", "dites-moi quand c'est confirmé et qu'ils ont accepté"],
    ["fr", "on m'a envoyé le formulaire le 5 mai"],
    ["fr", "à la télé ils ont dit que facebook a été refusé la semaine dernière"],
    ["fr", "la demande doit être envoyée avant le 5 mai ?"],
    ["fr", "et s'ils refusent alors que je l'ai envoyé le 5 mai ?"],
    ["fr", "si c'est refusé et que ça a été envoyé le 5 mai, je fais quoi ?"],
    ["fr", "il paraît qu'ils acceptent toutes les oppositions, merci"],
    ["fr", "ma sœur l'a envoyé le 5 mai et ils ont refusé"],
    ["fr", "la demande n'a pas été envoyée le 5 mai"],
    ["fr", "je l'enverrai vendredi et ils confirmeront j'espère"],
  ])("(%s) %s", (language, text) => {
    expect(reportsIn(text, language)).toEqual([]);
  });
});
