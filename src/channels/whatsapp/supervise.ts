import type { Clock, Log } from "../../app/ports.ts";
import { backoffMs } from "../../concurrency/retry.ts";
import { sleep } from "../../concurrency/sleep.ts";
import type { Instant } from "../../conversation/vocabulary.ts";
import { describeWhatsAppError, unavailable } from "./errors.ts";
import type { WhatsAppClient } from "./library.ts";
import { createNotice } from "./notice.ts";
import { type EndReason, openSession, type Session, type SessionTiming } from "./session.ts";

export interface SupervisorTiming extends SessionTiming {
  readonly firstBackoffMs: number;
  readonly longestBackoffMs: number;
  /** A client that was ready for so long was a good one. */
  readonly stableMs: number;
  /** How long a message waits for a client to get ready. */
  readonly patienceMs: number;
}

/** How things stand with WhatsApp, and since when. */
export interface WhatsAppState {
  /** Whether the phone has linked us, as far as we know. */
  readonly linked: boolean;
  /** Whether messages come and go. */
  readonly ready: boolean;
  readonly since: Instant;
  /** Present while not ready. Holds nothing of people. */
  readonly lastError?: string;
}

interface SupervisorOptions {
  /** Builds a client that is not launched yet. */
  readonly createClient: () => WhatsAppClient;
  /** Erases the session after a logout. Never rejects. */
  readonly forgetSession: () => Promise<void>;
  readonly timing: SupervisorTiming;
  readonly clock: Clock;
  readonly log: Log;
  readonly random: () => number;
  readonly onCode: (kind: "qr" | "code", code: string) => void;
  readonly onLinked: () => void;
  /** The signal is raised when this client is not ready any more, or ready anew. */
  readonly onReady: (client: WhatsAppClient, signal: AbortSignal) => void;
  readonly onMessage: (message: unknown) => void;
  readonly onEdit: (message: unknown) => void;
  readonly onVote: (vote: unknown) => void;
}

/** Keeps a client running, one after the other, without end. */
export interface Supervisor {
  /** Also after a stop. */
  start(): void;
  /** Whoever waits for a client, now or until the next start, is told at once that there is none. */
  endPatience(): void;
  /** Resolves when the browser is gone. */
  stop(): Promise<void>;
  state(): WhatsAppState;
  /** The client, while it is ready. */
  client(): WhatsAppClient | undefined;
  /** Resolves with a client that is ready; rejects after the patience, or at the stop. */
  ready(): Promise<WhatsAppClient>;
}

/** What took the session over would only be fought with. */
const shortestPause: Partial<Record<EndReason, number>> = { "taken-over": 30_000, refused: 60_000 };

export function supervise(options: SupervisorOptions): Supervisor {
  const { timing, clock, log } = options;
  let ending = new AbortController();
  const notice = createNotice(clock, log);
  const waiting = new Set<(client: WhatsAppClient | undefined) => void>();
  let state: WhatsAppState = {
    linked: false,
    ready: false,
    since: clock.now(),
    lastError: "not started yet",
  };
  let session: Session | undefined;
  let readiness = new AbortController();
  let readySince: Instant | undefined;
  /** How long a message waits for a client now. */
  let patienceMs = timing.patienceMs;
  let running: Promise<void> = Promise.resolve();

  function become(next: { readonly linked: boolean; readonly ready: boolean }, lastError?: string): void {
    const since = next.ready === state.ready && next.linked === state.linked ? state.since : clock.now();
    state = { ...next, since, ...(lastError !== undefined && { lastError }) };
  }

  function becomeUnready(linked: boolean, lastError: string): void {
    readiness.abort();
    become({ linked, ready: false }, lastError);
  }

  function onReady(client: WhatsAppClient): void {
    readySince ??= clock.now();
    if (!state.ready) log.info({ channel: "whatsapp" }, "WhatsApp is ready");
    become({ linked: true, ready: true });
    readiness.abort();
    readiness = new AbortController();
    options.onReady(client, readiness.signal);
    for (const resolve of waiting) resolve(client);
  }

  function open(): Session {
    const client = options.createClient();
    return openSession({
      client,
      timing,
      log,
      onCode(kind, code) {
        becomeUnready(false, "not linked: the code waits to be scanned or typed");
        options.onCode(kind, code);
      },
      onLinked() {
        if (!state.linked) become({ ...state, linked: true }, state.lastError);
        options.onLinked();
      },
      onReady: () => onReady(client),
      onUnready: (problem) => becomeUnready(true, problem),
      onMessage: options.onMessage,
      onEdit: options.onEdit,
      onVote: options.onVote,
      onOver: (reason) => becomeUnready(state.linked && reason !== "logged-out", notice.tell(reason)),
    });
  }

  /** Runs one client to its end. */
  async function runOne(): Promise<EndReason> {
    readySince = undefined;
    try {
      session = open();
    } catch (error) {
      log.error({ channel: "whatsapp", problem: describeWhatsAppError(error) }, "WhatsApp does not start");
      return "not-starting";
    }
    const reason = await session.ended;
    if (reason === "logged-out") await options.forgetSession();
    return reason;
  }

  function pauseAfter(reason: EndReason, failures: number): number {
    if (reason === "not-scanned" || reason === "logged-out") return timing.firstBackoffMs;
    const backoff = { firstMs: timing.firstBackoffMs, longestMs: timing.longestBackoffMs };
    return Math.max(backoffMs(failures + 1, backoff, options.random), shortestPause[reason] ?? 0);
  }

  /** Returns how often it has failed in a row. */
  async function pauseBefore(reason: EndReason, failures: number): Promise<number> {
    const wasGood = readySince !== undefined && clock.now() - readySince >= timing.stableMs;
    const before = wasGood ? 0 : failures;
    const ms = Math.round(pauseAfter(reason, before));
    log.info(
      { channel: "whatsapp", reason, attempt: before + 1, ms },
      "WhatsApp Web starts again after a pause",
    );
    await sleep(ms, ending.signal);
    return before + 1;
  }

  async function run(): Promise<void> {
    let failures = 0;
    while (!ending.signal.aborted) {
      const reason = await runOne();
      if (!ending.signal.aborted) failures = await pauseBefore(reason, failures);
    }
  }

  function endPatience(): void {
    patienceMs = 0;
    for (const resolve of waiting) resolve(undefined);
  }

  const client = () => (session?.isReady() === true ? session.client : undefined);

  return {
    start() {
      ending = new AbortController();
      patienceMs = timing.patienceMs;
      running = run();
    },
    endPatience,
    async stop() {
      ending.abort();
      readiness.abort();
      endPatience();
      session?.end("stopped");
      await running;
    },
    state: () => state,
    client,
    async ready() {
      const now = client();
      if (now !== undefined) return now;
      const found = await new Promise<WhatsAppClient | undefined>((resolve) => {
        const settle = (ready: WhatsAppClient | undefined) => {
          clearTimeout(timer);
          waiting.delete(settle);
          resolve(ready);
        };
        const timer = setTimeout(() => settle(undefined), patienceMs);
        waiting.add(settle);
      });
      if (found === undefined) throw unavailable("not ready");
      return found;
    },
  };
}
