import { fullProblem, type PageEvent, sessionHeader, tooManyProblem } from "../wire.ts";
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

/** How the stream is: `full` where the server has no place for this page now. */
export type Connection = "open" | "full" | "lost";

/** What came of opening the stream once. */
interface Heard {
  readonly wasOpen: boolean;
  readonly connection: Exclude<Connection, "open">;
  /** How long the server asks to wait. */
  readonly askedMs: number;
}

const lost: Heard = { wasOpen: false, connection: "lost", askedMs: 0 };

/** Builds an ear that does not listen yet. How the stream is, is told each time that it is opened or refused, or ends. */
export function createEar(
  onEvent: (event: PageEvent) => void,
  onConnection: (connection: Connection) => void,
): Ear {
  let listening: AbortController | undefined;
  let current: string | undefined;
  let endPause = () => {};

  async function keepListening(session: string, stop: AbortController): Promise<void> {
    for (let failures = 0; !stop.signal.aborted; failures += 1) {
      const { wasOpen, connection, askedMs } = await hearOnce(session, stop.signal);
      if (stop.signal.aborted) return;
      if (wasOpen) failures = 0;
      onConnection(connection);
      await pause(pauseMs(failures, askedMs));
    }
  }

  /** Reads one stream to its end, if there is one. */
  async function hearOnce(session: string, stop: AbortSignal): Promise<Heard> {
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
    const outcome = answer?.ok && answer.body ? await hearAll(answer.body, heard) : await readRefusal(answer);
    clearTimeout(timer);
    stop.removeEventListener("abort", end);
    return outcome;
  }

  async function hearAll(body: ReadableStream<Uint8Array>, heard: () => void): Promise<Heard> {
    onConnection("open");
    // However it ends, it is opened again.
    await readAll(body, heard).catch(() => {});
    return { ...lost, wasOpen: true };
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

/** How long to wait before the so-many-th try; those whom the server asks to wait come back one by one. */
function pauseMs(failures: number, askedMs: number): number {
  const backoffMs = Math.min(300 * 2 ** failures, longestPauseMs) * (0.5 + Math.random() / 2);
  return Math.max(backoffMs, askedMs * (1 + Math.random() / 2));
}

/** Reads why there is no stream. Only what says so comes from the bot itself: a proxy answers 503 too, when the bot is away. */
async function readRefusal(answer: Response | undefined): Promise<Heard> {
  const told: unknown = await answer?.json().catch(() => undefined);
  const problem = typeof told === "object" && told !== null && "problem" in told ? told.problem : undefined;
  if (problem !== fullProblem && problem !== tooManyProblem) return lost;
  const askedSeconds = Number(answer?.headers.get("retry-after"));
  return { wasOpen: false, connection: "full", askedMs: (askedSeconds || 0) * 1_000 };
}
