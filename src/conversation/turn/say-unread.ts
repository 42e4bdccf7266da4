import type { Effect } from "../vocabulary.ts";

/** The most parts that are repeated: more would be a list of failures. */
const mostParts = 2;
/** The beginning of a part that is repeated: 60 characters at most. */
const repeated = /^.{0,60}/u;

/** Addresses: not repeated at all. */
const address = /:\/\/|.@|^www\./u;
/** Characters that make a word a command, a mention or a tag. */
const prefix = /^[/@#]+/u;
/** Characters of markup, in our texts and in messengers, and invisible ones. */
const unsafe = /[*_`~<>[\]\p{C}]/gu;

/**
 * Repeats the parts of a message that were not understood; nothing in them becomes a link, a command
 * or markup.
 */
export function sayUnread(parts: readonly string[]): readonly Effect[] {
  const quoted = parts.map(quotable).filter((part) => part !== "");
  return quoted
    .slice(0, mostParts)
    .map((part) => ({ type: "say", saying: { text: [{ key: "unread.text", params: { part } }] } }));
}

/** Returns a part of a message as it may be said again. */
export function quotable(part: string): string {
  const words = part.split(/\s+/u).map(wordOf);
  return shortened(words.filter((word) => word !== "").join(" "));
}

/** Writes "·" for the dots inside a word, so that no messenger makes a link of it. */
function wordOf(word: string): string {
  if (address.test(word)) return "…";
  return word
    .replaceAll(unsafe, "")
    .replace(prefix, "")
    .replaceAll(/\.(?=\S)/gu, "·");
}

/** Cut at the last space that leaves it short enough; within a word if it has none. */
function shortened(text: string): string {
  const [start = ""] = repeated.exec(text) ?? [];
  if (start === text) return text;
  const end = start.lastIndexOf(" ");
  return `${end > 0 ? start.slice(0, end) : start}…`;
}
