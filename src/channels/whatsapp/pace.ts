import type { Clock, ConversationId } from "../../app/ports.ts";
import type { Instant } from "../../conversation/vocabulary.ts";

interface PaceOptions {
  readonly hourlyCap: number;
  readonly dailyCap: number;
  readonly clock: Clock;
  /** From 0 to below 1. */
  readonly random: () => number;
  /** When unprompted messages went out before, oldest first. */
  readonly sent: readonly Instant[];
}

/** Spreads unprompted messages, over all chats together. */
export interface Pace {
  /** 0 where this chat's message may go now; else how long to wait, in milliseconds, before asking again. */
  ask(chat: ConversationId): number;
}

const shortestGapMs = 5_000;
const longestGapMs = 30_000;
const hour = 3_600_000;
const day = 24 * hour;
/** A turn that nobody came for is another's after this long. */
const turnIsKeptMs = 60_000;

/** Gives turns in the order of asking: 5 to 30 s apart, and never more than the caps allow. */
export function createPace({ hourlyCap, dailyCap, clock, random, sent }: PaceOptions): Pace {
  const longestCap = Math.max(hourlyCap, dailyCap);
  let taken = sent.slice(-longestCap);
  const turns = new Map<ConversationId, Instant>();

  function nextTurn(now: Instant): Instant {
    const gap = shortestGapMs + random() * (longestGapMs - shortestGapMs);
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
    return turn;
  }

  function forgetMissed(now: Instant): void {
    for (const [chat, turn] of turns) if (turn < now - turnIsKeptMs) turns.delete(chat);
  }

  return {
    ask(chat) {
      const now = clock.now();
      forgetMissed(now);
      const turn = turns.get(chat) ?? takeTurn(now);
      if (turn <= now) {
        turns.delete(chat);
        return 0;
      }
      turns.set(chat, turn);
      return turn - now;
    },
  };
}
