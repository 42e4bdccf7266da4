import type { Instant } from "../conversation/vocabulary.ts";
import type { Channel, ConversationId, OutboxRow, Outside, ProactiveLimits } from "../ports.ts";
import { day, hour, second } from "../support/durations.ts";
import { memoized } from "../support/memoized.ts";
import { countCharged, monthOf, readCharges } from "./charges.ts";
import type { World } from "./gather-facts.ts";
import { type Departure, isKeptMs, SendTurns } from "./send-turns.ts";

/** Returns the limiter of a channel. */
export type LimiterOf = ReturnType<typeof createLimiters>;

interface LimiterDependencies extends Pick<Outside, "store" | "clock" | "random"> {
  /** Charges are counted by the months of its zone. */
  readonly world: Pick<World, "defaultZone">;
}

/** The hours of a day in which proactive messages go out: not at night. */
const wakingHours = 12;
/** How many bursts a second's proactive messages are split into: few, as a busy machine may send late. */
const looksASecond = 5;
/**
 * The same for messages of any kind: the platform counts finer, so a tenth of a second's may go at
 * once.
 */
const burstsASecond = 10;

/** Returns to how many conversations a channel sends at the same time. */
export const sendsAtOnceOf = ({ sendsAtOnce = 64 }: Channel): number => sendsAtOnce;

/**
 * Returns how many proactive messages a channel takes in an hour: an integer of at least 1, or
 * infinity without a limit.
 */
export function hourlyCapacity(limits: ProactiveLimits = {}): number {
  const { perSecond = Infinity, perHour = Infinity, perDay = Infinity } = limits;
  return Math.max(1, Math.floor(Math.min(perSecond * (hour / second), perHour, perDay / wakingHours)));
}

/** Returns the limiter of each channel; it has counted nothing yet. */
export function createLimiters(dependencies: LimiterDependencies) {
  return memoized((channel: Channel) => new Limiter(channel, dependencies));
}

/**
 * The limiter of one channel: it keeps the platform's pace for all messages, the quotas for proactive
 * ones, and the pace of each chat. In the pace, an answer goes before all waiting proactive messages.
 */
export class Limiter {
  readonly #channel: Channel;
  readonly #dependencies: LimiterDependencies;
  /** The turns of messages of any kind; absent if the platform has no pace. */
  readonly #all: SendTurns | undefined;
  readonly #proactive: SendTurns;
  /** When each chat takes another message, if its burst is used up. */
  readonly #nextInChat = new Map<ConversationId, Instant>();
  /** Messages that have room reserved and have not asked for their turn yet. */
  #reserved = { count: 0, at: 0 };
  #inFlight = 0;
  /** How many messages were charged for this month, at the last `recount`. */
  #charged = 0;

  constructor(channel: Channel, dependencies: LimiterDependencies) {
    const { pace, limits = {} } = channel;
    const { random, clock } = dependencies;
    const { perSecond = Infinity, perHour = Infinity, perDay = Infinity, spacing } = limits;
    this.#channel = channel;
    this.#dependencies = dependencies;
    const windows = [
      { count: perSecond, ms: second },
      { count: perHour, ms: hour },
      { count: perDay, ms: day },
    ].filter(({ count }) => count < Infinity);
    const rate = rateOf(perSecond, looksASecond);
    this.#proactive = new SendTurns({ windows, rate, spacing, random }, clock.now());
    this.#all = pace && turnsAt(pace.perSecond, dependencies);
  }

  /** Whether the channel takes any proactive message now. */
  isOpen(): boolean {
    const { isReady = () => true, chargedPerMonth = Infinity } = this.#channel.limits ?? {};
    return isReady() && this.#charged < chargedPerMonth;
  }

  /** How many more proactive messages may be put into the outbox for this channel now. */
  room(): number {
    if (!this.isOpen()) return 0;
    const now = this.#dependencies.clock.now();
    const free = Math.min(this.#proactive.free(now), this.#all?.free(now) ?? Infinity);
    return Math.max(0, free - this.#reservedAt(now) - this.#proactive.waiting);
  }

  /** Whether the quotas let one more message through within a second; else it may take hours. */
  hasRoomSoon(): boolean {
    return this.#proactive.isFreeWithin(second, this.#dependencies.clock.now());
  }

  /** Reserves room for so many messages, which are sent next. */
  reserve(count: number): void {
    const now = this.#dependencies.clock.now();
    if (count > 0) this.#reserved = { count: this.#reservedAt(now) + count, at: now };
  }

  /**
   * Sends the message if the limits let it through now, and counts it. Resolves with 0 if it was sent,
   * else with the milliseconds until the next attempt; rejects as `sending` does.
   */
  async send(row: OutboxRow, sending: () => Promise<void>): Promise<number> {
    const { conversationId: id } = row;
    const now = this.#dependencies.clock.now();
    const isAnswer = row.kind === "answer";
    const rest = this.#restOfChat(row, now);
    if (rest > 0) return rest;
    const parts = Math.max(1, this.#channel.pace?.count(row.message) ?? 1);
    const wait = isAnswer ? (this.#all?.wait(id, now, parts) ?? 0) : this.#waitUnasked(id, now);
    if (wait > 0) return wait;
    this.#all?.depart(id, now, parts);
    if (this.#channel.perChat?.counts === "all") this.#countInChat(id, now, parts);
    if (isAnswer) await sending();
    else await this.#sendProactive(id, this.#proactive.depart(id, now), sending);
    return 0;
  }

  /** Counts an incoming message in the pace. */
  noteReceived(): void {
    this.#all?.depart(undefined, this.#dependencies.clock.now());
  }

  /** Reads the counts of the last day from the store: those of an earlier process, or of another one. */
  async recall(): Promise<void> {
    await this.recount();
    if (!this.#isCounted()) return;
    const { store, clock } = this.#dependencies;
    const sent = await store.proactiveSince(this.#channel.name, clock.now() - day);
    this.#proactive.recall(sent, clock.now());
  }

  /** Reads from the store how many messages were charged for this month. */
  async recount(): Promise<void> {
    if (this.#channel.limits?.chargedPerMonth === undefined) return;
    const { store, clock, world } = this.#dependencies;
    const month = monthOf(clock.now(), world.defaultZone);
    this.#charged = countCharged(await readCharges(store, this.#channel.name, month));
  }

  /** Forgets the turns and chats whose time is over. */
  forgetPast(): void {
    const now = this.#dependencies.clock.now();
    this.#all?.forgetPast(now);
    this.#proactive.forgetPast(now);
    for (const [id, next] of this.#nextInChat) if (next <= now) this.#nextInChat.delete(id);
  }

  /** Milliseconds until the platform takes anything, and the chat this message. */
  #restOfChat({ conversationId: id, kind }: OutboxRow, now: Instant): number {
    const { pace, perChat } = this.#channel;
    const pauseMs = pace?.pauseMs() ?? 0;
    if (perChat === undefined || (perChat.counts === "proactive" && kind === "answer")) return pauseMs;
    const credit = (perChat.burst - 1) * perChat.everyMs;
    return Math.max(pauseMs, (this.#nextInChat.get(id) ?? now) - credit - now);
  }

  /** Returns the wait of a proactive message. It takes no turn in the pace, so every answer goes first. */
  #waitUnasked(id: ConversationId, now: Instant): number {
    if (this.#isBusy()) return second * (0.5 + this.#dependencies.random() / 2);
    if (!this.#proactive.hasTurn(id))
      this.#reserved = { ...this.#reserved, count: Math.max(0, this.#reserved.count - 1) };
    const wait = this.#proactive.wait(id, now);
    return wait > 0 ? wait : (this.#all?.waitAfterAll(now) ?? 0);
  }

  #isBusy(): boolean {
    return !this.isOpen() || this.#inFlight >= sendsAtOnceOf(this.#channel) / 2;
  }

  async #sendProactive(
    id: ConversationId,
    departure: Departure,
    sending: () => Promise<void>,
  ): Promise<void> {
    const { store, clock } = this.#dependencies;
    this.#inFlight += 1;
    try {
      // Counted before it is sent: a crash may cost a message its turn, but never exceeds the limits.
      if (this.#isCounted()) {
        const { at } = departure;
        await store.transaction((transaction) =>
          transaction.countProactive(this.#channel.name, at, at - day),
        );
        // The platform counts from the sending, not from the turn.
        this.#proactive.postpone(departure, clock.now());
      }
      await sending();
      if (this.#channel.perChat?.counts === "proactive") this.#countInChat(id, clock.now(), 1);
    } finally {
      this.#inFlight -= 1;
    }
  }

  #countInChat(id: ConversationId, now: Instant, parts: number): void {
    const everyMs = this.#channel.perChat?.everyMs ?? 0;
    this.#nextInChat.set(id, Math.max(now, this.#nextInChat.get(id) ?? now) + parts * everyMs);
  }

  #reservedAt(now: Instant): number {
    return this.#reserved.at < now - isKeptMs ? 0 : this.#reserved.count;
  }

  /** Whether the channel's proactive messages are counted in the store. */
  #isCounted(): boolean {
    const { limits = {} } = this.#channel;
    return limits.perHour !== undefined || limits.perDay !== undefined;
  }
}

function turnsAt(perSecond: number, { random, clock }: LimiterDependencies): SendTurns {
  const rate = rateOf(perSecond, burstsASecond);
  const windows = [{ count: perSecond, ms: second }];
  return new SendTurns({ windows, rate, random }, clock.now());
}

function rateOf(perSecond: number, bursts: number) {
  return { capacity: Math.max(1, perSecond / bursts), perMs: perSecond / second };
}
