import { describe, expect, it } from "vitest";
import { readMessage, written } from "../support/read-words.ts";

const reports = /^(?:done|confirmed|refused)/;
const read = (text: string, language: string) => readMessage({ text }, "next", language).acts.map(written);

describe("What others did, and what they were answered, is no report of one's own", () => {
  it.each([
    ["en", "my mum did hers last week and got the confirmation, I still haven't even opened mine"],
    ["en", "My brother filled it in on Sunday and was refused"],
    ["fr", "ma mère a fait la sienne et a reçu la confirmation, moi pas encore"],
    ["fr", "Et si je supprime tout simplement mon compte ? C'est plus radical, et au moins c'est réglé."],
  ])("(%s) %s", (language, text) => {
    expect(read(text, language).filter((act) => reports.test(act))).toEqual([]);
  });

  it.each([
    ["en", "my son helped me and it's sent"],
    ["en", "my wife did hers and I've sent mine"],
    ["fr", "mon fils m'a aidée et c'est envoyé"],
  ])("but what one has done oneself is, whoever helped (%s): %s", (language, text) => {
    expect(read(text, language)).toEqual(["done"]);
  });
});

describe("What one did to something else, or only believed, is no outcome of one's objection", () => {
  it.each([
    ["en", "I refused the cookies"],
    ["en", "I declined the new terms"],
    ["en", "I've accepted the terms back then"],
    ["en", "the confirmation page just said thanks"],
    ["en", "I thought I'd had a confirmation but it was spam"],
    ["en", "I've done enough for today"],
    ["fr", "j'ai refusé les cookies"],
    ["fr", "j'avais accepté les conditions à l'époque"],
    ["fr", "la page de confirmation disait juste merci"],
    ["fr", "je croyais avoir eu une confirmation mais c'était un spam"],
    ["fr", "j'en ai assez fait pour aujourd'hui"],
    ["fr", "j'ai reçu le message seulement hier"],
    ["fr", "j'ai eu le message aussi"],
    ["en", "someone told me you get a mail that it's been accepted"],
    ["fr", "on m'a dit qu'on reçoit un mail « votre opposition est confirmée », c'est vrai"],
    ["fr", "ça devrait être confirmé maintenant"],
    ["fr", "ce sera confirmé d'ici peu"],
  ])("(%s) %s", (language, text) => {
    expect(read(text, language).filter((act) => reports.test(act))).toEqual([]);
  });

  it.each([
    ["en", "I was refused", "refused"],
    ["en", "they have accepted it", "confirmed"],
    ["en", "I got the confirmation", "confirmed"],
    ["fr", "j'ai été refusé", "refused"],
    ["fr", "ils ont accepté", "confirmed"],
    ["fr", "j'ai reçu le message de confirmation", "confirmed"],
    ["fr", "on a refusé ma demande", "refused"],
  ])("but what the service answered is (%s): %s", (language, text, outcome) => {
    expect(read(text, language)).toEqual([outcome]);
  });
});

describe("Of two outcomes of one objection, the last one counts", () => {
  it.each([
    ["en", "oops, I told you they refused but I misread it, it says they HAVE accepted", "confirmed"],
    ["fr", "je vous avais dit qu'ils avaient refusé, en fait ils ont accepté", "confirmed"],
  ])("(%s) %s", (language, text, outcome) => {
    expect(read(text, language)).toEqual([outcome]);
  });
});

describe("Whoever only tells what somebody else did hears that nothing is noted for them", () => {
  it.each([
    ["en", "my wife did it, I haven't yet"],
    ["en", "my husband's is done"],
    ["en", "my sister has done hers but I haven't"],
    ["en", "my wife's is confirmed, mine isn't"],
    ["en", "my mum did hers last week and got the confirmation"],
    ["fr", "ma femme l'a fait, moi pas encore"],
    ["fr", "celui de mon mari est fait"],
    ["fr", "ma mère a fait la sienne et a reçu la confirmation, moi pas encore"],
    ["fr", "la sienne est confirmée, la mienne toujours pas"],
  ])("(%s) %s", (language, text) => {
    expect(readMessage({ text }, "next", language).acts).toEqual([{ type: "courtesy", courtesy: "theirs" }]);
  });

  it.each([
    ["en", "my daughter filled it in for me"],
    ["en", "my son helped me and it's sent"],
    ["en", "my friend sent me the link"],
    ["en", "my husband did his, remind me on Friday"],
    ["en", "my husband did it. What about LinkedIn?"],
    ["en", "my daughter's photos were sent around"],
    ["en", "my dad died, his account is done"],
    ["en", "did my wife do it?"],
    ["fr", "c'est ma femme qui l'a fait pour moi"],
    ["fr", "il est envoyé"],
    ["fr", "ma soeur l'a fait hier, et moi je fais comment ?"],
    ["fr", "ma fille a envoyé des photos de moi"],
    ["fr", "c'est fait, ma femme aussi"],
  ])("but not beside anything else (%s): %s", (language, text) => {
    const { acts } = readMessage({ text }, "next", language);
    expect(acts).not.toContainEqual({ type: "courtesy", courtesy: "theirs" });
  });
});

describe("What both of one's children have is no account of one's own", () => {
  it.each([
    ["both kids are on instagram"],
    ["both my kids are on instagram"],
    ["both my girls have instagram"],
  ])("(en) %s", (text) => {
    for (const asked of ["next", "accounts"] as const)
      expect(readMessage({ text }, asked, "en").acts.map(({ type }) => type)).not.toContain("accounts");
  });
});
