import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createPreview } from "../app/create-preview.ts";
import type { World } from "../app/gather-facts.ts";
import { listForms } from "../app/list-forms.ts";
import { createWebChannel } from "../channels/web/adapter.ts";
import { brandStyle } from "../channels/web/brand.ts";
import { brandPaths, loadOperatorPage, loadPage, serveFiles } from "../channels/web/load-page.ts";
import type { Push } from "../channels/web/push.ts";
import type { PageSettings } from "../channels/web/wire.ts";
import { renderMessage } from "../channels/whatsapp/render.ts";
import type { Config, HttpConfig, WebConfig } from "../config/config.ts";
import { operatorTexts, webMoments, webNames, webTexts } from "../content/channel-texts.ts";
import type { Content } from "../content/read-content.ts";
import { createAlertDesk } from "../operator/alert-desk.ts";
import { createReporter, type ReportDependencies } from "../operator/report.ts";
import { serveArticle } from "../operator/serve-article.ts";
import { type ExperienceOptions, serveExperience } from "../operator/serve-experience.ts";
import { serveOperator } from "../operator/serve-operator.ts";
import { showAlert } from "../operator/show-alert.ts";
import type { Store } from "../ports.ts";
import type { CoreDependencies } from "../read-core.ts";
import { openStore } from "../storage/open-store.ts";
import { openPushKeys } from "../storage/push-keys.ts";
import { shippedPath } from "../support/folders.ts";
import type { Log } from "../support/log.ts";
import { StartError } from "../support/operator-error.ts";
import { readBrand } from "./read-brand.ts";

const pages = shippedPath("dist/page");

/**
 * Builds the chat in the browser, ready to be served. In public it is one more channel, started by the
 * bot; the preview has a bot of its own, to be started and stopped. Rejects with what the operator has
 * to do.
 */
export async function buildWeb(
  web: WebConfig,
  { http: { host, isProxyTrusted }, operator }: Config,
  dependencies: CoreDependencies,
  push: Push | undefined,
) {
  const { mode, allowedOrigins } = web;
  const { wording, world, clock, log } = dependencies;
  if (mode === "preview") refuseOthers(host);
  if (!existsSync(pages)) throw new StartError(`${pages} is missing: run npm run build`);
  const texts = withTitle(web.brand.name, webTexts(dependencies, world.languages));
  const names = webNames(wording, world.campaigns.keys());
  const moments = mode === "preview" ? webMoments(wording, world.campaigns.values()) : [];
  const settings = { mode, texts, names, moments, pushKey: push?.publicKey, operator };
  const forms = listForms(wording, world.campaigns.values(), clock.now());
  const files = loadPage(pages, settings, { allowedOrigins, forms, brand: readBrand(web.brand) });
  const shared = { ...web, push, isProxyTrusted, files, clock, log };
  if (mode === "public") {
    const channel = createWebChannel({ ...shared, mode: { type: "public" } });
    return { app: channel.app, channel };
  }
  const store = await openStore("memory:");
  const { bot, channel } = createPreview({
    ...dependencies,
    store,
    channel: (time) => createWebChannel({ ...shared, mode: { type: "preview", time } }),
  });
  return {
    app: channel.app,
    start: () => bot.start(),
    async stop() {
      await bot.stop();
      await store.close();
    },
  };
}

/** Replaces the page's title in every language, if the operator has set one. */
function withTitle(title: string | undefined, texts: PageSettings["texts"]): PageSettings["texts"] {
  if (title === undefined) return texts;
  return Object.fromEntries(
    Object.entries(texts).map(([language, byName]) => [language, { ...byName, title }]),
  );
}

/**
 * Builds the sender of push messages if it is set up; its code is loaded only then. Throws what the
 * operator has to do.
 */
export async function buildPush(
  { web, databaseUrl, operator }: Pick<Config, "web" | "databaseUrl" | "operator">,
  { wording, world, log }: CoreDependencies,
): Promise<Push | undefined> {
  if (web?.mode !== "public") return undefined;
  const { subject, keys, hosts } = web.push;
  if (subject === undefined) {
    log.warn(
      {},
      "no reminder is pushed: set WEB_PUSH_SUBJECT to an address of yours, mailto: or https:, for the push services",
    );
    return undefined;
  }
  // Who answers for the bot, such as a newsroom, is whom the reader knows.
  const title =
    web.brand.name ?? operator?.name ?? wording.plain({ key: "web.title" }, world.defaultLanguage);
  const { createPush, makePushKeys } = await import("../channels/web/push.ts");
  return createPush({ keys: keys ?? openPushKeys(databaseUrl, makePushKeys), subject, title, hosts });
}

/** Whoever can reach the preview can do anything in it. */
function refuseOthers(host: string): void {
  if (/^(localhost|127(\.\d{1,3}){3}|::1)$/i.test(host)) return;
  throw new StartError(
    `HOST: the preview is for this machine only, expected 127.0.0.1 and not ${host}. For others, set WEB=public with OPERATOR_NAME and OPERATOR_CONTACT`,
  );
}

interface OperatorDependencies
  extends Omit<ReportDependencies, "store" | "world" | "alerts">,
    Pick<Content, "wording" | "texts"> {
  readonly log: Log;
  readonly world: World;
  readonly store: Store;
}

/** Builds the public page about the services' answers, ready to be served. */
export function buildExperience(
  { web }: Pick<Config, "web">,
  dependencies: Omit<ExperienceOptions, "style" | "name" | "logo">,
) {
  const brand = web ? readBrand(web.brand) : {};
  const { logo, fonts } = brandPaths(brand);
  const style = readFileSync(join(pages, "experience.css"), "utf8") + brandStyle(brand, fonts);
  return serveExperience({ ...dependencies, style, logo, name: web?.brand.name });
}

/** Builds the operator's page, ready to be served. */
export async function buildOperator(
  { token, isProxyTrusted }: { readonly token: string } & Pick<HttpConfig, "isProxyTrusted">,
  dependencies: OperatorDependencies,
) {
  const alerts = createAlertDesk({ ...dependencies, show: showAlert(dependencies.wording, renderMessage) });
  const report = serveOperator({
    ...dependencies,
    ...createReporter({ ...dependencies, alerts }),
    alerts,
    token,
    isProxyTrusted,
  });
  const texts = operatorTexts(dependencies, dependencies.world);
  const page = loadOperatorPage(pages, { texts });
  return [report, serveArticle(), serveFiles(page)];
}
