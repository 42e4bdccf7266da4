import { once } from "node:events";
import { fstatSync } from "node:fs";
import { parseArgs } from "node:util";
import { Temporal } from "temporal-polyfill";
import { runCommand, type Stop, stopAll, UsageError } from "./command-line.ts";
import type { Config } from "./config.ts";
import { createLog } from "./log.ts";
import { readCore } from "./read-core.ts";

const usage = "Usage: npm start, or npm run chat -- [--now 2025-05-20T10:00] [--lang en]";
const pipedWithinMs = 1_500;
/** Less than the five seconds that the tests allow. */
const endWithinMs = 3_500;

/** Stop the parts that have been started, in the order of their start. */
const stops: Stop[] = [];
let isEnding = false;

/** Only what is run is loaded: the libraries of the terminal, or those of the channels. */
async function main(): Promise<void> {
  const wishes = readWishes();
  const { environment, config, core } = readCore();
  const { world } = core;
  const { defaultLanguage, timeZone: defaultZone } = config;
  const machine = environment["LC_ALL"] ?? environment["LANG"] ?? "";
  const languageHint = wishes.lang ?? /^[a-z]{2}/.exec(machine)?.[0];
  const spoken = world.languages.find((language) => language === languageHint) ?? defaultLanguage;
  // Not once: at Ctrl+C, npm passes on what the terminal has sent already, and this would kill the bot.
  for (const signal of ["SIGTERM", "SIGINT"]) process.on(signal, () => void end());
  if (wishes.chat || (await isPiped(config))) {
    const startAt = startOf(wishes.now, defaultZone);
    const { chat } = await import("./chat.ts");
    await chat(core, { startAt, spoken, languageHint, onEnd: () => void end() }, stops);
  } else {
    const { serve } = await import("./serve.ts");
    await serve(config, core, spoken, stops);
  }
}

function readWishes() {
  const { values, positionals } = parseArgs({
    options: { now: { type: "string" }, lang: { type: "string" } },
    allowPositionals: true,
  });
  const [command, ...others] = positionals;
  if (others.length > 0 || (command !== undefined && command !== "chat")) throw new UsageError(usage);
  return { chat: command === "chat", ...values };
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
async function isPiped({ telegram, whatsapp, whatsappCloud, web }: Config): Promise<boolean> {
  if ((telegram ?? whatsapp ?? whatsappCloud) !== undefined || web?.isAsked) return false;
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
 * Stops everything in the reverse order of its start, then exits with code 0; after 3.5 s it exits anyway. Nothing is lost by that:
 * what is not marked as sent stays in the outbox.
 */
async function end(): Promise<void> {
  if (isEnding) return;
  isEnding = true;
  setTimeout(() => process.exit(0), endWithinMs);
  await stopAll(stops, createLog("error"));
  process.exit(0);
}

await runCommand(main);
