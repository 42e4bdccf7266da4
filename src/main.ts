import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { Temporal } from "temporal-polyfill";
import type { CommunityChat } from "./app/announce.ts";
import { answerGroup } from "./app/answer-group.ts";
import { type BotParts, createBot } from "./app/create-bot.ts";
import type { World } from "./app/gather-facts.ts";
import { createMovableClock } from "./app/movable-clock.ts";
import {
  type Channel,
  ChannelError,
  type Clock,
  type GroupCall,
  type Log,
  StartError,
  StoreError,
} from "./app/ports.ts";
import { createComprehension } from "./app/understand.ts";
import { buildOperator } from "./build-operator.ts";
import { buildWeb } from "./build-web.ts";
import { CampaignError, readCampaigns } from "./campaigns/read-campaigns.ts";
import { createTelegramChannel, type TelegramChannel } from "./channels/telegram/adapter.ts";
import { createTerminalChannel } from "./channels/terminal/adapter.ts";
import { createWhatsAppChannel } from "./channels/whatsapp/adapter.ts";
import {
  type Config,
  ConfigError,
  type Environment,
  loadEnvironment,
  readConfig,
  type TelegramConfig,
  type WhatsAppConfig,
} from "./config.ts";
import { type Content, readContent } from "./content/read-content.ts";
import { ContentError } from "./content/read-locales.ts";
import { telegramProfiles } from "./content/telegram-profiles.ts";
import type { Language } from "./conversation/vocabulary.ts";
import { hasInput } from "./has-input.ts";
import { serveHttp } from "./http/serve-http.ts";
import { serveOperations } from "./http/serve-operations.ts";
import { createLog, printProblem } from "./log.ts";
import { createMetrics } from "./metrics.ts";
import { openStore } from "./storage/open-store.ts";

const realClock: Clock = { now: () => Date.now() };
const chatFolder = "data";
const usage = "Usage: npm start, or npm run chat -- [--now 2025-05-20T10:00] [--lang en]";

/** What the command line asks for. */
interface Wishes {
  readonly chat: boolean;
  readonly now?: string;
  readonly lang?: string;
}

async function main(): Promise<void> {
  const wishes = readWishes();
  const campaigns = readCampaigns([folder("campaigns")]);
  const content = readContent(folder("../locales"), [...campaigns.values()]);
  const environment = loadEnvironment();
  const config = readConfig(environment, content.wording.languages);
  const { defaultLanguage } = config;
  const world: World = {
    languages: [defaultLanguage, ...content.wording.languages.filter((other) => other !== defaultLanguage)],
    defaultLanguage,
    defaultZone: config.timeZone,
    campaigns,
    community: Object.entries(config.community).map(([id, url]) => ({ id, url })),
    retentionDays: config.retentionDays,
    ...(config.operator && { operator: config.operator }),
  };
  const isTerminal = wishes.chat || (await isTalkedToThroughPipe(config));
  if (isTerminal) await chat(wishes, environment, config, content, world);
  else await serve(config, content, world, spokenBy(environment, world));
}

/** True where nothing is set up, and somebody talks to us through a pipe; or where even the chat in the browser is off. */
async function isTalkedToThroughPipe({ telegram, whatsapp, web }: Config): Promise<boolean> {
  if (telegram !== undefined || whatsapp !== undefined || web?.isAsked) return false;
  return web === undefined || (await hasInput(process.stdin, 0));
}

/** Runs the bot on its channels until it is told to end. */
async function serve(config: Config, content: Content, world: World, spoken: Language): Promise<void> {
  const log = createLog(config.logLevel);
  const metrics = createMetrics();
  const { meter } = metrics;
  const parts = { ...brain(content, world), log, meter, messagesPerMinute: config.messagesPerMinute };
  const stops: Stop[] = [];
  endOn(["SIGTERM", "SIGINT"], stops);
  const web = config.web && (await buildWeb(config.web, config, parts, realClock, `${chatFolder}/preview`));
  const telegram = config.telegram && openTelegram(config.telegram, config, parts);
  const whatsapp = config.whatsapp && openWhatsApp(config.whatsapp, config, log);
  const channels = [telegram, whatsapp, web?.channel].filter((channel) => channel !== undefined);
  const isServed = channels.length > 0;
  // The preview keeps nothing but its own throw-away stores.
  const store = await openStore(isServed ? config.databaseUrl : "memory:");
  stops.push(() => store.close());
  metrics.watch(store, channels, realClock);
  const { operatorPage } = config;
  const { countsOf } = metrics;
  const operator =
    operatorPage &&
    (await buildOperator(operatorPage, { ...parts, store, channels, clock: realClock, countsOf }));
  stops.push(async () => operator?.stop());
  const operations = serveOperations({ store, channels, readMetrics: metrics.read });
  const apps = [telegram?.app, web?.app].filter((app) => app !== undefined);
  const http = await serveHttp({
    ...config.http,
    routes: [operations, ...(operator?.apps ?? []), ...apps],
    log,
  });
  stops.push(() => http.close());
  await web?.start();
  stops.push(async () => web?.stop());
  log.info({ host: config.http.host, port: http.port, mode: config.web?.mode }, "HTTP is served");
  const params = { url: http.url };
  if (config.web?.mode === "preview") print(content.wording.plain({ key: "web.served", params }, spoken));
  if (isServed) {
    const communityChats = communityChatsOf(config);
    const bot = createBot({ ...parts, store, channels, clock: realClock, communityChats });
    stops.push(() => bot.stop());
    await bot.start();
  }
  log.info({ count: channels.length }, "the bot is up");
}

function communityChatsOf({ communityChats }: Config): readonly CommunityChat[] {
  return Object.entries(communityChats).map(([name, { chat, language }]) => ({
    id: `${name}:${chat}`,
    language,
  }));
}

function openTelegram(
  telegram: TelegramConfig,
  { defaultLanguage, communityChats }: Config,
  parts: Omit<BotParts, "store" | "channels" | "clock">,
): TelegramChannel {
  const { wording, log } = parts;
  const profiles = telegramProfiles(wording, defaultLanguage);
  const answer = (call: GroupCall) => answerGroup(call, parts);
  const communityChat = communityChats.telegram?.chat;
  return createTelegramChannel({
    ...telegram,
    clock: realClock,
    log,
    profiles,
    answerGroup: answer,
    communityChat,
  });
}

function openWhatsApp(whatsapp: WhatsAppConfig, { communityChats }: Config, log: Log): Channel {
  const communityChat = communityChats.whatsapp?.chat;
  return createWhatsAppChannel({
    ...whatsapp,
    clock: realClock,
    log,
    print,
    random: Math.random,
    communityChat,
  });
}

/** Opens the chat in the terminal, or through a pipe; it keeps a store of its own. */
async function chat(
  wishes: Wishes,
  environment: Environment,
  config: Config,
  content: Content,
  world: World,
): Promise<void> {
  const { wording } = content;
  const isInteractive = process.stdin.isTTY === true && process.stdout.isTTY === true;
  if (isInteractive) mkdirSync(chatFolder, { recursive: true });
  const store = await openStore(isInteractive ? `file:${chatFolder}/chat.db` : "memory:");
  const clock = createMovableClock(realClock, startOf(wishes, config.timeZone));
  const language = wishes.lang ?? languageOf(environment);
  const spoken = spokenBy(environment, world, wishes.lang);
  const terminal: Channel = createTerminalChannel({
    input: process.stdin,
    output: process.stdout,
    isInteractive,
    firstWords: "/start",
    ...(language !== undefined && { languageHint: language }),
    filesFolder: chatFolder,
    texts: {
      hint: wording.plain({ key: "terminal.hint" }, spoken),
      unknown: wording.plain({ key: "terminal.unknown" }, spoken),
      time: () =>
        wording.plain(
          { key: "terminal.time", params: { when: { instant: clock.now(), zone: config.timeZone } } },
          spoken,
        ),
    },
    settle: () => bot.settle(),
    async advance(ms) {
      clock.advance(ms);
      await bot.remind();
    },
    onEnd: () => void end(stops),
  });
  const log = createLog("error");
  const bot = createBot({
    ...brain(content, world),
    store,
    channels: [terminal],
    clock,
    log,
    meter: createMetrics().meter,
    messagesPerMinute: Number.POSITIVE_INFINITY,
  });
  const stops: readonly Stop[] = [() => store.close(), () => bot.stop()];
  endOn(["SIGTERM", "SIGINT"], stops);
  await bot.start();
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

function brain({ wording, words, campaignWords, dates }: Content, world: World) {
  const comprehension = createComprehension(words, campaignWords, dates, world.campaigns, wording);
  return { wording, comprehension, world, random: Math.random };
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

class UsageError extends Error {}

/** How long what is in hand may take at the end; whoever stops us waits for five seconds. */
const endWithinMs = 3_500;
let isEnding = false;

type Stop = () => Promise<void>;

/**
 * Ends everything in the reverse order of its start. A call that hangs is not waited for: nothing is lost by it, since
 * what is not marked as sent stays in the store.
 */
async function end(stops: readonly Stop[]): Promise<void> {
  if (isEnding) return;
  isEnding = true;
  setTimeout(() => process.exit(0), endWithinMs);
  for (const stop of [...stops].reverse()) await stop();
  process.exit(0);
}

function endOn(signals: readonly NodeJS.Signals[], stops: readonly Stop[]): void {
  for (const signal of signals) process.once(signal, () => void end(stops));
}

function folder(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}

/** What an operator can mend is told in plain words; anything else is our fault and shows where. */
function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const plain = [UsageError, ConfigError, StoreError, CampaignError, ContentError, StartError, ChannelError];
  return plain.some((kind) => error instanceof kind) ? error.message : (error.stack ?? error.message);
}

await main().catch((error: unknown) => {
  printProblem(explain(error));
  process.exit(1);
});
