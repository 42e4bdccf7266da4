import { describe, expect, it } from "vitest";
import {
  hear,
  hearFile,
  hearPoll,
  hearTexts,
  instagramForm,
  setReminder,
  shareWhatsAppBot,
  talk,
} from "../support/whatsapp-bot.ts";
import { findChromium } from "../support/whatsapp-web/browser-args.ts";

const facebookForm = "https://www.facebook.com/help/contact/712876720715583";

describe.skipIf(findChromium() === undefined)(
  "a person on WhatsApp who votes, sends or plans (skipped only where there is no Chromium)",
  () => {
    const shared = shareWhatsAppBot();

    it("is led to the right form by votes, in English", async () => {
      const person = shared.newPerson();
      await person.says("hello");
      const services = await hearPoll(person, "Which service is this about?");
      expect(services.options).toHaveLength(9);
      await person.votes(["1. Meta (Facebook, Instagram)"]);
      const asked = await hearPoll(person, "Which accounts do you have?");
      expect(asked.options).toEqual([
        "1. Facebook",
        "2. Instagram",
        "3. Both",
        "4. Neither",
        "Français / English",
        "Help",
      ]);
      await person.votes(["3. Both"]);
      const linked = await hearPoll(person, "linked in Meta’s Accounts Center");
      await person.votes(["2. No"]);
      const told = (await hearTexts(person, "What now?")).join("\n");
      expect(told).toContain("*both forms*");
      expect(told).toContain(facebookForm);
      expect(told).toContain(instagramForm);
      await person.votes(["1. Yes, they are linked"], linked.id);
      await hear(person, "That belongs to an earlier question");
    });

    it("gets a kind word and the question for a voice note that comes first", async () => {
      const person = shared.newPerson();
      await person.sends("voice");
      const heard = (await hearTexts(person, "Which language")).join("\n");
      expect(heard).toContain("que le texte");
      expect(heard).toContain("only read text");
    });

    it("gets a reminder's date, and a file for their calendar", async () => {
      const person = shared.newPerson();
      await talk(person, setReminder.slice(0, -1));
      await person.says("1");
      const file = await hearFile(person);
      expect(file).toMatchObject({ name: "rappel.ics", mimeType: "text/calendar" });
      expect(file?.content).toMatch(/^BEGIN:VCALENDAR\r\n[\s\S]*\r\nDTSTART:\d{8}T\d{6}Z\r\n/);
    });
  },
);
