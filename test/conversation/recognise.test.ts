import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileWords } from "../../src/conversation/compile-words.ts";
import { recognise, type View } from "../../src/conversation/recognise.ts";
import { encodeTap } from "../../src/conversation/tap.ts";
import type { Choice, ConversationEvent, Question, QuestionId } from "../../src/conversation/vocabulary.ts";
import { campaignWords, shippedWords } from "./accepted-words.ts";

const labels: Readonly<Record<string, readonly [fr: string, en: string]>> = {
  "accounts.choices.facebook": ["Facebook", "Facebook"],
  "accounts.choices.instagram": ["Instagram", "Instagram"],
  "accounts.choices.both": ["Les deux", "Both"],
  "accounts.choices.neither": ["Ni l’un ni l’autre", "Neither"],
  "linked.choices.yes": ["Oui", "Yes"],
  "linked.choices.no": ["Non", "No"],
  "linked.choices.unknown": ["Je ne sais pas", "I don’t know"],
  "next.choices.done": ["C’est fait", "I’ve done it"],
  "next.choices.remind": ["Rappelez-moi", "Remind me"],
  "next.choices.ready-text": ["Le texte tout prêt", "The ready text"],
  "remind.choices.a": ["Lundi 19 mai", "Monday 19 May"],
  "remind.choices.b": ["Vendredi 23 mai", "Friday 23 May"],
  "forget.choices.yes": ["Oui, tout effacer", "Yes, erase everything"],
  "forget.choices.no": ["Non, tout garder", "No, keep everything"],
  "steps.facebook.name": ["Formulaire de Facebook", "Facebook form"],
  "steps.instagram.name": ["Formulaire d’Instagram", "Instagram form"],
  "ways.back": ["Retour", "Back"],
  "ways.menu": ["Menu", "Menu"],
};

const view: View = {
  vocabulary: compileWords({
    words: shippedWords,
    campaigns: new Map([["meta", { accounts: ["facebook", "instagram"], words: campaignWords }]]),
    label: ({ key }, language) => labels[key]?.[language === "fr" ? 0 : 1] ?? key,
  }),
  readDate: (text) => {
    if (text.includes("bientôt")) return { kind: "unclear" };
    return text.includes("vendredi") || text === "le 2" ? { kind: "day", day: "2025-05-23" } : undefined;
  },
  judgeLink: () => undefined,
  readCountry: () => undefined,
  readZone: (text) => (text.toLowerCase() === "montréal" ? "America/Toronto" : undefined),
};

function choice(key: string, event: ConversationEvent): Choice {
  return { id: key.split(".").at(-1) ?? key, label: { key }, event };
}

function question(id: QuestionId, choices: readonly Choice[], several = false): Question {
  const ways = [choice("ways.back", { type: "back" }), choice("ways.menu", { type: "menu" })];
  return { id, campaign: "meta", about: "meta", choices, ways, several };
}

const accounts = question("accounts", [
  choice("accounts.choices.facebook", { type: "accounts", accounts: ["facebook"] }),
  choice("accounts.choices.instagram", { type: "accounts", accounts: ["instagram"] }),
  choice("accounts.choices.both", { type: "accounts", accounts: ["facebook", "instagram"] }),
  choice("accounts.choices.neither", { type: "accounts", accounts: [] }),
]);
const linked = question(
  "linked",
  (["yes", "no", "unknown"] as const).map((answer) =>
    choice(`linked.choices.${answer}`, { type: "linked", linked: answer }),
  ),
);
const next = question(
  "next",
  (["done", "remind", "ready-text"] as const).map((type) => choice(`next.choices.${type}`, { type })),
);
const remind = question("remind", [
  choice("remind.choices.a", { type: "slot", slot: "a", at: 1 }),
  choice("remind.choices.b", { type: "slot", slot: "b", at: 2 }),
]);
const forget = question("forget", [
  choice("forget.choices.yes", { type: "yes" }),
  choice("forget.choices.no", { type: "no" }),
]);
const whichDone = question(
  "which-done",
  ["facebook", "instagram"].map((step) => choice(`steps.${step}.name`, { type: "sent", steps: [step] })),
  true,
);

const read = (text: string, asked?: Question) => recognise({ text }, asked, view).event;

describe("recognise", () => {
  it.each([
    ["2", accounts, accounts.choices[1]?.event],
    ["2.", accounts, accounts.choices[1]?.event],
    ["n°2", accounts, accounts.choices[1]?.event],
    ["le 2", accounts, accounts.choices[1]?.event],
    ["1️⃣", accounts, accounts.choices[0]?.event],
    ["1, 2", accounts, accounts.choices[2]?.event],
    ["1 et 2", whichDone, { type: "sent", steps: ["facebook", "instagram"] }],
    ["9", accounts, { type: "not-understood" }],
    ["1 4", accounts, { type: "not-understood" }],
    ["2 et 1", accounts, accounts.choices[2]?.event],
    ["les 2", accounts, accounts.choices[2]?.event],
    ["les 2", whichDone, { type: "sent", steps: ["facebook", "instagram"] }],
    ["lé 2", accounts, { type: "not-understood" }],
    ["2", remind, remind.choices[1]?.event],
    ["le 2", remind, { type: "date", date: { kind: "day", day: "2025-05-23" } }],
  ])("reads numbers: %s", (text, asked, event) => {
    expect(read(text, asked)).toEqual(event);
  });

  it.each([
    ["ni l'un ni l'autre", accounts, accounts.choices[3]?.event],
    ["Neither", accounts, accounts.choices[3]?.event],
    ["j'ai que insta", accounts, { type: "accounts", accounts: ["instagram"] }],
    ["jai ni fb ni ig", accounts, { type: "accounts", accounts: [] }],
    ["oui je crois", linked, linked.choices[0]?.event],
    ["chais pas", linked, linked.choices[2]?.event],
    ["they're separate", linked, linked.choices[1]?.event],
    ["c'est fait !", next, next.choices[0]?.event],
    ["voilà, je l'ai envoyé hier soir", next, next.choices[0]?.event],
    ["oui, effacez tout svp", forget, forget.choices[0]?.event],
    ["le txete tout prêt", next, next.choices[2]?.event],
    ["je voudrais le texte tout prêt s'il vous plaît", next, next.choices[2]?.event],
    ["vendredi", remind, { type: "date", date: { kind: "day", day: "2025-05-23" } }],
    ["monday 19 may", remind, remind.choices[0]?.event],
    ["bientôt", remind, { type: "date", date: { kind: "unclear" } }],
    ["bientôt 18 ans, donc mineur", next, { type: "topic", campaign: "meta", topic: "under-18" }],
    ["facebook", whichDone, whichDone.choices[0]?.event],
    ["les deux", whichDone, { type: "sent", steps: ["facebook", "instagram"] }],
    ["Montréal", question("zone", []), { type: "zone", zone: "America/Toronto" }],
    ["oui", forget, { type: "yes" }],
    ["non merci", forget, { type: "no" }],
  ])("reads an answer in one's own words: %s", (text, asked, event) => {
    expect(read(text, asked)).toEqual(event);
  });

  it.each([
    ["menu", "menu"],
    ["MENU !", "menu"],
    ["je veux voir le menu", "menu"],
    ["/menu@SomeBot", "menu"],
    ["please forget me", "forget-me"],
    ["effacez mes données svp", "forget-me"],
    ["comment arrêter", "stop"],
    ["how do I stop?", "stop"],
    ["mneu", "menu"],
    ["recommancer", "start-again"],
    ["my reminders", "my-reminders"],
    ["mes donnés", "my-data"],
    ["aidez moi", "help"],
    ["retour", "back"],
    ["langue", "change-language"],
  ])("takes a command at any moment: %s", (text, type) => {
    for (const asked of [undefined, accounts, linked, next, remind])
      expect(read(text, asked)).toEqual({ type });
  });

  it.each([
    ["/start", { type: "start" }],
    ["/start meta-fr", { type: "start", campaign: "meta", language: "fr" }],
    ["/start meta", { type: "start", campaign: "meta" }],
    ["/start meta-xx", { type: "start" }],
    ["/start en", { type: "start", language: "en" }],
    ["/start nonsense", { type: "start" }],
    ["/start nonsense-en", { type: "start", language: "en" }],
    ["english please", { type: "language", language: "en" }],
    ["en français", { type: "language", language: "fr" }],
    ["j'ai moins de 18 ans", { type: "topic", campaign: "meta", topic: "under-18" }],
    ["are my private facebook messages read", { type: "topic", campaign: "meta", topic: "messenger" }],
    ["private life, to whom do my messages go", { type: "not-understood" }],
    ["et whatsapp alors ?", { type: "topic", campaign: "meta", topic: "messenger" }],
  ])("reads %s", (text, event) => {
    expect(read(text, accounts)).toEqual(event);
  });

  it.each([
    ["merci", "thanks"],
    ["merci beaucoup pour tout !", "thanks"],
    ["ok merci", "thanks"],
    ["thank you so much", "thanks"],
    ["ok", "ok"],
    ["👍", "ok"],
    ["👍🏽👍🏽", "ok"],
    ["d'accord", "ok"],
    ["bonjour madame", "hello"],
    ["hi!", "hello"],
    ["bonne soirée", "goodbye"],
    ["bye", "goodbye"],
    ["❤️", "emoji"],
    ["😂😂", "emoji"],
  ])("hears what is said without asking for anything: %s", (text, courtesy) => {
    for (const asked of [undefined, accounts, next, remind])
      expect(read(text, asked)).toEqual({ type: "courtesy", courtesy });
  });

  it.each(["je veux parler à un humain", "I want to talk to a human please", "un humain svp"])(
    "hears the wish for a human being: %s",
    (text) => {
      expect(read(text, accounts)).toEqual({ type: "human" });
    },
  );

  it.each([
    ["👍", linked, linked.choices[0]?.event],
    ["non merci", forget, { type: "no" }],
    ["bonjour, le menu svp", accounts, { type: "menu" }],
    ["merci, c'est fait", next, { type: "done" }],
  ])("takes an answer for an answer, however kind it is: %s", (text, asked, event) => {
    expect(read(text, asked)).toEqual(event);
  });

  it.each([
    ["blablabla", accounts],
    ["", accounts],
    ["   ", linked],
    ["ma fille a instagram", accounts],
    ["ne pas effacer", forget],
    ["oui et non", forget],
    ["ouii", forget],
    ["j'ai pas fait", next],
    ["not done", next],
    ["envoyer", next],
    ["is it done?", next],
    ["c'est fait ?", next],
    ["tout effacer ?", forget],
    ["oui je pense", forget],
    ["oui mais", forget],
    ["yes, I think", forget],
    ["monday 18 may", remind],
    ["I don't want to stop", next],
    ["/unknown", accounts],
  ])("asks again when the answer makes no sense or can be doubted: %j", (text, asked) => {
    expect(read(text, asked)).toEqual({ type: "not-understood" });
  });

  it("counts a press only while its question is open", () => {
    const tap = encodeTap("accounts", "meta", "both");
    expect(recognise({ tapped: tap }, accounts, view).event).toEqual(accounts.choices[2]?.event);
    expect(recognise({ tapped: encodeTap("accounts", "meta", "menu") }, accounts, view).event).toEqual({
      type: "menu",
    });
    const past = { event: { type: "past-button" } };
    expect(recognise({ tapped: tap }, linked, view)).toEqual(past);
    expect(recognise({ tapped: tap }, undefined, view)).toEqual(past);
    expect(recognise({ tapped: encodeTap("accounts", "other", "both") }, accounts, view)).toEqual(past);
    expect(recognise({ tapped: "0|accounts|meta|both" }, accounts, view)).toEqual(past);
  });

  it("counts a reminder's buttons at any time", () => {
    for (const type of ["done", "later", "no-more"]) {
      const tapped = encodeTap("reminder", "meta", type);
      expect(recognise({ tapped }, linked, view).event).toEqual({ type, campaign: "meta" });
    }
  });

  it("reads only text, and not too much of it", () => {
    expect(recognise({ unreadable: true }, accounts, view).event).toEqual({ type: "only-text" });
    expect(read("a".repeat(4_097), accounts)).toEqual({ type: "too-long" });
    expect(read("facebook ".repeat(450), accounts)).toEqual({ type: "accounts", accounts: ["facebook"] });
  });

  it("tells the language of the words where they show it", () => {
    expect(recognise({ text: "I only have facebook" }, accounts, view).language).toBe("en");
    expect(recognise({ text: "j'ai que facebook" }, accounts, view).language).toBe("fr");
    expect(recognise({ text: "facebook" }, accounts, view)).not.toHaveProperty("language");
  });

  it.each([
    "https://www.facebook.com/help/contact/712876720715583",
    "www.facebook.com/help/contact/6359191084165019?locale=en_US",
    "facebook.com/help/with/the/form",
    "Facebook. https://help.instagram.com/contact/767264225370182",
    "meta",
    "meta, facebook",
  ])("hears no language in addresses and names: %s", (text) => {
    expect(recognise({ text }, accounts, view)).not.toHaveProperty("language");
  });

  it("hears the language of the words beside an address", () => {
    const text = "c'est le bon formulaire ? https://www.facebook.com/help/contact/712876720715583";
    expect(recognise({ text }, accounts, view).language).toBe("fr");
  });

  it("gives an event for whatever comes, and never throws", () => {
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
      fc.string({ unit: "binary" }),
      fc.array(words).map((list) => list.join(" ")),
    );
    const asked = fc.constantFrom(undefined, accounts, linked, next, remind, forget, whichDone);
    fc.assert(
      fc.property(texts, asked, (text, open) => {
        expect(recognise({ text }, open, view).event.type).toBeTypeOf("string");
        expect(recognise({ tapped: text }, open, view).event.type).toBeTypeOf("string");
      }),
    );
  });
});
