import { createHmac, randomBytes } from "node:crypto";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import Database from "better-sqlite3";
import { beforeAll, describe, expect, it } from "vitest";
import { query } from "../support/bot-api-scene.ts";
import { afterSuite, type BotProcess } from "../support/bot-process.ts";
import {
  accounts,
  hear,
  hearPoll,
  hearTexts,
  menu,
  openWhatsAppScene,
  setReminder,
  startReadyBot,
  talk,
  type WhatsAppScene,
  waitForNoBrowser,
  welcome,
  whatNow,
} from "../support/whatsapp-bot.ts";
import { findChromium } from "../support/whatsapp-web/browser-args.ts";
import type { Person } from "../support/whatsapp-web/whatsapp-web.ts";

/** Whoever looks reads the file, and so may hold up that it is cleared. */
const onceUnread = { timeout: 20_000, interval: 400 };
const oldButton = "Cela appartient à une question passée";
const goodbye = "Tout est effacé";

const askToBeForgotten = [
  ["oubliez-moi", "Voulez-vous que j’efface"],
  ["oui", goodbye],
] as const;

describe.skipIf(findChromium() === undefined)(
  "what a bot on WhatsApp keeps of a person (skipped only where there is no Chromium)",
  () => {
    const atEnd = afterSuite();
    let scene: WhatsAppScene;
    let bot: BotProcess;

    beforeAll(async () => {
      scene = await openWhatsAppScene(atEnd);
      bot = await startReadyBot(scene, atEnd);
    });

    const reminders = () => query(scene.file, "SELECT conversation_id FROM reminder");
    const chatsOf = (kind: string) =>
      scene.web.acts.filter((act) => act.kind === kind).map(({ chat }) => chat);

    it("is nothing, in every table and every file, once they have asked to be forgotten", async () => {
      const person = scene.web.person("33612345670@c.us");
      await person.says("Bonjour");
      await hearPoll(person, welcome);
      await person.votes(["1. Meta (Facebook, Instagram)"]);
      await hearPoll(person, accounts);
      await person.votes(["2. Instagram"]);
      await talk(person, setReminder.slice(3));
      expect(tracesOf(person, scene).length).toBeGreaterThan(0);
      await talk(person, askToBeForgotten);
      await expect.poll(() => query(scene.file, "SELECT * FROM outbox")).toEqual([]);
      await expect.poll(() => tracesOf(person, scene), onceUnread).toEqual([]);
    });

    it("would be found if it stood in a file under a keyed hash whose key lies beside it", () => {
      const person = scene.web.person("33612345679@c.us");
      const key = randomBytes(32).toString("base64url");
      const name = createHmac("sha256", key).update(person.id).digest("base64url").slice(0, 22);
      const file = join(scene.folder, "whatsapp", "planted.json");
      writeFileSync(file, JSON.stringify({ key, chats: { [name]: {} } }));
      expect(tracesOf(person, scene).length).toBeGreaterThan(0);
      rmSync(file);
    });

    it("is not in the chat of the linked device either, and nothing of it is answered after a restart", async () => {
      const person = scene.web.person("33612345671@c.us");
      await talk(person, [...setReminder, ...askToBeForgotten]);
      await expect.poll(() => chatsOf("deleted")).toContain(person.id);
      expect(chatsOf("cleared")).toContain(person.id);
      await bot.end("SIGTERM");
      await waitForNoBrowser(scene.folder);
      bot = await startReadyBot(scene, atEnd);
      await person.says("Bonjour");
      expect(await hearTexts(person, welcome)).toHaveLength(2);
    });

    it("is erased and stopped under their lid when they come back with it, as under their number", async () => {
      const [forgetting, stopping] = ["33612345672", "33612345673"].map((digits) => ({
        numbered: scene.web.person(`${digits}@c.us`),
        hidden: scene.web.person(`${digits.replace("336", "88")}@lid`),
      }));
      if (forgetting === undefined || stopping === undefined) throw new Error("two people are needed");
      for (const { numbered, hidden } of [forgetting, stopping]) {
        await talk(numbered, setReminder);
        await scene.web.knows(numbered.id, hidden.id);
      }
      expect(reminders()).toHaveLength(2);
      await talk(stopping.hidden, [["stop", "je ne vous écrirai plus"]]);
      expect(reminders()).toEqual([{ conversation_id: `whatsapp:${forgetting.numbered.id}` }]);
      await talk(forgetting.hidden, askToBeForgotten);
      await expect.poll(() => query(scene.file, "SELECT * FROM outbox")).toEqual([]);
      expect(reminders()).toEqual([]);
      for (const person of [forgetting.numbered, forgetting.hidden, stopping.numbered])
        await expect.poll(() => tracesOf(person, scene), onceUnread).toEqual([]);
      await expect.poll(() => chatsOf("deleted")).toContain(forgetting.numbered.id);
    });

    it("moves back from the lid to the number", async () => {
      const hidden = scene.web.person("8812345674@lid");
      const numbered = scene.web.person("33612345674@c.us");
      await talk(hidden, setReminder);
      await scene.web.knows(numbered.id, hidden.id);
      await talk(numbered, askToBeForgotten);
      expect(reminders()).toEqual([]);
    });

    it("says that an edit comes too late", async () => {
      const person = scene.web.person("33612345675@c.us");
      await talk(person, [["Bonjour", welcome]]);
      const id = await person.says("linkedin");
      await hear(person, "LinkedIn");
      await person.edits(id, "meta");
      await hear(person, oldButton);
      expect(await hear(person, whatNow)).toContain(whatNow);
    });

    it("answers what is decrypted late, also where it was decrypted while the bot was away", async () => {
      const person = scene.web.person("33612345676@c.us");
      await talk(person, [["Bonjour", welcome]]);
      const soon = await person.arrivesUndecrypted();
      await person.decrypts(soon, "menu");
      await hear(person, menu);
      const late = await person.arrivesUndecrypted(Date.now() - 5_000);
      await talk(person, [["où en suis-je", welcome]]);
      await bot.end("SIGTERM");
      await waitForNoBrowser(scene.folder);
      await person.decrypts(late, "menu");
      bot = await startReadyBot(scene, atEnd);
      expect(await hearTexts(person, menu)).toHaveLength(1);
    });
  },
);

/** Where, in all tables and all files of the scene's folder, the person's id or its digits stand, or a keyed hash of them. */
function tracesOf(person: Person, scene: WhatsAppScene): readonly string[] {
  const names = [person.id.replace(/@.*/, ""), person.id, `whatsapp:${person.id}`];
  const sought = [...names, ...keysIn(scene).flatMap((key) => names.flatMap((name) => hashesOf(name, key)))];
  const places = [...tablesOf(scene.file), ...filesOf(scene.folder)];
  return places.flatMap(([place, content]) =>
    sought.filter((words) => content.includes(words)).map((words) => `${words} in ${place}`),
  );
}

/** The rows of each table, as text. */
function tablesOf(file: string): readonly (readonly [string, string])[] {
  const store = new Database(file, { readonly: true });
  const names = store
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table'")
    .pluck()
    .all()
    .map(String);
  const rows = names.map((name) => store.prepare(`SELECT * FROM "${name}"`).all());
  store.close();
  const asText = (_: string, value: unknown) =>
    value instanceof Uint8Array ? Buffer.from(value).toString("hex") : value;
  return names.map((name, place) => [`table ${name}`, JSON.stringify(rows[place], asText)]);
}

function filesOf(folder: string): readonly (readonly [string, string])[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => [relative(folder, path), readBytes(path)]);
}

/** The browser takes files away as we look. */
function readBytes(path: string): string {
  try {
    return readFileSync(path, "latin1");
  } catch {
    return "";
  }
}

/** All that may be a key: the settings of the store, and what stands in JSON files of ours. */
function keysIn({ file, folder }: WhatsAppScene): readonly string[] {
  const settings = query(file, "SELECT value FROM setting").map((row) => JSON.stringify(row));
  const ours = filesOf(folder).filter(([path]) => path.endsWith(".json") && !path.includes("/session/"));
  const texts = [...settings, ...ours.map(([, content]) => content)];
  return texts.flatMap((text) => text.match(/[\w+/-]{32,}=*/g) ?? []);
}

function hashesOf(name: string, key: string): readonly string[] {
  const keys = [key, Buffer.from(key, "base64"), Buffer.from(key, "base64url")];
  const digests = keys.map((one) => createHmac("sha256", one).update(name).digest());
  // Some of it is enough: a hash may be kept shortened.
  return digests.flatMap((digest) => [
    digest.toString("hex").slice(0, 20),
    digest.toString("base64").slice(0, 20),
    digest.toString("base64url").slice(0, 20),
    digest.toString("latin1").slice(0, 16),
  ]);
}
