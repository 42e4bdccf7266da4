import { type PageEvent, sessionHeader } from "../wire.ts";
import { createEventReader } from "./read-events.ts";

/** The page's ear: it holds one stream open, and opens it again whenever it ends. */
export interface Ear {
  /** Opens the stream of this session, if it is not open. */
  listen(session: string): void;
  /** Tries at once where it is waiting to try again. */
  hurry(): void;
  stop(): void;
}

/** The server says something every fifteen seconds, and be it nothing. */
const silenceMs = 40_000;
const longestPauseMs = 10_000;

/** Builds an ear that does not listen yet. Connected or not is told each time it changes. */
export function createEar(onEvent: (event: PageEvent) => void, onState: (isConnected: boolean) => void): Ear {
  let listening: AbortController | undefined;
  let current: string | undefined;
  let endPause = () => {};

  async function keepListening(session: string, stop: AbortController): Promise<void> {
    for (let failures = 0; !stop.signal.aborted; failures += 1) {
      const heard = await hearOnce(session, stop.signal);
      if (stop.signal.aborted) return;
      if (heard) failures = 0;
      onState(false);
      await pause(Math.min(300 * 2 ** failures, longestPauseMs) * (0.5 + Math.random() / 2));
    }
  }

  /** Reads one stream to its end; true where it was open at all. */
  async function hearOnce(session: string, stop: AbortSignal): Promise<boolean> {
    const hearing = new AbortController();
    const end = () => hearing.abort();
    stop.addEventListener("abort", end);
    let timer = setTimeout(end, silenceMs);
    const heard = () => {
      clearTimeout(timer);
      timer = setTimeout(end, silenceMs);
    };
    const headers = { [sessionHeader]: session };
    const answer = await fetch("chat/events", { headers, signal: hearing.signal }).catch(() => undefined);
    const body = answer?.ok ? answer.body : null;
    if (body !== null) {
      onState(true);
      // However it ends, it is opened again.
      await readAll(body, heard).catch(() => {});
    }
    clearTimeout(timer);
    stop.removeEventListener("abort", end);
    return body !== null;
  }

  async function readAll(body: ReadableStream<Uint8Array>, heard: () => void): Promise<void> {
    const reader = body.getReader();
    const decoder = new TextDecoder();
    const readEvents = createEventReader();
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      heard();
      for (const event of readEvents(decoder.decode(piece.value, { stream: true }))) onEvent(event);
    }
  }

  function pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      endPause = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  function stop(): void {
    listening?.abort();
    listening = undefined;
    current = undefined;
    endPause();
  }

  return {
    listen(session) {
      if (current === session) return;
      stop();
      current = session;
      listening = new AbortController();
      void keepListening(session, listening);
    },
    hurry: () => endPause(),
    stop,
  };
}
