import { randomUUID } from "node:crypto";
import type { Hono } from "hono";
import type {
  Channel,
  Clock,
  ConversationId,
  Inbox,
  IncomingMessage,
  Log,
  Receipt,
} from "../../app/ports.ts";
import { createRoutes } from "./routes.ts";
import type { PageFiles } from "./serve-file.ts";
import { createSwitchboard, type SwitchboardLimits } from "./switchboard.ts";
import type { ToldTime } from "./wire.ts";

/** Moves the clock of one conversation. */
export interface TimeTravel {
  told(id: ConversationId): Promise<ToldTime>;
  /** Sets the conversation's clock so far ahead of the real one, and lets the bot do what is due by then. */
  travel(id: ConversationId, ahead: number): Promise<void>;
}

/** What the chat in the browser needs from the operator and from the rest of the program. */
export interface WebOptions {
  /** What is served, the page first of all. */
  readonly files: PageFiles;
  /** `preview`: for this machine only, and every conversation's clock can be moved. */
  readonly mode: { readonly type: "public" } | { readonly type: "preview"; readonly time: TimeTravel };
  /** The public origin, where the operator has named it. */
  readonly origin?: string;
  /** True where a proxy stands before us and names people's addresses in `x-forwarded-for`. */
  readonly isProxyTrusted?: boolean;
  readonly clock: Clock;
  readonly log: Log;
  readonly limits?: Partial<WebLimits>;
}

/** How much is taken from whom. */
export interface WebLimits extends SwitchboardLimits {
  /** Messages of people, of one address. */
  readonly messagesPerMinute: number;
}

/** A chat in the browser; its routes are to be served by somebody else. */
export interface WebChannel extends Channel {
  readonly app: Hono;
}

const usualLimits: WebLimits = {
  messagesPerMinute: 60,
  pages: 5_000,
  pagesPerAddress: 50,
  seenWithinMs: 10_000,
  beatMs: 15_000,
};

/** The web channel: server-sent events for what the bot says, a request for each thing that the person does. */
export function createWebChannel(options: WebOptions): WebChannel {
  const { mode, origin, log } = options;
  const limits = { ...usualLimits, ...options.limits };
  const switchboard = createSwitchboard(limits);
  const inHand = new Set<Promise<unknown>>();
  let inbox: Inbox | undefined;

  async function receive(message: IncomingMessage): Promise<Receipt | undefined> {
    const receiving = inbox?.receive(message);
    if (receiving === undefined) return undefined;
    inHand.add(receiving);
    try {
      return await receiving;
    } finally {
      inHand.delete(receiving);
      tellTime(message.conversationId);
    }
  }

  function tellTime(id: ConversationId): void {
    if (mode.type !== "preview") return;
    mode.time
      .told(id)
      .then((time) => switchboard.tell(id, { type: "time", time }))
      .catch((error: unknown) => log.error({ error }, "a page was not told the time"));
  }

  const app = createRoutes(options, limits, {
    open(id, address) {
      const page = inbox && switchboard.open(id, address);
      if (page === undefined) return undefined;
      inbox?.here(id);
      tellTime(id);
      return page;
    },
    receive,
    seen: (id, messages) => switchboard.seen(id, messages),
    ...(mode.type === "preview" && {
      async travel(id: ConversationId, ahead: number) {
        await mode.time.travel(id, ahead);
        tellTime(id);
      },
    }),
  });

  return {
    name: "web",
    app,
    // The preview is for this machine only: its address leads nobody there.
    invitation: () =>
      mode.type === "public" ? origin && `${origin}/?start={campaign}-{language}` : undefined,
    async start(given) {
      inbox = given;
    },
    async stop() {
      inbox = undefined;
      switchboard.close();
      await Promise.allSettled(inHand);
    },
    send: (id, message, kind = "answer", sendingId = randomUUID()) =>
      switchboard.send(id, { type: "message", id: sendingId, kind, message }),
  };
}
