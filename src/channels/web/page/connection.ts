import { fullProblem, type PageEvent, type Said, sessionHeader, tooManyProblem } from "../wire.ts";

/** How the stream is: `full` where the server has no place for this page now. */
export type Connection = "open" | "full" | "lost";

interface Post {
  readonly id: string;
  readonly said: Said;
}

/** What became of a message that was posted. `past`: it was the answer to a question that is over. */
export type Posted = "answered" | "past" | "repeated" | "failed";

/** Calls the server in the name of the session; rejects where it does not answer in time. */
export type Call = (
  path: string,
  body: unknown,
  options?: { readonly outlivesPage?: boolean },
) => Promise<Response>;

/** The server says something every fifteen seconds, and be it nothing. */
const silenceMs = 40_000;
const answerWithinMs = 15_000;
const longestPauseMs = 10_000;

/**
 * Builds the page's ear, which does not listen yet: it holds one stream open, and opens it again whenever it ends. How the
 * stream is, is told each time that it is opened or refused, or ends.
 */
export function createEar(
  onEvent: (event: PageEvent) => void,
  onConnection: (connection: Connection) => void,
) {
  const pause = createPause();
  let current: string | undefined;
  let hearing = new AbortController();
  let failures = 0;

  async function keepListening(session: string): Promise<void> {
    for (failures = 0; current === session; failures += 1) {
      const askedMs = await hearOnce(session);
      if (current !== session) return;
      onConnection(askedMs > 0 ? "full" : "lost");
      // Those whom the server asks to wait come back one by one.
      const ownMs = backoffMs(failures) * (0.5 + Math.random() / 2);
      await pause.take(Math.max(ownMs, askedMs * (1 + Math.random() / 2)));
    }
  }

  /** Reads one stream to its end, if there is one; resolves with how long the server asks to wait for a place, 0 if it does not. */
  async function hearOnce(session: string): Promise<number> {
    const own = new AbortController();
    hearing = own;
    let silence: ReturnType<typeof setTimeout> | undefined;
    const heard = () => {
      clearTimeout(silence);
      silence = setTimeout(() => own.abort(), silenceMs);
    };
    heard();
    try {
      const headers = { [sessionHeader]: session };
      const answer = await fetch("chat/events", { headers, signal: own.signal });
      if (!answer.ok || answer.body === null) return await readRefusal(answer);
      failures = 0;
      onConnection("open");
      await readAll(answer.body.getReader(), heard);
    } catch {
      // However it ends, it is opened again.
    } finally {
      clearTimeout(silence);
    }
    return 0;
  }

  async function readAll(reader: ReadableStreamDefaultReader<Uint8Array>, heard: () => void): Promise<void> {
    const decoder = new TextDecoder();
    const readEvents = createEventReader();
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      heard();
      for (const event of readEvents(decoder.decode(piece.value, { stream: true }))) onEvent(event);
    }
  }

  function stop(): void {
    current = undefined;
    hearing.abort();
    pause.end();
  }

  /** Opens the stream of this session, if it is not open. */
  function listen(session: string): void {
    if (current === session) return;
    stop();
    current = session;
    void keepListening(session);
  }

  return { listen, stop, hurry: pause.end };
}

/** Reads why there is no stream. Only what says so comes from the bot itself: a proxy answers 503 too, when the bot is away. */
async function readRefusal(answer: Response): Promise<number> {
  const { problem } = (await answer.json()) as { readonly problem?: string };
  return problem === fullProblem || problem === tooManyProblem ? askedToWaitMs(answer) : 0;
}

/** Reads server-sent events out of a text that arrives in pieces; what is not yet complete waits for the next piece. */
export function createEventReader(): (piece: string) => readonly PageEvent[] {
  let rest = "";
  return (piece) => {
    const blocks = `${rest}${piece}`.split("\n\n");
    rest = blocks.pop() ?? "";
    return blocks.flatMap((block) =>
      // What begins with a colon only keeps the connection alive.
      block.startsWith("data: ") ? [JSON.parse(block.slice("data: ".length)) as PageEvent] : [],
    );
  };
}

/**
 * Builds what brings to the server what the person says: in order, again until it is there, and never twice. `next` returns
 * what waits; `onWait` is told when the server asks for a pause, and when that is over.
 */
export function createPoster<Waiting extends Post>(
  call: Call,
  language: () => string,
  next: () => Waiting | undefined,
  onPosted: (post: Waiting, posted: Posted) => void,
  onWait: (isWaiting: boolean) => void,
) {
  const pause = createPause();
  let isRunning = false;

  /** Sends whatever waits. */
  async function run(): Promise<void> {
    if (isRunning) return;
    isRunning = true;
    for (let post = next(); post !== undefined; post = next()) {
      const posted = await insist(post);
      if (posted !== undefined) onPosted(post, posted);
    }
    isRunning = false;
  }

  /** Resolves with nothing if the message waits no more: it has gone out from another tab, or all is erased. */
  async function insist({ id, said }: Post): Promise<Posted | undefined> {
    for (let failures = 0; next()?.id === id; failures += 1) {
      const { timeZone: zone } = Intl.DateTimeFormat().resolvedOptions();
      const body = { id, ...said, language: language(), zone };
      const answer = await call("chat/messages", body).catch(() => undefined);
      const receipt = answer && (await readReceipt(answer));
      if (receipt !== undefined) return receipt;
      onWait(answer?.status === 429);
      await pause.take(Math.max(askedToWaitMs(answer), backoffMs(failures)));
      onWait(false);
    }
    return undefined;
  }

  return { run, hurry: pause.end };
}

/** Reads what became of a message; nothing if it is to be tried again. */
async function readReceipt(answer: Response): Promise<Posted | undefined> {
  if (!answer.ok) return answer.status < 500 && answer.status !== 429 ? "failed" : undefined;
  // Whoever answers 200 otherwise is not the bot: a network that wants a login first, for example.
  const told = (await answer.json().catch(() => undefined)) as { readonly receipt?: Posted } | undefined;
  return told?.receipt;
}

/** Returns a {@link Call} in the name of this session. */
export function createCall(session: () => string): Call {
  return async (path, body, { outlivesPage = false } = {}) => {
    const calling = new AbortController();
    const timer = setTimeout(() => calling.abort(), answerWithinMs);
    return await fetch(path, {
      method: "POST",
      headers: { "content-type": "application/json", [sessionHeader]: session() },
      body: JSON.stringify(body),
      keepalive: outlivesPage,
      signal: calling.signal,
    }).finally(() => clearTimeout(timer));
  };
}

/** A pause that can be cut short: who is in a hurry, tries again at once. */
function createPause() {
  let end = () => {};
  return {
    take: (ms: number) =>
      new Promise<void>((resolve) => {
        end = resolve;
        setTimeout(resolve, ms);
      }),
    end: () => end(),
  };
}

/** How long to wait after so many failures. */
function backoffMs(failures: number): number {
  return Math.min(300 * 2 ** failures, longestPauseMs);
}

/** How long the server asks to wait; 0 if it does not. */
function askedToWaitMs(answer: Response | undefined): number {
  return (Number(answer?.headers.get("retry-after")) || 0) * 1_000;
}
