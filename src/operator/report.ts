import { LRUCache } from "lru-cache";
import { countCharged, type MonthlyCharge, monthBefore, monthOf, readCharges } from "../app/charges.ts";
import { isBySource } from "../app/count-sources.ts";
import type { World } from "../app/gather-facts.ts";
import type {
  ChannelReport,
  FactsReport,
  OperatorReport,
  UnderstoodReport,
  WeekCount,
} from "../app/operator-report.ts";
import { publishSources } from "../app/publish-sources.ts";
import { sumOf } from "../app/small-groups.ts";
import { staleFacts } from "../campaigns/facts.ts";
import type { Campaign } from "../campaigns/schema.ts";
import { addDays, atMinute, localDay, nameOf } from "../conversation/calendar-day.ts";
import type { Instant } from "../conversation/vocabulary.ts";
import type { Clock, DailyCount, Outside, Store, WatchedChannel } from "../ports.ts";
import { minute, second } from "../support/durations.ts";
import { type Timers, withTimeout } from "../support/timers.ts";
import type { AlertDesk } from "./alert-desk.ts";

export interface ReportDependencies extends Pick<Outside, "clock"> {
  readonly timers: Timers;
  readonly store: Pick<Store, "countReminders" | "dailyCounts" | "outboxState">;
  readonly channels: readonly WatchedChannel[];
  readonly world: Pick<World, "campaigns" | "defaultZone">;
  /** Whether an untrusted proxy has sent people's addresses. */
  readonly isProxyIgnored: () => boolean;
  /** What this process has counted on a channel. */
  readonly countsOf: (channel: string) => Promise<ChannelReport["counts"]>;
  readonly alerts: Pick<AlertDesk, "list">;
  /** How typed texts were understood in this process. */
  readonly countUnderstood: () => Promise<UnderstoodReport>;
  readonly knownSources?: OperatorReport["knownSources"];
}

/** A store that has not answered within this long counts as away. */
const answerWithin = 2 * second;
const daysAhead = 30;
/** Counting stops here: more would cost more than it tells. */
const mostCounted = 1_000_000;
/**
 * Reminders are looked for every second, and may have to wait for their turn: only later ones count as
 * late.
 */
const lateAfter = 5 * minute;

/**
 * Returns the functions that read the operator's report and the daily counts. Costly numbers are
 * cached for seconds, up to a minute.
 */
export function createReporter(dependencies: ReportDependencies) {
  const { store, channels, world, clock, timers } = dependencies;
  /** Returns undefined if the store does not answer: the report still shows the channels. */
  const ifAnswered = <Found>(work: Promise<Found>): Promise<Found | undefined> =>
    withTimeout(timers, answerWithin, work).catch(() => undefined);
  const since = clock.now();
  const outbox = cached(2 * second, clock, () => store.outboxState());
  const late = cached(10 * second, clock, () => countDue(dependencies, 0, clock.now() - lateAfter));
  const reminders = cached(minute, clock, () => countPerDay(dependencies));
  const sources = cached(minute, clock, () => readSources(dependencies));
  const week = cached(minute, clock, () => countWeek(dependencies));
  const charges = cached(10 * second, clock, () => readAllCharges(dependencies));
  const read = async (): Promise<OperatorReport> => {
    const today = nameOf(localDay(clock.now(), world.defaultZone));
    const [lateOf, chargesOf, waiting, due, alerts, counted, ofSources] = await Promise.all([
      ifAnswered(late()),
      ifAnswered(charges()),
      ifAnswered(outbox()),
      ifAnswered(reminders()),
      ifAnswered(dependencies.alerts.list()),
      ifAnswered(week()),
      ifAnswered(sources()),
    ]);
    return {
      now: clock.now(),
      today,
      zone: world.defaultZone,
      since,
      isProxyIgnored: dependencies.isProxyIgnored(),
      channels: await Promise.all(
        channels.map((channel) => reportChannel(channel, lateOf, chargesOf, dependencies)),
      ),
      outbox: waiting,
      reminders: due,
      alerts,
      understood: await dependencies.countUnderstood(),
      week: counted,
      sources: ofSources,
      knownSources: dependencies.knownSources,
      facts: [...world.campaigns.values()].flatMap((campaign) => reportFacts(campaign, today)),
    };
  };
  return {
    read,
    /**
     * The counts from this day on, without those by source: there, few people could be told apart. Undefined
     * if the store does not answer.
     */
    readCounts: (from: string) =>
      ifAnswered(store.dailyCounts(from).then((counts) => counts.filter((count) => !isBySource(count)))),
    /** What may be shown by source; undefined if the store does not answer. */
    readSources: () => ifAnswered(sources()),
  };
}

async function reportChannel(
  channel: WatchedChannel,
  lateOf: ReadonlyMap<string, number> | undefined,
  chargesOf: ReadonlyMap<string, readonly MonthlyCharge[]> | undefined,
  { countsOf, clock, world }: ReportDependencies,
): Promise<ChannelReport> {
  const { name, limits } = channel;
  const charges = chargesOf?.get(name) ?? [];
  const cap = limits?.chargedPerMonth;
  const today = monthOf(clock.now(), world.defaultZone);
  const charged = countCharged(charges.filter(({ month }) => month === today));
  return {
    name,
    ready: true,
    ...channel.state?.(),
    linkCode: channel.linkCode?.(),
    invitation: channel.invitation?.(),
    counts: await countsOf(name),
    ...(lateOf !== undefined && { lateReminders: lateOf.get(name) ?? 0 }),
    ...(charges.length > 0 && { charges }),
    ...(cap !== undefined && { monthlyCap: { count: cap, isReached: charged >= cap } }),
  };
}

async function readSources({ store, clock, world }: ReportDependencies) {
  return publishSources(await store.dailyCounts("", { channel: "" }), clock.now(), world.defaultZone);
}

const weekly = ["people", "steps", "reminders", "sent", "confirmed"] as const;

/** Counts the last seven whole days, and the seven before them. */
async function countWeek({ store, clock, world }: ReportDependencies): Promise<readonly WeekCount[]> {
  const today = localDay(clock.now(), world.defaultZone);
  const [before, last] = [14, 7].map((ago) => nameOf(addDays(today, -ago)));
  const counts = await store.dailyCounts(before ?? "");
  return weekly.map((what) => {
    const ofWeek = counts.filter((each) => each.what === what && each.day < nameOf(today));
    const isLast = ({ day }: DailyCount) => day >= (last ?? "");
    return {
      what,
      count: sumOf(ofWeek.filter(isLast)),
      before: sumOf(ofWeek.filter((each) => !isLast(each))),
    };
  });
}

/** Reads the charges of each channel, by its name: of this month and the one before. */
function readAllCharges({ store, channels, world, clock }: ReportDependencies) {
  const before = monthBefore(monthOf(clock.now(), world.defaultZone));
  return inEach(channels, (name) => readCharges(store, name, before));
}

async function inEach<Found>(
  channels: readonly WatchedChannel[],
  read: (channel: string) => Promise<Found>,
): Promise<ReadonlyMap<string, Found>> {
  return new Map(await Promise.all(channels.map(async ({ name }) => [name, await read(name)] as const)));
}

/** Counts the reminders due on each channel, by its name. */
function countDue({ store, channels }: ReportDependencies, from: Instant, before: Instant) {
  return inEach(channels, (channel) => store.countReminders({ channel }, from, before, mostCounted));
}

/** Counts the due reminders of each day to come, without those that are late already. */
async function countPerDay(
  dependencies: ReportDependencies,
): Promise<NonNullable<OperatorReport["reminders"]>> {
  const { world, clock } = dependencies;
  const now = clock.now();
  const first = localDay(now, world.defaultZone);
  const days: { readonly day: string; readonly count: number }[] = [];
  for (let ahead = 0; ahead < daysAhead; ahead += 1) {
    const day = addDays(first, ahead);
    const from = Math.max(now, atMinute(day, 0, world.defaultZone));
    const before = atMinute(addDays(day, 1), 0, world.defaultZone);
    const counts = await countDue(dependencies, from, before);
    days.push({ day: nameOf(day), count: [...counts.values()].reduce((sum, count) => sum + count, 0) });
  }
  return days;
}

function reportFacts(campaign: Campaign, day: string): readonly FactsReport[] {
  const facts = Object.values(campaign.facts);
  const checked = facts.map((fact) => fact.checked).sort();
  const [oldest] = checked;
  if (oldest === undefined) return [];
  const stale = staleFacts(campaign, day).length;
  const uncertain = facts.filter(({ grade }) => grade === "C").length;
  return [{ campaign: campaign.id, count: checked.length, oldest, stale, uncertain }];
}

/**
 * Returns `work` with its result cached for `ttlMs` milliseconds; concurrent callers share one run,
 * and a failure is not cached.
 */
export function cached<Found extends object>(ttlMs: number, clock: Clock, work: () => Promise<Found>) {
  const options = { max: 1, ttl: ttlMs, ttlResolution: 0, perf: clock, fetchMethod: work };
  const results = new LRUCache<"result", Found>(options);
  return () => results.fetch("result");
}
