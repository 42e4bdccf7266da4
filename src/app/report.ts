import { setTimeout as pause } from "node:timers/promises";
import type { Campaign } from "../campaigns/schema.ts";
import { staleFacts } from "../campaigns/stale-facts.ts";
import { addDays, atMinute, localDay, nameOf } from "../conversation/calendar-day.ts";
import type { Instant } from "../conversation/vocabulary.ts";
import type { World } from "./gather-facts.ts";
import { keepFor } from "./keep-for.ts";
import type { ChannelReport, FactsReport, OperatorReport, UnderstoodReport } from "./operator-report.ts";
import type { Clock, Log, Store, WatchedChannel } from "./ports.ts";
import { createCensusTaker } from "./take-census.ts";

/** What the report is made from. */
export interface ReportParts {
  readonly store: Pick<Store, "conversations" | "countReminders" | "outboxState">;
  readonly channels: readonly WatchedChannel[];
  readonly world: Pick<World, "campaigns" | "defaultZone">;
  readonly clock: Clock;
  readonly log: Log;
  /** Whether a proxy has named people's addresses that is not trusted. */
  readonly isProxyIgnored: () => boolean;
  /** What this process has counted on a channel. */
  readonly countsOf: (channel: string) => Promise<ChannelReport["counts"]>;
  /** What typed texts have come to in this process. */
  readonly countUnderstood: () => Promise<UnderstoodReport>;
}

/** Tells the operator how everything stands. */
export interface Reporter {
  read(): Promise<OperatorReport>;
  stop(): Promise<void>;
}

const second = 1_000;
const minute = 60 * second;
/** A store that has not answered within this long counts as away. */
const answerWithin = 2 * second;
const daysAhead = 30;
/** Counting further would cost more than it tells. */
const mostCounted = 1_000_000;
/** A reminder is looked for every second, and may have to wait for its turn. */
const lateAfter = 5 * minute;

/** Builds the reporter. What is costly to find is looked for now and then, however often it is asked. */
export function createReporter(parts: ReportParts): Reporter {
  const { store, channels, world, clock } = parts;
  const since = clock.now();
  const census = createCensusTaker(parts);
  const outbox = keepFor(2 * second, clock, () => store.outboxState());
  const late = keepFor(10 * second, clock, () => countLate(parts));
  const reminders = keepFor(minute, clock, () => countPerDay(parts));
  return {
    async read() {
      const counted = census.latest();
      const [lateOf, waiting, due] = await Promise.all([
        ifAnswered(late()),
        ifAnswered(outbox()),
        ifAnswered(reminders()),
      ]);
      return {
        now: clock.now(),
        zone: world.defaultZone,
        since,
        isProxyIgnored: parts.isProxyIgnored(),
        channels: await Promise.all(channels.map((channel) => reportChannel(channel, lateOf, parts))),
        ...(counted !== undefined && { census: counted }),
        ...(waiting !== undefined && { outbox: waiting }),
        ...(due !== undefined && { reminders: due }),
        understood: await parts.countUnderstood(),
        facts: [...world.campaigns.values()].flatMap((campaign) => reportFacts(campaign, today(parts))),
      };
    },
    stop: () => census.stop(),
  };
}

/** A store that is away must not hide how the channels are. */
async function ifAnswered<Found>(work: Promise<Found>): Promise<Found | undefined> {
  const ending = new AbortController();
  const late = pause(answerWithin, undefined, { signal: ending.signal }).catch(() => undefined);
  const answer = work.catch(() => undefined);
  return await Promise.race([answer, late]).finally(() => ending.abort());
}

async function reportChannel(
  channel: WatchedChannel,
  lateOf: ReadonlyMap<string, number> | undefined,
  { countsOf }: ReportParts,
): Promise<ChannelReport> {
  const { name } = channel;
  const linkCode = channel.linkCode?.();
  return {
    name,
    ready: true,
    ...channel.state?.(),
    ...(linkCode !== undefined && { linkCode }),
    counts: await countsOf(name),
    ...(lateOf !== undefined && { lateReminders: lateOf.get(name) ?? 0 }),
  };
}

async function countLate({ store, channels, clock }: ReportParts): Promise<ReadonlyMap<string, number>> {
  const before = clock.now() - lateAfter;
  const counts = channels.map(
    async ({ name }) =>
      [name, await store.countReminders({ channel: name }, 0, before, mostCounted)] as const,
  );
  return new Map(await Promise.all(counts));
}

/** What is late already is not due on a day to come. */
async function countPerDay(parts: ReportParts): Promise<NonNullable<OperatorReport["reminders"]>> {
  const { world, clock } = parts;
  const now = clock.now();
  const first = localDay(now, world.defaultZone);
  const days: { readonly day: string; readonly count: number }[] = [];
  for (let ahead = 0; ahead < daysAhead; ahead += 1) {
    const day = addDays(first, ahead);
    const from = Math.max(now, atMinute(day, 0, world.defaultZone));
    const before = atMinute(addDays(day, 1), 0, world.defaultZone);
    days.push({ day: nameOf(day), count: await countBetween(from, before, parts) });
  }
  return days;
}

async function countBetween(
  from: Instant,
  before: Instant,
  { store, channels }: ReportParts,
): Promise<number> {
  const counts = await Promise.all(
    channels.map(({ name }) => store.countReminders({ channel: name }, from, before, mostCounted)),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}

function today({ clock, world }: ReportParts): string {
  return nameOf(localDay(clock.now(), world.defaultZone));
}

function reportFacts(campaign: Campaign, day: string): readonly FactsReport[] {
  const checked = Object.values(campaign.facts)
    .map((fact) => fact.checked)
    .sort();
  const [oldest] = checked;
  if (oldest === undefined) return [];
  return [{ campaign: campaign.id, count: checked.length, oldest, stale: staleFacts(campaign, day).length }];
}
