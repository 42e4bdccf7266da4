import { describe, expect, it } from "vitest";
import { readMessage, written } from "../support/read-words.ts";
import { isWholeWalk } from "../support/walk-conversation.ts";

/** What people may say behind each other, and the act that answers it. */
const sentences = {
  en: [
    ["i want the long version", "details"],
    ["turn off the announcements", "no-more-alerts"],
    ["show me everything you have on me", "my-data"],
    ["who is behind this bot", "topic bot-operator"],
    ["is messenger included in this", "topic messenger"],
    ["i use a screen reader", "topic accessibility"],
    ["what if i change my mind later", "topic undo"],
    ["does it work for americans", "topic united-states"],
    ["how do i complain to the authority", "complain"],
    ["the link doesn't open on my phone", "link-broken"],
    ["do pages have to object separately", "topic page-business"],
    ["where were we", "where"],
  ],
  fr: [
    ["je veux la version longue", "details"],
    ["arrêtez les annonces", "no-more-alerts"],
    ["montrez-moi tout ce que vous savez de moi", "my-data"],
    ["qui est derrière ce robot", "topic bot-operator"],
    ["est-ce que messenger est compris", "topic messenger"],
    ["j'utilise un lecteur d'écran", "topic accessibility"],
    ["et si je change d'avis plus tard", "topic undo"],
    ["ça marche pour les américains", "topic united-states"],
    ["comment porter plainte auprès de l'autorité", "complain"],
    ["le lien ne s'ouvre pas sur mon téléphone", "link-broken"],
    ["ma page professionnelle est comprise dedans", "topic page-business"],
    ["où en étions-nous", "where"],
  ],
} as const;

/** All in pairs, in both orders; the short tests try one of them, in turn. */
const pairs = (["en", "fr"] as const).flatMap((language) =>
  sentences[language].flatMap((one, index) =>
    sentences[language]
      .filter(
        (_, other) => other !== index && (isWholeWalk || (other + index) % 2 === (other > index ? 1 : 0)),
      )
      .map((other) => [language, one, other] as const),
  ),
);

describe("Of two things said in one message", () => {
  it.each(pairs.map(([language, one, other]) => ({ language, one, other, text: `${one[0]}. ${other[0]}` })))(
    "none is lost: it is answered, offered or named ($language: $text)",
    ({ language, one, other, text }) => {
      const { acts, unread, offered = [] } = readMessage({ text }, "next", language);
      const isOffering = acts.some(({ type }) => type === "suggest");
      const lost = [one, other].filter(
        ([said, act]) =>
          !acts.map(written).includes(act) &&
          !isOffering &&
          ![...unread, ...offered].some((part) => part.startsWith(said)),
      );
      expect(lost).toEqual([]);
    },
  );
});
