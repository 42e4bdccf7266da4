import { expect, it } from "vitest";
import { endings } from "../../src/channels/whatsapp/track-state.ts";
import { operatorTexts } from "../../src/content/channel-texts.ts";
import { countedEvents } from "../../src/ports.ts";
import { content, createBrain } from "../support/bot-under-test.ts";

/** Those of WhatsApp's endings besides. */
const troubles = [
  ...["stopped", "unreachable", "unknown-token", "webhook-elsewhere", "polled-elsewhere"],
  ...["full", "not-linked", "reconnecting", "takes-nothing", "platform-unreachable", "platform-refuses"],
];
const texts = operatorTexts(content, createBrain(["meta"]).world);

it.each(["fr", "en"])(
  "the operator’s page says in %s why a channel is down, whatever the reason",
  (language) => {
    for (const trouble of [...troubles, ...Object.keys(endings)])
      expect([trouble, texts[language]?.[`channels.trouble.${trouble}`]]).toEqual([
        trouble,
        expect.any(String),
      ]);
  },
);

it.each(["fr", "en"])("the operator’s page names in %s what is counted by the day", (language) => {
  const named = countedEvents.filter((what) => what !== "objections" && what !== "confirmations");
  for (const what of named)
    expect([what, texts[language]?.[`what.${what}`]]).toEqual([what, expect.any(String)]);
});
