import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { query } from "../support/bot-api-scene.ts";
import {
  accounts,
  askingToScan,
  hear,
  hearTexts,
  instagramForm,
  linked,
  setReminder,
  shareWhatsAppBot,
  talk,
  unheard,
  waitForNoBrowser,
  welcome,
  whatNow,
} from "../support/whatsapp-bot.ts";
import { findChromium } from "../support/whatsapp-web/browser-args.ts";
import type { Person } from "../support/whatsapp-web/whatsapp-web.ts";

const day = 86_400_000;
const endsWithinMs = 5_000;
const facebookForm = "https://www.facebook.com/help/contact/712876720715583";

describe.skipIf(findChromium() === undefined)(
  "a person on WhatsApp when the bot ends and starts again (skipped only where there is no Chromium)",
  () => {
    const shared = shareWhatsAppBot();

    const inTraffic: Person[] = [];
    let writer: Person;
    let voter: Person;
    let reminded: Person;
    let finished: Person;

    it("is not kept waiting: it ends with code 0 in under five seconds, in the middle of the traffic, and its browser too", async () => {
      [writer, voter, reminded, finished] = [
        shared.newPerson(),
        shared.newPerson(),
        shared.newPerson(),
        shared.newPerson(),
      ];
      for (const person of [writer, voter, finished]) await talk(person, [["Bonjour", welcome]]);
      await talk(voter, [["meta", accounts]]);
      await talk(reminded, setReminder);
      for (const person of [writer, finished, reminded]) await unheard(person);
      inTraffic.push(...Array.from({ length: 12 }, () => shared.newPerson()));
      await Promise.all(inTraffic.map((person) => person.says("Bonjour")));
      const from = performance.now();
      expect(await shared.bot.end("SIGTERM")).toBe(0);
      expect(performance.now() - from).toBeLessThan(endsWithinMs);
      await waitForNoBrowser(shared.scene.folder);
      await expect.poll(() => shared.scene.web.pages).toBe(0);
    });

    it("is answered what they wrote or voted meanwhile, once each, in order, and no QR is shown", async () => {
      const at = Date.now();
      for (const words of ["recommencer", "meta", "les deux", "oui"]) await writer.says(words, at);
      await voter.votes(["2. Instagram"]);
      const late = shared.newPerson();
      await late.says("Bonjour");
      makeReminderDue(shared.scene.file, reminded);
      await shared.start();
      const answers = await hearTexts(writer, whatNow);
      expect(answers).toEqual([
        expect.stringContaining(welcome),
        expect.stringContaining("en mai 2025"),
        expect.stringContaining(accounts),
        expect.stringContaining(linked),
        expect.stringContaining(facebookForm),
        expect.stringContaining(whatNow),
      ]);
      await hear(voter, instagramForm);
      await hear(voter, whatNow);
      await hear(late, welcome);
      for (const person of inTraffic) await hear(person, welcome);
      const silent = [writer, voter, late, finished, ...inTraffic];
      expect((await Promise.all(silent.map(unheard))).flat()).toEqual([]);
      expect(shared.bot.shown()).not.toContain(askingToScan);
    });

    it("gets the reminder that was due meanwhile, once, and true", async () => {
      const told = (await hearTexts(reminded, "Arrêter ces rappels")).join("\n");
      expect(told).toContain("voici le rappel");
      expect(told).toContain(instagramForm);
      expect(await unheard(reminded)).toEqual([]);
      const left = query(
        shared.scene.file,
        `SELECT * FROM reminder WHERE conversation_id = 'whatsapp:${reminded.id}'`,
      );
      expect(left).toEqual([]);
    });

    it("is answered after it was killed, and no browser is left over", async () => {
      const crowd = Array.from({ length: 8 }, () => shared.newPerson());
      await Promise.all(crowd.map((person) => person.says("Bonjour")));
      expect(await shared.bot.end("SIGKILL")).toBe("SIGKILL");
      await waitForNoBrowser(shared.scene.folder);
      await shared.start();
      for (const person of crowd) await hear(person, welcome);
      expect(shared.bot.shown()).not.toContain(askingToScan);
      for (const person of crowd) {
        await talk(person, [
          ["meta", accounts],
          ["que insta", instagramForm],
        ]);
      }
      await expect.poll(() => query(shared.scene.file, "SELECT * FROM outbox")).toEqual([]);
    });
  },
);

/** Theirs alone: reminders are sent 5 to 30 s apart. At night in their zone it would rightly wait until nine. */
function makeReminderDue(file: string, { id }: Person): void {
  const offset = new Date().getUTCHours() - 12;
  const zoneAtNoon = `Etc/GMT${offset >= 0 ? "+" : "-"}${Math.abs(offset)}`;
  const store = new Database(file);
  const where = "WHERE conversation_id = ?";
  store
    .prepare(`UPDATE person SET person = json_set(person, '$.zone', ?) ${where}`)
    .run(zoneAtNoon, `whatsapp:${id}`);
  store.prepare(`UPDATE reminder SET due_at = ? ${where}`).run(Date.now() - day, `whatsapp:${id}`);
  store.close();
}
