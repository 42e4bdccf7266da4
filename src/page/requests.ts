import { fullProblem, type PageEvent, sessionHeader, tooManyProblem } from "../channels/web/wire.ts";

/**
 * An answer of the server; `told` is empty if it is not the bot's. `askedMs`: how long it asks to
 * wait.
 */
export interface Answer {
  readonly status: number;
  readonly askedMs: number;
  readonly body: {
    readonly receipt?: Receipt;
    readonly lines?: readonly unknown[];
    readonly problem?: string;
  };
}

/** The server's receipt for a message. `past`: the message answered a question that is over. */
export type Receipt = "answered" | "said-before" | "past" | "repeated" | "too-many";

/**
 * An event of the stream. `full`: the server has no place for this page now; `refused`: it will
 * never have one.
 */
export type StreamEvent =
  | { readonly type: "opened" | "refused" | "lost" }
  | { readonly type: "heard"; readonly events: readonly PageEvent[] }
  | { readonly type: "full"; readonly askedMs: number };

const answerWithinMs = 15_000;

/**
 * Posts for the session; rejects if no answer comes in time or the signal aborts. `keepalive`: the
 * request outlives the page.
 */
export async function post(
  session: string,
  path: string,
  body: unknown,
  { signal, keepalive = false }: Pick<RequestInit, "signal" | "keepalive"> = {},
): Promise<Answer> {
  const calling = new AbortController();
  const end = () => calling.abort();
  signal?.addEventListener("abort", end);
  const timer = setTimeout(end, answerWithinMs);
  try {
    const answer = await fetch(path, {
      method: "POST",
      headers: { "content-type": "application/json", [sessionHeader]: session },
      body: JSON.stringify(body),
      keepalive,
      signal: calling.signal,
    });
    return await readAnswer(answer);
  } finally {
    clearTimeout(timer);
  }
}

/** Reads an answer; proxies and captive portals answer with HTML. */
async function readAnswer(answer: Response): Promise<Answer> {
  const body = (await answer.json().catch(() => undefined)) as Answer["body"] | undefined;
  const askedMs = (Number(answer.headers.get("retry-after")) || 0) * 1_000;
  return { status: answer.status, askedMs, body: body ?? {} };
}

/**
 * Reads the session's stream until it ends or the signal aborts, and sends its events to `tell`.
 * Never rejects.
 */
export async function listen(
  session: string,
  signal: AbortSignal,
  tell: (event: StreamEvent) => void,
): Promise<void> {
  try {
    const answer = await fetch("chat/events", { headers: { [sessionHeader]: session }, signal });
    const isStream = answer.headers.get("content-type")?.startsWith("text/event-stream");
    if (!isStream || answer.body === null) return tell(readRefusal(await readAnswer(answer)));
    tell({ type: "opened" });
    const reader = answer.body.getReader();
    const decoder = new TextDecoder();
    const readEvents = createEventReader();
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      const events = readEvents(decoder.decode(piece.value, { stream: true }));
      tell({ type: "heard", events });
      const full = events.find((event) => event.type === "full");
      if (full !== undefined) return tell(full);
    }
  } catch {
    // However the stream ends, it is reopened.
  }
  tell({ type: "lost" });
}

/** Only an answer that names a problem is the bot's: a proxy also answers 503 while the bot is down. */
function readRefusal({ status, askedMs, body: { problem } }: Answer): StreamEvent {
  if (problem === fullProblem || problem === tooManyProblem) return { type: "full", askedMs };
  return { type: problem !== undefined && status < 500 ? "refused" : "lost" };
}

/**
 * Returns a parser for server-sent events that come in pieces; an incomplete event waits for the
 * next piece.
 */
export function createEventReader(): (piece: string) => readonly PageEvent[] {
  let rest = "";
  return (piece) => {
    const blocks = `${rest}${piece}`.split("\n\n");
    rest = blocks.pop() ?? "";
    return blocks.flatMap((block) =>
      // A block that begins with a colon is only a heartbeat.
      block.startsWith("data: ") ? [JSON.parse(block.slice("data: ".length)) as PageEvent] : [],
    );
  };
}
