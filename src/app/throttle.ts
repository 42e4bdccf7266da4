import { TokenBucket } from "../concurrency/token-bucket.ts";
import type { Instant } from "../conversation/vocabulary.ts";
import type { Channel, Clock, ConversationId, OutboxRow, ProactiveLimits, Store } from "./ports.ts";

/** The throttle for proactive messages: it keeps each channel's limits, and lets every answer through. */
export interface ProactiveThrottle {
  /** How many more proactive messages may be put into the outbox for this channel now. */
  room(channel: Channel): number;
  /** Keeps the room for so many messages, which are sent next. */
  reserve(channel: Channel, count: number): void;
  /**
   * Sends the message if the limits let it through now, and counts it. Resolves with the milliseconds until the next attempt, 0 = sent;
   * rejects as `sending` does.
   */
  send(channel: Channel, row: OutboxRow, sending: () => Promise<void>): Promise<number>;
  /** Reads the counts of the last day from the store: those of an earlier process, or of another one. */
  recall(channel: Channel): Promise<void>;
}

interface ThrottleDependencies {
  readonly store: Pick<Store, "transaction" | "proactiveSince">;
  readonly clock: Clock;
  /** From 0 to below 1. */
  readonly random: () => number;
}

const second = 1_000;
const hour = 3_600 * second;
const day = 24 * hour;
/** Nothing proactive goes out at night. */
const wakingHours = 12;
/** How many are sent at the same time on a channel: half of its places stay free for answers. */
const mostInFlight = 32;
/** As many as so many looks a second may miss go at the same moment: the machine may be too busy for more. */
const looksASecond = 5;
/** A turn or a reservation that no one came for is another's after this long. */
const isKeptMs = 60 * second;

/** Returns how many proactive messages a channel takes in an hour: a whole number of at least one, or infinity without a limit. */
export function hourlyCapacity(limits: ProactiveLimits = {}): number {
  const { perSecond = Infinity, perHour = Infinity, perDay = Infinity } = limits;
  return Math.max(1, Math.floor(Math.min(perSecond * (hour / second), perHour, perDay / wakingHours)));
}

/** Returns a throttle that has counted nothing yet. */
export function createThrottle({ store, clock, random }: ThrottleDependencies): ProactiveThrottle {
  const throttles = new Map<Channel, ChannelThrottle>();

  function of(channel: Channel): ChannelThrottle {
    const throttle = throttles.get(channel) ?? new ChannelThrottle(channel.limits ?? {}, clock, random);
    throttles.set(channel, throttle);
    return throttle;
  }

  const isCounted = ({ limits }: Channel) => limits?.perHour !== undefined || limits?.perDay !== undefined;

  /** Before the sending: a crash may cost a message its turn, and never makes the limits laxer. */
  async function count(channel: Channel): Promise<void> {
    const now = clock.now();
    if (isCounted(channel))
      await store.transaction((transaction) => transaction.countProactive(channel.name, now, now - day));
  }

  async function sendProactive(
    channel: Channel,
    id: ConversationId,
    sending: () => Promise<void>,
  ): Promise<number> {
    const throttle = of(channel);
    const wait = throttle.begin(id);
    if (wait > 0) return wait;
    try {
      await count(channel);
      await sending();
      throttle.rest(id);
      return 0;
    } finally {
      throttle.end();
    }
  }

  return {
    room: (channel) => of(channel).room(),
    reserve: (channel, count) => of(channel).reserve(count),
    async send(channel, row, sending) {
      if (row.kind !== "answer") return await sendProactive(channel, row.conversationId, sending);
      await sending();
      return 0;
    },
    async recall(channel) {
      if (isCounted(channel)) of(channel).recall(await store.proactiveSince(channel.name, clock.now() - day));
    },
  };
}

/** The limits of one channel, and what counts against them. Turns are given in the order of asking. */
class ChannelThrottle {
  readonly #limits: ProactiveLimits;
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #bucket: TokenBucket | undefined;
  /** No more than `count` in any stretch of `ms` milliseconds. */
  readonly #windows: readonly { readonly count: number; readonly ms: number }[];
  /** When messages went out, oldest first. */
  #sent: Instant[] = [];
  /** The turns that were given, also those to come: so that the limits hold for them too. */
  #planned: Instant[] = [];
  readonly #turns = new Map<ConversationId, Instant>();
  /** When each chat got its last one. */
  readonly #rests = new Map<ConversationId, Instant>();
  /** Messages for which room was kept, and that have not asked for their turn yet. */
  #reserved: { readonly count: number; readonly at: Instant } = { count: 0, at: 0 };
  #gapMs: number;
  #inFlight = 0;

  constructor(limits: ProactiveLimits, clock: Clock, random: () => number) {
    const { perSecond, perHour = Infinity, perDay = Infinity } = limits;
    this.#limits = limits;
    this.#clock = clock;
    this.#random = random;
    this.#windows = [
      { count: perSecond ?? Infinity, ms: second },
      { count: perHour, ms: hour },
      { count: perDay, ms: day },
    ].filter(({ count }) => count < Infinity);
    if (perSecond !== undefined) {
      const rate = { capacity: Math.max(1, perSecond / looksASecond), perMs: perSecond / second };
      this.#bucket = new TokenBucket(rate, clock.now());
    }
    this.#gapMs = this.#newGap();
  }

  room(): number {
    const now = this.#forget();
    if (this.#limits.isReady?.() === false || this.#earliest(this.#planned, this.#gapMs) > now) return 0;
    const free = this.#windows.map(
      ({ count, ms }) => count - this.#planned.filter((at) => at > now - ms).length,
    );
    const tokens = this.#bucket === undefined ? Infinity : Math.floor(this.#bucket.tokens(now));
    const most = this.#limits.spacing === undefined ? Infinity : 1;
    return Math.max(0, Math.min(...free, tokens, most) - this.#reserved.count - this.#turns.size);
  }

  reserve(count: number): void {
    const now = this.#forget();
    if (count > 0) this.#reserved = { count: this.#reserved.count + count, at: now };
  }

  /** Returns how long to wait, in milliseconds; 0 if the message counts as being sent, until `end`. */
  begin(id: ConversationId): number {
    const now = this.#forget();
    const rested = (this.#rests.get(id) ?? -Infinity) + (this.#limits.perChatMs ?? 0);
    if (rested > now) return rested - now;
    if (this.#limits.isReady?.() === false || this.#inFlight >= mostInFlight)
      return second * (0.5 + this.#random() / 2);
    // A late message must not come too close to the one before.
    const soonest = this.#earliest(this.#sent, this.#limits.spacing?.shortestMs ?? 0);
    const turn = Math.max(this.#turns.get(id) ?? this.#takeTurn(now), soonest);
    if (turn > now) {
      this.#turns.set(id, turn);
      return turn - now;
    }
    this.#turns.delete(id);
    this.#sent.push(now);
    this.#inFlight += 1;
    return 0;
  }

  end(): void {
    this.#inFlight -= 1;
  }

  /** The chat has got a message. */
  rest(id: ConversationId): void {
    if (this.#limits.perChatMs !== undefined) this.#rests.set(id, this.#clock.now());
  }

  recall(sent: readonly Instant[]): void {
    const now = this.#clock.now();
    this.#sent = [...sent];
    this.#planned = [...sent, ...this.#planned.filter((at) => at > now)];
  }

  #takeTurn(now: Instant): Instant {
    const turn = Math.max(this.#bucket?.reserve(now) ?? now, this.#earliest(this.#planned, this.#gapMs));
    this.#planned.push(turn);
    this.#reserved = { ...this.#reserved, count: Math.max(0, this.#reserved.count - 1) };
    this.#gapMs = this.#newGap();
    return turn;
  }

  /** From when on one more may follow these. */
  #earliest(log: readonly Instant[], gapMs: number): Instant {
    const free = this.#windows.map(({ count, ms }) => (log.at(-count) ?? -Infinity) + ms);
    return Math.max((log.at(-1) ?? -Infinity) + gapMs, ...free);
  }

  #newGap(): number {
    const { shortestMs, longestMs } = this.#limits.spacing ?? { shortestMs: 0, longestMs: 0 };
    return shortestMs + this.#random() * (longestMs - shortestMs);
  }

  /** Drops what is of no concern any more; returns the present instant. */
  #forget(): Instant {
    const now = this.#clock.now();
    const longest = Math.max(this.#limits.spacing?.longestMs ?? 0, ...this.#windows.map(({ ms }) => ms));
    this.#sent = since(now - longest, this.#sent);
    this.#planned = since(now - longest, this.#planned);
    if (this.#reserved.at < now - isKeptMs) this.#reserved = { count: 0, at: now };
    forgetBefore(this.#turns, now - isKeptMs);
    forgetBefore(this.#rests, now - (this.#limits.perChatMs ?? 0));
    return now;
  }
}

/** What is at `from` or later; the list itself if that is all of it. */
function since(from: Instant, log: Instant[]): Instant[] {
  return (log[0] ?? from) < from ? log.filter((at) => at >= from) : log;
}

function forgetBefore(instants: Map<ConversationId, Instant>, before: Instant): void {
  for (const [id, at] of instants) if (at < before) instants.delete(id);
}
