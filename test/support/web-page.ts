import { randomBytes, randomUUID } from "node:crypto";
import { EventEmitter, once } from "node:events";
import { type Dispatcher, request } from "undici";
import { type MessageDto, type PageEvent, sessionHeader, type TimeDto } from "../../src/channels/web/wire.ts";
import type { PushSubscription } from "../../src/conversation/vocabulary.ts";
import { createEventReader } from "../../src/page/requests.ts";

/** A page without a screen: it speaks with the server as the real one does, over HTTP. */
export interface WebPage {
  readonly session: string;
  /** All messages so far, each once. */
  readonly messages: readonly MessageDto[];
  /** Resolves when one more message is there. */
  next(): Promise<void>;
  readonly time: () => TimeDto | undefined;
  /** Whether it was told that its place is someone else's now. */
  readonly isFull: () => boolean;
  /** Posts; gives the status of the answer. */
  post(
    said: { readonly text?: string; readonly tapped?: string; readonly unreadable?: true },
    id?: string,
  ): Promise<number>;
  travel(ahead: number): Promise<number>;
  /** Tells where its browser takes pushes; gives the status, and the problem where there is one. */
  subscribe(subscription: PushSubscription | null): Promise<{ status: number; problem?: string }>;
  /** Resolves with the status when the stream is open, or refused. */
  open(): Promise<number>;
  /** Resolves when the stream has ended. */
  ended(): Promise<void>;
  close(): void;
}

export interface WebPageOptions {
  readonly url: string;
  readonly session?: string;
  readonly language?: string;
  /** What a proxy says of where the page is. */
  readonly address?: string;
  /** False: shows messages, and never says so. */
  readonly confirms?: boolean;
}

/** Makes a session as the page does. */
export const newSession = (): string => randomBytes(32).toString("base64url");

/** Builds a page; it opens nothing by itself. */
export function createWebPage(options: WebPageOptions): WebPage {
  const { url, session = newSession(), language, address, confirms = true } = options;
  const own = { [sessionHeader]: session, ...(address !== undefined && { "x-forwarded-for": address }) };
  const messages: MessageDto[] = [];
  const heard = new EventEmitter();
  let time: TimeDto | undefined;
  let isFull = false;
  let stop = new AbortController();
  let reading: Promise<void> = Promise.resolve();

  // Not with `fetch`: what a reader costs is not to be mistaken for what the server does.
  async function post(path: string, body: unknown): Promise<Dispatcher.ResponseData> {
    const headers = { ...own, "content-type": "application/json" };
    return await request(`${url}${path}`, { method: "POST", headers, body: JSON.stringify(body) });
  }

  async function send(path: string, body: unknown): Promise<number> {
    const answer = await post(path, body);
    await answer.body.dump();
    return answer.statusCode;
  }

  async function take(event: PageEvent): Promise<void> {
    if (event.type === "time") time = event.time;
    isFull ||= event.type === "full";
    if (event.type === "message") await show(event);
  }

  async function show(event: MessageDto): Promise<void> {
    if (!messages.some(({ id }) => id === event.id)) {
      messages.push(event);
      heard.emit("message");
    }
    if (confirms) await send("/chat/seen", { ids: [event.id] });
  }

  async function read(stream: AsyncIterable<string>): Promise<void> {
    const readEvents = createEventReader();
    for await (const piece of stream) for (const event of readEvents(piece)) await take(event);
  }

  return {
    session,
    messages,
    next: async () => void (await once(heard, "message")),
    time: () => time,
    isFull: () => isFull,
    post: (said, id = randomUUID()) =>
      send("/chat/messages", { id, ...said, ...(language !== undefined && { language }) }),
    travel: (ahead) => send("/chat/clock", { ahead }),
    async subscribe(subscription) {
      const { statusCode: status, body } = await post("/chat/push", { subscription });
      const { problem } = status < 300 ? {} : ((await body.json()) as { problem?: string });
      return { status, ...(problem !== undefined && { problem }) };
    },
    async open() {
      stop = new AbortController();
      const { statusCode: status, body } = await request(`${url}/chat/events`, {
        headers: own,
        signal: stop.signal,
      });
      // An end by our own hand, or by the server's.
      if (status < 300) reading = read(body.setEncoding("utf8")).catch(() => {});
      return status;
    },
    ended: () => reading,
    close: () => stop.abort(),
  };
}
