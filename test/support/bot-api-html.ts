import type { MessageEntity } from "grammy/types";
import { badRequest } from "./bot-api-fault.ts";

/** Those of other tags have fields of their own. */
const typeOfTag: Readonly<Record<string, MessageEntity.CommonMessageEntity["type"]>> = {
  b: "bold",
  blockquote: "blockquote",
  code: "code",
  del: "strikethrough",
  em: "italic",
  i: "italic",
  ins: "underline",
  s: "strikethrough",
  span: "spoiler",
  strike: "strikethrough",
  strong: "bold",
  "tg-spoiler": "spoiler",
  u: "underline",
};
const tags = [...Object.keys(typeOfTag), "a", "pre", "tg-time"];
const characters: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"' };

interface Open {
  readonly tag: string;
  readonly at: number;
  readonly attributes: Readonly<Record<string, string>>;
}

/** Parses HTML as the Bot API does; throws its errors. */
export function parseHtml(html: string): { readonly text: string; readonly entities: MessageEntity[] } {
  const entities: MessageEntity[] = [];
  const open: Open[] = [];
  let text = "";
  const token = /<(\/?)([^>]*)>|<|&\w+;|&#\w+;|[^<&]+|&/g;
  for (const { 0: whole, 1: slash, 2: inside, index } of html.matchAll(token)) {
    if (inside === undefined) {
      text += readCharacters(whole, index);
    } else if (slash === "") {
      open.push({ ...readTag(inside, index), at: text.length });
    } else {
      const closed = closeTag(open.pop(), inside.trim().toLowerCase(), index);
      entities.push(toEntity(closed, text.length));
    }
  }
  const unclosed = open.at(-1)?.tag;
  if (unclosed !== undefined)
    throw cannotParse(`Can't find end tag corresponding to start tag "${unclosed}"`);
  return { text: text.trim(), entities: entities.filter(({ length }) => length > 0) };
}

/** Returns the text of a stretch without tags; an unknown "&…;" stays as it is. */
function readCharacters(whole: string, offset: number): string {
  if (whole === "<") throw cannotParse(`Unclosed start tag at byte offset ${offset}`);
  if (!whole.startsWith("&")) return whole;
  const name = whole.slice(1, -1).toLowerCase();
  const code = Number(name.replace("#x", "0x").replace("#", ""));
  if (name.startsWith("#") && Number.isInteger(code)) return String.fromCodePoint(code);
  return characters[name] ?? whole;
}

function closeTag(last: Open | undefined, tag: string, offset: number): Open {
  if (last === undefined) throw cannotParse(`Unexpected end tag at byte offset ${offset}`);
  if (last.tag === tag) return last;
  const problem = `expected "</${last.tag}>", found "</${tag}>"`;
  throw cannotParse(`Unmatched end tag at byte offset ${offset}, ${problem}`);
}

function readTag(inside: string, offset: number): Omit<Open, "at"> {
  const [, tag = "", rest = ""] = /^(\S*)([\s\S]*)$/.exec(inside) ?? [];
  const name = tag.toLowerCase();
  if (!tags.includes(name)) {
    throw cannotParse(`Unsupported start tag "${name}" at byte offset ${offset}`);
  }
  const attributes: Record<string, string> = {};
  for (const [, key = "", quoted, bare] of rest.matchAll(/([\w-]+)(?:\s*=\s*(?:"([^"]*)"|([\w.-]+)))?/g)) {
    attributes[key] = quoted ?? bare ?? "";
  }
  return { tag: name, attributes };
}

function toEntity({ tag, at, attributes }: Open, end: number): MessageEntity {
  const place = { offset: at, length: end - at };
  if (tag === "a") return { type: "text_link", ...place, url: attributes["href"] ?? "" };
  if (tag === "pre") return { type: "pre", ...place };
  if (tag === "tg-time") return { type: "date_time", ...place, ...readTime(attributes) };
  const isExpandable = tag === "blockquote" && "expandable" in attributes;
  return { type: isExpandable ? "expandable_blockquote" : (typeOfTag[tag] ?? "bold"), ...place };
}

function readTime({ unix = "", format = "" }: Open["attributes"]) {
  if (!/^\d+$/.test(unix)) throw cannotParse("Invalid Unix time specified");
  if (!isTimeFormat(format)) throw cannotParse("Invalid date-time format specified");
  return { unix_time: Number(unix), date_time_format: format };
}

function isTimeFormat(text: string): text is MessageEntity.DateTimeMessageEntity["date_time_format"] {
  return /^(r|w?[dD]?[tT]?)$/.test(text);
}

function cannotParse(reason: string): Error {
  return badRequest(`can't parse entities: ${reason}`);
}
