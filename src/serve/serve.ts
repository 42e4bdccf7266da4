import { answerGroup } from "../app/answer-group.ts";
import { createChannelNotes } from "../app/channel-notes.ts";
import { createBot } from "../app/create-bot.ts";
import type { Config, WebConfig } from "../config/config.ts";
import { listLabels, telegramProfiles } from "../content/channel-texts.ts";
import type { Language } from "../conversation/vocabulary.ts";
import { watchProxy } from "../http/guard-request.ts";
import { serveHttp } from "../http/serve-http.ts";
import { createMetrics } from "../operator/metrics.ts";
import { serveOperations } from "../operator/serve-operations.ts";
import type { Store } from "../ports.ts";
import type { Core, CoreDependencies } from "../read-core.ts";
import { newestVersion } from "../storage/migrations.ts";
import { openStore } from "../storage/open-store.ts";
import { lockFile } from "../storage/sqlite-file.ts";
import type { Stop } from "../support/command-line.ts";
import { isOpenToEveryone } from "../support/is-open-to-everyone.ts";
import { createLog, type Log, printReport } from "../support/log.ts";
import { buildExperience, buildOperator, buildPush, buildWeb } from "./build-web.ts";

/** Starts the bot on its channels; the functions in `stops` stop it, called in reverse order. */
export async function serve(config: Config, core: Core, spoken: Language, stops: Stop[]): Promise<void> {
  const { messagesPerMinute, operatorPage, http: listening } = config;
  const log = createLog(config.logLevel);
  warnOfOpenSecrets(log);
  warnOfLanguages(core.world, log);
  warnOfPlainHttp(config.web, log);
  const { meter, ...metrics } = createMetrics();
  const dependencies: CoreDependencies = { ...core, log, meter, messagesPerMinute };
  const push = await buildPush(config, dependencies);
  const web = config.web && (await buildWeb(config.web, config, dependencies, push));
  const isServed = servesPeople(config);
  // The preview has a bot and a store of its own.
  const store = await openStore(isServed ? config.databaseUrl : "memory:", config.storeKey);
  stops.push(() => store.close());
  const messengers = await buildMessengers(config, dependencies, store);
  const built = [...Object.values(messengers), web?.channel];
  const channels = built.filter((channel) => channel !== undefined);
  const communityChats = Object.entries(config.communityChats).map(([name, { chat, language }]) => {
    return { id: `${name}:${chat}`, language } as const;
  });
  const bot = createBot({ ...dependencies, store, channels, communityChats, push });
  metrics.watch(store, bot.channels, core.clock);
  const proxy = watchProxy(listening.isProxyTrusted, log);
  const reported = {
    ...dependencies,
    ...metrics,
    store,
    channels: bot.channels,
    isProxyIgnored: proxy.isIgnored,
    knownSources: config.web?.sources,
  };
  const operator = operatorPage && (await buildOperator({ ...operatorPage, ...listening }, reported));
  const operations = serveOperations({ ...reported, readMetrics: metrics.read });
  const experience = buildExperience(config, {
    ...dependencies,
    experiences: bot.experiences,
    hasChat: web !== undefined,
  });
  const { telegram, cloud } = messengers;
  const apps = [telegram?.app, cloud?.app, web?.app].filter((app) => app !== undefined);
  // Only these two count by people's addresses.
  const watches = web?.channel || operator ? [proxy.app] : [];
  const routes = [...watches, operations, experience, ...(operator ?? []), ...apps];
  const http = await serveHttp({ ...listening, routes, log, names: ownNames(config) });
  stops.push(() => http.close());
  await web?.start?.();
  stops.push(async () => web?.stop?.());
  const mode = config.web?.mode;
  const params = { url: http.url };
  logStart(log, mode, { host: listening.host, port: http.port, mode }, "HTTP is served");
  if (mode === "preview") printReport(core.wording.plain({ key: "web.served", params }, spoken));
  if (isServed) {
    stops.push(() => bot.stop());
    await bot.start();
  }
  logPlace(config.web, http.url, log);
  const version = `store-${newestVersion}`;
  logStart(log, mode, { count: channels.length, version }, "the bot is up");
}

function warnOfOpenSecrets(log: Log): void {
  if (isOpenToEveryone(".env"))
    log.warn({}, "every user of this machine can read .env and the secrets in it: run chmod 600 .env");
}

function warnOfPlainHttp(web: WebConfig | undefined, log: Log): void {
  if (web?.mode === "public" && web.isOriginPlain)
    log.warn(
      {},
      "WEB_URL is http://: whoever is on the way can read what people write, no browser takes push messages, and each tab holds a stream of its own. Put a TLS proxy in front, and write https://",
    );
}

/** Names the languages in which people's own words are not read. */
function warnOfLanguages({ withoutExamples = [] }: Core["world"], log: Log): void {
  for (const language of withoutExamples)
    log.warn(
      { language },
      "people are read by buttons, numbers and commands alone: the language has no examples",
    );
}

/** True unless only the preview is served. */
function servesPeople({ hasMessenger, web }: Config): boolean {
  return hasMessenger || web?.mode === "public";
}

/** Returns our public host names; undefined if the public page's is not known. */
function ownNames({ web, telegram, whatsappCloud }: Config): readonly string[] | undefined {
  if ((web?.mode === "public" || whatsappCloud) && web?.origin === undefined) return undefined;
  const addresses = [web?.origin, telegram?.webhook?.url].filter((address) => address !== undefined);
  return addresses.map((address) => new URL(address).hostname);
}

/** Logs a line about the start, unless the terminal shows the preview's address instead. */
function logStart(log: Log, mode: "preview" | "public" | undefined, fields: object, message: string): void {
  if (mode !== "preview" || !process.stdout.isTTY) log.info(fields, message);
}

/** Says where the public chat is: at its own address if that is known, else where we listen. */
function logPlace(web: WebConfig | undefined, listening: string, log: Log): void {
  if (web?.mode === "public") log.info({}, `the chat is open at ${web.origin ?? listening}`);
}

/**
 * Builds the messengers' channels that are set up; nothing runs before their start. Their code is
 * loaded only here: their libraries take tens of megabytes.
 */
export async function buildMessengers(config: Config, dependencies: CoreDependencies, store: Store) {
  const { telegram, whatsapp, whatsappCloud, communityChats, defaultLanguage } = config;
  const { wording, world } = dependencies;
  const notesOf = (channel: string) => createChannelNotes(store, channel, world.defaultZone);

  return {
    telegram:
      telegram &&
      (await import("../channels/telegram/adapter.ts")).createTelegramChannel({
        ...dependencies,
        ...telegram,
        profiles: telegramProfiles(wording, defaultLanguage),
        answerGroup: (call) => answerGroup(call, dependencies),
        communityChat: communityChats.telegram?.chat,
      }),
    whatsapp:
      whatsapp &&
      (await import("../channels/whatsapp/adapter.ts")).createWhatsAppChannel({
        ...dependencies,
        ...whatsapp,
        notes: notesOf("whatsapp"),
        communityChat: communityChats.whatsapp?.chat,
        lockFile,
        print: printReport,
      }),
    cloud:
      whatsappCloud &&
      new (await import("../channels/whatsapp-cloud/adapter.ts")).CloudChannel({
        ...dependencies,
        ...whatsappCloud,
        notes: notesOf("whatsapp-cloud"),
        labels: listLabels(wording, defaultLanguage),
        languages: wording.languages,
      }),
  };
}
