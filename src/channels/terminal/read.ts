/** What a line in the terminal asks for: a message to the bot, or a wish about the chat itself. */
export type Line =
  | { readonly type: "message"; readonly text: string }
  | { readonly type: "advance"; readonly ms: number }
  | { readonly type: "quit" }
  | { readonly type: "nothing" }
  /** A line that begins with a colon and is none of the wishes. */
  | { readonly type: "unknown" };

const minute = 60_000;
const lengths: Readonly<Record<string, number>> = {
  m: minute,
  h: 60 * minute,
  d: 24 * 60 * minute,
  w: 7 * 24 * 60 * minute,
};

/** Reads one line: `:advance 3d` moves the clock (m, h, d, w), `:quit` ends the chat, the rest is for the bot. */
export function readLine(line: string): Line {
  const text = line.trim();
  if (text === "") return { type: "nothing" };
  if (!text.startsWith(":")) return { type: "message", text };
  if (/^:q(uit)?$/.test(text)) return { type: "quit" };
  const [, count, unit = ""] = /^:advance\s+(\d{1,4})\s*([mhdw])$/.exec(text) ?? [];
  const length = lengths[unit];
  return count === undefined || length === undefined
    ? { type: "unknown" }
    : { type: "advance", ms: Number(count) * length };
}
