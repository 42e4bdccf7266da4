import type { BotDependencies } from "./app/create-bot.ts";
import { type Channel, StartError } from "./app/ports.ts";
import { createPrivateBots } from "./app/private-bots.ts";
import { createWebChannel, type WebChannel } from "./channels/web/adapter.ts";
import { loadPage } from "./channels/web/load-page.ts";
import type { Config, WebConfig } from "./config.ts";
import { webTexts } from "./content/page-texts.ts";
import { webMoments } from "./content/web-moments.ts";
import { openPreviewStores } from "./storage/open-store.ts";

/** The chat in the browser, ready to be served. */
export interface BuiltWeb {
  readonly app: WebChannel["app"];
  /** In public: one more channel of the bot. The preview has bots of its own. */
  readonly channel?: Channel;
  /** Begins to answer, in the preview; in public, the bot starts its channel itself. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Where its built page is, and where the preview keeps its stores. */
export interface WebFolders {
  readonly pages: string;
  readonly previews: string;
}

/** Builds the chat in the browser. Rejects with what an operator has to do. */
export async function buildWeb(
  web: WebConfig,
  { http, defaultLanguage }: Pick<Config, "http" | "defaultLanguage">,
  coreDependencies: Omit<BotDependencies, "store" | "channels">,
  { pages, previews }: WebFolders,
): Promise<BuiltWeb> {
  const { mode, allowedOrigins } = web;
  const { wording, world, clock, log } = coreDependencies;
  if (mode === "preview") refuseOthers(http.host);
  const texts = webTexts(wording, defaultLanguage);
  const moments = mode === "preview" ? webMoments(wording, [...world.campaigns.values()]) : [];
  const files = await loadPage({ folder: pages, settings: { mode, texts, moments }, allowedOrigins });
  const limits = { messagesPerMinute: web.messagesPerMinute };
  const { isProxyTrusted } = http;
  const shared = { ...web, isProxyTrusted, files, clock, log, limits };
  if (mode === "public") {
    const channel = createWebChannel({ ...shared, mode: { type: "public" } });
    return { app: channel.app, channel, start: async () => {}, stop: async () => {} };
  }
  const stores = openPreviewStores(previews, clock.now());
  const bots = createPrivateBots({ ...coreDependencies, stores, channel: () => channel });
  const channel = createWebChannel({ ...shared, mode: { type: "preview", time: bots } });
  return {
    app: channel.app,
    start: () => channel.start(bots.inbox),
    async stop() {
      await channel.stop();
      await bots.stop();
    },
  };
}

/** In the preview, whoever can reach it can do anything. */
function refuseOthers(host: string): void {
  if (/^(localhost|127(\.\d{1,3}){3}|::1)$/i.test(host)) return;
  throw new StartError(
    `HOST: the preview is for this machine only, expected 127.0.0.1 and not ${host}. For others, set WEB=public with OPERATOR_NAME and OPERATOR_CONTACT`,
  );
}
