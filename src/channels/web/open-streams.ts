import { ChannelError, type Clock, type ConversationId, type RefusalReason } from "../../app/ports.ts";
import type { Instant } from "../../conversation/vocabulary.ts";
import { createOpenPage, type OpenPage } from "./open-page.ts";
import type { PageEvent, ToldMessage } from "./wire.ts";

/** The open streams of server-sent events, by their conversation. */
export interface OpenStreams {
  /** Opens one more page, which gets what is being sent now as well; says why not where that cannot be. */
  open(id: ConversationId, address: string): OpenPage | NoPlace;
  /** Whether all places are taken, and since when that is so. */
  places(): { readonly areTaken: boolean; readonly since: Instant };
  /** Tells every open page of the conversation. */
  tell(id: ConversationId, event: PageEvent): void;
  /** Resolves when a page has shown the message; rejects with "away" where none is open, or none says so in time. */
  send(id: ConversationId, event: ToldMessage): Promise<void>;
  /** A page has shown these messages. */
  seen(id: ConversationId, messages: readonly string[]): void;
  /** Closes all pages, now and later. */
  close(): void;
}

/** Why no page can be opened: all places are taken, or all those of one address, or pages are no longer opened. */
export type NoPlace = Exclude<RefusalReason, "rate"> | "closed";

/** How much is taken, and how long is waited. */
export interface StreamLimits {
  readonly pages: number;
  readonly pagesPerAddress: number;
  /** A page that has not said within this time that it has shown a message is taken for dead. */
  readonly seenWithinMs: number;
  readonly beatMs: number;
}

interface Line {
  readonly pages: Set<OpenPage>;
  /** What is being sent, by its id, with what ends the waiting. */
  readonly unseen: Map<string, { readonly event: ToldMessage; readonly end: (outcome: Outcome) => void }>;
}

type Outcome = "seen" | "no-page";

/** Returns a set of streams without a page. */
export function createOpenStreams(limits: StreamLimits, clock: Clock): OpenStreams {
  const lines = new Map<ConversationId, Line>();
  const perAddress = new Map<string, number>();
  let count = 0;
  let places = { areTaken: false, since: clock.now() };
  let isClosed = false;
  let beating: NodeJS.Timeout | undefined;

  function findNoPlace(address: string): NoPlace | undefined {
    if (isClosed) return "closed";
    if (openedBy(address) >= limits.pagesPerAddress) return "address";
    return count >= limits.pages ? "all" : undefined;
  }

  function openedBy(address: string): number {
    return perAddress.get(address) ?? 0;
  }

  function open(id: ConversationId, address: string): OpenPage | NoPlace {
    const noPlace = findNoPlace(address);
    if (noPlace !== undefined) return noPlace;
    const page = createOpenPage();
    const line = lines.get(id) ?? { pages: new Set(), unseen: new Map() };
    lines.set(id, line);
    line.pages.add(page);
    setCount(count + 1);
    perAddress.set(address, openedBy(address) + 1);
    beating ??= setInterval(beat, limits.beatMs).unref();
    void page.closed.then(() => remove(id, line, page, address));
    page.write({ type: "hello" });
    for (const { event } of line.unseen.values()) page.write(event);
    return page;
  }

  function setCount(next: number): void {
    count = next;
    const areTaken = count >= limits.pages;
    if (areTaken !== places.areTaken) places = { areTaken, since: clock.now() };
  }

  function remove(id: ConversationId, line: Line, page: OpenPage, address: string): void {
    line.pages.delete(page);
    setCount(count - 1);
    const left = openedBy(address) - 1;
    if (left > 0) perAddress.set(address, left);
    else perAddress.delete(address);
    if (count === 0) {
      clearInterval(beating);
      beating = undefined;
    }
    if (line.pages.size > 0) return;
    lines.delete(id);
    for (const { end } of line.unseen.values()) end("no-page");
  }

  function beat(): void {
    for (const { pages } of lines.values()) for (const page of pages) page.beat();
  }

  async function send(id: ConversationId, event: ToldMessage): Promise<void> {
    const line = lines.get(id);
    if (line !== undefined && (await showOn(line, event)) === "seen") return;
    throw new ChannelError("web", { reason: "away" }, "nobody looks into this chat");
  }

  function showOn(line: Line, event: ToldMessage): Promise<Outcome> {
    return new Promise((resolve) => {
      const end = (outcome: Outcome) => {
        clearTimeout(timer);
        line.unseen.delete(event.id);
        resolve(outcome);
      };
      const timer = setTimeout(() => {
        end("no-page");
        for (const page of line.pages) page.close();
      }, limits.seenWithinMs);
      line.unseen.set(event.id, { event, end });
      for (const page of line.pages) page.write(event);
    });
  }

  return {
    open,
    places: () => places,
    tell(id, event) {
      for (const page of lines.get(id)?.pages ?? []) page.write(event);
    },
    send,
    seen(id, messages) {
      const line = lines.get(id);
      for (const message of messages) line?.unseen.get(message)?.end("seen");
    },
    close() {
      isClosed = true;
      for (const { pages } of lines.values()) for (const page of [...pages]) page.close();
    },
  };
}
