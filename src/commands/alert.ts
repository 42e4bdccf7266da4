import { renderMessage } from "../channels/whatsapp/render.ts";
import type { Config } from "../config/config.ts";
import { type AlertDesk, createAlertDesk } from "../operator/alert-desk.ts";
import { createMetrics } from "../operator/metrics.ts";
import { reportPreview, reportProgress, showAlert } from "../operator/show-alert.ts";
import type { Channel, Store } from "../ports.ts";
import { type Core, type CoreDependencies, readCore } from "../read-core.ts";
import { withStoreBesideBot } from "../storage/open-store.ts";
import { createCommand, isConfirmed, UsageError, usageOf } from "../support/command-line.ts";
import { createLog, printReport } from "../support/log.ts";

const usage = usageOf([
  ["npm run alert", "lists the alerts, and how far they have come"],
  [
    "npm run alert -- <campaign> [--news new|date|form|court] [--yes]",
    "shows one, asks, and has the bot send it",
  ],
  ["npm run alert -- pause|resume|cancel <number>", "holds one back, goes on with it, or ends it for good"],
]);

const states = { pause: "paused", resume: "running", cancel: "cancelled" } as const;
const refusals = {
  unknown:
    "no such campaign on offer (docs/campaigns.md names them), or no such news: new, date, form, court",
  "no-date": "the campaign has no date ahead",
  nobody: "no one would get this alert: it can be sent once someone wants it",
  "sent-before": "this alert was sent already, or is under way: npm run alert lists them",
};

const parsed = {
  options: { news: { type: "string", default: "new" }, yes: { type: "boolean", default: false } },
  allowPositionals: true,
} as const;

type BuildMessengers = (
  config: Config,
  dependencies: CoreDependencies,
  store: Store,
) => Promise<Readonly<Record<string, Channel | undefined>>>;

/** Returns the command that sends alerts to the people who want them. */
export function createAlert(buildMessengers: BuildMessengers) {
  return createCommand(usage, parsed, async ({ values, positionals }) => {
    const [what, number, ...others] = positionals;
    const state = states[what as keyof typeof states];
    if (others.length > 0 || (state !== undefined) !== (number !== undefined))
      throw new UsageError(`Expected a campaign, or what to do with an alert and its number\n${usage}`);
    const { config, core } = readCore();
    await withStoreBesideBot(config.databaseUrl, config.storeKey, async (store) => {
      const desk = await openDesk(config, core, store, buildMessengers);
      if (state !== undefined) await change(desk, number, state);
      else if (what !== undefined)
        await send(desk, { campaign: what, news: values.news }, values.yes, config.timeZone);
      printReport(reportProgress(await desk.list()));
    });
  });
}

async function openDesk(
  config: Config,
  core: Core,
  store: Store,
  buildMessengers: BuildMessengers,
): Promise<AlertDesk> {
  const { meter } = createMetrics();
  const log = createLog(config.logLevel);
  const messengers = await buildMessengers(config, { ...core, log, meter, messagesPerMinute: 1 }, store);
  const web = config.web?.mode === "public" ? { name: "web" } : undefined;
  const channels = [...Object.values(messengers), web].filter((channel) => channel !== undefined);
  return createAlertDesk({ ...core, store, channels, show: showAlert(core.wording, renderMessage) });
}

async function change(desk: AlertDesk, id: string | undefined, state: string): Promise<void> {
  if (!(await desk.setState({ id, state })))
    throw new UsageError(`"${id}": no alert of this number is under way; nothing was changed`);
}

async function send(desk: AlertDesk, wanted: object, isYes: boolean, zone: string): Promise<void> {
  const preview = await desk.preview(wanted);
  if (typeof preview === "string") throw new UsageError(refusals[preview]);
  printReport(`${reportPreview(preview, zone)}\n`);
  if (!isYes && !(await isConfirmed("send"))) return printReport("Nothing was sent.");
  const refusal = await desk.queue(wanted);
  if (refusal !== undefined) throw new UsageError(refusals[refusal]);
}
