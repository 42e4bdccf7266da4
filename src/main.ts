import { once } from "node:events";
import { fstatSync } from "node:fs";
import { parseArgs } from "node:util";
import { Temporal } from "temporal-polyfill";
import type { World } from "./app/gather-facts.ts";
import { createGrammar } from "./app/understand.ts";
import { readCampaigns } from "./campaigns/read-campaigns.ts";
import { readAuthorities, readGeneral, readOpenHosts } from "./campaigns/read-data-file.ts";
import { chat } from "./chat.ts";
import { type Config, loadEnvironment, readConfig } from "./config.ts";
import { readContent } from "./content/read-content.ts";
import { ownFolders, shippedPath } from "./folders.ts";
import { runCommand, UsageError } from "./run-command.ts";
import { type Stop, serve } from "./serve.ts";

const usage = "Usage: npm start, or npm run chat -- [--now 2025-05-20T10:00] [--lang en]";
const pipedWithinMs = 1_500;
/** Less than the five seconds that the tests allow. */
const endWithinMs = 3_500;

/** Stop the parts that have been started, in the order of their start. */
const stops: Stop[] = [];
let isEnding = false;

async function main(): Promise<void> {
  const wishes = readWishes();
  const campaigns = readCampaigns(ownFolders.campaigns);
  const { topics: generalTopics, facts: generalFacts } = readGeneral(
    shippedPath("src/campaigns/general/general.json"),
  );
  const content = readContent(ownFolders.locales, [...campaigns.values()], { generalTopics });
  const { wording, texts } = content;
  const environment = loadEnvironment();
  const config = readConfig(environment, wording.languages);
  const { defaultLanguage, timeZone: defaultZone } = config;
  const world: World = {
    languages: [...new Set([defaultLanguage, ...wording.languages])],
    defaultLanguage,
    defaultZone,
    campaigns,
    generalTopics,
    generalFacts,
    authorities: readAuthorities(shippedPath("src/campaigns/authorities/authorities.json")),
    community: Object.entries(config.community).map(([id, url]) => ({ id, url })),
    retentionDays: config.retentionDays,
    operator: config.operator,
  };
  const openHosts = readOpenHosts(shippedPath("src/campaigns/open-hosts/open-hosts.json"));
  const grammar = createGrammar(content, world, openHosts);
  const dependencies = { wording, texts, grammar, world, clock: { now: Date.now }, random: Math.random };
  const machine = environment["LC_ALL"] ?? environment["LANG"] ?? "";
  const languageHint = wishes.lang ?? /^[a-z]{2}/.exec(machine)?.[0];
  const spoken = world.languages.find((language) => language === languageHint) ?? defaultLanguage;
  for (const signal of ["SIGTERM", "SIGINT"]) process.once(signal, () => void end());
  if (wishes.chat || (await isPiped(config))) {
    const startAt = startOf(wishes.now, defaultZone);
    await chat(dependencies, { startAt, spoken, languageHint, onEnd: () => void end() }, stops);
  } else await serve(config, dependencies, spoken, stops);
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
  for (const stop of [...stops].reverse()) await stop();
  process.exit(0);
}

await runCommand(main);
