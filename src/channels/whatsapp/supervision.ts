import { assign, fromCallback, fromPromise, setup } from "xstate";
import type { Instant } from "../../conversation/vocabulary.ts";
import type { LinkCode, Outside } from "../../ports.ts";
import { second } from "../../support/durations.ts";
import { backoffMs } from "../../support/retry.ts";
import { sleep, systemTimers, withTimeout } from "../../support/timers.ts";
import { describeWhatsAppError } from "./errors.ts";
import type { WhatsAppClient } from "./library.ts";
import { type ClientEvent, closeBrowser, openSession } from "./open-session.ts";
import type { Incoming } from "./read.ts";
import { type Ending, type StateTracker, shortestPauseMs } from "./track-state.ts";

/** The channel's timeouts and intervals; tests shorten them. */
export const usualTiming = {
  /** The longest time from the launch, or from linking, to readiness. */
  readyMs: 90 * second,
  /** How long a QR code or a pairing code is valid. */
  codeMs: 90 * second,
  /** How long to wait for a code, a link or readiness before running the nudge script in the page. */
  nudgeMs: 3 * second,
  /** How long a browser may take to close before it is killed. */
  closeMs: 5 * second,
  probeMs: 30 * second,
  /** The pause between probes after a failed one. */
  probeAgainMs: 5 * second,
  /** A probe without an answer for this long has failed. */
  probeTimeoutMs: 10 * second,
  /** How long a page may answer but be disconnected before its client is replaced. */
  mendMs: 60 * second,
  firstBackoffMs: second,
  longestBackoffMs: 300 * second,
  /** After a client that was ready this long, the backoff starts from the beginning. */
  stableMs: 60 * second,
  /** How long a message waits for a client to get ready. */
  patienceMs: 20 * second,
};
export type SupervisorTiming = Readonly<typeof usualTiming>;

export interface SupervisorOptions extends Pick<Outside, "clock" | "log" | "random"> {
  /** Builds a client that is not launched yet. */
  readonly createClient: () => WhatsAppClient;
  /** Erases the session after a logout. Never rejects. */
  readonly forgetSession: () => Promise<void>;
  readonly timing: SupervisorTiming;
  readonly state: StateTracker;
  readonly onCode: (linkCode: LinkCode) => void;
  readonly onLinked: () => void;
  /** Its signal aborts when this client is not ready any more, or ready anew. Never rejects. */
  readonly onReady: (client: WhatsAppClient, signal: AbortSignal) => Promise<void>;
  readonly onIncoming: (incoming: Incoming) => void;
}

/** The statechart's context. */
interface SupervisionContext {
  readonly client?: WhatsAppClient | undefined;
  readonly readySince?: Instant | undefined;
  /** Why the last client ended. */
  readonly reason: Ending;
  /** Describes the last failed probe. */
  readonly problem: string;
  /** How many probes in a row have had no answer. */
  readonly silences: number;
  /** How many clients in a row have failed before they were stable. */
  readonly failures: number;
  readonly pauseMs: number;
}

type SupervisionEvent =
  | ClientEvent
  | { readonly type: "start" | "stop" | "online" | "offline" }
  | { readonly type: "created"; readonly client: WhatsAppClient };

/**
 * Wait before closing after a logout: the library erases the session right after the event, and
 * fails if the browser is closed meanwhile.
 */
const logoutMs = 1_000;
/** A busy page may miss one probe, so this many in a row count as a failure. */
const silencesInARow = 3;

/**
 * Builds the statechart that replaces each client that ends with a new one, until it is stopped. Its
 * tag "ready" says that the current one is ready.
 */
export function createSupervision(options: SupervisorOptions) {
  const { timing, state, clock, log } = options;

  function pauseAfter({
    reason,
    failures,
    readySince,
  }: SupervisionContext): Pick<SupervisionContext, "failures" | "pauseMs"> {
    const wasGood = readySince !== undefined && clock.now() - readySince >= timing.stableMs;
    const attempt = wasGood ? 1 : failures + 1;
    const backoff = { firstMs: timing.firstBackoffMs, longestMs: timing.longestBackoffMs };
    const growingMs = Math.max(backoffMs(attempt, backoff, options.random), shortestPauseMs[reason] ?? 0);
    const isUpToPerson = reason === "not-scanned" || reason === "logged-out";
    const pauseMs = isUpToPerson ? timing.firstBackoffMs : Math.round(growingMs);
    log.info({ reason, attempt, ms: pauseMs }, "WhatsApp Web starts again after a pause");
    return { failures: attempt, pauseMs };
  }

  const chart = setup({
    types: { context: {} as SupervisionContext, events: {} as SupervisionEvent },
    delays: { ...timing, pauseMs: ({ context }) => context.pauseMs },
    actors: {
      session: fromCallback<SupervisionEvent>(({ sendBack }) => {
        const client = options.createClient();
        sendBack({ type: "created", client });
        return openSession(client, sendBack, options);
      }),
      whileOnline: fromPromise<void, WhatsAppClient | undefined>(async ({ input: client, signal }) => {
        if (client !== undefined) await options.onReady(client, signal);
      }),
      askState: fromPromise<string | null | undefined, WhatsAppClient | undefined>(({ input: client }) =>
        withTimeout(
          systemTimers,
          timing.probeTimeoutMs,
          Promise.resolve(client?.getState()),
          () => new Error("no answer"),
        ),
      ),
      close: fromPromise<void, SupervisionContext>(async ({ input: { client, reason } }) => {
        if (reason === "logged-out") await sleep(systemTimers, logoutMs);
        if (client !== undefined) await closeBrowser(client, timing.closeMs);
        if (reason === "logged-out") await options.forgetSession();
      }),
    },
  });
  // Named functions: their names are shown in the diagram.
  const isSilentTooOften = ({ context }: { readonly context: SupervisionContext }) =>
    context.silences === silencesInARow;
  const isStopped = ({ context }: { readonly context: SupervisionContext }) => context.reason === "stopped";
  const isConnected = ({ event }: { readonly event: { readonly output: string | null | undefined } }) =>
    event.output === "CONNECTED";
  const clientOf = ({ context }: { readonly context: SupervisionContext }) => context.client;

  function fail(reason: Ending) {
    return { actions: chart.raise({ type: "failed", reason, problem: "nothing has come for too long" }) };
  }

  const lose = chart.raise(({ context: { problem } }) => ({
    type: "failed",
    reason: "unresponsive",
    problem,
  }));
  const toLinked = { target: "linked", actions: options.onLinked } as const;
  /** The page crashes or loses its connection without an event, so its state is polled. */
  const probe = chart.createStateConfig({
    initial: "resting",
    states: {
      resting: {
        entry: [assign({ silences: 0 }), chart.raise({ type: "online" })],
        after: { probeMs: "asking" },
      },
      offline: {
        entry: [assign({ silences: 0 }), chart.raise({ type: "offline" })],
        after: { probeAgainMs: "asking" },
      },
      silent: {
        entry: assign({ silences: ({ context }) => context.silences + 1 }),
        always: [{ guard: isSilentTooOften, target: "lost" }, "doubting"],
      },
      doubting: { after: { probeAgainMs: "asking" } },
      lost: { entry: lose },
      asking: {
        invoke: {
          src: "askState",
          input: clientOf,
          onDone: [
            { guard: isConnected, target: "resting" },
            {
              target: "offline",
              actions: assign({ problem: ({ event: { output } }) => `the state is ${output ?? "unknown"}` }),
            },
          ],
          onError: {
            target: "silent",
            actions: assign({ problem: ({ event: { error } }) => describeWhatsAppError(error) }),
          },
        },
      },
    },
    on: { changed: ".doubting" },
  });
  /**
   * The page usually reconnects by itself. Replacing it too early would send its queued messages
   * twice: once by the page, once by a new client.
   */
  const connection = chart.createStateConfig({
    initial: "online",
    states: {
      online: {
        tags: "ready",
        entry: () => state.ready(),
        invoke: { src: "whileOnline", input: clientOf },
        on: { offline: "offline" },
      },
      offline: {
        entry: () => state.unready("reconnecting"),
        after: {
          mendMs: { actions: lose },
        },
        on: { online: "online" },
      },
    },
  });
  return chart.createMachine({
    context: { reason: "stopped", problem: "", silences: 0, failures: 0, pauseMs: 0 },
    initial: "stopped",
    states: {
      stopped: { on: { start: { target: "open", actions: assign({ failures: 0 }) } } },
      open: {
        entry: assign({ client: undefined, readySince: undefined }),
        invoke: {
          src: "session",
          onError: {
            target: "pausing",
            actions: [
              assign({ reason: "not-starting" }),
              ({ event }) => {
                const problem = describeWhatsAppError(event.error);
                log.error({ problem }, "WhatsApp does not start");
              },
            ],
          },
        },
        initial: "starting",
        states: {
          starting: {
            after: { readyMs: fail("silent") },
            on: { linked: toLinked, progress: { target: "starting", reenter: true } },
          },
          coded: { after: { codeMs: fail("not-scanned") }, on: { linked: toLinked } },
          linked: {
            after: { readyMs: fail("never-ready") },
            on: { progress: { target: "linked", reenter: true } },
          },
          ready: {
            type: "parallel",
            entry: assign({ readySince: ({ context }) => context.readySince ?? clock.now() }),
            states: { connection, probe },
            on: {
              reloaded: { target: "linked", actions: () => state.unready("reconnecting") },
            },
          },
        },
        on: {
          created: { actions: assign({ client: ({ event }) => event.client }) },
          code: {
            target: ".coded",
            actions: ({ event: { linkCode } }) => {
              state.unready("not-linked");
              options.onCode(linkCode);
            },
          },
          linked: { actions: options.onLinked },
          ready: ".ready",
          incoming: { actions: ({ event }) => options.onIncoming(event.incoming) },
          failed: {
            target: "closing",
            actions: [
              assign({ reason: ({ event }) => event.reason }),
              ({ event: { reason, problem } }) =>
                log.warn({ reason, problem }, "WhatsApp Web has to be started again"),
            ],
          },
          stop: { target: "closing", actions: assign({ reason: "stopped" }) },
        },
      },
      closing: {
        entry: ({ context }) => state.ended(context.reason),
        invoke: {
          src: "close",
          input: ({ context }) => context,
          onDone: [{ guard: isStopped, target: "stopped" }, { target: "pausing" }],
        },
        on: { stop: { actions: assign({ reason: "stopped" }) } },
      },
      pausing: {
        entry: assign(({ context }) => pauseAfter(context)),
        after: { pauseMs: "open" },
        on: { stop: "stopped" },
      },
    },
  });
}
