import type { PageEvent } from "../wire.ts";

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
