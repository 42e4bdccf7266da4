import type { Instant } from "../conversation/vocabulary.ts";
import type { ConversationId } from "../ports.ts";
import { TokenBucket, type TokenRate } from "../support/token-bucket.ts";

/** No more than `count` in any stretch of `ms` milliseconds. */
export interface SlidingWindow {
  readonly count: number;
  readonly ms: number;
}

/** The rules that turns keep. */
interface TurnRules {
  readonly windows: readonly SlidingWindow[];
  /** Spreads the turns evenly over each second. */
  readonly rate: TokenRate;
  /** The pause between two turns, chosen at random each time. */
  readonly spacing?: { readonly shortestMs: number; readonly longestMs: number } | undefined;
  readonly random: () => number;
}

/** A message that was sent. */
export interface Departure {
  readonly at: Instant;
}

/** How long a turn is kept for a conversation that does not come for it. */
export const isKeptMs = 60_000;

/**
 * Gives turns in the order of asking, so that the sliding windows are never exceeded: neither by turns
 * to come, nor by messages that go out later than their turn.
 */
export class SendTurns {
  readonly #rules: TurnRules;
  readonly #bucket: TokenBucket;
  readonly #longestMs: number;
  /** The turns given, oldest first; some are still to come. */
  #given: Instant[] = [];
  /** The messages sent, oldest first. */
  #gone: Departure[] = [];
  /** The turns of the conversations that wait. */
  readonly #waiting = new Map<ConversationId, Instant>();
  #gapMs: number;

  constructor(rules: TurnRules, now: Instant) {
    const { windows, rate, spacing } = rules;
    this.#rules = rules;
    this.#bucket = new TokenBucket(rate, now);
    this.#longestMs = Math.max(spacing?.longestMs ?? 0, ...windows.map(({ ms }) => ms));
    this.#gapMs = this.#newGapMs();
  }

  /** How many conversations wait for their turn. */
  get waiting(): number {
    return this.#waiting.size;
  }

  hasTurn(id: ConversationId): boolean {
    return this.#waiting.has(id);
  }

  /**
   * Milliseconds until the turn of this conversation, which is kept for it. A message may take several
   * turns.
   */
  wait(id: ConversationId, now: Instant, count = 1): number {
    const turn = this.#waiting.get(id) ?? this.#give(now, count);
    this.#waiting.set(id, turn);
    return Math.max(0, turn - now, this.#afterGone() - now);
  }

  /** Milliseconds until one more may be sent after all that wait; takes no turn. */
  waitAfterAll(now: Instant): number {
    return Math.max(this.#next(now), this.#afterGone()) - now;
  }

  /** Notes a message that is sent now, in its turn if it has one. Returns its departure. */
  depart(id: ConversationId | undefined, now: Instant, count = 1): Departure {
    if (id === undefined || !this.#waiting.delete(id)) this.#give(now, count);
    const departure = { at: now };
    for (let part = 0; part < count; part += 1) this.#gone.push(departure);
    return departure;
  }

  /** Moves a departure to `now`; notes it anew if a `recall` has come in between. */
  postpone(departure: Departure, now: Instant): void {
    this.#gone = [...this.#gone.filter((other) => other !== departure), { at: now }];
  }

  /** How many more could be sent now if nobody waited. */
  free(now: Instant): number {
    this.forgetPast(now);
    if (this.#afterGiven() > now) return 0;
    const { windows, spacing } = this.#rules;
    const free = windows.map(({ count, ms }) => count - this.#given.filter((at) => at > now - ms).length);
    const tokens = Math.floor(this.#bucket.tokens(now));
    return Math.min(...free, tokens, spacing === undefined ? Number.POSITIVE_INFINITY : 1);
  }

  /** Whether one more may have its turn within so many milliseconds. */
  isFreeWithin(ms: number, now: Instant): boolean {
    return this.#next(now) < now + ms;
  }

  /** Notes what an earlier or another process has sent, oldest first. */
  recall(gone: readonly Instant[], now: Instant): void {
    this.#gone = gone.map((at) => ({ at }));
    this.#given = [...gone, ...this.#given.filter((at) => at > now)];
  }

  /** Drops turns and departures that no rule needs any more. */
  forgetPast(now: Instant): void {
    const isNeeded = (at: Instant) => at >= now - this.#longestMs;
    this.#given = this.#given.filter(isNeeded);
    this.#gone = this.#gone.filter(({ at }) => isNeeded(at));
    for (const [id, turn] of this.#waiting) if (turn < now - isKeptMs) this.#waiting.delete(id);
  }

  /** Gives so many turns; returns the last of them. */
  #give(now: Instant, count: number): Instant {
    let turn = now;
    for (let part = 0; part < count; part += 1) {
      turn = this.#next(now);
      this.#bucket.reserve(now);
      this.#given.push(turn);
      this.#gapMs = this.#newGapMs();
    }
    return turn;
  }

  #next(now: Instant): Instant {
    return Math.max(now + this.#bucket.wait(now), this.#afterGiven());
  }

  #afterGiven(): Instant {
    const { windows } = this.#rules;
    return earliestAfter((back) => this.#given.at(-back), [...windows, { count: 1, ms: this.#gapMs }]);
  }

  /**
   * The earliest instant after what was sent: a message later than its turn must not come too close to
   * the next.
   */
  #afterGone(): Instant {
    const { windows, spacing } = this.#rules;
    const shortest = { count: 1, ms: spacing?.shortestMs ?? 0 };
    return earliestAfter((back) => this.#gone.at(-back)?.at, [...windows, shortest]);
  }

  #newGapMs(): number {
    const { spacing, random } = this.#rules;
    return spacing === undefined
      ? 0
      : spacing.shortestMs + random() * (spacing.longestMs - spacing.shortestMs);
  }
}

/** Returns when one more may follow; `before(1)` is the last one before it. */
function earliestAfter(
  before: (back: number) => Instant | undefined,
  windows: readonly SlidingWindow[],
): Instant {
  return Math.max(...windows.map(({ count, ms }) => (before(count) ?? Number.NEGATIVE_INFINITY) + ms));
}
