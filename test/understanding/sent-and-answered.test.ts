import { describe, expect, it } from "vitest";
import { readMessage } from "../support/read-words.ts";

const read = (text: string, language: string) => readMessage({ text }, "next", language).acts;
const typesIn = (text: string, language: string) => read(text, language).map(({ type }) => type);

describe("What was sent on a day and what came of it are told in one message", () => {
  it.each([
    ["en", "I objected on 20 May and got an email that says they will honour my objection"],
    ["en", "I sent it on 20 May and they have accepted"],
    [
      "fr",
      "j'ai fait l'opposition facebook le 20 mai et j'ai reçu un mail qui dit qu'ils vont honorer ma demande",
    ],
    ["fr", "je me suis opposée le 20 mai et j'ai eu un message qui dit que c'est accepté"],
  ])("(%s) %s", (language, text) => {
    expect(typesIn(text, language)).toEqual(["done", "confirmed"]);
    expect(read(text, language)[0]).toMatchObject({ when: { day: "2025-05-20" } });
  });

  it("so is a refusal", () => {
    expect(typesIn("I opted out on 12 May, and they refused", "en")).toEqual(["done", "refused"]);
    expect(typesIn("j'ai reçu un mail qui dit qu'ils refusent", "fr")).toEqual(["refused"]);
  });
});

describe("What was sent is told in two words before what has not come", () => {
  it.each([
    ["fr", "jai rempli mais pas de mail pour l'instant, c'est normal ?", ["done", "topic"]],
    ["fr", "jai envoyé mais rien reçu c'est normal ?", ["done", "topic"]],
    ["en", "ive sent but no mail came", ["done", "not-confirmed"]],
  ])("(%s) %s", (language, text, types) => {
    expect(typesIn(text, language)).toEqual(types);
  });
});

describe("A confirmation that has not come corrects nothing, and is none", () => {
  it.each([
    ["en", "i did send the insta form but no confirmation", ["done", "topic"]],
    ["en", "insta form sent, no confirmation", ["done", "topic"]],
    ["fr", "insta envoyé, aucune confirmation", ["done", "not-confirmed"]],
  ])("(%s) %s", (language, text, types) => {
    expect(typesIn(text, language)).toEqual(types);
  });
});

describe("What is not done yet at another service takes nothing back", () => {
  it.each([
    [
      "fr",
      "J'ai envoyé le formulaire Facebook hier soir. En revanche, pour LinkedIn je n'ai encore rien fait.",
    ],
    ["en", "I sent the Facebook form yesterday. For LinkedIn I haven't done anything yet."],
  ])("(%s) %s", (language, text) => {
    expect(typesIn(text, language)).toContain("done");
    expect(typesIn(text, language)).not.toContain("not-done");
  });
});

describe("A mail that says something else confirms nothing", () => {
  it.each([
    ["en", "I objected on 20 May and got an email that says they received my objection"],
    ["en", "I got an email that says they will look into my request"],
    [
      "fr",
      "j'ai fait l'opposition facebook le 20 mai et j'ai reçu un mail qui dit qu'ils ont bien reçu ma demande",
    ],
    ["fr", "j'ai reçu un mail qui dit qu'ils n'ont pas accepté"],
    ["fr", "j'ai reçu un mail qui dit que si c'est accepté ils me préviendront"],
    ["fr", "je n'ai pas reçu de mail qui dit qu'ils vont honorer ma demande"],
    ["fr", "ma femme a reçu un mail qui dit que c'est accepté"],
    ["fr", "qui dit que c'est accepté ?"],
  ])("(%s) %s", (language, text) => {
    expect(typesIn(text, language)).not.toContain("confirmed");
    expect(typesIn(text, language)).not.toContain("refused");
  });
});

describe("An objection with its day is noted if the person says that they sent it", () => {
  it.each([
    ["en", "my wife objected on 12 May"],
    ["en", "did I object on 12 May?"],
    ["en", "I didn't object on 12 May"],
    ["en", "I thought I objected on 12 May"],
    ["fr", "ma femme s'est opposée le 12 mai"],
    ["fr", "est-ce que je me suis opposé le 12 mai ?"],
  ])("not here (%s): %s", (language, text) => {
    expect(typesIn(text, language)).not.toContain("done");
  });

  it.each([
    ["en", "I objected on 12 May"],
    ["fr", "je me suis opposé le 12 mai"],
  ])("here (%s): %s", (language, text) => {
    expect(read(text, language)).toEqual([{ type: "done", when: { day: "2025-05-12" } }]);
  });
});
