import { describe, expect, it } from "vitest";
import { readMessage, written } from "../support/read-words.ts";

const read = (text: string, language: string) => readMessage({ text }, "next", language).acts;
const done = (text: string, language: string) =>
  read(text, language).flatMap((act) => (act.type === "done" ? (act.campaign ?? "here") : []));

describe("A setting that was changed is noted for the service that is named", () => {
  it.each([
    ["en", "no chatgpt i already switched off"],
    ["en", "no i already switched it off on ChatGPT"],
    ["en", "nope, ChatGPT's already turned off"],
    ["en", "No ChatGPT I've disabled ages ago"],
    [
      "en",
      "OK I've turned that off in ChatGPT now. Is it a problem that I pasted contracts? And then let's do X.",
    ],
    ["en", "no no, the chatgpt switch IS off, I did that. I was only asking about instagram"],
    ["fr", "non chatgpt j'ai déjà désactivé"],
    ["fr", "non j'ai déjà coupé ça dans ChatGPT"],
    ["fr", "nan, ChatGPT c'est décoché"],
  ])("also behind a no that answers the bot (%s): %s", (language, text) => {
    expect(done(text, language)).toEqual(["chatgpt"]);
  });

  it.each([
    ["en", "Fine: ChatGPT done, LinkedIn done."],
    ["en", "ChatGPT is done and LinkedIn is done too"],
    ["fr", "ChatGPT fait, LinkedIn fait aussi."],
    ["fr", "chatgpt c'est fait, linkedin aussi c'est fait"],
  ])("as for each of several, and never for the one that we speak of (%s): %s", (language, text) => {
    expect(read(text, language).map(written)).toEqual(["done chatgpt+linkedin"]);
  });

  it.each([
    ["en", "ChatGPT not done, LinkedIn done"],
    ["en", "is ChatGPT done, is LinkedIn done?"],
    ["fr", "ChatGPT pas fait, LinkedIn fait"],
  ])("but not if one of them is not done, or it is asked (%s): %s", (language, text) => {
    expect(read(text, language).map(written)).not.toContain("done chatgpt+linkedin");
  });

  it.each([
    ["en", "chatgpt i switched off too but does linkedin do the same?"],
    ["en", "I turned it off on ChatGPT, and what about LinkedIn?"],
    ["en", "ChatGPT I switched off, does LinkedIn do that as well?"],
    ["fr", "pour chatgpt j'ai désactivé aussi mais ma question c'est est-ce que linkedin fait pareil ?"],
    ["fr", "ChatGPT j'ai coupé, et LinkedIn alors ?"],
    ["fr", "chez ChatGPT c'est désactivé mais que fait LinkedIn ?"],
  ])("and what is asked of another one is read (%s): %s", (language, text) => {
    expect(done(text, language)).toEqual(["chatgpt"]);
    expect(JSON.stringify(read(text, language).slice(1))).toContain("linkedin");
  });

  it.each([
    ["en", "chatgpt i turned off but how long does it take"],
    ["fr", "pour chatgpt j'ai désactivé aussi mais combien de temps ça prend ?"],
  ])("and what is asked of it is read (%s): %s", (language, text) => {
    expect(read(text, language).map(written)).toHaveLength(2);
  });
});

describe("A setting that nobody has changed is not noted", () => {
  it.each([
    ["en", "no chatgpt setting is switched off"],
    ["en", "no, ChatGPT I haven't switched off"],
    ["en", "no chatgpt i have not turned off yet"],
    ["en", "is ChatGPT switched off by default?"],
    ["en", "how do I know that ChatGPT is switched off?"],
    ["en", "no my wife switched it off on ChatGPT"],
    ["fr", "non chatgpt j'ai pas désactivé"],
    ["fr", "non, ma fille l'a désactivé sur ChatGPT"],
    ["fr", "est-ce que ChatGPT est désactivé par défaut ?"],
  ])("(%s) %s", (language, text) => {
    expect(done(text, language)).toEqual([]);
  });
});

describe("A service is left out, and none that is said to be done", () => {
  const acts = (text: string, language: string) => read(text, language).map(written);

  it.each([
    ["en", "skip the WhatsApp form, I sent Facebook yesterday"],
    ["fr", "laissez de côté WhatsApp, j'ai fait Facebook"],
  ])("while another one is done (%s): %s", (language, text) => {
    expect(read(text, language)).toContainEqual({ type: "leave-out", campaign: "whatsapp" });
    expect(acts(text, language)).toContain("done facebook");
  });

  it.each([
    ["en", "drop it, I sent the instagram one"],
    ["fr", "laisse tomber jlai rempli pour insta cest envoyé, et pour snap cest quoi le truc a desactiver"],
    ["fr", "laisse tomber, instagram c'est fait"],
  ])("where somebody only loses patience (%s): %s", (language, text) => {
    expect(acts(text, language)).toContain("done instagram");
    expect(acts(text, language)).not.toContain("leave-out");
  });

  it.each([
    ["en", "I haven't done WhatsApp and I won't do it"],
    ["fr", "WhatsApp, laisse tomber"],
  ])("nor where it is not done (%s): %s", (language, text) => {
    expect(read(text, language)).toEqual([{ type: "leave-out", campaign: "whatsapp" }]);
  });
});
