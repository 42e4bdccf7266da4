import { once } from "node:events";
import { fstatSync } from "node:fs";
import { Temporal } from "temporal-polyfill";
import type { Config } from "./config/config.ts";
import {
  createCommand,
  runCommand,
  type Stop,
  stopAll,
  UsageError,
  usageOf,
} from "./support/command-line.ts";
import { createLog } from "./support/log.ts";
import { matchLanguage, tagOfMachine } from "./support/match-language.ts";

const usage = usageOf([
  ["npm start", "runs the bot; without a channel, a preview in the browser"],
  ["npm run chat -- [--now 2025-05-20T10:00] [--lang en]", "the chat in the terminal"],
  ["npm run <command> -- --help", "alert, announce, backup, seal or whatsapp-templates"],
]);
const pipedWithinMs = 1_500;
/** Less than the five seconds that the tests allow. */
const endWithinMs = 3_500;

/** Functions that stop the started parts, in the order of their start. */
const stops: Stop[] = [];
let isEnding = false;

/**
 * Runs the operator's command that the first argument names, or else the bot. Only what is run is
 * loaded.
 */
async function main(args: readonly string[]): Promise<void> {
  const [name, ...others] = args;
  switch (name) {
    case "alert":
      return runAlert(others);
    case "announce":
      return (await import("./commands/announce.ts")).announce(others);
    case "backup":
      return (await import("./commands/backup.ts")).backup(others);
    case "seal":
      return (await import("./commands/seal.ts")).seal(others);
    case "whatsapp-templates":
      return (await import("./commands/whatsapp-templates.ts")).whatsappTemplates(others);
    case "chat":
      return startChat(others);
    default:
      return startBot(args);
  }
}

async function runAlert(args: readonly string[]): Promise<void> {
  const { createAlert } = await import("./commands/alert.ts");
  const { buildMessengers } = await import("./serve/serve.ts");
  await createAlert(buildMessengers)(args);
}

const options = { now: { type: "string" }, lang: { type: "string" } } as const;
const startChat = createCommand(usage, { options }, ({ values }) => start(values, true));
const startBot = createCommand(usage, { options }, ({ values }) => start(values, false));

/**
 * Starts the bot on its channels, or the chat in the terminal if that is asked for or input is piped
 * in.
 */
async function start(wishes: { readonly now?: string; readonly lang?: string }, isChat: boolean) {
  const { readCore } = await import("./read-core.ts");
  const { environment, config, core } = readCore();
  const { world } = core;
  const { defaultLanguage, timeZone: defaultZone } = config;
  const machine = environment["LC_ALL"] ?? environment["LANG"] ?? "";
  const languageHint =
    wishes.lang === undefined
      ? matchLanguage(tagOfMachine(machine), world.languages)
      : languageOf(wishes.lang, world.languages);
  const spoken = languageHint ?? defaultLanguage;
  // `on`, not `once`: at Ctrl+C, npm repeats the terminal's signal, and a second one would kill the bot.
  for (const signal of ["SIGTERM", "SIGINT"]) process.on(signal, () => void end());
  if (isChat || (await isPiped(config))) {
    const startAt = startOf(wishes.now, defaultZone);
    const { chat } = await import("./chat.ts");
    await chat(core, { startAt, spoken, languageHint, onEnd: () => void end() }, stops);
  } else {
    const { serve } = await import("./serve/serve.ts");
    await serve(config, core, spoken, stops);
  }
}

function languageOf(tag: string, languages: readonly string[]): string {
  const language = matchLanguage(tag, languages);
  if (language === undefined)
    throw new UsageError(`--lang: expected one of ${languages.join(", ")}\n${usage}`);
  return language;
}

function startOf(now: string | undefined, zone: string): number {
  if (now === undefined) return Date.now();
  try {
    return Temporal.PlainDateTime.from(now).toZonedDateTime(zone).epochMilliseconds;
  } catch {
    throw new UsageError(`--now: expected a date and an hour such as 2025-05-20T10:00\n${usage}`);
  }
}

/** True if no channel is set up and input is piped in, or if even the preview is switched off. */
async function isPiped({ hasMessenger, web }: Config): Promise<boolean> {
  if (hasMessenger || web?.isAsked) return false;
  return web === undefined || (mayHoldInput() && (await holdsInput()));
}

/** True for a pipe, file or socket: neither a terminal nor /dev/null, which services are started with. */
function mayHoldInput(): boolean {
  try {
    const status = fstatSync(0);
    return status.isFIFO() || status.isFile() || status.isSocket();
  } catch {
    return false;
  }
}

/** Resolves with true if there is input for the process within 1.5 s; the input stays unread. */
async function holdsInput(): Promise<boolean> {
  const { stdin } = process;
  await once(stdin, "readable", { signal: AbortSignal.timeout(pipedWithinMs) }).catch(() => undefined);
  const chunk: unknown = stdin.read();
  if (chunk !== null) stdin.unshift(chunk);
  return chunk !== null;
}

/**
 * Stops everything in the reverse order of its start, then exits with code 0; after 3.5 s it exits
 * anyway. Nothing is lost: what is not marked as sent stays in the outbox.
 */
async function end(): Promise<void> {
  if (isEnding) return;
  isEnding = true;
  setTimeout(() => process.exit(0), endWithinMs);
  await stopAll(stops, createLog("error"));
  process.exit(0);
}

await runCommand(main);
