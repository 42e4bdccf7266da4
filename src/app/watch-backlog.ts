import type { Campaign } from "../campaigns/schema.ts";
import { allowedBetween } from "../conversation/schedule.ts";
import type { Zone } from "../conversation/vocabulary.ts";
import type { Channel, Clock, Store } from "../ports.ts";
import { hour } from "../support/durations.ts";
import type { Log } from "../support/log.ts";
import { hourlyCapacity } from "./limiter.ts";

interface BacklogDependencies {
  readonly store: Pick<Store, "countReminders">;
  readonly channels: readonly Channel[];
  readonly clock: Clock;
  readonly campaigns: Iterable<Campaign>;
  /** No reminder goes out in the nights of this zone. */
  readonly zone: Zone;
  readonly log: Log;
}

/**
 * Logs how many reminders cannot go out before a campaign's date, because their channel cannot take so
 * many by then, and what would help.
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
  const left = allowedBetween(now, instants.starts, zone);
  // In the last night the rest goes out at its hour: it is day there, or its person has named that hour.
  const dueBefore = left > 0 ? instants.starts : now;
  const room = Math.ceil((left / hour) * perHour);
  const most = 2 * room + 1_000_000;
  const waiting = await store.countReminders({ channel: name, campaign: id }, 0, dueBefore, most);
  const tooLate = waiting - room;
  if (tooLate > 0)
    log.error(
      { channel: name, campaign: id, count: tooLate },
      "so many reminders cannot go out before the campaign's date at this pace: on Telegram raise TELEGRAM_PACE (above 30 it is paid for), on WhatsApp the caps",
    );
}
