import { type Hold, leaderRole, type Meter, type Outside, type Store } from "../ports.ts";
import { minute, second } from "../support/durations.ts";
import type { Timers } from "../support/timers.ts";
import { repeat } from "./repeat.ts";

/** Leader election: one of the processes on a store does what only one may do. */
export type Leadership = Awaited<ReturnType<typeof electLeader>>;

interface LeaderDependencies extends Pick<Outside, "log"> {
  readonly timers: Timers;
  readonly store: Pick<Store, "hold">;
  readonly meter: Pick<Meter, "erred">;
  /** Called each time this process is elected. */
  readonly onElected: () => Promise<void>;
  /** Called when another process has taken over, and after `onElected` has failed. */
  readonly onDemoted: () => Promise<void>;
}

/**
 * Becomes the leader, or stands by until the leader's process has ended. Resolves when it leads or
 * stands by; rejects if `onElected` does at the start. If the store was away for a moment, the lead is
 * lost only if another process took it meanwhile; this one then stands by again. If `onElected` fails
 * later, the lead is free for others for a minute.
 */
export async function electLeader(dependencies: LeaderDependencies) {
  const { store, log, onElected, onDemoted } = dependencies;
  let hold: Hold | undefined = await store.hold(leaderRole);
  let hasBegun = hold !== undefined;
  if (hasBegun) await onElected();
  else log.info({}, "another process leads; this one stands by");

  async function look(): Promise<number | undefined> {
    if (hold?.isHeld()) return undefined;
    hold = await store.hold(leaderRole);
    if (hasBegun === (hold !== undefined)) return undefined;
    return hold === undefined ? standBy() : takeOver(hold);
  }

  async function takeOver(taken: Hold): Promise<number | undefined> {
    log.info({}, "this process leads now");
    try {
      await onElected();
      hasBegun = true;
      return undefined;
    } catch (error) {
      const message = "this process cannot lead; in a minute it tries again, unless another leads by then";
      log.error({ error }, message);
      await onDemoted();
      await taken.release();
      return minute;
    }
  }

  async function standBy(): Promise<undefined> {
    log.warn({}, "another process has taken the lead; this one stands by");
    hasBegun = false;
    await onDemoted();
  }

  const looking = repeat(look, second, dependencies);
  return {
    /** Whether this process leads now. */
    isLeading: () => hold?.isHeld() ?? false,
    /** Whether another process leads, as far as this one knows. */
    isStandingBy: () => hold === undefined,
    /** Lets another process lead. */
    async stop() {
      await looking.stop();
      await hold?.release();
    },
  };
}
