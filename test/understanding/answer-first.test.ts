import { describe, expect, it } from "vitest";
import type { StateQuestionId } from "../../src/conversation/vocabulary.ts";
import { readMessage, written } from "../support/read-words.ts";

/** What a message says at this question, and what of it is named as not understood. */
function said(text: string, asked: StateQuestionId, language: string): string {
  const { acts, unread, offered = [] } = readMessage({ text }, asked, language);
  return [...acts.map(written), ...[...unread, ...offered].map((part) => `? ${part}`)].join(" | ");
}

type Row = readonly [asked: StateQuestionId, language: string, text: string, means: string];

describe("A yes or a no with more behind it", () => {
  it.each<Row>([
    [
      "forget",
      "en",
      "yes please, go ahead. how can I check it's really deleted?",
      "yes | ? how can I check it's really deleted?",
    ],
    ["forget", "en", "yes erase all of it thanks, I'm done with this stuff", "yes"],
    ["forget", "en", "no, keep it. when is the deadline again?", "no | topic deadline"],
    [
      "forget",
      "fr",
      "Oui effacez tout s'il vous plaît, vous avez compris ? Comment je peux vérifier ?",
      "yes | ? Comment je peux vérifier ?",
    ],
    [
      "forget",
      "fr",
      "oui allez-y, comment je saurai que c'est fait ?",
      "yes | ? comment je saurai que c'est fait ?",
    ],
    ["forget", "fr", "non gardez. c'est quand la date limite déjà ?", "no | topic deadline"],
    ["resume", "en", "yes please, how many days are left?", "go-on | topic deadline"],
    ["resume", "fr", "oui continuons. j'ai déjà envoyé facebook ?", "go-on | where"],
    ["ask-later", "en", "no thanks, is that legal?", "no | topic legal"],
    ["reply", "fr", "oui svp, et mes anciennes publications alors ?", "confirmed | topic old-posts"],
    ["complain", "fr", "oui je veux porter plainte, ça coûte quelque chose ?", "complain | topic bot-cost"],
    ["trouble", "en", "no thank you, who can I call?", "no | human"],
    ["accounts-doubt", "fr", "ouais c'est ça. c'est gratuit ?", "accounts instagram | topic bot-cost"],
    ["ask-linked", "en", "yes, I log in with one and it opens the other", "linked yes"],
    [
      "accounts-doubt",
      "fr",
      "Oui, juste ça ; mon épouse, elle, possède un compte Facebook",
      "accounts instagram",
    ],
  ])("at %s (%s) is taken: %s", (asked, language, text, means) => {
    expect(said(text, asked, language)).toBe(means);
  });

  it.each<Row>([
    ["forget", "en", "yes I know but I don't want to erase everything", "yes"],
    ["forget", "en", "yes erase everything, no wait don't", "yes"],
    ["forget", "en", "yes if it doesn't undo my objection", "yes"],
    ["forget", "en", "yes you can erase my facebook account", "yes"],
    ["forget", "en", "yes, wait, what exactly goes?", "yes"],
    ["forget", "fr", "oui je sais mais je ne veux pas tout effacer", "yes"],
    ["forget", "fr", "oui effacez tout, non attendez, surtout pas", "yes"],
    ["forget", "fr", "oui, une fois que meta m'aura répondu", "yes"],
    ["forget", "fr", "oui vous pouvez effacer mon compte facebook", "yes"],
    ["resume", "en", "yes start again from zero please, I lost track", "go-on"],
    ["resume", "fr", "oui mais depuis le début s'il vous plaît", "go-on"],
    ["ask-later", "en", "yes but on sunday instead please", "yes"],
    ["ask-later", "fr", "oui mais plutôt dimanche s'il vous plaît", "yes"],
    ["reply", "en", "yes but it isn't from meta, it's from linkedin", "confirmed"],
    ["complain", "fr", "oui je sais que je peux, mais pas aujourd'hui", "complain"],
    ["ask-linked", "en", "yes I have both, no idea if they are linked", "linked yes"],
    ["ask-linked", "en", "yes, my whatsapp is what worries me", "linked yes"],
    [
      "ask-linked",
      "fr",
      "Oui, mes messages privés sur WhatsApp, voilà bien ce qui me tourmente.",
      "linked yes",
    ],
    [
      "ask-later",
      "en",
      "It arrived, but they write they cannot process my request and I should give more details. So is that a no?",
      "confirmed",
    ],
  ])("at %s (%s) is not taken if it is taken back: %s", (asked, language, text, taken) => {
    expect(said(text, asked, language).split(" | ")).not.toContain(taken);
  });
});
