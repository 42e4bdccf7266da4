import { describe, expect, it } from "vitest";
import { compose } from "../../../src/app/compose.ts";
import { type ConversationState, step } from "../../../src/conversation/step.ts";
import type { ConversationEvent } from "../../../src/conversation/vocabulary.ts";
import { allCampaigns, content } from "../../support/bot-under-test.ts";
import { worldOf } from "../../support/walk-conversation.ts";

const sentOn = Date.parse("2025-05-20T10:00Z");
const answeredOn = Date.parse("2025-05-22T10:00Z");
const askedOn = Date.parse("2025-05-24T10:00Z");

/** Takes these events, each at its time; returns the file that the last one gives. */
function fileAfter(language: string, events: readonly (readonly [ConversationEvent, number])[]): string {
  let state: ConversationState = { person: { stopped: false, following: {} } };
  let file = "";
  for (const [event, now] of events) {
    const facts = { ...worldOf([...allCampaigns.values()], now), defaultLanguage: language };
    const { effects, ...after } = step(state, [event], facts);
    state = after;
    file =
      compose(effects, content.wording, language, now).flatMap((each) => each.file?.content ?? [])[0] ?? "";
  }
  return file;
}

describe("My objections", () => {
  it.each([
    [
      "fr",
      [
        "Mes oppositions à l’entraînement d’IA, au samedi 24 mai 2025",
        "Meta\n",
        "- Facebook : démarche faite le mardi 20 mai 2025. Confirmation notée le jeudi 22 mai 2025.",
        "- Instagram : démarche faite le mardi 20 mai 2025.",
        "Ce que je demande : « Je m’oppose à l’utilisation de mes données personnelles",
        "ChatGPT\n",
        "Ces jours sont ceux que j’ai indiqués à Objecteur",
      ],
    ],
    [
      "en",
      [
        "My objections to AI training, as of Saturday 24 May 2025",
        "Meta\n",
        "- Facebook: done on Tuesday 20 May 2025. Confirmation noted on Thursday 22 May 2025.",
        "- Instagram: done on Tuesday 20 May 2025.",
        "What I ask for: “I object to the use of my personal data",
        "ChatGPT\n",
        "These days are the ones I told Objecteur",
      ],
    ],
  ])(
    "say for each account what was sent when, what became of it, and in which words (%s)",
    (language, lines) => {
      const file = fileAfter(language, [
        [{ type: "start", campaign: "meta", language }, sentOn],
        [{ type: "accounts", accounts: ["facebook", "instagram"] }, sentOn],
        [{ type: "linked", linked: "no" }, sentOn],
        [{ type: "done" }, sentOn],
        [{ type: "sent", steps: ["facebook", "instagram"] }, sentOn],
        [{ type: "no" }, sentOn],
        [{ type: "confirmed" }, answeredOn],
        [{ type: "sent", steps: ["facebook"] }, answeredOn],
        [{ type: "service", campaign: "chatgpt" }, askedOn],
        [{ type: "done" }, askedOn],
        [{ type: "proof" }, askedOn],
      ]);
      const places = lines.map((line) => file.replaceAll(/[\u00A0\u202F]/g, " ").indexOf(line));
      expect(places).not.toContain(-1);
      expect(places).toEqual([...places].sort((one, other) => one - other));
    },
  );

  it.each([
    ["fr", "- Facebook : démarche faite le …………, à compléter. Refus noté le jeudi 22 mai 2025."],
    ["en", "- Facebook: done on …………, to be filled in. Refusal noted on Thursday 22 May 2025."],
  ])("leave a blank for a day that nobody told (%s)", (language, line) => {
    const file = fileAfter(language, [
      [{ type: "start", campaign: "meta", language }, answeredOn],
      [{ type: "accounts", accounts: ["facebook"] }, answeredOn],
      [{ type: "refused" }, answeredOn],
      [{ type: "proof" }, answeredOn],
    ]);
    expect(file.replaceAll(/[\u00A0\u202F]/g, " ")).toContain(line);
  });
});

describe("A letter to a service", () => {
  /** What the bot says at this event, in a conversation about a campaign. */
  function said(campaign: string, event: ConversationEvent, language: string): string {
    const facts = { ...worldOf([...allCampaigns.values()], askedOn), defaultLanguage: language };
    const begun: ConversationState = { person: { stopped: false, following: {} } };
    const arrived = step(begun, [{ type: "start", campaign, language }], facts);
    const { effects } = step({ person: arrived.person, saved: arrived.saved }, [event], facts);
    return compose(effects, content.wording, language, askedOn)
      .flatMap(({ text }) => text.map((span) => span.text))
      .join("");
  }

  it.each([
    ["whatsapp", "fr", "votre nom et le numéro de téléphone de votre compte."],
    ["whatsapp", "en", "your name and your account’s phone number."],
    ["reddit", "fr", "votre nom et le nom d’utilisateur de votre compte."],
    ["reddit", "en", "your name and your account’s user name."],
    ["x", "fr", "votre nom et le nom d’utilisateur de votre compte."],
    ["x", "en", "your name and your account’s user name."],
    ["claude", "fr", "votre nom et l’adresse e-mail de votre compte."],
    ["claude", "en", "your name and your account’s e-mail address."],
  ])("asks for what %s knows an account by (%s)", (campaign, language, wanted) => {
    for (const type of ["write", "access"] as const)
      expect(said(campaign, { type }, language)).toContain(wanted);
  });

  it.each([
    [
      "fr",
      "• Par courrier : Google Ireland Limited",
      "• Par courrier, si vous vivez au Royaume-Uni : Google LLC",
    ],
    ["en", "• By post: Google Ireland Limited", "• By post, if you live in the United Kingdom: Google LLC"],
  ])(
    "goes to another company from the United Kingdom, where another one answers there (%s)",
    (language, ...lines) => {
      const text = said("google-search", { type: "write" }, language).replaceAll(/[\u00A0\u202F]/g, " ");
      for (const line of lines) expect(text).toContain(line);
      expect(said("x", { type: "write" }, language)).not.toMatch(/Royaume-Uni|United Kingdom/);
    },
  );
});
