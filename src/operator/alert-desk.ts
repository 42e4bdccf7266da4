import { z } from "zod";
import { compose } from "../app/compose.ts";
import { type AlertDependencies, ever, recipientsOf, runningAlerts, sliceSize } from "../app/fill-alerts.ts";
import { campaignsOn, gatherFacts } from "../app/gather-facts.ts";
import { hourlyCapacity } from "../app/limiter.ts";
import type { AlertForecast, AlertPreview, AlertProgress } from "../app/operator-report.ts";
import { isStillNews } from "../conversation/alerts/alerts.ts";
import { stranger } from "../conversation/context.ts";
import { allowedAfter } from "../conversation/schedule.ts";
import { step } from "../conversation/step.ts";
import { type Alert, type Instant, type Language, news } from "../conversation/vocabulary.ts";
import {
  type ConversationId,
  channelNameOf,
  type OutgoingMessage,
  type Outside,
  type StoredAlert,
} from "../ports.ts";
import { hour } from "../support/durations.ts";

/**
 * Why an alert cannot be sent. "unknown": its campaign is not on offer; "no-date": the campaign has no
 * date ahead; "sent-before": it was sent or is under way; "nobody": no person would get it.
 */
type AlertRefusal = "unknown" | "no-date" | "sent-before" | "nobody";

/** What the operator does with alerts, from a command or from their page. The input is checked first. */
export interface AlertDesk {
  /** Returns the preview, even if nobody would get it, or why the alert cannot be sent. */
  preview(alert: unknown): Promise<AlertPreview | AlertRefusal>;
  /** Queues the alert for sending; returns the reason if it cannot be sent. */
  queue(alert: unknown): Promise<AlertRefusal | undefined>;
  /** The last ten alerts and how far they have come, the newest first. */
  list(): Promise<readonly AlertProgress[]>;
  /**
   * Pauses the alert of this id, resumes it, or cancels it for good; false if it has ended or there is
   * none.
   */
  setState(change: unknown): Promise<boolean>;
}

/** Counting stops here: more would cost more than it tells. */
const mostCounted = 1_000_000;
const mostListed = 10;

interface DeskDependencies extends AlertDependencies, Pick<Outside, "wording"> {
  /** Returns the text of a message as the channel shows it. */
  readonly show: (channel: string, message: OutgoingMessage, language: Language) => string;
}

const alertSchema = z.object({ campaign: z.string(), news: z.enum(news) });
/** The id of an alert, also as typed: an integer from 1 on. */
const alertId = z.union([z.number(), z.string().regex(/^\d+$/).transform(Number)]).pipe(z.int().positive());
/** What an alert can be made by the operator. */
export const alertStates = z.enum(["running", "paused", "cancelled"]);
const changeSchema = z.object({ id: alertId, state: alertStates });

/** Returns the desk that previews, sends, pauses and ends alerts. */
export function createAlertDesk(dependencies: DeskDependencies): AlertDesk {
  const { store, world, clock } = dependencies;

  /** Returns the given alert, or why it cannot be sent. */
  async function judge(given: unknown): Promise<Alert | AlertRefusal> {
    const alert = alertSchema.safeParse(given).data;
    const campaign = campaignsOn(clock.now(), world).get(alert?.campaign ?? "");
    if (alert === undefined || campaign === undefined) return "unknown";
    if (!isStillNews(alert, campaign, clock.now())) return "no-date";
    return isSentBefore(alert, await store.alerts()) ? "sent-before" : alert;
  }

  return {
    async preview(given) {
      const alert = await judge(given);
      if (typeof alert === "string") return alert;
      const people = await countPeople(alert, dependencies);
      const channels = dependencies.channels.map((channel) =>
        forecast(alert, channel, people.get(channel.name) ?? 0, dependencies),
      );
      return { ...alert, texts: textsOf(alert, dependencies), channels: await Promise.all(channels) };
    },
    async queue(given) {
      const alert = await judge(given);
      if (typeof alert === "string") return alert;
      const people = await countPeople(alert, dependencies);
      // An alert reaches people of other channels once these are set up, but one for them alone can be sent
      // then.
      if (dependencies.channels.every(({ name }) => !people.has(name))) return "nobody";
      return store.transaction(async (transaction) => {
        // Meanwhile somebody else may have queued the same.
        if (isSentBefore(alert, await transaction.alerts())) return "sent-before";
        await transaction.addAlert(alert, clock.now());
        return undefined;
      });
    },
    async list() {
      const alerts = (await store.alerts()).toReversed().slice(0, mostListed);
      return Promise.all(
        alerts.map(async (alert) => {
          const left = await store.countReminders({ alert: alert.id }, 0, ever, mostCounted);
          return { ...alert, handled: alert.total - left };
        }),
      );
    },
    async setState(given) {
      const change = changeSchema.safeParse(given).data;
      if (!change) return false;
      return store.transaction((transaction) => transaction.setAlertState(change.id, change.state));
    },
  };
}

/** Whether the alert was sent, or is under way. */
function isSentBefore(alert: Alert, alerts: readonly StoredAlert[]): boolean {
  return alerts.some(
    (other) =>
      other.campaign === alert.campaign &&
      other.news === alert.news &&
      // A date, a form or a court decision may change again, and an alert that reached nobody may be sent
      // again.
      (other.state === "done" ? other.news === "new" && other.total > 0 : other.state !== "cancelled"),
  );
}

/** Counts the people whom the alert would reach, by channel. */
async function countPeople(
  alert: Alert,
  dependencies: AlertDependencies,
): Promise<ReadonlyMap<string, number>> {
  const { store, clock } = dependencies;
  const now = clock.now();
  const counts = new Map<string, number>();
  for (let from = 0; from < now; ) {
    const found = await store.transaction((transaction) => transaction.subscribers(from, now, sliceSize));
    for (const { id } of recipientsOf(found, alert, dependencies))
      counts.set(channelNameOf(id), (counts.get(channelNameOf(id)) ?? 0) + 1);
    from = found.upTo;
  }
  return counts;
}

/**
 * Computes when the alert would end, from the channel's capacity, the hours in which it sends, and the
 * alerts and reminders that go first.
 */
async function forecast(
  { campaign }: Alert,
  { name, limits, alerts }: AlertDependencies["channels"][number],
  people: number,
  { store, world, clock }: AlertDependencies,
): Promise<AlertForecast> {
  const now = clock.now();
  const count = (alert: number | undefined, before: Instant) =>
    store.countReminders({ channel: name, ...(alert !== undefined && { alert }) }, 0, before, mostCounted);
  const waiting = await Promise.all((await runningAlerts(store)).map(({ id }) => count(id, ever)));
  const before = waiting.reduce((sum, each) => sum + each, people);
  const endOf = (messages: number) =>
    allowedAfter(now, Math.ceil((messages / hourlyCapacity(limits)) * hour), world.defaultZone);
  const endsAt = endOf(before + (await count(undefined, endOf(before))));
  const starts = world.campaigns.get(campaign)?.instants?.starts ?? 0;
  return { name, ...alerts, people, endsAt, isTooLate: people > 0 && now < starts && starts <= endsAt };
}

/** Returns the texts that people on each channel and in each language would read. */
function textsOf(alert: Alert, dependencies: DeskDependencies): AlertPreview["texts"] {
  const { channels, world, wording, clock, show } = dependencies;
  const now = clock.now();
  return channels.flatMap(({ name }) =>
    world.languages.map((language) => {
      const id: ConversationId = `${name}:`;
      const facts = gatherFacts(world, id, now, [], 0);
      const { effects } = step({ person: { ...stranger, language } }, [{ type: "alert-due", alert }], facts);
      const [message = { text: [] }] = compose(effects, wording, language, now);
      return { channel: name, language, text: show(name, message, language) };
    }),
  );
}
