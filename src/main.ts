import { parseArgs } from "node:util";
import { Temporal } from "temporal-polyfill";
import type { CommunityChat } from "./app/announce.ts";
import { createBot } from "./app/create-bot.ts";
import type { World } from "./app/gather-facts.ts";
import type { Clock, Log } from "./app/ports.ts";
import { createGrammar } from "./app/understand.ts";
import { buildMessengers } from "./build-messengers.ts";
import { readAuthorities } from "./campaigns/authorities/read-authorities.ts";
import { readGeneral } from "./campaigns/general/read-general.ts";
import { readOpenHosts } from "./campaigns/open-hosts/read-open-hosts.ts";
import { readCampaigns } from "./campaigns/read-campaigns.ts";
import { type Config, type Environment, loadEnvironment, readConfig } from "./config.ts";
import { type Content, readContent } from "./content/read-content.ts";
import type { Language } from "./conversation/vocabulary.ts";
import { endOn, endProcess, type Stop } from "./end-process.ts";
import { explainFailure, UsageError } from "./explain-failure.ts";
import { hasPipedInput } from "./has-piped-input.ts";
import { serveHttp } from "./http/serve-http.ts";
import { serveOperations } from "./http/serve-operations.ts";
import { watchProxy } from "./http/watch-proxy.ts";
import { createLog, printProblem } from "./log.ts";
import { createMetrics } from "./metrics.ts";
import { shippedPath } from "./shipped-path.ts";
import { openStore } from "./storage/open-store.ts";

const realClock: Clock = { now: () => Date.now() };
const dataFolder = "data";
/** Loaded only if they are wanted: their libraries take tens of megabytes. */
const load = {
  terminal: () => import("./build-terminal.ts"),
  web: () => import("./build-web.ts"),
  operator: () => import("./build-operator.ts"),
};
const usage = "Usage: npm start, or npm run chat -- [--now 2025-05-20T10:00] [--lang en]";

/** What the command line asks for. */
interface Wishes {
  readonly chat: boolean;
  readonly now?: string;
  readonly lang?: string;
}

async function main(): Promise<void> {
  const wishes = readWishes();
  const campaigns = readCampaigns([shippedPath("src/campaigns")]);
  const { topics: generalTopics } = readGeneral(shippedPath("src/campaigns/general/general.json"));
  const content = readContent(shippedPath("locales"), [...campaigns.values()], { generalTopics });
  const environment = loadEnvironment();
  const config = readConfig(environment, content.wording.languages);
  const { defaultLanguage } = config;
  const world: World = {
    languages: [defaultLanguage, ...content.wording.languages.filter((other) => other !== defaultLanguage)],
    defaultLanguage,
    defaultZone: config.timeZone,
    campaigns,
    generalTopics,
    authorities: readAuthorities(shippedPath("src/campaigns/authorities/authorities.json")),
    community: Object.entries(config.community).map(([id, url]) => ({ id, url })),
    retentionDays: config.retentionDays,
    ...(config.operator && { operator: config.operator }),
  };
  const isTerminal = wishes.chat || (await isPiped(config));
  if (isTerminal) await chat(wishes, environment, content, world);
  else await serve(config, content, world, spokenBy(environment, world));
}

/** True if no channel is set up and input is piped in, or if even the preview is switched off. */
async function isPiped({ telegram, whatsapp, web }: Config): Promise<boolean> {
  if (telegram !== undefined || whatsapp !== undefined || web?.isAsked) return false;
  return web === undefined || (await hasPipedInput(process.stdin, 0));
}

/** Runs the bot on its channels until it is told to end. */
async function serve(config: Config, content: Content, world: World, spoken: Language): Promise<void> {
  const log = createLog(config.logLevel);
  const metrics = createMetrics();
  const { messagesPerMinute } = config;
  const dependencies = { ...coreDependencies(content, world), log, meter: metrics.meter, messagesPerMinute };
  const stops: Stop[] = [];
  endOn(["SIGTERM", "SIGINT"], stops);
  const pages = shippedPath("dist/page");
  const folders = { pages, previews: `${dataFolder}/preview` };
  const web = config.web && (await (await load.web()).buildWeb(config.web, config, dependencies, folders));
  const isServed = [config.telegram, config.whatsapp, web?.channel].some((channel) => channel !== undefined);
  // The preview keeps nothing but its own throw-away stores.
  const store = await openStore(isServed ? config.databaseUrl : "memory:");
  stops.push(() => store.close());
  const { telegram, whatsapp } = await buildMessengers(config, { ...dependencies, store, print });
  const channels = [telegram, whatsapp, web?.channel].filter((channel) => channel !== undefined);
  const bot = createBot({ ...dependencies, store, channels, communityChats: communityChatsOf(config) });
  metrics.watch(store, bot.channels, realClock);
  const { operatorPage, http: listening } = config;
  const proxy = watchProxy(listening.isProxyTrusted, log);
  const { countsOf, countUnderstood } = metrics;
  const counts = { countsOf, countUnderstood, isProxyIgnored: proxy.isIgnored };
  const reported = { ...dependencies, ...counts, store, channels: bot.channels };
  const operator =
    operatorPage &&
    (await (await load.operator()).buildOperator({ ...operatorPage, ...listening }, reported, pages));
  stops.push(async () => operator?.stop());
  const operations = serveOperations({ store, channels: bot.channels, readMetrics: metrics.read });
  const apps = [telegram?.app, web?.app].filter((app) => app !== undefined);
  // Only these two count by people's addresses.
  const watches = web?.channel || operator ? [proxy.app] : [];
  const routes = [...watches, operations, ...(operator?.apps ?? []), ...apps];
  const http = await serveHttp({ ...listening, routes, log });
  stops.push(() => http.close());
  await web?.start();
  stops.push(async () => web?.stop());
  const mode = config.web?.mode;
  logStart(log, mode, { host: listening.host, port: http.port, mode }, "HTTP is served");
  const params = { url: http.url };
  if (mode === "preview") print(content.wording.plain({ key: "web.served", params }, spoken));
  if (isServed) {
    stops.push(() => bot.stop());
    await bot.start();
  }
  logStart(log, mode, { count: channels.length }, "the bot is up");
}

/** Logs a line about the start, but not if a newcomer's terminal shows the sentence with the preview's address instead. */
function logStart(log: Log, mode: "preview" | "public" | undefined, fields: object, message: string): void {
  if (mode !== "preview" || !process.stdout.isTTY) log.info(fields, message);
}

function communityChatsOf({ communityChats }: Config): readonly CommunityChat[] {
  return Object.entries(communityChats).map(([name, { chat, language }]) => ({
    id: `${name}:${chat}`,
    language,
  }));
}

/** Opens the chat in the terminal, or through a pipe. */
async function chat(wishes: Wishes, environment: Environment, content: Content, world: World): Promise<void> {
  const stops: Stop[] = [];
  const { buildTerminal } = await load.terminal();
  const terminal = await buildTerminal({
    ...coreDependencies(content, world),
    startAt: startOf(wishes, world.defaultZone),
    language: spokenBy(environment, world, wishes.lang),
    languageHint: wishes.lang ?? languageOf(environment),
    folder: dataFolder,
    log: createLog("error"),
    meter: createMetrics().meter,
    onEnd: () => void endProcess(stops),
  });
  stops.push(() => terminal.stop());
  endOn(["SIGTERM", "SIGINT"], stops);
  await terminal.start();
}

/** The language of the operator's machine. */
function languageOf(environment: Environment): string | undefined {
  return /^[a-z]{2}/.exec(environment["LC_ALL"] ?? environment["LANG"] ?? "")?.[0];
}

/** What the operator is spoken to in. */
function spokenBy(
  environment: Environment,
  { languages, defaultLanguage }: World,
  wished?: Language,
): Language {
  const language = wished ?? languageOf(environment);
  return language !== undefined && languages.includes(language) ? language : defaultLanguage;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

function coreDependencies(content: Content, world: World) {
  const openHosts = readOpenHosts(shippedPath("src/campaigns/open-hosts/open-hosts.json"));
  const grammar = createGrammar(content, world, openHosts);
  return {
    wording: content.wording,
    texts: content.texts,
    grammar,
    world,
    clock: realClock,
    random: Math.random,
  };
}

function readWishes(): Wishes {
  const { values, positionals } = parseArgs({
    options: { now: { type: "string" }, lang: { type: "string" } },
    allowPositionals: true,
  });
  const [command, ...others] = positionals;
  if (others.length > 0 || (command !== undefined && command !== "chat")) throw new UsageError(usage);
  return { chat: command === "chat", ...values };
}

function startOf({ now }: Wishes, zone: string): number {
  if (now === undefined) return realClock.now();
  try {
    return Temporal.PlainDateTime.from(now).toZonedDateTime(zone).epochMilliseconds;
  } catch {
    throw new UsageError(`--now: expected a date and an hour such as 2025-05-20T10:00\n${usage}`);
  }
}

await main().catch((error: unknown) => {
  printProblem(explainFailure(error));
  process.exit(1);
});
