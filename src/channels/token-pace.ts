import type { Clock, ConversationId, Pace } from "../app/ports.ts";

type Instant = ReturnType<Clock["now"]>;

/** A pace whose messages ask for their turn when they are sent. */
export interface TokenPace extends Pace {
  /** 0 where this chat's message may go now; else how long to wait, in milliseconds, before asking again. */
  ask(chat: ConversationId): number;
}

const second = 1_000;
const secondsOfAnHour = 3_600;
/** As many as so many looks a second may miss go at the same moment: the machine may be too busy for more. */
const looksASecond = 5;
/** A turn or a promise that nobody came for is another's after this long. */
const isKeptMs = 60_000;

/** Builds a pace of at most so many messages in any second, evenly, that gives turns in the order of asking. */
export function createTokenPace(perSecond: number, clock: Clock): TokenPace {
  const most = Math.max(1, perSecond / looksASecond);
  /** Below 0 where turns to come have been given. */
  let tokens = most;
  let at = clock.now();
  /** When the messages of the last second went. */
  let gone: readonly Instant[] = [];
  const turns = new Map<ConversationId, Instant>();
  /** Messages for which room was taken, and that have not asked for their turn yet. */
  let promised = { count: 0, at };

  function refill(): void {
    const now = clock.now();
    tokens = Math.min(most, tokens + (Math.max(0, now - at) / second) * perSecond);
    at = now;
    gone = gone.filter((instant) => instant > now - second && instant <= now);
    if (promised.at < now - isKeptMs) promised = { count: 0, at: now };
    for (const [chat, turn] of turns) if (turn < now - isKeptMs) turns.delete(chat);
  }

  function takeTurn(): Instant {
    promised = { ...promised, count: Math.max(0, promised.count - 1) };
    tokens -= 1;
    return tokens >= 0 ? at : at + Math.ceil((-tokens / perSecond) * second);
  }

  return {
    perHour: perSecond * secondsOfAnHour,
    room() {
      refill();
      return Math.max(0, Math.min(Math.floor(tokens), perSecond - gone.length) - promised.count);
    },
    take(count) {
      refill();
      if (count > 0) promised = { count: promised.count + count, at };
    },
    ask(chat) {
      refill();
      // Who comes late for a turn must not make the second too full.
      const free = (gone.at(-perSecond) ?? Number.NEGATIVE_INFINITY) + second;
      const turn = Math.max(turns.get(chat) ?? takeTurn(), free);
      if (turn > at) {
        turns.set(chat, turn);
        return turn - at;
      }
      turns.delete(chat);
      gone = [...gone, at];
      return 0;
    },
  };
}
