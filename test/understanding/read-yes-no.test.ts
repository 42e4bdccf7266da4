import { describe, expect, it } from "vitest";
import { readWords } from "../support/read-words.ts";

/** What is answered to the question whether accounts are linked, or whether all is to be erased. */
function readYesNo(text: string, asked: "ask-linked" | "forget"): string | undefined {
  const event = readWords(text, asked);
  if (event.type === "linked") return event.linked;
  return event.type === "yes" || event.type === "no" ? event.type : undefined;
}

describe("a yes or a no", () => {
  it.each([
    ...[
      "oui",
      "Oui.",
      "oui je crois",
      "yep",
      "yeah",
      "yes they are",
      "ouais",
      "c'est lié",
      "ils sont liés",
      "linked",
    ],
    ...[
      "oui, les deux sont liés",
      "they're linked",
      "Yes, I think so",
      "bien sûr",
      "👍",
      "👍🏽",
      "oui oui",
      "tout à fait",
    ],
    ...[
      "oui merci",
      "they are connected",
      "mes comptes sont reliés",
      "oui ils sont liés",
      "je crois que oui",
    ],
  ])("hears a yes: %s", (text) => {
    expect(readYesNo(text, "ask-linked")).toBe("yes");
  });

  it.each([
    ...[
      "non",
      "non pas du tout",
      "nope",
      "not linked",
      "ils sont séparés",
      "pas liés",
      "ils ne sont pas liés",
      "no",
    ],
    ...[
      "they are not linked",
      "they're separate",
      "non, séparés",
      "not at all",
      "je crois pas",
      "I don't think so",
    ],
    ...[
      "ils ne sont pas du tout liés",
      "c'est pas lié",
      "nah",
      "they aren't connected",
      "👎",
      "non je ne crois pas",
    ],
  ])("hears a no: %s", (text) => {
    expect(readYesNo(text, "ask-linked")).toBe("no");
  });

  it.each([
    ...[
      "aucune idée",
      "je ne sais pas",
      "chais pas",
      "dunno",
      "idk",
      "no idea",
      "I'm not sure",
      "jsp",
      "peut-être",
    ],
    ...["je sais pas trop", "I don't know sorry", "c'est quoi ?", "comment savoir ?", "bonne question"],
  ])("hears that someone does not know: %s", (text) => {
    expect(readYesNo(text, "ask-linked")).toBe("unknown");
  });

  it.each([
    ...[
      "oui et non",
      "oui ou non ?",
      "facebook",
      "menu",
      "no, they're linked",
      "oui mais non",
      "",
      "oui ?",
      "12",
    ],
    ...["yes but not instagram", "non liés oui"],
  ])("asks rather than guess: %s", (text) => {
    expect(readYesNo(text, "ask-linked")).toBeUndefined();
  });

  it("knows nothing of links where the question is another", () => {
    expect(readYesNo("c'est lié", "forget")).toBeUndefined();
    expect(readYesNo("oui", "forget")).toBe("yes");
  });

  it.each([
    ["je crois qu'ils sont liés oui parce que je me connecte avec le même mail, c'est grave ?", "yes"],
    ["oui je pense, vu que mes photos passent de l'un à l'autre", "yes"],
    ["I think they are linked because I post on both, does that matter?", "yes"],
    ["yes since I log in with the same password. Is that bad?", "yes"],
    ["ils ne sont pas liés parce que j'ai deux adresses", "no"],
    ["not linked cos I never did that", "no"],
    ["je ne sais pas s'ils sont liés parce que c'est mon fils qui a tout fait", "unknown"],
    ["I don't know because my son set it up", "unknown"],
  ])("counts without the reason behind it: %s", (text, answer) => {
    expect(readYesNo(text, "ask-linked")).toBe(answer);
  });

  it.each([
    "sont-ils liés parce que j'ai le même mail ?",
    "c'est lié parce que c'est Meta ?",
    "are they linked because I post on both?",
    "they are linked because I post on both?",
    "because I post on both",
    "facebook parce que je poste dessus",
  ])("is not read from a question about the reason, nor from a reason alone: %s", (text) => {
    expect(readYesNo(text, "ask-linked")).toBeUndefined();
  });
});
