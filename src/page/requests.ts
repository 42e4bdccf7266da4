import { fullProblem, type PageEvent, sessionHeader, tooManyProblem } from "../channels/web/wire.ts";

/** What the server has answered; `told` is empty if it is not the bot that answers. `askedMs`: how long it asks to wait. */
export interface Answer {
  readonly status: number;
  readonly askedMs: number;
  readonly told: {
    readonly receipt?: Receipt;
    readonly lines?: readonly unknown[];
    readonly problem?: string;
  };
}

/** What became of a message, as the server tells. `past`: it was the answer to a question that is over. */
export type Receipt = "answered" | "said-before" | "past" | "repeated" | "too-many";

/** What becomes of a stream. `full`: the server has no place for this page now; `refused`: it never has one. */
export type StreamEvent =
  | { readonly type: "opened" | "refused" | "lost" }
  | { readonly type: "heard"; readonly events: readonly PageEvent[] }
  | { readonly type: "full"; readonly askedMs: number };

const answerWithinMs = 15_000;

/** Posts in the name of the session; rejects if no answer comes in time, or the signal is raised. `keepalive`: it goes out though the page closes. */
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

/** A proxy writes HTML, and so does a network that wants a login first. */
async function readAnswer(answer: Response): Promise<Answer> {
  const told = (await answer.json().catch(() => undefined)) as Answer["told"] | undefined;
  const askedMs = (Number(answer.headers.get("retry-after")) || 0) * 1_000;
  return { status: answer.status, askedMs, told: told ?? {} };
}

/** Listens to the stream of the session until it ends, or the signal is raised; tells how it is. Never rejects. */
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
    // However it ends, it is opened again.
  }
  tell({ type: "lost" });
}

/** Only what names a problem comes from the bot itself: a proxy answers 503 too, when the bot is away. */
function readRefusal({ status, askedMs, told: { problem } }: Answer): StreamEvent {
  if (problem === fullProblem || problem === tooManyProblem) return { type: "full", askedMs };
  return { type: problem !== undefined && status < 500 ? "refused" : "lost" };
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
