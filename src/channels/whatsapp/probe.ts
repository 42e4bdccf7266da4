import { describeWhatsAppError } from "./errors.ts";
import type { WhatsAppClient } from "./library.ts";
import { within } from "./within.ts";

export interface ProbeTiming {
  readonly probeMs: number;
  /** The pause after a bad answer. */
  readonly probeAgainMs: number;
  /** An answer that takes longer is a bad one. */
  readonly probeTimeoutMs: number;
}

/** Asks now and then whether WhatsApp Web is still there and connected. */
export interface Probe {
  start(): void;
  /** Asks soon, out of turn. */
  look(): void;
  stop(): void;
}

interface ProbeOptions {
  readonly client: Pick<WhatsAppClient, "getState">;
  readonly timing: ProbeTiming;
  readonly onLost: (problem: string) => void;
}

/** WhatsApp Web finds its way back by itself after a short loss of the network. */
const badAnswersInARow = 3;

/** Builds a probe that tells once when WhatsApp Web is lost: it dies and loses its connection without an event. */
export function createProbe({ client, timing, onLost }: ProbeOptions): Probe {
  let timer: NodeJS.Timeout | undefined;
  let round = 0;
  let bad = 0;

  function schedule(ms: number): void {
    clearTimeout(timer);
    const own = ++round;
    timer = setTimeout(() => void ask(own), ms);
  }

  async function ask(own: number): Promise<void> {
    const problem = await problemOf();
    if (own !== round) return;
    if (problem === undefined) return start();
    bad += 1;
    if (bad >= badAnswersInARow) onLost(problem);
    else schedule(timing.probeAgainMs);
  }

  function start(): void {
    bad = 0;
    schedule(timing.probeMs);
  }

  async function problemOf(): Promise<string | undefined> {
    try {
      const limit = () => new Error("no answer");
      const state = await within(timing.probeTimeoutMs, client.getState(), limit);
      return state === "CONNECTED" ? undefined : `the state is ${state ?? "unknown"}`;
    } catch (error) {
      return describeWhatsAppError(error);
    }
  }

  return {
    start,
    look() {
      if (timer !== undefined) schedule(timing.probeAgainMs);
    },
    stop() {
      clearTimeout(timer);
      timer = undefined;
      round += 1;
    },
  };
}
