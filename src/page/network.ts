import { assign, fromCallback, fromPromise, type SnapshotFrom, setup } from "xstate";
import { fullProblem, type PageEvent, type Said } from "../channels/web/wire.ts";
import { type Answer, listen, post, type Receipt, type StreamEvent } from "./requests.ts";

/** What the network serves. */
export interface NetworkSide {
  readonly session: () => string | undefined;
  /** What is to be posted next. */
  readonly waiting: () => Outgoing | undefined;
  /** What became of it. */
  readonly posted: (outgoing: Outgoing, posted: Posted) => void;
  readonly hear: (event: PageEvent) => void;
}

/** A message that goes out, in the name of the session in which it was said. */
export interface Outgoing {
  readonly session: string;
  readonly id: string;
  readonly said: Said;
  readonly language: string;
}

/** What became of a message that was posted. `failed`: it is useless to post it again by itself. */
export type Posted = Receipt | "failed";

/** What is wrong, by the name of its text; empty if nothing is. */
export type Notice = "" | "offline" | "full" | "refused" | "too-fast";

type NetworkEvent =
  | StreamEvent
  /** `changed`: there may be another session, or something to be posted. `hurry`: whoever waits is back. */
  | { readonly type: "lead" | "follow" | "changed" | "hurry" };

/** What the statechart remembers from state to state. */
interface Memory {
  readonly side: NetworkSide;
  /** Whose stream it is. */
  readonly session?: string | undefined;
  readonly trouble: Notice;
  /** How often in a row there was no stream, and how long the server asked to wait for one. */
  readonly losses: number;
  readonly fullMs: number;
  /** How often in a row a message did not go out, and how long the server asked to wait. */
  readonly failures: number;
  readonly askedMs: number;
  /** Nothing more is to be heard before the next message goes out. */
  readonly isAnswered: boolean;
  /** What was heard, until the server knows that. */
  readonly unconfirmed: readonly { readonly session: string; readonly id: string }[];
}

const longestPauseMs = 10_000;
/** So many messages one request confirms at most. */
const mostConfirmed = 100;
/** By these, a server or a proxy says that the same may go well later. */
const passingStatuses = [408, 425, 429];

/** How long to wait after so many failures. Those who have failed together come back one by one. */
function backoffMs(failures: number): number {
  return Math.min(150 * 2 ** failures, longestPauseMs) * (0.5 + Math.random() / 2);
}

function readPosted({ status, told: { receipt } }: Answer): Posted | undefined {
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
    /** The server says something every fifteen seconds, and be it nothing. */
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
  events.flatMap((event) => (event.type === "message" ? [{ session, id: event.id }] : []));

/** Holds one stream open, and opens it again whenever it ends. */
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

/** Posts what waits, in order and until it is there. The next goes out when the last one is answered: after a goodbye, nothing does. */
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
              return event.output.told.problem === fullProblem;
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

/** Tells the server what was heard: all that has come meanwhile at once. */
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

/** The network of one tab: it leads, and has the stream and posts for all, or it follows. */
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

/** What there is to say of it. That there is no connection comes first. */
export function noticeOf(snapshot: SnapshotFrom<typeof network>): Notice {
  const { trouble } = snapshot.context;
  if (trouble !== "") return trouble;
  if (snapshot.matches({ leading: { outbox: "crowded" } })) return "full";
  return snapshot.matches({ leading: { outbox: "slowed" } }) ? "too-fast" : "";
}
