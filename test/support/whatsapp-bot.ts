import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, onTestFinished } from "vitest";
import { type AtEnd, afterSuite, type BotProcess, startBot } from "./bot-process.ts";
import { temporaryFolder } from "./temporary-folder.ts";
import { patienceMs } from "./until.ts";
import { findChromium } from "./whatsapp-web/browser-args.ts";
import {
  createWhatsAppWeb,
  type Person,
  type Received,
  type WhatsAppWeb,
} from "./whatsapp-web/whatsapp-web.ts";

/** A stand-in for WhatsApp Web, and what a bot is told to find it. */
export interface WhatsAppScene {
  readonly web: WhatsAppWeb;
  readonly environment: Readonly<Record<string, string>>;
  /** The file of the store. */
  readonly file: string;
  /** The folder of this scene alone; the browser's profile is in it. */
  readonly folder: string;
}

/** A poll as it arrived. */
export interface Poll {
  readonly id: string;
  readonly options: readonly string[];
}

/** Opens the stand-in, and empty folders for the store and the session. */
export async function openWhatsAppScene(atEnd: AtEnd = onTestFinished): Promise<WhatsAppScene> {
  const folder = temporaryFolder(atEnd);
  // A browser that is just ending still writes into it.
  atEnd(() => waitForNoBrowser(folder));
  const sessionDir = `${folder}/whatsapp`;
  mkdirSync(sessionDir);
  const web = await createWhatsAppWeb();
  atEnd(() => web.close());
  const file = `${folder}/bot.db`;
  const environment = {
    WHATSAPP: "on",
    WHATSAPP_SESSION_DIR: sessionDir,
    WHATSAPP_CHROMIUM_PATH: findChromium() ?? "",
    WHATSAPP_CHROMIUM_ARGS: web.browserArgs.map((arg) => `"${arg}"`).join(" "),
    DATABASE_URL: `file:${file}`,
    // As short as a reading can be: the tests are many.
    WHATSAPP_TYPING_MS: "600",
  };
  return { web, environment, file, folder };
}

/** How the bot's questions read, in French. */
export const welcome = "De quel service";
export const accounts = "Quels comptes avez-vous";
export const linked = "sont-ils liés";
export const whatNow = "Et maintenant";
export const menu = "Que voulez-vous faire";
export const instagramForm = "https://help.instagram.com/contact/767264225370182";

/** What someone says for a reminder, and hears. */
export const setReminder = [
  ["Bonjour", welcome],
  ["meta", accounts],
  ["que insta", instagramForm],
  ["rappelle-moi", "Quand voulez-vous"],
  ["1", "C’est noté"],
] as const;

/** What stands under a QR code. */
export const askingToScan = "scan this";

/** Starts a bot that gets linked by a scan where it is not yet. */
export async function startReadyBot(
  { web, environment }: WhatsAppScene,
  atEnd: AtEnd = onTestFinished,
): Promise<BotProcess> {
  const bot = startBot(environment, { atEnd });
  if (!web.linked) {
    await bot.shows(askingToScan);
    await web.scan();
  }
  await bot.says("WhatsApp is ready");
  return bot;
}

/** Opens a scene with a linked bot for the tests of a suite. */
export function shareWhatsAppBot() {
  const atEnd = afterSuite();
  let people = 0;
  const shared = {
    scene: {} as WhatsAppScene,
    bot: {} as BotProcess,
    /** Somebody whom nobody else is. */
    newPerson(): Person {
      people += 1;
      return shared.scene.web.person(`3360000${1_000 + people}@c.us`);
    },
    async start(): Promise<void> {
      shared.bot = await startReadyBot(shared.scene, atEnd);
    },
  };
  beforeAll(async () => {
    shared.scene = await openWhatsAppScene(atEnd);
    await shared.start();
  });
  return shared;
}

/** The browser's processes that use this folder: the one that started the others first. */
export function browsersIn(folder: string): readonly number[] {
  const lines = execFileSync("ps", ["-A", "-ww", "-o", "pid=,stat=,args="], { encoding: "utf8" }).split("\n");
  const running = lines.filter(
    (line) => line.includes(folder) && /^\s*\d+\s+[^Z]/.test(line) && !/tsx/.test(line),
  );
  const ids = (of: readonly string[]) => of.map((line) => Number.parseInt(line, 10));
  const isFirst = (line: string) => line.includes("--user-data-dir=") && !line.includes("--type=");
  return [...ids(running.filter(isFirst)), ...ids(running.filter((line) => !isFirst(line)))];
}

/** Kills what shows the pages of the browser that uses this folder, as a page's crash does. */
export function crashPages(folder: string): void {
  const [browser = 0] = browsersIn(folder);
  const lines = execFileSync("ps", ["-A", "-ww", "-o", "pid=,ppid=,args="], { encoding: "utf8" }).split("\n");
  const all = lines.map((line) => ({ ids: line.trim().split(/\s+/, 2).map(Number), line }));
  const under = (parent: number): typeof all =>
    all.filter(({ ids }) => ids[1] === parent).flatMap((one) => [one, ...under(one.ids[0] ?? 0)]);
  const pages = under(browser).filter(({ line }) => line.includes("--type=renderer"));
  if (pages.length === 0) throw new Error("no page is open");
  for (const { ids } of pages) process.kill(ids[0] ?? 0, "SIGKILL");
}

/** Resolves when no browser uses this folder. */
export async function waitForNoBrowser(folder: string): Promise<void> {
  const until = Date.now() + patienceMs;
  for (let left = browsersIn(folder); left.length > 0; left = browsersIn(folder)) {
    if (Date.now() > until) throw new Error(`still running: ${left.join(", ")}`);
    await sleep(50);
  }
}

/** Reads until a message has these words in it; gives all that was read, that one last: of a poll its title and its options. */
export async function hearTexts(person: Person, words: string): Promise<readonly string[]> {
  const heard = await hearUntil(person, words, (received) => wordsOf(received).includes(words));
  return heard.map(wordsOf);
}

function wordsOf({ text = "", poll }: Received): string {
  return poll ? [poll.question, ...poll.options].join("\n") : text;
}

/** Reads until a message has these words in it, and gives that one's. */
export async function hear(person: Person, words: string): Promise<string> {
  return (await hearTexts(person, words)).at(-1) ?? "";
}

/** What was said unheard so far: the menu is asked for, and whatever comes before it is given. */
export async function unheard(person: Person): Promise<readonly string[]> {
  await person.says("menu");
  const heard = await hearTexts(person, menu);
  return heard.slice(0, -1);
}

/** Reads until a poll asks this. */
export async function hearPoll(person: Person, question: string): Promise<Poll> {
  const heard = await hearUntil(person, question, ({ poll }) => poll?.question.includes(question) === true);
  const { id, poll } = heard.at(-1) ?? {};
  if (id === undefined || poll === undefined) throw new Error("nothing was heard");
  return { id, options: poll.options };
}

/** Reads until a file arrives. */
export async function hearFile(person: Person): Promise<Received["file"]> {
  return (await hearUntil(person, "a file", ({ file }) => file !== undefined)).at(-1)?.file;
}

async function hearUntil(
  person: Person,
  what: string,
  isIt: (received: Received) => boolean,
): Promise<readonly Received[]> {
  const heard: Received[] = [];
  for (;;) {
    const received = await person.next().catch(() => {
      const all = heard.map(({ text, poll }) => (text ?? poll?.question ?? "a file").slice(0, 60));
      throw new Error(`${person.id} never got "${what}", only: ${all.join(" | ")}`);
    });
    heard.push(received);
    if (isIt(received)) return heard;
  }
}

/** Says one line after the other, and waits for the answer to each. */
export async function talk(
  person: Person,
  lines: readonly (readonly [words: string, answer: string])[],
): Promise<void> {
  for (const [words, answer] of lines) {
    await person.says(words);
    await hear(person, answer);
  }
}
