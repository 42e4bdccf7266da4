import type { Campaign } from "../campaigns/schema.ts";
import { allowedBetween } from "../conversation/due.ts";
import type { Instant, LoadAt, Zone } from "../conversation/vocabulary.ts";
import { type Channel, type Clock, type ConversationId, channelNameOf, type Store } from "../ports.ts";
import type { Log } from "../support/log.ts";
import { hourlyCapacity } from "./throttle.ts";

/** How many reminders are due in each hour to come, as a share of what a channel takes: a new one is offered where there is room. */
export type HourlyLoad = ReturnType<typeof createHourlyLoad>;

interface LoadDependencies {
  readonly store: Pick<Store, "countReminders">;
  readonly channels: readonly Channel[];
  readonly clock: Clock;
}

const hour = 3_600_000;
/** Reminders are offered for the days of the coming week, or for the last days before a date that is ahead. */
const hoursAhead = 60 * 24;
/** Below this share of an hour's capacity, all hours together are not worth counting one by one. */
const negligible = 0.1;

export function createHourlyLoad({ store, channels, clock }: LoadDependencies) {
  /** By the names of the channels on which it matters. */
  const loads = new Map<string, { readonly perHour: number; readonly taken: Map<number, number> }>();

  async function countChannel({ name, limits }: Channel): Promise<void> {
    const perHour = hourlyCapacity(limits);
    if (perHour === Number.POSITIVE_INFINITY) return;
    const now = clock.now();
    const most = Math.ceil(perHour * negligible);
    const all = await store.countReminders({ channel: name }, now, now + hoursAhead * hour, most);
    if (all < most) loads.delete(name);
    else loads.set(name, { perHour, taken: await countHours(name, now, perHour) });
  }

  async function countHours(channel: string, now: Instant, perHour: number): Promise<Map<number, number>> {
    const taken = new Map<number, number>();
    for (let at = Math.floor(now / hour); at < now / hour + hoursAhead; at += 1)
      taken.set(at, await store.countReminders({ channel }, at * hour, (at + 1) * hour, perHour));
    return taken;
  }

  return {
    /** Nothing if so few have asked that it does not matter. */
    loadAt(id: ConversationId): LoadAt | undefined {
      const load = loads.get(channelNameOf(id));
      return load && ((at) => (load.taken.get(Math.floor(at / hour)) ?? 0) / load.perHour);
    },
    /** One more was promised. */
    note(id: ConversationId, dueAt: Instant): void {
      const taken = loads.get(channelNameOf(id))?.taken;
      const at = Math.floor(dueAt / hour);
      taken?.set(at, (taken.get(at) ?? 0) + 1);
    },
    /** Counts anew what is stored. */
    async refresh() {
      for (const channel of channels) await countChannel(channel);
    },
  };
}

interface BacklogDependencies extends LoadDependencies {
  readonly campaigns: Iterable<Campaign>;
  /** Whose nights are quiet. */
  readonly zone: Zone;
  readonly log: Log;
}

/**
 * Logs for the operator how many reminders cannot go out before a campaign's date, because their channel cannot take so many by then,
 * and what would help.
 */
export async function watchBacklog(dependencies: BacklogDependencies): Promise<void> {
  for (const channel of dependencies.channels)
    for (const campaign of dependencies.campaigns) await watchOne(channel, campaign, dependencies);
}

async function watchOne(
  { name, limits }: Channel,
  { id, instants }: Campaign,
  { store, clock, log, zone }: BacklogDependencies,
): Promise<void> {
  const now = clock.now();
  const perHour = hourlyCapacity(limits);
  if (perHour === Number.POSITIVE_INFINITY || instants === undefined || now >= instants.starts) return;
  const room = Math.ceil((allowedBetween(now, instants.starts, zone) / hour) * perHour);
  const most = 2 * room + 1_000_000;
  const waiting = await store.countReminders({ channel: name, campaign: id }, 0, instants.starts, most);
  const tooLate = waiting - room;
  if (tooLate > 0)
    log.error(
      { channel: name, campaign: id, count: tooLate },
      "so many reminders cannot go out before the campaign's date at this pace: on Telegram raise TELEGRAM_PACE (above 30 it is paid for), on WhatsApp the caps",
    );
}
