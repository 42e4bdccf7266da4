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

describe("Of two outcomes of one objection, the last one counts", () => {
  it.each([
    ["en", "oops, I told you they refused but I misread it, it says they HAVE accepted", "confirmed"],
    ["fr", "je vous avais dit qu'ils avaient refusé, en fait ils ont accepté", "confirmed"],
  ])("(%s) %s", (language, text, outcome) => {
    expect(read(text, language)).toEqual([outcome]);
  });
});
