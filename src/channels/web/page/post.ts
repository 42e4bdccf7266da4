import { sessionHeader } from "../wire.ts";
import type { PersonEntry } from "./entry.ts";

/** What became of a message that was posted. `past`: it was the answer to a question that is over. */
export type Posted = "answered" | "past" | "repeated" | "failed";

/** Brings to the server what the person says: in order, again until it is there, and never twice. */
export interface Poster {
  post(entry: PersonEntry): void;
  /** Tries at once where it is waiting to try again. */
  hurry(): void;
}

/** It is to be tried again. */
interface Refusal {
  readonly isTooFast: boolean;
  readonly waitMs: number;
}

const answerWithinMs = 15_000;
const longestPauseMs = 10_000;

/** Builds a poster. `onWait` is told when the server asks for a pause, and when that is over. */
export function createPoster(
  call: (path: string, body: unknown) => Promise<Response>,
  language: () => string,
  onPosted: (entry: PersonEntry, posted: Posted) => void,
  onWait: (isWaiting: boolean) => void,
): Poster {
  const queue: PersonEntry[] = [];
  let isRunning = false;
  let endPause = () => {};

  async function run(): Promise<void> {
    isRunning = true;
    for (let entry = queue[0]; entry !== undefined; entry = queue[0]) {
      onPosted(entry, await insist(entry));
      queue.shift();
    }
    isRunning = false;
  }

  async function insist(entry: PersonEntry): Promise<Posted> {
    for (let failures = 0; ; failures += 1) {
      const answer = await tryOnce(entry);
      if (typeof answer === "string") return answer;
      onWait(answer.isTooFast);
      await pause(Math.max(answer.waitMs, Math.min(300 * 2 ** failures, longestPauseMs)));
      onWait(false);
    }
  }

  async function tryOnce({ id, said }: PersonEntry): Promise<Posted | Refusal> {
    const body = { id, ...said, language: language() };
    const answer = await call("chat/messages", body).catch(() => undefined);
    if (answer === undefined) return { isTooFast: false, waitMs: 0 };
    if (answer.ok) return ((await answer.json()) as { readonly receipt: Posted }).receipt;
    const isTooFast = answer.status === 429;
    if (answer.status < 500 && !isTooFast) return "failed";
    return { isTooFast, waitMs: Number(answer.headers.get("retry-after")) * 1_000 };
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

  return {
    post(entry) {
      if (queue.some(({ id }) => id === entry.id)) return;
      queue.push(entry);
      if (!isRunning) void run();
    },
    hurry: () => endPause(),
  };
}

/** Calls the server in the name of the session; rejects where it does not answer in time. */
export function createCall(session: () => string): (path: string, body: unknown) => Promise<Response> {
  return async (path, body) => {
    const calling = new AbortController();
    const timer = setTimeout(() => calling.abort(), answerWithinMs);
    try {
      return await fetch(path, {
        method: "POST",
        headers: { "content-type": "application/json", [sessionHeader]: session() },
        body: JSON.stringify(body),
        signal: calling.signal,
      });
    } finally {
      clearTimeout(timer);
    }
  };
}
