import { describe, expect, it, test } from "vitest";
import {
  accounts,
  askingToScan,
  hear,
  hearTexts,
  instagramForm,
  linked,
  shareWhatsAppBot,
  talk,
  unheard,
  welcome,
  whatNow,
} from "../support/whatsapp-bot.ts";
import { findChromium } from "../support/whatsapp-web/browser-args.ts";

const facebookForm = "https://www.facebook.com/help/contact/712876720715583";

const noChromium = findChromium() === undefined;
test.runIf(process.env["CI"] === "true")("continuous integration has a Chromium", () => {
  expect(noChromium).toBe(false);
});

describe.skipIf(noChromium)("a person on WhatsApp (skipped only where there is no Chromium)", () => {
  const shared = shareWhatsAppBot();

  it("is served by a bot that was linked by a scan, and that tells nobody its number", async () => {
    await shared.bot.shows("WhatsApp: linked as Objecteur\n");
    expect(shared.bot.shown()).toContain("▄");
    expect(shared.bot.shown()).toContain(askingToScan);
    expect(shared.bot.shown() + shared.bot.errors()).not.toContain(shared.scene.web.me.split("@")[0]);
  });

  it("is led to the right form by what they type, in French", async () => {
    const person = shared.newPerson();
    await person.says("Bonjour");
    const greeted = await hearTexts(person, welcome);
    expect(greeted.at(-1)).toContain("1. Meta (Facebook, Instagram)\n2. LinkedIn\n");
    await person.says("1");
    const asked = await hearTexts(person, accounts);
    expect(asked.at(-1)).toContain(
      "1. Facebook\n2. Instagram\n3. Les deux\n4. Ni l’un ni l’autre\nFrançais / English",
    );
    await person.says("les deux");
    const doubted = await hearTexts(person, linked);
    await person.says("1");
    const steps = await hearTexts(person, whatNow);
    expect([...greeted, ...asked, ...doubted, ...steps].length).toBeLessThanOrEqual(8);
    const told = steps.join("\n");
    expect(told).toContain("*Un seul formulaire suffit*");
    expect(told).toContain(`Ouvrir le formulaire Facebook\n${facebookForm}`);
    expect(told).toContain("Il n’est pas trop tard");
    const acts = shared.scene.web.acts.filter(({ chat }) => chat === person.id);
    expect(acts.slice(0, 3).map(({ kind }) => kind)).toEqual(["typing", "seen", "message"]);
    const [typing, , answer] = acts.map(({ at }) => at);
    expect((answer ?? 0) - (typing ?? 0)).toBeGreaterThan(500);
  });

  it("is answered on exactly the id that they write from, and by no other", async () => {
    const hidden = shared.scene.web.person("120363025246125@lid");
    const numbered = shared.scene.web.person("120363025246125@c.us");
    await talk(hidden, [
      ["Bonjour", welcome],
      ["meta", accounts],
      ["que insta", instagramForm],
    ]);
    expect(numbered.unread()).toEqual([]);
  });

  it("gets no answer in a group, to a status, a call, a notice or what the owner writes; a voice note gets a kind one", async () => {
    const person = shared.newPerson();
    await talk(person, [["Bonjour", welcome]]);
    const group = "120363000000001@g.us";
    await shared.scene.web.says({ group }, person.id, "Bonjour");
    await shared.scene.web.says("status", person.id, "Bonjour");
    await person.notice("e2e_notification");
    await person.calls();
    await shared.scene.web.ownerSays(person.id, "Bonjour");
    await person.sends("voice");
    await hear(person, "que le texte");
    await hear(person, welcome);
    const chats = shared.scene.web.acts.map(({ chat }) => chat);
    expect(chats.filter((chat) => chat === group || chat === "status@broadcast")).toEqual([]);
    expect(await unheard(person)).toEqual([]);
  });
});
