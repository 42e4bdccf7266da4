import type { Clock, ConversationId, Pace as Room } from "../../app/ports.ts";
import type { Instant } from "../../conversation/vocabulary.ts";

interface PaceOptions {
  readonly hourlyCap: number;
  readonly dailyCap: number;
  readonly clock: Clock;
  /** From 0 to below 1. */
  readonly random: () => number;
}

/** Spreads unprompted messages, over all chats together. */
export interface Pace extends Room {
  /** 0 where this chat's message may go now; else how long to wait, in milliseconds, before asking again. */
  ask(chat: ConversationId): number;
  /** Counts what went out before this process, oldest first. */
  recall(sent: readonly Instant[]): void;
}

const shortestGapMs = 5_000;
const longestGapMs = 30_000;
const hour = 3_600_000;
const day = 24 * hour;
/** A turn that nobody came for is another's after this long. */
const turnIsKeptMs = 60_000;
/** Nothing unprompted goes out at night. */
const wakingHours = 12;

/** Gives turns in the order of asking: 5 to 30 s apart, and never more than the caps allow. */
export function createPace({ hourlyCap, dailyCap, clock, random }: PaceOptions): Pace {
  const longestCap = Math.max(hourlyCap, dailyCap);
  let taken: readonly Instant[] = [];
  const turns = new Map<ConversationId, Instant>();
  let gap = newGap();
  /** When room was taken for a message that has not asked for its turn yet. */
  let promised = Number.NEGATIVE_INFINITY;

  function newGap(): number {
    return shortestGapMs + random() * (longestGapMs - shortestGapMs);
  }

  function nextTurn(now: Instant): Instant {
    const last = taken.at(-1);
    return Math.max(
      now,
      last === undefined ? now : last + gap,
      (taken.at(-hourlyCap) ?? Number.NEGATIVE_INFINITY) + hour,
      (taken.at(-dailyCap) ?? Number.NEGATIVE_INFINITY) + day,
    );
  }

  function takeTurn(now: Instant): Instant {
    const turn = nextTurn(now);
    // All turns to come are kept, so that the caps hold for them too.
    taken = [...taken.filter((at) => at > now - day), turn];
    gap = newGap();
    return turn;
  }

  function forgetMissed(now: Instant): void {
    for (const [chat, turn] of turns) if (turn < now - turnIsKeptMs) turns.delete(chat);
  }

  return {
    perHour: Math.min(hourlyCap, dailyCap / wakingHours),
    room() {
      const now = clock.now();
      forgetMissed(now);
      const isFree = turns.size === 0 && promised < now - turnIsKeptMs;
      return isFree && nextTurn(now) <= now ? 1 : 0;
    },
    take(count) {
      if (count > 0) promised = clock.now();
    },
    ask(chat) {
      const now = clock.now();
      promised = Number.NEGATIVE_INFINITY;
      forgetMissed(now);
      const turn = turns.get(chat) ?? takeTurn(now);
      if (turn <= now) {
        turns.delete(chat);
        return 0;
      }
      turns.set(chat, turn);
      return turn - now;
    },
    recall(sent) {
      taken = sent.slice(-longestCap);
    },
  };
}
