import { execFileSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { hear, openScene } from "../support/bot-api-scene.ts";
import { copyProject, startBot } from "../support/bot-process.ts";
import { inGerman, translateToGerman } from "../support/translate-to-german.ts";

const guide = readFileSync(new URL("../../CONTRIBUTING.md", import.meta.url), "utf8");
/** How CONTRIBUTING says that a language begins. */
const [, firstStep = ""] = /^## A language$.*?^```sh\n(.*?)^```$/ms.exec(guide) ?? [];

/** A copy of the project that speaks German, by the steps of CONTRIBUTING: nothing in it but `locales/de` differs. */
function germanProject(): string {
  const folder = copyProject();
  const untranslated = execFileSync("sh", ["-ec", firstStep], { cwd: folder, input: "", encoding: "utf8" });
  expect(untranslated).toContain("In this language I understand buttons, numbers and short commands");
  translateToGerman(join(folder, "locales/de"));
  return folder;
}

function run(folder: string, ...args: readonly string[]): string {
  return execFileSync("npm", ["run", "--silent", ...args], { cwd: folder, encoding: "utf8" });
}

async function startGerman(folder: string) {
  const { server, environment } = await openScene("polling", onTestFinished);
  const bot = startBot(environment, { folder });
  await bot.says("the bot is up");
  return { bot, person: server.person(7_000_001, { languageCode: "de-AT" }) };
}

const service = inGerman("Which service is this about");
const next = inGerman("What now?");
const noExamples = inGerman("In this language I understand buttons, numbers and short commands");

it("German, added as data alone, is spoken with buttons, numbers, commands and sentences", async () => {
  const folder = germanProject();
  expect(run(folder, "train", "--", "de")).toContain("300 examples of 12 intents");
  expect(run(folder, "languages", "--", "de")).toMatch(
    /^de: 100 % of \d+ texts are translated\n {2}examples: 300$/m,
  );
  const { bot, person } = await startGerman(folder);
  expect(bot.errors()).not.toContain("no examples");
  person.says("/start");
  const welcome = await hear(person, service);
  expect(welcome.text).not.toContain(noExamples);
  person.presses(inGerman("Meta (Facebook, Instagram)"));
  const accounts = await hear(person, inGerman("Which accounts do you have?"));
  expect(JSON.stringify(accounts)).toContain("Français / Deutsch / English");
  person.says("beide");
  await hear(person, inGerman("Are your Facebook and Instagram accounts linked"));
  person.says("2");
  await hear(person, next);
  for (const [asked, answer] of [
    [
      "Lesen die auch meine privaten Chats mit?",
      "your private messages with friends and family are not used",
    ],
    ["Was soll ich denn da als Begründung reinschreiben?", "One or two sentences are enough"],
    ["meine Erinnerungen", inGerman("You have no reminders set.")],
    ["Hilfe", inGerman("I give you the right forms and settings")],
  ] as const) {
    person.says(asked);
    await hear(person, answer);
  }
  person.says("auf Französisch");
  await hear(person, "C’est entendu, je vous parle français.");
  person.says("sprich deutsch");
  await hear(person, inGerman("All right"));
});

it("German without examples works by buttons, numbers and commands, and says so to the operator and to people", async () => {
  const folder = germanProject();
  rmSync(join(folder, "locales/de/examples"), { recursive: true });
  expect(run(folder, "languages", "--", "de")).toContain(
    "people are read by buttons, numbers and commands alone",
  );
  const { bot, person } = await startGerman(folder);
  expect(
    bot
      .errors()
      .split("\n")
      .filter((line) => line.includes("has no examples")),
  ).toEqual([expect.stringContaining('"language":"de"')]);
  person.says("/start");
  expect((await hear(person, service)).text).toContain(noExamples);
  person.presses(inGerman("Meta (Facebook, Instagram)"));
  await hear(person, inGerman("Which accounts do you have?"));
  person.says("1");
  await hear(person, next);
  person.says("Ich wüsste gern, ob meine Oma das auch machen sollte.");
  await hear(person, noExamples);
  person.says("menü");
  await hear(person, inGerman("What do you want to do?"));
});

it("German with a wrong placeholder stops the start, with its file and key", async () => {
  const folder = germanProject();
  rmSync(join(folder, "locales/de/examples"), { recursive: true });
  const path = join(folder, "locales/de/conversation.json");
  writeFileSync(path, readFileSync(path, "utf8").replace("{{name}} ({{contact}})", "{{wer}} ({{contact}})"));
  const bot = startBot({}, { folder });
  expect(await bot.ended()).toBe(1);
  expect(bot.errors()).toContain(
    "locales/de/conversation.json: welcome.operator: has no value for {{wer}}; expected {{name}}",
  );
});
