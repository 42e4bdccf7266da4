import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readCampaigns } from "../../src/campaigns/read-files.ts";
import { operatorTexts, telegramProfiles, webTexts } from "../../src/content/channel-texts.ts";
import { readContent } from "../../src/content/read-content.ts";
import { campaignFolders } from "../support/bot-under-test.ts";
import { copyLocales } from "../support/copy-locales.ts";
import { sayToBot } from "../support/say-to-bot.ts";

let folder = "";
let locales = "";
let campaigns = "";
const [shipped = ""] = campaignFolders;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "language-"));
  locales = join(folder, "locales");
  campaigns = join(folder, "campaigns");
  cpSync(join(shipped, "meta.json"), join(folder, "campaigns/meta.json"));
  copyLocales(locales, ["meta"]);
  cpSync(join(locales, "en"), join(locales, "es"), { recursive: true });
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function replaceIn(file: string, replacements: Readonly<Record<string, string>>): void {
  const path = join(locales, "es", file);
  const before = readFileSync(path, "utf8");
  const after = Object.entries(replacements).reduce((text, [from, to]) => text.replaceAll(from, to), before);
  if (after === before) throw new Error(`${path} holds none of ${Object.keys(replacements).join(", ")}`);
  writeFileSync(path, after);
}

describe("A folder that is a copy of a language", () => {
  it("is a language that is offered", async () => {
    const [welcome] = await sayToBot({ campaigns, locales }, ["/start"]);
    expect(welcome?.buttons).toEqual(["English", "English", "Français"]);
    expect(welcome?.text.split("\n\n")).toHaveLength(3);
  });

  it("is offered on Telegram's profile, on the page of the chat and on the operator's, in its own words", () => {
    const marked = ["short-description", "subtitle", "ask-what"];
    replaceIn(
      "conversation.json",
      Object.fromEntries(marked.map((key) => [`"${key}": "`, `"${key}": "En español: `])),
    );
    const known = readCampaigns(campaigns);
    const content = readContent(locales, [...known.values()]);
    const profiles = telegramProfiles(content.wording, "fr").flatMap((profile) =>
      "language" in profile ? [profile] : [],
    );
    expect(profiles.map(({ language }) => language)).toEqual(["en", "es", "fr"]);
    const languages = ["fr", "en", "es"];
    const web = webTexts(content, languages);
    const operator = operatorTexts(content, { languages, campaigns: known, generalTopics: [] });
    for (const texts of [web, operator]) expect(Object.keys(texts)).toEqual(languages);
    const own = [profiles[1]?.shortDescription, web["es"]?.["subtitle"], operator["es"]?.["ask-what"]];
    for (const text of own) expect(text).toMatch(/^En español: /);
  });

  it("is spoken once it is chosen, with nothing else changed", async () => {
    replaceIn("conversation.json", {
      '"name": "English"': '"name": "Español"',
      "Which language do you prefer?": "¿Qué idioma prefiere?",
    });
    replaceIn("campaigns/meta.json", { "Which accounts do you have?": "¿Qué cuentas tiene?" });
    replaceIn("reminders.json", { Later: "Más tarde" });
    const answers = await sayToBot({ campaigns, locales }, ["/start", "espanol", "insta", "in 3 days"]);
    expect(answers[0]?.text).toContain("¿Qué idioma prefiere?");
    expect(answers[0]?.buttons).toEqual(["English", "Español", "Français"]);
    expect(answers.some(({ text }) => text.endsWith("¿Qué cuentas tiene?"))).toBe(true);
    expect(answers.flatMap(({ links }) => links)).toContain(
      "https://help.instagram.com/contact/767264225370182",
    );
    // Days are written as the language writes them, and dates are read with the words that were copied.
    expect(answers.at(-1)?.text).toContain("sábado");
  });

  it("is asked for by its name in any language, and named among those that the bot speaks", async () => {
    replaceIn("conversation.json", { '"name": "English"': '"name": "Español"' });
    const isSpanish = async (...words: readonly string[]) => {
      const answers = await sayToBot({ campaigns, locales }, [...words, "/data"]);
      return answers.some(({ text }) => text.includes("• Language: Español"));
    };
    expect(await isSpanish("/start meta-en", "speak spanish please")).toBe(true);
    expect(await isSpanish("/start meta-fr", "vous parlez espagnol ?")).toBe(true);
    expect(await isSpanish("/start meta-en", "Español")).toBe(true);
    const answers = await sayToBot({ campaigns, locales }, ["/start meta-en", "do you speak german?"]);
    expect(answers.some(({ text }) => text.includes("languages: English / Español / Français."))).toBe(true);
    expect(answers.flatMap(({ buttons }) => buttons)).toContain("English / Español / Français");
  });

  it("refuses a placeholder that the bot has no value for, and one that is lost", () => {
    replaceIn("conversation.json", {
      "I’m run by {{name}} ({{contact}})": "Me lleva {{nombre}} ({{contact}})",
    });
    replaceIn("campaigns/meta.json", { "{{answerTime}}": "" });
    replaceIn("help.json", { "{{answerTime}}": "{answerTime}" });
    const read = () => readContent(locales, [...readCampaigns(campaigns).values()]);
    const file = (name: string) => join(locales, "es", name);
    expect(read).toThrow(
      `${file("conversation.json")}: welcome.operator: has no value for {{nombre}}; expected {{name}}`,
    );
    expect(read).toThrow(`${file("campaigns/meta.json")}: done.text: lacks {{answerTime}}`);
    expect(read).toThrow(
      /help\.json: help\.[a-z-]+\.text: expected placeholders as {{name}} or {{name, number}}/,
    );
  });

  it("says to whoever speaks it that it reads no whole sentences, as it has no examples", () => {
    const { withoutExamples } = readContent(locales, []);
    expect(withoutExamples).toEqual(["en", "es", "fr"]);
  });

  it("can be the language of a deep link", async () => {
    replaceIn("campaigns/meta.json", { "Which accounts do you have?": "¿Qué cuentas tiene?" });
    const answers = await sayToBot({ campaigns, locales }, ["/start meta-es"]);
    expect(answers.at(-1)?.text).toContain("¿Qué cuentas tiene?");
  });

  it("knows what is typed in it", async () => {
    replaceIn("sentences/commands.json", {
      '"my-reminders": [': '"my-reminders": ["[todos] mis recordatorios",',
    });
    replaceIn("conversation.json", { "You have no reminders set.": "No tiene ningún recordatorio." });
    const answers = await sayToBot({ campaigns, locales }, ["/start meta-es", "mis recordatorios"]);
    expect(answers.at(-1)?.text).toContain("No tiene ningún recordatorio.");
  });
});
