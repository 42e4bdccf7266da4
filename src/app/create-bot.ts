import { localDay, minuteOfDay, nameOf } from "../conversation/calendar-day.ts";
import type { Experience } from "../conversation/vocabulary.ts";
import {
  type Channel,
  type ChannelState,
  type ConversationId,
  channelNameOf,
  type PushSender,
  type WatchedChannel,
} from "../ports.ts";
import { day, hour, minute, second } from "../support/durations.ts";
import { type Timers, withTimeout } from "../support/timers.ts";
import { announce, type CommunityChat } from "./announce.ts";
import { createDayCounter } from "./count-days.ts";
import { createInbox, type OwnInbox } from "./create-inbox.ts";
import { Delivery } from "./delivery.ts";
import { electLeader, type Leadership } from "./elect-leader.ts";
import { fillAlerts } from "./fill-alerts.ts";
import type { World } from "./gather-facts.ts";
import type { InboxDependencies } from "./inbox-dependencies.ts";
import { createLimiters } from "./limiter.ts";
import { publishOutcomes } from "./publish-outcomes.ts";
import { pushReminders } from "./push-reminders.ts";
import { type Repetition, repeat } from "./repeat.ts";
import { sendReminders } from "./send-reminders.ts";
import { watchBacklog } from "./watch-backlog.ts";

/** The dependencies of a bot. */
export interface BotDependencies extends Omit<InboxDependencies, "delivery" | "limiterOf" | "days"> {
  readonly timers: Timers;
  readonly channels: readonly Channel[];
  /** Where the countdown is posted; nowhere if absent. */
  readonly communityChats?: readonly CommunityChat[];
  /** Absent if push messages are not set up. */
  readonly push?: PushSender | undefined;
  /** The store ends with the process: nothing in it expires, even if its clock is moved. */
  readonly isThrownAway?: true;
}

export type Bot = ReturnType<typeof createBot>;

/** How long the id of a delivery is kept against repeats. */
const idsAreKept = 48 * hour;
/** A year, plus a month so that the same month of last year can be compared. */
const countsAreKept = 400 * day;
/** The longest time that the last flush of the counts may delay the stop. */
const lastFlushMs = second;
/** The hour of the day in which the store is vacuumed, when few people write. */
const vacuumHour = 3;
/**
 * The pause in milliseconds before the next look at reminders, if more are due than a channel takes
 * now.
 */
const soon = 50;

/** Returns the bot; nothing runs before `start`. */
export function createBot(dependencies: BotDependencies) {
  const { store, channels, clock, log } = dependencies;
  const channelOf = (id: ConversationId) => channels.find(({ name }) => name === channelNameOf(id));
  let experiences: readonly Experience[] = [];
  const world: World = { ...dependencies.world, channelOf, lastExperiences: () => experiences };
  const exclusive = channels.filter(({ isExclusive }) => isExclusive);
  const isUp = new Set(channels.filter(({ isExclusive }) => !isExclusive));
  const limiterOf = createLimiters(dependencies);
  const delivery: Delivery = new Delivery({
    ...dependencies,
    limiterOf,
    channels: () => [...isUp],
    inbox: () => inbox,
  });
  const days = createDayCounter(store, clock, world.defaultZone);
  const inboxDependencies = { ...dependencies, delivery, limiterOf, days, world };
  const inbox: OwnInbox = createInbox(inboxDependencies);
  const repetitions: Repetition[] = [];
  let leadership: Leadership | undefined;
  let isStopping = false;

  async function remind(): Promise<number | undefined> {
    const { count, isBehind } = await sendReminders(inboxDependencies, [...isUp]);
    if (count > 0) log.info({ count }, "reminders were due");
    return isBehind ? soon : undefined;
  }

  async function pushAll(): Promise<void> {
    const { push } = dependencies;
    if (push !== undefined) await pushReminders({ ...dependencies, push, inbox });
  }

  async function fill(): Promise<void> {
    for (const { campaign, total: count } of await fillAlerts(inboxDependencies))
      log.info({ campaign, count }, "an alert has gone to the outbox for everyone who wanted it");
  }

  async function expire(): Promise<void> {
    const now = clock.now();
    const atRest = now - world.retentionDays * day;
    // Nothing is postponed for longer than a night, unless the clock was wrong.
    await store.recallPostponed(now + day);
    const count = await store.expire({
      before: atRest,
      forgetIdsBefore: now - idsAreKept,
      forgetRemindersBefore: atRest,
      forgetCountsBefore: nameOf(localDay(now - countsAreKept, world.defaultZone)),
      forgetMemoryBefore: now,
      // A running delivery gives up its late messages itself: what is left belongs to no channel.
      forgetMessagesBefore: now - hour,
    });
    if (count > 0) log.info({ count }, "conversations at rest were erased");
    if (Math.floor(minuteOfDay(now, world.defaultZone) / 60) === vacuumHour) await store.vacuum();
  }

  async function readExperiences(): Promise<void> {
    experiences = publishOutcomes(
      await store.dailyCounts("", { channel: "" }),
      clock.now(),
      world.defaultZone,
    );
  }

  async function countDown(): Promise<void> {
    const { communityChats = [] } = dependencies;
    const count = await announce({ ...inboxDependencies, communityChats, channels: [...isUp] });
    if (count > 0) log.info({ count }, "the countdown was posted to the community");
  }

  const watch = () =>
    watchBacklog({ ...dependencies, campaigns: world.campaigns.values(), zone: world.defaultZone });

  /** Forgets what memory holds of people after a few minutes; only the store keeps it longer. */
  async function forgetPast(): Promise<void> {
    inbox.forgetQuiet();
    delivery.forgetPast();
    for (const channel of channels) limiterOf(channel).forgetPast();
  }

  function every(ms: number, work: () => Promise<unknown>): Repetition {
    return repeat(async () => void (await work()), ms, dependencies);
  }

  async function startChannel(channel: Channel): Promise<void> {
    await channel.start(inbox);
    await limiterOf(channel).recall();
  }

  /**
   * Starts the channels that only one process may run. On the others, counts what another leader has
   * sent.
   */
  async function onElected(): Promise<void> {
    if (isStopping) return;
    await Promise.all([
      ...exclusive.map((channel) => startChannel(channel)),
      ...[...isUp].map((channel) => limiterOf(channel).recall()),
    ]);
    for (const channel of exclusive) isUp.add(channel);
  }

  async function onDemoted(): Promise<void> {
    for (const channel of exclusive) isUp.delete(channel);
    delivery.leave();
    await Promise.all(exclusive.map((channel) => channel.stop()));
    await close(exclusive);
  }

  async function close(stopped: readonly Channel[]): Promise<void> {
    await Promise.all(stopped.map(async (channel) => channel.close?.()));
  }

  /** Returns the work, to be done only while this process leads. */
  function asLeader<Result>(work: () => Promise<Result>): () => Promise<Result | undefined> {
    return async () => (leadership?.isLeading() ? work() : undefined);
  }

  return {
    /** Its channels, for the operator. */
    channels: showChannels(channels, () => leadership?.isStandingBy() ?? false),
    /** What became of objections, as it was read within the last hour. */
    experiences: () => experiences,
    /** The inbox that its channels call. */
    inbox,
    /** Starts the channels and the repeated work. Rejects with an error that tells the operator what to do. */
    async start() {
      await Promise.all([...isUp].map((channel) => startChannel(channel)));
      leadership = await electLeader({ ...dependencies, onElected, onDemoted });
      repetitions.push(
        repeat(() => delivery.sweep(), second, dependencies),
        repeat(asLeader(remind), second, dependencies),
        every(second, asLeader(pushAll)),
        every(second, asLeader(fill)),
        every(minute, asLeader(countDown)),
        every(minute, forgetPast),
        every(hour, readExperiences),
        ...(dependencies.isThrownAway ? [] : [every(hour, asLeader(expire))]),
        every(10 * second, () => days.flush()),
        every(10 * second, () => Promise.all(channels.map((channel) => limiterOf(channel).recount()))),
        every(5 * minute, async () => delivery.tryAway()),
        every(10 * minute, asLeader(watch)),
      );
    },
    /** Sends the reminders that are due now, as many as their channels take. */
    async remind() {
      await fill();
      while ((await sendReminders(inboxDependencies, [...isUp])).count > 0) await delivery.idle();
    },
    /** Resolves when nothing is being sent any more. */
    settle: () => delivery.idle(),
    /** Stops receiving, sends what waits and can go now, and closes its channels. The store stays open. */
    async stop() {
      isStopping = true;
      // Also those that are still starting: `stop` ends their start.
      await Promise.all(channels.map((channel) => channel.stop()));
      await Promise.all(repetitions.map((repetition) => repetition.stop()));
      await delivery.stop();
      await withTimeout(dependencies.timers, lastFlushMs, days.flush()).catch((error: unknown) =>
        log.warn({ error }, "what was counted last is lost"),
      );
      await close(channels);
      await leadership?.stop();
    },
  };
}

/** Returns the channels; exclusive ones show that they stand by while `isStandingBy` is true. */
export function showChannels(
  channels: readonly Channel[],
  isStandingBy: () => boolean,
): readonly WatchedChannel[] {
  return channels.map((channel) => {
    const state = channel.isExclusive ? channel.state?.bind(channel) : undefined;
    if (state === undefined) return channel;
    return { ...channel, state: () => (isStandingBy() ? standBy(state()) : state()) };
  });
}

function standBy({ since }: ChannelState): ChannelState {
  return { ready: true, standsBy: true, since };
}
