import { withTimeout } from "../../concurrency/with-timeout.ts";
import { describeWhatsAppError } from "./errors.ts";
import type { WhatsAppClient } from "./library.ts";

export interface ProbeTiming {
  readonly probeMs: number;
  /** The pause after a bad answer. */
  readonly probeAgainMs: number;
  /** An answer that takes longer is none. */
  readonly probeTimeoutMs: number;
  /** How long a page that answers may be without its connection before it is lost. */
  readonly mendMs: number;
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
  /** Told once, when only a new client helps. */
  readonly onLost: (problem: string) => void;
  /** The page is without its connection, and is given time to find it again. */
  readonly onDisconnected: (problem: string) => void;
  /** It has found it again. */
  readonly onReconnected: () => void;
}

/** What one look has found. */
type Look =
  | { readonly is: "connected" }
  | { readonly is: "disconnected"; readonly problem: string }
  | { readonly is: "silent"; readonly problem: string };

/** A page that is busy may miss one. */
const silencesInARow = 3;

/**
 * Returns a probe that tells when WhatsApp Web is lost: it dies and loses its connection without an event. A page that does not
 * answer is soon lost; one that answers mends its connection by itself as a rule, and would send twice what it holds if a new
 * client sent it as well.
 */
export function createProbe(options: ProbeOptions): Probe {
  const { client, timing } = options;
  let timer: NodeJS.Timeout | undefined;
  let mending: NodeJS.Timeout | undefined;
  let round = 0;
  let silences = 0;

  function schedule(ms: number): void {
    clearTimeout(timer);
    const own = ++round;
    timer = setTimeout(() => void ask(own), ms);
  }

  async function ask(own: number): Promise<void> {
    const found = await find();
    if (own !== round) return;
    switch (found.is) {
      case "connected":
        return onConnected();
      case "disconnected":
        return onDisconnected(found.problem);
      case "silent":
        return onSilent(found.problem);
    }
  }

  function onConnected(): void {
    const wasAway = mending !== undefined;
    start();
    if (wasAway) options.onReconnected();
  }

  function onDisconnected(problem: string): void {
    silences = 0;
    schedule(timing.probeAgainMs);
    if (mending !== undefined) return;
    mending = setTimeout(() => options.onLost(problem), timing.mendMs);
    options.onDisconnected(problem);
  }

  function onSilent(problem: string): void {
    silences += 1;
    if (silences >= silencesInARow) options.onLost(problem);
    else schedule(timing.probeAgainMs);
  }

  function start(): void {
    clearTimeout(mending);
    mending = undefined;
    silences = 0;
    schedule(timing.probeMs);
  }

  async function find(): Promise<Look> {
    try {
      const state = await withTimeout(timing.probeTimeoutMs, client.getState(), () => new Error("no answer"));
      if (state === "CONNECTED") return { is: "connected" };
      return { is: "disconnected", problem: `the state is ${state ?? "unknown"}` };
    } catch (error) {
      return { is: "silent", problem: describeWhatsAppError(error) };
    }
  }

  return {
    start,
    look() {
      if (timer !== undefined) schedule(timing.probeAgainMs);
    },
    stop() {
      clearTimeout(timer);
      clearTimeout(mending);
      timer = undefined;
      mending = undefined;
      round += 1;
    },
  };
}
