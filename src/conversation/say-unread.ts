import type { Effect } from "./vocabulary.ts";

/** More would be a list of failures. */
const mostParts = 2;
/** As much of a part as is repeated. */
const repeated = /^.{0,60}/u;

/** Addresses: not repeated at all. */
const address = /:\/\/|.@|^www\./u;
/** What makes a command, a mention or a tag of a word. */
const prefix = /^[/@#]+/u;
/** What markup is made of, in our texts and in messengers, and what cannot be seen. */
const unsafe = /[*_`~<>[\]\p{C}]/gu;

/** Says which parts of a message were not understood, word for word; but nothing in them becomes a link, a command or markup. */
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

/** No messenger makes a link of a host whose dots are in the middle of the line. */
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
