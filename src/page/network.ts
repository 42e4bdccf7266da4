import { assign, fromCallback, fromPromise, type SnapshotFrom, setup } from "xstate";
import { fullProblem, type PageEvent, type UserInput } from "../channels/web/wire.ts";
import { type Answer, listen, post, type Receipt, type StreamEvent } from "./requests.ts";

/** The callbacks of the chat for which the network works. */
export interface NetworkSide {
  readonly session: () => string | undefined;
  /** Returns the message to post next. */
  readonly waiting: () => Outgoing | undefined;
  /** Called with the result of posting a message. */
  readonly posted: (outgoing: Outgoing, posted: Posted) => void;
  readonly hear: (event: PageEvent) => void;
}

/** A message to post, with the session in which it was written. */
export interface Outgoing {
  readonly session: string;
  readonly id: string;
  readonly said: UserInput;
  readonly language: string;
}

/** The result of posting a message. `failed`: retrying is useless. */
export type Posted = Receipt | "failed";

/** The name of the text for a problem; empty if there is none. */
export type Notice = "" | "offline" | "full" | "refused" | "too-fast";

type NetworkEvent =
  | StreamEvent
  /**
   * `changed`: the session may be another one, or a message may wait. `hurry`: the person is back at
   * the page.
   */
  | { readonly type: "lead" | "follow" | "changed" | "hurry" };

/** The statechart's context. */
interface Memory {
  readonly side: NetworkSide;
  /** The session of the stream. */
  readonly session?: string | undefined;
  readonly trouble: Notice;
  /** How often in a row the stream failed, and how long the server asked to wait before reconnecting. */
  readonly losses: number;
  readonly fullMs: number;
  /** How often in a row posting failed, and how long the server asked to wait. */
  readonly failures: number;
  readonly askedMs: number;
  /** True if no answer is outstanding: the next message may be posted. */
  readonly isAnswered: boolean;
  /** Messages that were received and not yet confirmed to the server. */
  readonly unconfirmed: readonly { readonly session: string; readonly id: string }[];
}

const longestPauseMs = 10_000;
/** The most messages that one request confirms. */
const mostConfirmed = 100;
/** Statuses after which a retry may succeed. */
const passingStatuses = [408, 425, 429];

/**
 * Returns the pause after this many failures, with jitter, so that pages that failed together do not
 * return together.
 */
function backoffMs(failures: number): number {
  return Math.min(150 * 2 ** failures, longestPauseMs) * (0.5 + Math.random() / 2);
}

function readPosted({ status, body: { receipt } }: Answer): Posted | undefined {
  if (status < 300) return receipt;
  return status < 500 && !passingStatuses.includes(status) ? "failed" : undefined;
}

const chart = setup({
  types: { context: {} as Memory, events: {} as NetworkEvent, input: {} as NetworkSide },
  actors: {
    stream: fromCallback<NetworkEvent, string | undefined>(({ sendBack, input: session }) => {
      const hearing = new AbortController();
      if (session !== undefined) void listen(session, hearing.signal, sendBack);
      return () => hearing.abort();
    }),
    post: fromPromise(async ({ input: side, signal }: { input: NetworkSide; signal: AbortSignal }) => {
      const outgoing = side.waiting();
      if (outgoing === undefined) throw new Error("nothing waits to be posted");
      const { session, id, said, language } = outgoing;
      const { timeZone: zone } = Intl.DateTimeFormat().resolvedOptions();
      const body = { id, ...said, language, zone };
      const answer = await post(session, "chat/messages", body, { signal });
      const posted = readPosted(answer);
      if (posted !== undefined) side.posted(outgoing, posted);
      return { ...answer, posted };
    }),
    confirm: fromPromise<number, Memory["unconfirmed"]>(async ({ input: [first, ...rest], signal }) => {
      if (first === undefined) return 0;
      const others = rest.slice(0, mostConfirmed - 1).filter(({ session }) => session === first.session);
      const ids = [first, ...others].map(({ id }) => id);
      const { status } = await post(first.session, "chat/seen", { ids }, { signal });
      if (status !== 204) throw new Error(`the server does not know what was heard: ${status}`);
      return ids.length;
    }),
  },
  delays: {
    /** The server sends at least a heartbeat every fifteen seconds. */
    silenceMs: 40_000,
    lossMs: ({ context }) => backoffMs(context.losses),
    fullMs: ({ context }) => Math.max(backoffMs(context.losses), context.fullMs * (1 + Math.random() / 2)),
    refusedMs: 60_000,
    failureMs: ({ context }) => Math.max(backoffMs(context.failures), context.askedMs),
    answerMs: 2_000,
    confirmMs: 2_000,
  },
  guards: {
    hasSession: ({ context }) => context.session !== undefined,
    isOtherSession: ({ context }) => context.session !== context.side.session(),
    hasWaiting: ({ context }) => context.side.waiting() !== undefined,
    isAnswered: ({ context }) => context.isAnswered,
    hasUnconfirmed: ({ context }) => context.unconfirmed.length > 0,
  },
});

const lose = (trouble: Notice) =>
  chart.assign(({ context }) => ({ trouble, losses: context.losses + 1, unconfirmed: [] }));
const takeSession = chart.assign(({ context }) => ({
  session: context.side.session(),
  trouble: "" as const,
  losses: 0,
}));
const raiseLost = chart.raise({ type: "lost" });

const toMessages = (events: readonly PageEvent[], session = "") =>
  events.filter((event) => event.type === "message").map(({ id }) => ({ session, id }));

/** Keeps one stream open: reopens it whenever it ends. */
const stream = chart.createStateConfig({
  initial: "resting",
  on: { changed: { guard: "isOtherSession", target: ".resting" } },
  states: {
    resting: { entry: takeSession, always: { guard: "hasSession", target: "listening" } },
    listening: {
      invoke: { src: "stream", input: ({ context }) => context.session },
      initial: "connecting",
      states: {
        connecting: { after: { silenceMs: { actions: raiseLost } }, on: { opened: "open" } },
        open: {
          entry: assign({ trouble: "" }),
          after: { silenceMs: { actions: raiseLost } },
          on: {
            heard: {
              target: "open",
              reenter: true,
              actions: [
                ({ context: { side }, event: { events } }) => {
                  for (const event of events) side.hear(event);
                },
                assign(({ context, event }) => {
                  const messages = toMessages(event.events, context.session);
                  return {
                    losses: 0,
                    isAnswered: context.isAnswered || messages.length > 0,
                    unconfirmed: [...context.unconfirmed, ...messages],
                  };
                }),
              ],
            },
          },
        },
      },
      on: {
        lost: "offline",
        full: { target: "busy", actions: assign({ fullMs: ({ event }) => event.askedMs }) },
        refused: "refused",
      },
    },
    offline: { entry: lose("offline"), after: { lossMs: "listening" }, on: { hurry: "listening" } },
    busy: { entry: lose("full"), after: { fullMs: "listening" } },
    refused: { entry: lose("refused"), after: { refusedMs: "listening" }, on: { hurry: "listening" } },
  },
});

/**
 * Posts waiting messages in order, each until it succeeds. Waits for the bot's answer before the
 * next one: after a goodbye, nothing is posted.
 */
const outbox = chart.createStateConfig({
  initial: "resting",
  on: { changed: { guard: "isOtherSession", target: ".resting" } },
  states: {
    resting: { always: { guard: "hasWaiting", target: "posting" } },
    posting: {
      entry: assign({ isAnswered: false }),
      invoke: {
        src: "post",
        input: ({ context }) => context.side,
        onDone: [
          {
            guard: function isOver({ event }) {
              return event.output.posted !== undefined;
            },
            target: "awaiting",
            actions: assign({
              failures: 0,
              isAnswered: ({ context, event }) => context.isAnswered || event.output.posted !== "answered",
            }),
          },
          {
            guard: function isTooFast({ event }) {
              return event.output.status === 429;
            },
            target: "slowed",
            actions: assign({ askedMs: ({ event }) => event.output.askedMs }),
          },
          {
            guard: function isFull({ event }) {
              return event.output.body.problem === fullProblem;
            },
            target: "crowded",
            actions: assign({ askedMs: ({ event }) => event.output.askedMs }),
          },
          { target: "unsent", actions: assign({ askedMs: ({ event }) => event.output.askedMs }) },
        ],
        onError: { target: "unsent", actions: assign({ askedMs: 0 }) },
      },
    },
    awaiting: { always: { guard: "isAnswered", target: "resting" }, after: { answerMs: "resting" } },
    unsent: {
      entry: assign({ failures: ({ context }) => context.failures + 1 }),
      after: { failureMs: "resting" },
      on: { hurry: "resting", opened: "resting" },
    },
    slowed: { after: { failureMs: "resting" } },
    crowded: { after: { failureMs: "resting" } },
  },
});

/** Confirms received messages to the server, several in one request. */
const receipts = chart.createStateConfig({
  initial: "resting",
  states: {
    resting: { always: { guard: "hasUnconfirmed", target: "confirming" } },
    confirming: {
      invoke: {
        src: "confirm",
        input: ({ context }) => context.unconfirmed,
        onDone: {
          target: "resting",
          actions: assign(({ context, event }) => ({
            unconfirmed: context.unconfirmed.slice(event.output),
          })),
        },
        onError: "unsure",
      },
    },
    unsure: { after: { confirmMs: "resting" } },
  },
});

/** The network of one tab: a leading tab has the stream and posts for all tabs; the others follow. */
export const network = chart.createMachine({
  context: ({ input: side }) => ({
    side,
    trouble: "",
    losses: 0,
    fullMs: 0,
    failures: 0,
    askedMs: 0,
    isAnswered: true,
    unconfirmed: [],
  }),
  initial: "following",
  states: {
    following: { on: { lead: "leading" } },
    leading: { type: "parallel", states: { stream, outbox, receipts }, on: { follow: "following" } },
  },
});

/** Returns the notice for the network's state; a lost connection comes first. */
export function noticeOf(snapshot: SnapshotFrom<typeof network>): Notice {
  const { trouble } = snapshot.context;
  if (trouble !== "") return trouble;
  if (snapshot.matches({ leading: { outbox: "crowded" } })) return "full";
  return snapshot.matches({ leading: { outbox: "slowed" } }) ? "too-fast" : "";
}
