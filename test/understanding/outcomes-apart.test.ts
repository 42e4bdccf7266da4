import { describe, expect, it } from "vitest";
import type { ConversationEvent } from "../../src/conversation/vocabulary.ts";
import { readMessage } from "../support/read-words.ts";

/** The reports that a message gives below "What now?", of which accounts, and whether of each on its own. */
function reportsIn(text: string, language: string): readonly string[] {
  return readMessage({ text }, "next", language).acts.filter(isOutcome).map(written);
}

function isOutcome({ type }: ConversationEvent): boolean {
  return type === "confirmed" || type === "refused" || type === "not-done" || type === "done";
}

function written(event: ConversationEvent): string {
  const accounts = "accounts" in event ? (event.accounts ?? []) : [];
  const apart = "isApart" in event && event.isApart ? " apart" : "";
  return `${[event.type, ...accounts].join(" ")}${apart}`;
}

describe("What came of one account's form is not said of another's", () => {
  it.each([
    ["en", "Facebook is confirmed, Instagram not yet"],
    ["en", "I got the confirmation for Facebook but nothing yet for Instagram"],
    ["en", "the email came for facebook. still nothing for insta, is that normal?"],
    ["fr", "Facebook confirmé, Instagram pas encore"],
    ["fr", "j'ai eu le mail pour facebook mais rien pour insta"],
    ["fr", "C'est reçu pour Facebook. Toujours rien pour Instagram, c'est normal ?"],
  ])("(%s) %s", (language, text) => {
    expect(reportsIn(text, language)).toEqual(["confirmed facebook apart"]);
  });

  it.each([
    ["en", "Instagram said no, Facebook said yes"],
    ["fr", "Instagram a refusé mais Facebook a accepté"],
  ])("(%s) %s", (language, text) => {
    expect(reportsIn(text, language)).toEqual(["refused instagram apart", "confirmed facebook apart"]);
  });
});

/** What a first message tells of accounts and of what came of each. */
function toldFirst(text: string, language: string): readonly string[] {
  const { acts } = readMessage({ text }, undefined, language);
  return acts.flatMap((act) => {
    if (act.type === "accounts") return `accounts ${act.accounts.join(" ")} ${act.linked ?? ""}`.trim();
    return isOutcome(act) ? written(act) : [];
  });
}

describe("Accounts of which a first message tells what came of them are the person's", () => {
  it.each([
    [
      "en",
      "I sent both forms on 12 May, facebook confirmed, instagram silent so far, what can I do?",
      ["done facebook instagram", "accounts facebook instagram no", "confirmed facebook apart"],
    ],
    [
      "en",
      "I filed objections on both Facebook and Instagram on 12 May. Facebook confirmed on 13 May; Instagram refused yesterday.",
      [
        "done facebook instagram apart",
        "accounts facebook instagram no",
        "confirmed facebook apart",
        "refused instagram apart",
      ],
    ],
    [
      "fr",
      "j'ai fait mon opposition pour facebook et pour insta le 14 avril, facebook m'a répondu que c'était accepté mais insta rien du tout",
      ["done facebook instagram apart", "accounts facebook instagram no", "confirmed facebook apart"],
    ],
    [
      "fr",
      "J'ai les deux comptes. Instagram : formulaire envoyé mardi, refusé ce matin. Facebook : pas encore fait.",
      ["done instagram apart", "accounts instagram facebook no", "refused instagram apart"],
    ],
    [
      "fr",
      "j'ai rempli le formulaire Instagram mardi et ils l'ont refusé ce matin en disant que je ne donne pas de raisons, Facebook je ne l'ai pas encore fait",
      ["done instagram apart", "accounts instagram facebook no", "refused instagram apart"],
    ],
    ["en", "I filed objections on Facebook and on Instagram on 12 May", ["done facebook instagram"]],
  ])("(%s) %s", (language, text, expected) => {
    expect(toldFirst(text, language)).toEqual(expect.arrayContaining(expected));
  });
});

describe("An account that is denied is not the person's, whatever is told of the other", () => {
  it.each([
    [
      "en",
      "I only have Instagram, no Facebook. I've just filled in the Instagram form, but I haven't done ChatGPT yet",
    ],
    ["fr", "nn j'ai ke insta pas fb. jviens de remplir le formulaire insta et ils m'ont envoyé un mail"],
    ["fr", "j'ai que insta pas fb. ils m'ont envoyé un mail comme quoi c'est bon"],
  ])("(%s) %s", (language, text) => {
    for (const asked of [undefined, "accounts"] as const) {
      const { acts } = readMessage({ text }, asked, language);
      const named = acts.flatMap((act) => ("accounts" in act ? (act.accounts ?? []) : []));
      expect(new Set(named)).toEqual(new Set(["instagram"]));
    }
  });
});

describe("What is done for one account is not done for the other", () => {
  it.each([
    [
      "en",
      "I did the facebook one just now, the instagram I will do tomorrow because my husband has the password",
    ],
    ["en", "Facebook is sent but Instagram not yet"],
    ["fr", "J'ai rempli celui de facebook, insta je le ferai demain matin"],
    ["fr", "facebook c'est fait, insta pas encore"],
    ["en", "ok sent the facebook one now, insta i do after the shop closes"],
    ["en", "sent facebook, insta when i get home"],
    ["fr", "ok j'ai envoyé facebook, insta je fais après la fermeture du magasin"],
    ["fr", "envoyé pour facebook, insta quand je rentre"],
  ])("(%s) %s", (language, text) => {
    const reports = reportsIn(text, language).filter((report) => !report.startsWith("not-done"));
    expect(reports).toEqual(["done facebook apart"]);
  });
});

describe("What is done for both accounts leaves their link as it is", () => {
  it.each([
    ["en", "sent facebook and insta just now, I do the dishes now", ["done facebook instagram"]],
    ["fr", "envoyé facebook et insta à l'instant", ["done facebook instagram"]],
    [
      "en",
      "done the insta as well now, and the mail for the facebook one came within ten minutes, it says they will respect it",
      ["done instagram", "confirmed facebook"],
    ],
    [
      "fr",
      "insta c'est fait aussi maintenant, et le mail pour facebook est arrivé en dix minutes",
      ["done instagram", "confirmed facebook"],
    ],
  ])("(%s) %s", (language, text, expected) => {
    expect(reportsIn(text, language)).toEqual(expected);
  });
});

describe("What came of both accounts' forms is said of both", () => {
  it.each([
    ["en", "Facebook and Instagram are both confirmed"],
    ["en", "the confirmation came for both, facebook and instagram"],
    ["fr", "Facebook et Instagram sont confirmés tous les deux"],
  ])("(%s) %s", (language, text) => {
    expect(reportsIn(text, language)).toEqual(["confirmed facebook instagram"]);
  });
});

describe("An answer that came after the form was sent is a confirmation of that form", () => {
  it.each([
    ["en", "I sent it. It came this morning, they accept it"],
    ["fr", "C'est envoyé. Le mail est arrivé ce matin, merci"],
  ])("(%s) %s", (language, text) => {
    expect(reportsIn(text, language)).toEqual(["done", "confirmed"]);
  });

  it.each([
    ["en", "I sent it. The email came back as undeliverable"],
    ["en", "I sent it. It came to nothing I fear"],
    ["fr", "C'est envoyé. Le mail est arrivé dans les indésirables ?"],
    ["fr", "C'est envoyé. Le mail est arrivé en retour avec une erreur"],
  ])("and none where it is one of another kind: (%s) %s", (language, text) => {
    expect(reportsIn(text, language)).not.toContain("confirmed");
  });
});

describe("A form that somebody got is not sent, and a password that is confirmed is no objection", () => {
  it.each([
    ["en", "the form was sent to me"],
    ["en", "I've been sent a form for Instagram"],
    ["en", "they sent me the form for Instagram yesterday"],
    ["en", "a link to the form was sent to me on Tuesday"],
    ["en", "the notice from Instagram was sent on 3 May"],
    ["en", "Instagram confirmed my new password yesterday"],
    ["en", "I'm afraid they'll say no for Facebook"],
    ["fr", "le formulaire m'a été envoyé"],
    ["fr", "on m'a transmis le formulaire d'Instagram le 3 mai"],
    ["fr", "un lien vers le formulaire m'a été envoyé mardi"],
    ["fr", "l'avis d'Instagram a été envoyé le 3 mai"],
    ["fr", "Instagram a confirmé mon nouveau mot de passe hier"],
    ["fr", "j'ai peur qu'ils disent non pour Facebook"],
  ])("(%s) %s", (language, text) => {
    expect(reportsIn(text, language)).toEqual([]);
  });

  it.each([
    ["en", "a friend sent me the link and I filled it in"],
    ["en", "they sent me the form, I've filled it in and sent it"],
    ["fr", "on m'a envoyé le lien et je l'ai rempli"],
    ["fr", "on m'a aidé, c'est envoyé"],
  ])("but it is once that is said too: (%s) %s", (language, text) => {
    expect(reportsIn(text, language)).toEqual(["done"]);
  });
});

describe("An answer that was sent to somebody, or said in the passive, is one", () => {
  it.each([
    [
      "en",
      "They sent me a refusal for Instagram yesterday but Facebook is still silent",
      "refused instagram apart",
    ],
    ["en", "I've been sent a refusal for Facebook", "refused facebook"],
    ["en", "a refusal came for Facebook this morning", "refused facebook"],
    ["en", "both got refused", "refused facebook instagram"],
    ["en", "I was sent the confirmation for Instagram", "confirmed instagram"],
    ["fr", "on m'a envoyé un refus pour Facebook", "refused facebook"],
    ["fr", "les deux ont été refusés", "refused facebook instagram"],
    ["fr", "le refus pour Facebook est arrivé", "refused facebook"],
    ["fr", "on m'a envoyé la confirmation pour Instagram", "confirmed instagram"],
    ["fr", "celui d'Instagram est parti hier", "done instagram"],
    ["fr", "Instagram a été fait le 3 mai", "done instagram"],
    ["fr", "ils disent qu'ils respecteront mon opposition", "confirmed"],
  ])("(%s) %s", (language, text, expected) => {
    expect(reportsIn(text, language)).toEqual([expected]);
  });
});

/** What a message says is done, each with its day. */
function daysIn(text: string, language: string): readonly string[] {
  return readMessage({ text }, "next", language).acts.flatMap((act) =>
    act.type === "done"
      ? `${(act.accounts ?? []).join(" ")} ${typeof act.when === "object" ? act.when.day : "no day"}`
      : [],
  );
}

describe("Each account's form has the day that is said of it", () => {
  it.each([
    ["en", "I sent Facebook on 12 May and Instagram on 14 May"],
    ["en", "Facebook was sent on 12 May, then Instagram on 14 May"],
    ["en", "I did Facebook on 12 May and I did Instagram on 14 May"],
    ["fr", "j'ai envoyé Facebook le 12 mai et Instagram le 14 mai"],
    ["fr", "Facebook a été envoyé le 12 mai, Instagram le 14 mai"],
  ])("(%s) %s", (language, text) => {
    expect(daysIn(text, language)).toEqual(["facebook 2025-05-12", "instagram 2025-05-14"]);
  });

  it.each([
    ["en", "I sent Facebook on 12 May, Instagram wrote to me on 14 May"],
    ["en", "I sent Facebook on 12 May, Instagram will follow on 24 May"],
    ["en", "I sent Facebook on 12 May. Instagram on 14 May?"],
    ["fr", "j'ai envoyé Facebook le 12 mai, Instagram m'a écrit le 14 mai"],
    ["fr", "j'ai envoyé Facebook le 12 mai, Instagram le 24 mai"],
  ])("but nothing is done that is not said to be: (%s) %s", (language, text) => {
    const [first = "", ...others] = daysIn(text, language);
    expect(first).not.toContain("instagram");
    expect(others).toEqual([]);
  });
});
