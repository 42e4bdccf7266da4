import type { Campaign } from "../campaigns/schema.ts";
import { allowedBetween } from "../conversation/due.ts";
import type { Instant, Zone } from "../conversation/vocabulary.ts";
import type { Channel, Clock, Log, Store } from "./ports.ts";
import { hourlyCapacity } from "./throttle.ts";

interface BacklogDependencies {
  readonly store: Pick<Store, "countReminders">;
  readonly channels: readonly Channel[];
  readonly campaigns: Iterable<Campaign>;
  /** Whose nights are quiet. */
  readonly zone: Zone;
  readonly clock: Clock;
  readonly log: Log;
}

const hour = 3_600_000;

/**
 * Logs for the operator how many reminders cannot go out before a campaign's date, because their channel cannot take so many by then,
 * and what would help. Returns how many these are.
 */
export async function watchBacklog(dependencies: BacklogDependencies): Promise<number> {
  const now = dependencies.clock.now();
  let tooLate = 0;
  for (const channel of dependencies.channels)
    for (const campaign of dependencies.campaigns)
      tooLate += await countTooLate(channel, campaign, now, dependencies);
  return tooLate;
}

async function countTooLate(
  { name, limits }: Channel,
  { id, instants }: Campaign,
  now: Instant,
  { store, log, zone }: BacklogDependencies,
): Promise<number> {
  const perHour = hourlyCapacity(limits);
  if (perHour === Number.POSITIVE_INFINITY || instants === undefined || now >= instants.starts) return 0;
  const room = Math.ceil((allowedBetween(now, instants.starts, zone) / hour) * perHour);
  const most = 2 * room + 1_000_000;
  const waiting = await store.countReminders({ channel: name, campaign: id }, 0, instants.starts, most);
  const tooLate = Math.max(0, waiting - room);
  if (tooLate > 0)
    log.error(
      { channel: name, campaign: id, count: tooLate },
      "so many reminders cannot go out before the campaign's date at this pace: on Telegram raise TELEGRAM_PACE (above 30 it is paid for), on WhatsApp the caps",
    );
  return tooLate;
}
