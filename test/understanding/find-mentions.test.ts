import { describe, expect, it } from "vitest";
import { readMessage } from "../support/read-words.ts";

const mentionsIn = (text: string, asked: Parameters<typeof readMessage>[1], language: string) =>
  (readMessage({ text }, asked, language).mentioned ?? []).map(
    ({ campaigns, typed }) => campaigns.join("|") || `? ${typed}`,
  );

describe("A service that is named beside something else", () => {
  it.each([
    ["en", "accounts", "I have Facebook, Instagram and a dormant LinkedIn", ["linkedin"]],
    ["en", "next", "sent Facebook and switched off LinkedIn", ["linkedin"]],
    ["en", "next", "what about Google and Teams?", ["? Teams"]],
    ["en", "next", "remind me on Friday about Facebook, and I also use ChatGPT", ["chatgpt"]],
    ["en", "next", "sent Facebook and quit LinkedIn, ChatGPT and linkedin again", ["linkedin", "chatgpt"]],
    ["fr", "accounts", "J'ai Facebook, Instagram et un vieux LinkedIn", ["linkedin"]],
    ["fr", "accounts", "J'ai Facebook et Instagram. D'ailleurs j'ai aussi un compte d'Adobe", ["adobe"]],
    ["fr", "next", "J'ai envoyé Facebook et je quitte Bluesky", ["? Bluesky"]],
  ] as const)("is mentioned (%s, %s): %s", (language, asked, text, services) => {
    expect(mentionsIn(text, asked, language)).toEqual(services);
  });

  it.each([
    ["en", "next", "sent Facebook and Instagram"],
    ["en", "next", "remind me on Friday about ChatGPT"],
    ["en", undefined, "I have Facebook, Instagram and a dormant LinkedIn"],
    ["en", "next", "and whatsapp?"],
    ["en", "next", "https://www.linkedin.com/mypreferences/d/settings is this right?"],
    ["en", "next", "I saw on YouTube that Meta uses my photos. I have sent the form"],
    ["en", "next", "the confirmation is in my Outlook. Facebook confirmed"],
    ["en", "service", "I'm on WhatsApp at the moment with a work phone. I use Facebook, I never post"],
    ["en", "next", "I have no LinkedIn. Remind me on Friday"],
    ["en", "next", "remind me on Friday, and I don't want anything about WhatsApp"],
    ["fr", "next", "je vous écris depuis WhatsApp, c'est fait pour Facebook"],
    ["fr", "next", "j'ai vu sur TikTok qu'il fallait s'opposer, c'est fait pour Facebook"],
    ["fr", "next", "C'est fait pour Facebook, et pour YouTube ?"],
  ] as const)(
    "is no mention if it is taken up, spoken of, denied, or only where something is seen or told (%s, %s): %s",
    (language, asked, text) => {
      expect(mentionsIn(text, asked, language)).toEqual([]);
    },
  );
});

describe("Several services that are wanted", () => {
  it.each([
    ["en", "I use ChatGPT daily, LinkedIn, X a bit and Snapchat with my friends, and DeepL", ["? DeepL"]],
    ["fr", "j'utilise ChatGPT au boulot, LinkedIn, X un peu et Snapchat entre amis, et DeepL", ["? DeepL"]],
  ])(
    "are taken one after another, and only one that nobody knows is mentioned (%s): %s",
    (language, text, others) => {
      const service = { type: "service", campaign: "chatgpt", others: ["linkedin", "x", "snapchat"] };
      expect(readMessage({ text }, "service", language).acts[0]).toEqual(service);
      expect(mentionsIn(text, "service", language)).toEqual(others);
    },
  );
});
