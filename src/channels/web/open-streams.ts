import { LRUCache } from "lru-cache";
import { ChannelError, type Clock, type ConversationId, type RefusalReason } from "../../app/ports.ts";
import { networkShares, networksAround } from "../../http/guard-request.ts";
import type { PageEvent, ToldMessage } from "./wire.ts";

/** How much is taken, and how long is waited, unless something else is asked for. */
export const streamLimits = {
  pages: 5_000,
  /** Larger IPv6 networks have their share of it, see `networkShares`. */
  pagesPerAddress: 200,
  /** A page that has not said within this time that it has shown a message is taken for dead. */
  seenWithinMs: 10_000,
};

/** A reader who finds no place, or loses it, is to come again after so long. */
export const fullForMs = 10_000;
/** So many conversations are known to have spoken; the one that has been silent for the longest time is forgotten first. */
const mostSpoken = 50_000;

/** The open streams of all pages. */
export type OpenStreams = ReturnType<typeof createOpenStreams>;

/** One open page: what is written to it arrives there as server-sent events. */
type OpenPage = ReturnType<typeof createOpenPage>;

interface Line {
  readonly pages: Set<OpenPage>;
  /** What is being sent, by its id, with what ends the waiting. */
  readonly unseen: Map<string, { readonly event: ToldMessage; readonly end: (isSeen: boolean) => void }>;
}

/** Returns the open streams of server-sent events, by their conversation; there are none yet. */
export function createOpenStreams(limits: typeof streamLimits, clock: Clock) {
  const lines = new Map<ConversationId, Line>();
  const perNetwork = new Map<string, number>();
  const spoken = new LRUCache<ConversationId, true>({ maxSize: mostSpoken, sizeCalculation: () => 1 });
  /** The pages of conversations in which nothing was said, the oldest first. */
  const silent = new Set<OpenPage>();
  let count = 0;
  let places = { areTaken: false, since: clock.now() };

  /** Counts a page that is opened, or closed: 1 or -1. */
  function countPage(networks: readonly string[], more: 1 | -1): void {
    count += more;
    for (const network of networks) {
      const own = (perNetwork.get(network) ?? 0) + more;
      if (own > 0) perNetwork.set(network, own);
      else perNetwork.delete(network);
    }
    notePlaces();
  }

  function notePlaces(): void {
    const areTaken = count >= limits.pages && silent.size === 0;
    if (areTaken !== places.areTaken) places = { areTaken, since: clock.now() };
  }

  /** Takes the place of the page that has been silent for the longest time; false if there is none. */
  function makeRoom(): boolean {
    const [page] = silent;
    page?.write({ type: "full", askedMs: fullForMs });
    page?.close();
    return page !== undefined;
  }

  /** Says why no page of these networks can be opened; nothing if there is a place for it now. */
  function refusalOf(networks: readonly string[]): Exclude<RefusalReason, "rate"> | undefined {
    if (isFull(networks)) return "address";
    return count < limits.pages || makeRoom() ? undefined : "all";
  }

  const isFull = (networks: readonly string[]) =>
    networks.some((network, index) => {
      const share = networkShares[index] ?? 1;
      return (perNetwork.get(network) ?? 0) >= limits.pagesPerAddress * share;
    });

  function showOn(line: Line, event: ToldMessage): Promise<boolean> {
    return new Promise((resolve) => {
      const end = (isSeen: boolean) => {
        clearTimeout(timer);
        line.unseen.delete(event.id);
        resolve(isSeen);
      };
      const timer = setTimeout(() => {
        end(false);
        for (const page of line.pages) page.close();
      }, limits.seenWithinMs);
      line.unseen.set(event.id, { event, end });
      for (const page of line.pages) page.write(event);
    });
  }

  return {
    /**
     * Opens one more page, which gets what is being sent now as well; says why not where that cannot be. If all places are taken, a page
     * of a conversation in which nothing was said gives way.
     */
    open(id: ConversationId, address: string): OpenPage | Exclude<RefusalReason, "rate"> {
      const networks = networksAround(address);
      const refusal = refusalOf(networks);
      if (refusal !== undefined) return refusal;
      const line: Line = lines.get(id) ?? { pages: new Set(), unseen: new Map() };
      const page = createOpenPage(() => {
        line.pages.delete(page);
        silent.delete(page);
        countPage(networks, -1);
        if (line.pages.size > 0) return;
        lines.delete(id);
        for (const { end } of line.unseen.values()) end(false);
      });
      lines.set(id, line);
      line.pages.add(page);
      if (!spoken.has(id)) silent.add(page);
      countPage(networks, 1);
      for (const { event } of line.unseen.values()) page.write(event);
      return page;
    },
    /** Whether all places are taken, and since when that is so. */
    places: () => places,
    /** Whether something was said in the conversation, as far as is known: after a restart, in none. */
    hasSpoken: (id: ConversationId) => spoken.has(id),
    /** Something was said in the conversation: its pages keep their places. */
    spoke(id: ConversationId): void {
      spoken.set(id, true);
      for (const page of lines.get(id)?.pages ?? []) silent.delete(page);
      notePlaces();
    },
    /** Those of which a page is open. */
    conversations: () => [...lines.keys()],
    /** Tells every open page of the conversation. */
    tell(id: ConversationId, event: PageEvent): void {
      for (const page of lines.get(id)?.pages ?? []) page.write(event);
    },
    /** Resolves when a page has shown the message; rejects with "away" where none is open, or none says so in time. */
    async send(id: ConversationId, event: ToldMessage): Promise<void> {
      const line = lines.get(id);
      if (line !== undefined && (await showOn(line, event))) return;
      throw new ChannelError("web", { reason: "away" }, "nobody looks into this chat");
    },
    /** A page has shown these messages. */
    seen(id: ConversationId, messages: readonly string[]): void {
      for (const message of messages) lines.get(id)?.unseen.get(message)?.end(true);
    },
    /** Closes all pages. */
    close(): void {
      for (const { pages } of lines.values()) for (const page of pages) page.close();
    },
  };
}

/** A page that has not taken this much is as good as closed. */
const backlogCap = 262_144;
const beatMs = 15_000;
const utf8 = new TextEncoder();

/** Opens a page. `onClose` is called once, whoever closes it. */
export function createOpenPage(onClose: () => void) {
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  const body = new ReadableStream<Uint8Array>(
    {
      start(given) {
        controller = given;
      },
      cancel: end,
    },
    new ByteLengthQueuingStrategy({ highWaterMark: backlogCap }),
  );
  // Keeps what lies between from closing the connection; at first, it shows that the stream is open.
  const beat = () => push(":\n\n");
  const beating = setInterval(beat, beatMs).unref();
  beat();

  function push(text: string): void {
    controller?.enqueue(utf8.encode(text));
    if ((controller?.desiredSize ?? 1) <= 0) close();
  }

  function close(): void {
    controller?.close();
    end();
  }

  function end(): void {
    if (controller === undefined) return;
    controller = undefined;
    clearInterval(beating);
    onClose();
  }

  return { body, write: (event: PageEvent) => push(`data: ${JSON.stringify(event)}\n\n`), close };
}
