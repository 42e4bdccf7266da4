import type { Crowding, Instant } from "../conversation/vocabulary.ts";
import { type Channel, type Clock, type ConversationId, channelNameOf, type Store } from "./ports.ts";
import { hourlyCapacity } from "./throttle.ts";

/** How many reminders are due in each hour to come, as a share of what a channel takes: a new one is offered where there is room. */
export interface HourlyLoad {
  /** Nothing if so few have asked that it does not matter. */
  loadAt(id: ConversationId): Crowding | undefined;
  /** One more was promised. */
  note(id: ConversationId, dueAt: Instant): void;
  /** Counts anew what is stored. */
  refresh(): Promise<void>;
}

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

export function createHourlyLoad({ store, channels, clock }: LoadDependencies): HourlyLoad {
  /** By channel and hour. */
  const counts = new Map<string, Map<number, number>>();
  const channelOf = (id: ConversationId) => channels.find(({ name }) => name === channelNameOf(id));

  async function countChannel({ name, limits }: Channel): Promise<void> {
    const perHour = hourlyCapacity(limits);
    if (perHour === Number.POSITIVE_INFINITY) return;
    const now = clock.now();
    const most = Math.ceil(perHour * negligible);
    const all = await store.countReminders({ channel: name }, now, now + hoursAhead * hour, most);
    counts.set(name, all < most ? new Map() : await countHours(name, now, perHour));
  }

  async function countHours(channel: string, now: Instant, perHour: number): Promise<Map<number, number>> {
    const taken = new Map<number, number>();
    for (let at = Math.floor(now / hour); at < now / hour + hoursAhead; at += 1) {
      const count = await store.countReminders({ channel }, at * hour, (at + 1) * hour, perHour);
      if (count > 0) taken.set(at, count);
    }
    return taken;
  }

  return {
    loadAt(id) {
      const perHour = hourlyCapacity(channelOf(id)?.limits);
      const taken = counts.get(channelNameOf(id));
      if (taken === undefined || taken.size === 0) return undefined;
      return (at) => (taken.get(Math.floor(at / hour)) ?? 0) / perHour;
    },
    note(id, dueAt) {
      const taken = counts.get(channelNameOf(id));
      const at = Math.floor(dueAt / hour);
      if (taken !== undefined && taken.size > 0) taken.set(at, (taken.get(at) ?? 0) + 1);
    },
    async refresh() {
      for (const channel of channels) await countChannel(channel);
    },
  };
}
