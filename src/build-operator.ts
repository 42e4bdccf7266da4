import type { World } from "./app/gather-facts.ts";
import type { Wording } from "./app/ports.ts";
import { createReporter, type ReportDependencies } from "./app/report.ts";
import { loadOperatorPage, serveFiles } from "./channels/web/load-page.ts";
import { readAddress } from "./channels/web/read.ts";
import type { HttpConfig, OperatorPageConfig } from "./config.ts";
import { operatorTexts } from "./content/page-texts.ts";
import { serveOperator } from "./http/serve-operator.ts";

/** The operator's page, ready to be served. */
export interface BuiltOperator {
  readonly apps: readonly ReturnType<typeof serveOperator>[];
  /** Ends what counts for it. */
  stop(): Promise<void>;
}

/** What the page is built from. */
export interface OperatorParts extends ReportDependencies {
  readonly wording: Wording;
  readonly world: ReportDependencies["world"] & Pick<World, "defaultLanguage" | "generalTopics">;
}

/** Builds the operator's page from the built files in the folder `pages`. */
export async function buildOperator(
  { token, isProxyTrusted }: OperatorPageConfig & Pick<HttpConfig, "isProxyTrusted">,
  dependencies: OperatorParts,
  pages: string,
): Promise<BuiltOperator> {
  const { world, clock, log } = dependencies;
  const texts = operatorTexts(dependencies.wording, world.defaultLanguage, world);
  const reporter = createReporter(dependencies);
  const report = serveOperator({
    token,
    readReport: () => reporter.read(),
    addressOf: (remote, forwardedFor) => readAddress(remote, forwardedFor, isProxyTrusted),
    clock,
    log,
  });
  const page = await loadOperatorPage({ folder: pages, settings: { texts } });
  return { apps: [report, serveFiles(page)], stop: () => reporter.stop() };
}
