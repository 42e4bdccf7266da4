import type { Instant, Zone } from "../conversation/vocabulary.ts";
import type { RichText, Span } from "../ports.ts";

/** Private-use characters, which no text contains: they delimit an instant within a text. */
const open = "\uE000";
const middle = "\uE001";
const close = "\uE002";
const marks = /\*\*([^*]+)\*\*|\uE000(\d+)\uE001([^\uE001]*)\uE001([^\uE002]*)\uE002/g;

/** Encodes an instant for {@link readMarkup}. */
export function writeInstant(at: Instant, zone: Zone, text: string): string {
  return `${open}${at}${middle}${zone}${middle}${text}${close}`;
}

/** Parses a text of `locales/`: `**bold**`, and encoded instants. */
export function readMarkup(markup: string): RichText {
  const spans: Span[] = [];
  let end = 0;
  for (const match of markup.matchAll(marks)) {
    const [whole, bold, at, zone = "", text = ""] = match;
    if (match.index > end) spans.push({ type: "text", text: markup.slice(end, match.index) });
    if (bold !== undefined) spans.push(...readMarkup(bold).map(embolden));
    else spans.push({ type: "instant", at: Number(at), zone, text });
    end = match.index + whole.length;
  }
  if (end < markup.length) spans.push({ type: "text", text: markup.slice(end) });
  return spans;
}

/** Returns the text without markup. */
export function plainText(text: RichText): string {
  return text.map((span) => span.text).join("");
}

/** Makes a text bold. An instant stays an instant: the channel may show it in the reader's own zone. */
function embolden(span: Span): Span {
  return span.type === "text" ? { type: "bold", text: span.text } : span;
}
