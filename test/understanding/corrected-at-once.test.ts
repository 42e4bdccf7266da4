import { describe, expect, it } from "vitest";
import type { ConversationEvent } from "../../src/conversation/vocabulary.ts";
import { readMessage, written } from "../support/read-words.ts";

type Asked = Parameters<typeof readMessage>[1];
const read = (text: string, asked: Asked, language: string) =>
  readMessage({ text }, asked, language).acts.map(written);
const reports: ReadonlySet<string> = new Set<ConversationEvent["type"]>(["done", "confirmed", "refused"]);

describe("What is taken back in the same message does not count", () => {
  it.each([
    [
      "en",
      "They're not linked. Oh hang on, just looked in the settings, they are linked after all, sorry",
      "yes",
    ],
    ["en", "linked. no wait, not linked", "no"],
    ["en", "Not linked I think. Actually hold on, I see both in the accounts centre so yes linked", "yes"],
    ["fr", "Ils sont liés. Ah non pardon, je viens de regarder, ils ne sont pas liés du tout", "no"],
    ["fr", "Oui ils sont liés... euh non en fait, ils sont séparés", "no"],
    ["fr", "ils ne sont pas liés. Ah si, pardon, ils sont liés", "yes"],
  ])(
    "whether accounts are linked, at each question where that is told (%s): %s",
    (language, text, linked) => {
      for (const asked of ["ask-linked", "ask-look-up", "next"] as const)
        expect(read(text, asked, language)).toEqual([`linked ${linked}`]);
    },
  );

  it.each([
    ["en", "yes. no wait, no", "no"],
    ["en", "no. oh wait yes they are", "yes"],
    ["fr", "Non. Ah si, pardon, ils sont liés", "yes"],
  ])("a yes or a no to whether they are linked (%s): %s", (language, text, linked) => {
    for (const asked of ["ask-linked", "ask-look-up"] as const)
      expect(read(text, asked, language)).toEqual([`linked ${linked}`]);
  });

  it.each([
    [
      "en",
      "I have both facebook and instagram, they're not linked. Oh hang on, just looked in the settings, they are linked",
      "yes",
    ],
    ["en", "I have both fb and insta linked, no wait, not linked", "no"],
    ["fr", "J'ai Facebook et Instagram liés ensemble, enfin non, ils ne sont pas liés", "no"],
    ["fr", "J'ai les deux, ils sont liés. Ah non pardon, je viens de regarder, ils ne sont pas liés", "no"],
  ])("whether they are linked, told along with the accounts (%s): %s", (language, text, linked) => {
    const [told] = readMessage({ text }, "accounts", language).acts;
    expect(told).toEqual({ type: "accounts", accounts: ["facebook", "instagram"], linked });
  });

  it.each([
    ["en", "Facebook has refused. Well no, not refused, they ask for details"],
    ["en", "they confirmed facebook... actually no, let me check, that mail was from instagram"],
    ["en", "they have confirmed. undo that"],
    ["fr", "Facebook a refusé. Enfin non, pas refusé, ils demandent des précisions"],
    ["fr", "j'ai reçu la confirmation pour Instagram, ah non attendez, c'est un mail de relance"],
  ])("a report (%s): %s", (language, text) => {
    for (const asked of ["accounts", "next"] as const) {
      const { acts } = readMessage({ text }, asked, language);
      expect(acts.filter(({ type }) => reports.has(type))).toEqual([]);
    }
  });

  it.each([
    ["en", "sent facebook, sorry, instagram", "done instagram"],
    ["en", "sent facebook, I mean instagram", "done instagram"],
    ["en", "Facebook confirmed, no wait it was Instagram", "confirmed instagram"],
    ["en", "Facebook confirmed, no wait Instagram confirmed", "confirmed instagram"],
    ["en", "I haven't sent it. Oh wait, yes I have sent it this morning", "done"],
    ["fr", "j'ai envoyé facebook... pardon, non, instagram", "done instagram"],
    ["fr", "J'ai eu la confirmation de facebook, ah non, d'instagram", "confirmed instagram"],
  ])("and what is said instead does (%s): %s", (language, text, means) => {
    expect(read(text, "next", language).filter((each) => reports.has(each.split(" ")[0] ?? ""))).toEqual([
      means,
    ]);
  });

  it.each([
    ["en", "next", "Instagram refused my objection. Sorry for the late answer.", "refused instagram"],
    ["en", "next", "I sent the form for Facebook. Sorry, I was at work.", "done facebook"],
    ["en", "next", "I've sent facebook. Sorry, and instagram too", "done facebook"],
    ["en", "next", "they have confirmed facebook, I mean finally, after three weeks", "confirmed facebook"],
    ["fr", "next", "C'est fait pour Facebook, je veux dire enfin, depuis le temps", "done facebook"],
    ["en", "ask-linked", "they're linked, sorry", "linked yes"],
    ["fr", "next", "C'est fait pour Facebook, mais pas pour Instagram, désolé", "done facebook"],
  ] as const)("but a mere apology takes nothing back (%s): %s", (language, asked, text, means) => {
    expect(read(text, asked, language)).toContain(means);
  });
});

describe("Whether accounts are linked, among other words", () => {
  it.each([
    ["en", "I looked in the settings and they are linked", "linked yes"],
    ["en", "I checked, they aren't linked at all", "linked no"],
    ["fr", "ils sont liés, je viens de regarder", "linked yes"],
    ["fr", "je viens de regarder, ils ne sont pas liés du tout", "linked no"],
  ])("answers the question (%s): %s", (language, text, means) => {
    expect(read(text, "ask-linked", language)).toEqual([means]);
  });

  it.each([
    ["en", "I have a different question"],
    ["en", "they were linked before but I'm not sure any more"],
    ["en", "my sister's are linked, mine I don't know"],
    ["fr", "on regarde ça ensemble"],
  ])("is not heard in what tells something else (%s): %s", (language, text) => {
    expect(read(text, "ask-linked", language).join()).not.toContain("linked");
  });
});
