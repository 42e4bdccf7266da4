import { ChannelError, type Clock, type ConversationId, type RefusalReason } from "../../app/ports.ts";
import type { PageEvent, ToldMessage } from "./wire.ts";

/** How much is taken, and how long is waited, unless something else is asked for. */
export const streamLimits = {
  pages: 5_000,
  pagesPerAddress: 50,
  /** A page that has not said within this time that it has shown a message is taken for dead. */
  seenWithinMs: 10_000,
};

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
  const perAddress = new Map<string, number>();
  let count = 0;
  let places = { areTaken: false, since: clock.now() };

  /** Counts a page that is opened, or closed: 1 or -1. */
  function countPage(address: string, more: 1 | -1): void {
    count += more;
    const areTaken = count >= limits.pages;
    if (areTaken !== places.areTaken) places = { areTaken, since: clock.now() };
    const own = (perAddress.get(address) ?? 0) + more;
    if (own > 0) perAddress.set(address, own);
    else perAddress.delete(address);
  }

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
    /** Opens one more page, which gets what is being sent now as well; says why not where that cannot be. */
    open(id: ConversationId, address: string): OpenPage | Exclude<RefusalReason, "rate"> {
      if ((perAddress.get(address) ?? 0) >= limits.pagesPerAddress) return "address";
      if (places.areTaken) return "all";
      const line: Line = lines.get(id) ?? { pages: new Set(), unseen: new Map() };
      const page = createOpenPage(() => {
        line.pages.delete(page);
        countPage(address, -1);
        if (line.pages.size > 0) return;
        lines.delete(id);
        for (const { end } of line.unseen.values()) end(false);
      });
      lines.set(id, line);
      line.pages.add(page);
      countPage(address, 1);
      for (const { event } of line.unseen.values()) page.write(event);
      return page;
    },
    /** Whether all places are taken, and since when that is so. */
    places: () => places,
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
