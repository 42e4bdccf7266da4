import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encodeTap } from "../../src/conversation/tap.ts";
import type { StateQuestionId } from "../../src/conversation/vocabulary.ts";
import { anyCharacter } from "../support/any-character.ts";
import { readMessage, readWords, written } from "../support/read-words.ts";

const read = (text: string, asked: StateQuestionId, language = "fr") =>
  written(readWords(text, asked, language));
const anywhere = ["accounts", "ask-linked", "next", "remind"] as const;

describe("a message", () => {
  it.each([
    ["2", "accounts", "accounts instagram"],
    ["2.", "accounts", "accounts instagram"],
    ["n°2", "accounts", "accounts instagram"],
    ["le 2", "accounts", "accounts instagram"],
    ["1️⃣", "accounts", "accounts facebook"],
    ["1, 2", "accounts", "accounts facebook+instagram"],
    ["2 et 1", "accounts", "accounts facebook+instagram"],
    ["les 2", "accounts", "accounts facebook+instagram"],
    ["1 et 2", "which-done", "sent facebook+instagram"],
    ["les 2", "which-done", "sent facebook+instagram"],
    ["9", "accounts", "not-understood"],
    ["1 4", "accounts", "not-understood"],
  ] as const)("is read as the numbers of choices: %s", (text, asked, means) => {
    expect(read(text, asked)).toBe(means);
  });

  it.each([
    ["ni l'un ni l'autre", "accounts", "accounts none"],
    ["Neither", "accounts", "accounts none"],
    ["j'ai que insta", "accounts", "accounts instagram"],
    ["jai ni fb ni ig", "accounts", "accounts none"],
    ["fb et ig", "accounts", "accounts facebook+instagram"],
    ["oui je crois", "ask-linked", "linked yes"],
    ["ok oui", "ask-linked", "linked yes"],
    ["non, séparément", "ask-linked", "linked no"],
    ["chais pas", "ask-linked", "linked unknown"],
    ["they're separate", "ask-linked", "linked no"],
    ["👍", "ask-linked", "linked yes"],
    ["c'est fait !", "next", "done"],
    ["merci, c'est fait", "next", "done"],
    ["oui, effacez tout svp", "forget", "yes"],
    ["non merci", "forget", "no"],
    ["facebook", "which-done", "sent facebook"],
    ["Montréal", "zone", "zone America/Toronto"],
    ["j'habite en Belgique", "complaint-country", "country BE"],
    ["France, Angers", "complaint-country", "country FR"],
    ["Angers", "complaint-country", "country FR"],
    [
      "Je suis en France, à Angers, et je veux le texte de plainte pour la CNIL contre le refus de Meta",
      "complaint-country",
      "country FR",
    ],
    ["vendredi", "remind", "date 2025-05-23"],
    ["bientôt", "remind", "date unclear"],
    ["oui c'est ça", "accounts-doubt", "accounts instagram"],
    ["non", "accounts-doubt", "no"],
    ["non, facebook", "accounts-doubt", "accounts facebook"],
  ] as const)("answers the open question in one's own words: %s", (text, asked, means) => {
    expect(read(text, asked)).toBe(means);
  });

  it.each([
    ["menu", "menu"],
    ["MENU !", "menu"],
    ["je veux voir le menu", "menu"],
    ["bonjour, le menu svp", "menu"],
    ["/menu@SomeBot", "menu"],
    ["please forget me", "forget-me"],
    ["effacez mes données svp", "forget-me"],
    ["comment arrêter", "stop"],
    ["how do I stop?", "stop"],
    ["recommancer", "start-again"],
    ["my reminders", "my-reminders"],
    ["aidez moi", "help"],
    ["retour", "back"],
    ["langue", "change-language"],
    ["english please", "language en"],
    ["en français", "language fr"],
    ["je veux parler à un humain", "human"],
    ["I want to talk to a human please", "human"],
    ["rappelle moi dans 10 minutes", "remind 2025-05-20T10:10"],
  ] as const)("is a command at any moment: %s", (text, means) => {
    for (const asked of ["accounts", "ask-linked", "menu"] as const) expect(read(text, asked)).toBe(means);
  });

  it.each([
    ["/start", { type: "start" }],
    ["/start meta-fr", { type: "start", campaign: "meta", language: "fr" }],
    ["/start meta", { type: "start", campaign: "meta" }],
    ["/start meta-xx", { type: "start" }],
    ["/start en", { type: "start", language: "en" }],
    ["/start nonsense", { type: "start" }],
    ["/start nonsense-en", { type: "start", language: "en" }],
  ])("begins where a deep link says: %s", (text, event) => {
    expect(readWords(text, "accounts")).toEqual(event);
  });

  it.each([
    ["merci", "thanks"],
    ["merci beaucoup pour tout !", "thanks"],
    ["ok merci", "thanks"],
    ["thank you so much", "thanks"],
    ["ok", "ok"],
    ["👍🏽👍🏽", "ok"],
    ["d'accord", "ok"],
    ["bonjour madame", "hello"],
    ["hi!", "hello"],
    ["bonne soirée", "goodbye"],
    ["bye", "goodbye"],
    ["❤️", "emoji"],
    ["😂😂", "emoji"],
  ])("gets a kind line if it asks for nothing: %s", (text, courtesy) => {
    for (const asked of ["accounts", "next", "remind"] as const)
      expect(read(text, asked)).toBe(`courtesy ${courtesy}`);
  });

  it.each([
    ["comment ça marche ?", "how-it-works"],
    ["how does this work?", "how-it-works"],
    ["c'est gratuit ?", "bot-cost"],
    ["à quoi ça sert", "why-object"],
    ["my account is private", "private-account"],
    ["who are you?", "bot-who"],
    ["Bonjour. Est-ce que c'est gratuit ?", "bot-cost"],
  ])("is an everyday question, whatever is asked: %s", (text, topic) => {
    for (const asked of anywhere) expect(read(text, asked)).toBe(`topic ${topic}`);
  });

  it.each([
    ["got back in and sent the insta one this morning", "done instagram"],
    ["facebook confirmed at last, the mail came at noon", "confirmed facebook"],
    ["ok sent it for insta, what do i do about fb now", "done instagram"],
    ["fb confirmed it but insta refused", "confirmed facebook, refused instagram"],
    ["sent the fb one last night and the confirmation came today", "done facebook, confirmed"],
  ])("tells of no account that its report does not name: %s", (text, means) => {
    const { acts } = readMessage({ text }, "next", "en");
    const reports = acts.map(written).filter((act) => /^(?:done|confirmed|refused)/.test(act));
    expect(reports.join(", ")).toBe(means);
  });

  it("that names two places is told what holds where the person lives, else what holds in neither", () => {
    const living = "I'm a British pensioner living in Spain, which country's rules apply to me then?";
    expect(readWords(living, "next", "en")).toHaveProperty("country", "ES");
    const between = "I'm between Britain and Spain, which country's rules apply to me then?";
    expect(readWords(between, "next", "en")).not.toHaveProperty("country");
  });

  it.each([
    ["accounts", "i only have insta, is it too late?", "accounts instagram, topic too-late"],
    [
      "accounts",
      "both, not linked. do they use my private messages?",
      "accounts facebook+instagram, topic private-messages",
    ],
    ["next", "merci ! j'ai tout envoyé, et pour linkedin ?", "done, service linkedin"],
    [
      "next",
      "j'ai envoyé facebook hier, rappelle-moi vendredi pour insta",
      "done facebook, remind 2025-05-23",
    ],
    ["next", "thanks! sent both, is it too late for my daughter?", "done facebook+instagram, topic too-late"],
    [
      "next",
      "I filled in the Facebook form on 24 May and Meta answered that they cannot honour my request because I gave no example",
      "done facebook, refused",
    ],
    [
      "next",
      "j'ai rempli le formulaire Facebook le 24 mai, et Meta répond qu'ils ne peuvent pas donner suite parce que je n'ai pas donné d'exemple",
      "done facebook, refused",
    ],
    ["next", "merci, ils n'ont pas refusé parce que je n'ai rien envoyé", "not-done"],
    ["next", "I haven't sent anything yet, remind me tomorrow", "not-done, date 2025-05-21"],
    ["next", "whatsapp next. remind me about insta sunday", "remind 2025-05-25, service whatsapp"],
    ["accounts", "did facebook last night, not insta yet", "done facebook, accounts facebook+instagram"],
    ["accounts", "I did say it was Facebook, only Facebook", "accounts facebook"],
    ["next", "it's just for facebook now because insta is confirmed", "confirmed instagram"],
  ] as const)("says several things at once (%s): %s", (asked, text, means) => {
    const language = /[éè]|merci/.test(text) ? "fr" : "en";
    expect(readMessage({ text }, asked, language).acts.map(written).join(", ")).toBe(means);
  });

  it.each([
    "Meta did not send any confirmation",
    "they didn't send any reply yet",
    "they never did any harm",
    "i've denied the request",
    "I had declined their cookies on facebook",
    "I have denied it",
    "ive agreed with the terms",
  ])("notes nothing, and takes nothing back, of what is no report: %s", (text) => {
    const types = readMessage({ text }, "next", "en").acts.map(({ type }) => type);
    for (const report of ["not-done", "confirmed", "refused"]) expect(types).not.toContain(report);
  });

  it.each([
    ["en", "shop insta is sent, the private one not", "topic one-of-several"],
    ["en", "The shop insta is sent. My private account isn't yet.", "topic one-of-several"],
    ["en", "I've done my shop's insta but not my private one", "topic one-of-several"],
    ["en", "done for one of my accounts, still the other to do", "topic one-of-several"],
    [
      "en",
      "nah wait thats only the main one thats confirmed, the finsta still needs doin",
      "topic one-of-several",
    ],
    ["en", "I have two instas, how many forms is that?", "topic one-of-several"],
    ["fr", "jlai fait pr mon compte public mais pas le perso", "topic one-of-several"],
    [
      "fr",
      "Le compte personnel est confirmé. Seul le compte professionnel reste à faire",
      "topic one-of-several",
    ],
    [
      "fr",
      "je viens de le faire pour le compte du groupe, par contre le mien pas encore.",
      "topic one-of-several",
    ],
    ["fr", "c'est envoyé pour mon compte pro, pas encore pour le perso", "topic one-of-several"],
    ["fr", "un seul de mes deux comptes est fait", "topic one-of-several"],
    ["en", "done for both my insta accounts", "done instagram"],
    ["en", "done, the other one too", "done"],
    ["en", "facebook is sent, my insta not yet", "done facebook, not-done"],
    ["fr", "c'est fait pour les deux comptes insta", "done instagram"],
  ])(
    "notes a form as sent once no other account of its kind is open (%s): %s",
    (language, text, expected) => {
      expect(readMessage({ text }, "next", language).acts.map(written).join(", ")).toBe(expected);
    },
  );

  it.each([
    [
      "I sent the insta one, does it matter if my account is private?",
      "accounts instagram, done instagram, topic private-account",
    ],
    ["does it matter if my account is private?", "topic private-account"],
    ["I sent it yesterday", "accounts instagram, done"],
    ["the page stays white when I open it", "accounts instagram, link-broken"],
    ["I sent the facebook one yesterday", "done facebook, accounts facebook"],
    ["is it legal what they do?", "topic legal"],
    [
      "the link just brings me to the login page, theres no form at all on it",
      "accounts instagram, link-broken",
    ],
    ["nope", "no"],
    ["only facebook", "accounts facebook"],
    [
      "yes just mine then please and my mother in law posts the kids too how do i ask her nicely to stop",
      "accounts instagram, for-a-friend",
    ],
    ["yes but not Instagram, that was my old one", "doubt facebook"],
    ["yes wait, hang on a second, I mean no", "not-understood"],
    ["yes i think so but im not sure i have instagram", "doubt facebook"],
  ])(
    "agrees with what was asked back if it goes on as only who has these accounts does: %s",
    (text, means) => {
      expect(readMessage({ text }, "accounts-doubt", "en").acts.map(written).join(", ")).toBe(means);
    },
  );

  it.each([
    ["en", "What was the Cologne ruling? And where can I read it myself?"],
    ["fr", "C'était quoi le jugement de Cologne ? Et où est-ce que je peux le lire ?"],
  ])("offers a clear question that an answer to another one only touches (%s)", (language, text) => {
    const { acts } = readMessage({ text }, "next", language);
    expect(acts.map(written).join(", ")).toMatch(/^sources, suggest legal/);
  });

  it.each([
    [
      "fr",
      "oui juste facebook mais mon mari a un compte et publie des photos des petits est-ce qu'il doit le faire de son côté",
      "accounts facebook, topic someone-else",
    ],
    [
      "en",
      "I only use facebook and look at it once a month at most should i object for my old posts as well",
      "accounts facebook, topic delete-posts",
    ],
  ])(
    "hears the question that is dictated behind an answer, without a sign (%s): %s",
    (language, text, means) => {
      expect(readMessage({ text }, "accounts", language).acts.map(written).join(", ")).toBe(means);
    },
  );

  it.each([
    [
      "fr",
      "accounts",
      "Oui, Facebook. Mais ma femme publie aussi dessus, donc elle doit le faire elle-même si je comprends bien ?",
    ],
    [
      "fr",
      "accounts",
      "J'ai Facebook et Instagram, mais je vous demandais surtout qui reçoit les plaintes au Québec.",
    ],
    ["en", "next", "I asked who runs this bot and whether I may quote its answers in my article."],
  ] as const)(
    "loses no question that is put without a sign, or as an ok (%s, %s): %s",
    (language, asked, text) => {
      const { acts, unread, offered = [] } = readMessage({ text }, asked, language);
      const [last = ""] = text.split(/(?<=,|runs this bot) /).slice(-1);
      expect([...unread, ...offered]).toContain(last);
      expect(acts.map(written).join(" ")).toMatch(/^(?:accounts|topic bot-operator)/);
    },
  );

  it("names the question of which nothing was made, word for word", () => {
    const asked = "would you happen to know where the nearest tram stop is today?";
    const { acts, unread } = readMessage({ text: `i sent both forms. ${asked}` }, "next", "en");
    expect(acts.map(written)).toEqual(["done facebook+instagram"]);
    expect(unread).toEqual([asked]);
  });

  it.each([
    ["blablabla", "accounts"],
    ["", "accounts"],
    ["   ", "ask-linked"],
    ["ne pas effacer", "forget"],
    ["oui et non", "forget"],
    ["envoyer", "next"],
    ["is it done?", "next"],
    ["c'est fait ?", "next"],
    ["oui je pense", "forget"],
    ["oui mais", "forget"],
    ["yes, I think", "forget"],
    ["est-ce que oui efface tout", "forget"],
    ["monday 18 may", "remind"],
    ["I don't want to stop", "next"],
    ["/unknown", "accounts"],
    ["je t'aime", "next"],
    ["what is 12 times 8", "next"],
  ] as const)("concludes nothing if it makes no sense or can be doubted: %j", (text, asked) => {
    expect(["not-understood", "suggest", "date"]).toContain(readWords(text, asked).type);
    expect(read(text, asked)).not.toMatch(/^date 2/);
  });

  it("counts a press only while its question is open", () => {
    const tap = encodeTap("accounts", "meta", "both");
    const past = { acts: [{ type: "past-button" }], unread: [] };
    expect(written(readMessage({ tapped: tap }, "accounts").acts[0])).toBe("accounts facebook+instagram");
    expect(readMessage({ tapped: encodeTap("accounts", "meta", "help") }, "accounts").acts[0].type).toBe(
      "help",
    );
    expect(readMessage({ tapped: tap }, "ask-linked")).toEqual(past);
    expect(readMessage({ tapped: tap }, undefined)).toEqual(past);
    expect(readMessage({ tapped: encodeTap("accounts", "other", "both") }, "accounts")).toEqual(past);
    expect(readMessage({ tapped: "0|accounts|meta|both" }, "accounts")).toEqual(past);
  });

  it.each([
    ["linked", "ask-linked"],
    ["linked-look", "ask-look-up"],
  ] as const)("counts the buttons that version 0.1 sent with the question %s", (formerly, asked) => {
    const tapped = `1|${formerly}|meta|accounts-center.no`;
    expect(written(readMessage({ tapped }, asked).acts[0])).toBe("linked no");
    expect(readMessage({ tapped }, "accounts").acts).toEqual([{ type: "past-button" }]);
  });

  it("counts a reminder's buttons at any time", () => {
    for (const type of ["done", "later", "no-more"]) {
      const tapped = encodeTap("reminder", "meta", type);
      expect(readMessage({ tapped }, "ask-linked").acts[0]).toEqual({ type, campaign: "meta" });
    }
  });

  it("is read only if it is text, and not too much of it", () => {
    expect(readMessage({ unreadable: true }, "accounts").acts[0]).toEqual({ type: "only-text" });
    expect(read("qsdf ".repeat(820), "accounts")).toBe("not-understood");
    expect(read("facebook ".repeat(60), "accounts")).toBe("accounts facebook");
    expect(read("facebook ".repeat(61), "accounts")).toBe("not-understood");
  });

  it("that is nothing but a date asks nothing, even if it can be meant in two ways", () => {
    expect(read("mercredi prochain", "remind", "fr")).toBe("date unclear");
    expect(read("mercredi prochain", "next", "fr")).toBe("date unclear");
    expect(read("next wednesday", "remind", "en")).toBe("date unclear");
    expect(read("vendredi à 18h", "next", "fr")).toMatch(/^date 2025-05-23T18:00/);
  });

  it("tells its language if the words show it", () => {
    expect(readMessage({ text: "I only have facebook" }, "accounts").language).toBe("en");
    expect(readMessage({ text: "j'ai que facebook" }, "accounts").language).toBe("fr");
    const text = "c'est le bon formulaire ? https://www.facebook.com/help/contact/712876720715583";
    expect(readMessage({ text }, "accounts").language).toBe("fr");
  });

  it.each([
    "https://www.facebook.com/help/contact/712876720715583",
    "www.facebook.com/help/contact/6359191084165019?locale=en_US",
    "facebook.com/help/with/the/form",
    "Facebook. https://help.instagram.com/contact/767264225370182",
    "meta",
    "Meta ai",
    "meta, facebook",
  ])("tells no language by addresses and names: %s", (text) => {
    expect(readMessage({ text }, "accounts")).not.toHaveProperty("language");
  });
});

describe("any text", () => {
  const asked = fc.constantFrom<StateQuestionId | undefined>(
    ...([undefined, "accounts", "ask-linked", "next", "remind", "forget", "which-done", "zone"] as const),
  );

  it("gives an event, and never throws", () => {
    const words = fc.constantFrom(
      "oui",
      "le 2",
      "/start",
      "menu",
      "1",
      "pas",
      "facebook",
      "?",
      "constructor",
      "😀",
    );
    const texts = fc.oneof(
      fc.string({ unit: anyCharacter }),
      fc.array(words).map((list) => list.join(" ")),
    );
    fc.assert(
      fc.property(texts, asked, (text, open) => {
        expect(readMessage({ text }, open).acts[0].type).toBeTypeOf("string");
        expect(readMessage({ tapped: text }, open).acts[0].type).toBeTypeOf("string");
      }),
    );
  });

  it("that is denied never does what it would do undenied", () => {
    const commands = ["tout effacer", "effacer mes données", "arrêter", "m'oublier", "recommencer"];
    const english = ["erase everything", "delete my data", "stop", "be forgotten", "start again"];
    const denied = fc.oneof(
      fc.constantFrom(...commands).map((wish) => `je ne veux pas ${wish}`),
      fc.constantFrom(...english).map((wish) => `I don't want to ${wish}`),
    );
    const irrevocable = ["forget-me", "stop", "start-again", "done", "confirmed", "yes"];
    fc.assert(
      fc.property(denied, asked, fc.constantFrom("fr", "en"), (text, open, language) => {
        expect(irrevocable).not.toContain(readMessage({ text }, open, language).acts[0].type);
      }),
    );
  });
});
