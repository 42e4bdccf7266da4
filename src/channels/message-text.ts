import type { RichText, Span } from "../ports.ts";

/** WhatsApp's cap for a text, in characters. */
const textCap = 4_096;

/** Writes a text with WhatsApp's markup for bold. */
export function renderText(text: RichText): string {
  return text
    .map((span, index) => renderSpan(span, text[index - 1]?.text ?? "", text[index + 1]?.text ?? ""))
    .join("")
    .trim();
}

function renderSpan(span: Span, before: string, after: string): string {
  switch (span.type) {
    case "text":
    case "instant":
      return plain(span.text);
    case "bold":
      return isWithinWord(before, span.text, after)
        ? plain(span.text)
        : span.text.split("\n").map(renderBold).join("\n");
  }
}

/** Next to a letter or digit WhatsApp ignores the bold markup, and would show the asterisks. */
function isWithinWord(before: string, bold: string, after: string): boolean {
  const isAtWord = /[\p{L}\p{N}]$/u.test(before) && /^\S/.test(bold);
  return isAtWord || (/\S$/.test(bold) && /^[\p{L}\p{N}]/u.test(after));
}

/** WhatsApp's bold text must touch its asterisks and lie within one line. */
function renderBold(line: string): string {
  const words = line.trim();
  return words === "" ? line : line.replace(words, () => `*${plain(words)}*`);
}

/**
 * Characters that look like WhatsApp's markup: it has no escape, and zero-width characters break
 * copied text.
 */
const lookalikes: Readonly<Record<string, string>> = { "*": "∗", _: "ˍ", "~": "∼", "`": "ˋ" };
const addressOrSign = /https?:\/\/\S+|(?<!\w)[*_~`]|[*_~`](?=https?:\/\/\S|\W|$)/g;

/**
 * Replaces the characters that WhatsApp would read as markup for bold, italics and the like, except
 * in addresses.
 */
export function plain(text: string): string {
  return text.replace(addressOrSign, (found) => lookalikes[found] ?? found);
}

/** Joins the blocks that are not empty, with an empty line between them. */
export function joinBlocks(blocks: readonly string[]): string {
  return blocks.filter((block) => block !== "").join("\n\n");
}

/** Cuts a text that is over WhatsApp's cap, at a paragraph, a line or a space if there is one. */
export function splitText(text: string): readonly string[] {
  const parts: string[] = [];
  let rest = text;
  while (rest.length > textCap) {
    const cut = cutAt(rest, textCap, textCap / 2);
    parts.push(rest.slice(0, cut).trimEnd());
    rest = rest.slice(cut).trimStart();
  }
  return [...parts, rest].filter((part) => part !== "");
}

/** Cuts a text that is over the cap, and ends it with "…". */
export function shorten(text: string, cap: number): string {
  return text.length <= cap ? text : `${text.slice(0, cutAt(text, cap - 1, (cap - 1) / 2)).trimEnd()}…`;
}

/**
 * Returns where to cut a text so that its first part fits into `room`: at the last paragraph, line
 * or space after index `least`. If there is none: within a word, but not within a surrogate pair;
 * or, unless `mayCutWords`, at 0.
 */
export function cutAt(text: string, room: number, least: number, mayCutWords = true): number {
  const head = text.slice(0, room);
  const ends = ["\n\n", "\n", " "].map((separator) => head.lastIndexOf(separator));
  const last = /[\uD800-\uDBFF]$/.test(head) ? room - 1 : room;
  return ends.find((at) => at > least) ?? (mayCutWords ? last : 0);
}
