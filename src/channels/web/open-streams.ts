import { LRUCache } from "lru-cache";
import type { Instant } from "../../conversation/vocabulary.ts";
import { networkShares, networksAround } from "../../http/guard-request.ts";
import { ChannelError, type Clock, type ConversationId, type RefusalReason } from "../../ports.ts";
import { atMost } from "../../support/at-most.ts";
import type { MessageDto, PageEvent } from "./wire.ts";

/** The default limits of the streams. */
export const streamLimits = {
  pages: 5_000,
  /** For larger IPv6 networks this is multiplied as in `networkShares`. */
  pagesPerAddress: 200,
  /** A page that has not confirmed a message within this time is closed as dead. */
  seenWithinMs: 10_000,
};

/** A page that gets no place, or loses it, retries after this time. */
export const fullForMs = 10_000;
/**
 * How many conversations are remembered as having spoken; the least recently active is forgotten
 * first.
 */
const mostSpoken = 50_000;

/** One open page, which receives what is written to it as server-sent events. */
type OpenPage = ReturnType<typeof createOpenPage>;

interface Line {
  readonly pages: Set<OpenPage>;
  /** The messages that no page has confirmed yet, by id; `end` settles the send. */
  readonly unseen: Map<string, { readonly event: MessageDto; readonly end: (isSeen: boolean) => void }>;
}

/** The open streams of all pages, by conversation. */
export class OpenStreams {
  readonly #limits: typeof streamLimits;
  readonly #clock: Clock;
  readonly #lines = new Map<ConversationId, Line>();
  readonly #perNetwork = new Map<string, number>();
  readonly #spoken = new LRUCache<ConversationId, true>(atMost(mostSpoken));
  /** The pages of conversations without a message, oldest first. */
  readonly #silent = new Set<OpenPage>();
  #count = 0;
  #places: { readonly areTaken: boolean; readonly since: Instant };

  constructor(limits: typeof streamLimits, clock: Clock) {
    this.#limits = limits;
    this.#clock = clock;
    this.#places = { areTaken: false, since: clock.now() };
  }

  /**
   * Opens a page, which also gets the messages that are being sent now; returns the reason if there is
   * no place. If all places are taken, a page of a conversation without a message is closed.
   */
  open(id: ConversationId, address: string): OpenPage | Exclude<RefusalReason, "rate"> {
    const networks = networksAround(address);
    const refusal = this.#refusalOf(networks);
    if (refusal !== undefined) return refusal;
    const line: Line = this.#lines.get(id) ?? { pages: new Set(), unseen: new Map() };
    const page = createOpenPage(() => {
      line.pages.delete(page);
      this.#silent.delete(page);
      this.#countPage(networks, -1);
      if (line.pages.size > 0) return;
      this.#lines.delete(id);
      for (const { end } of line.unseen.values()) end(false);
    });
    this.#lines.set(id, line);
    line.pages.add(page);
    if (!this.#spoken.has(id)) this.#silent.add(page);
    this.#countPage(networks, 1);
    for (const { event } of line.unseen.values()) page.write(event);
    return page;
  }

  /** Whether all places are taken, and since when the answer has been the same. */
  places() {
    return this.#places;
  }

  /** True if a message is known in the conversation; after a restart, none is. */
  hasSpoken(id: ConversationId): boolean {
    return this.#spoken.has(id);
  }

  /** Notes a message in the conversation: its pages now keep their places. */
  spoke(id: ConversationId): void {
    this.#spoken.set(id, true);
    for (const page of this.#lines.get(id)?.pages ?? []) this.#silent.delete(page);
    this.#notePlaces();
  }

  /** The conversations with an open page. */
  conversations(): readonly ConversationId[] {
    return [...this.#lines.keys()];
  }

  /** Sends an event to every open page of the conversation. */
  tell(id: ConversationId, event: PageEvent): void {
    for (const page of this.#lines.get(id)?.pages ?? []) page.write(event);
  }

  /**
   * Resolves when a page has shown the message; rejects with "away" if none is open, or none confirms
   * in time.
   */
  async send(id: ConversationId, event: MessageDto): Promise<void> {
    const line = this.#lines.get(id);
    if (line !== undefined && (await this.#showOn(line, event))) return;
    throw new ChannelError("web", { reason: "away" }, "nobody looks into this chat");
  }

  /** Notes that a page has shown these messages. */
  seen(id: ConversationId, messages: readonly string[]): void {
    for (const message of messages) this.#lines.get(id)?.unseen.get(message)?.end(true);
  }

  close(): void {
    for (const { pages } of this.#lines.values()) for (const page of pages) page.close();
  }

  /** Adjusts the counts when a page opens (1) or closes (-1). */
  #countPage(networks: readonly string[], more: 1 | -1): void {
    this.#count += more;
    for (const network of networks) {
      const pages = (this.#perNetwork.get(network) ?? 0) + more;
      if (pages > 0) this.#perNetwork.set(network, pages);
      else this.#perNetwork.delete(network);
    }
    this.#notePlaces();
  }

  #notePlaces(): void {
    const areTaken = this.#count >= this.#limits.pages && this.#silent.size === 0;
    if (areTaken !== this.#places.areTaken) this.#places = { areTaken, since: this.#clock.now() };
  }

  /** Returns why no page of these networks can be opened; undefined if there is a place for it now. */
  #refusalOf(networks: readonly string[]): Exclude<RefusalReason, "rate"> | undefined {
    if (this.#isFull(networks)) return "address";
    return this.#count < this.#limits.pages || this.#makeRoom() ? undefined : "all";
  }

  #isFull(networks: readonly string[]): boolean {
    return networks.some((network, index) => {
      const share = networkShares[index] ?? 1;
      return (this.#perNetwork.get(network) ?? 0) >= this.#limits.pagesPerAddress * share;
    });
  }

  /** Closes the oldest page of a conversation without a message; false if there is none. */
  #makeRoom(): boolean {
    const [page] = this.#silent;
    page?.write({ type: "full", askedMs: fullForMs });
    page?.close();
    return page !== undefined;
  }

  #showOn(line: Line, event: MessageDto): Promise<boolean> {
    return new Promise((resolve) => {
      const end = (isSeen: boolean) => {
        clearTimeout(timer);
        line.unseen.delete(event.id);
        resolve(isSeen);
      };
      const timer = setTimeout(() => {
        end(false);
        for (const page of line.pages) page.close();
      }, this.#limits.seenWithinMs);
      line.unseen.set(event.id, { event, end });
      for (const page of line.pages) page.write(event);
    });
  }
}

/** A page whose unread backlog reaches this many bytes is closed. */
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
  // Keeps proxies from closing an idle connection; the first one shows that the stream is open.
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
