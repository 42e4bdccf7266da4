import { badRequest } from "./bot-api-fault.ts";

/** A stretch of text with a meaning, counted in UTF-16 units as Telegram does. */
export interface Entity {
  readonly type: string;
  readonly offset: number;
  readonly length: number;
  readonly unix?: number;
  readonly format?: string;
}

const typeOfTag: Readonly<Record<string, string>> = {
  a: "text_link",
  b: "bold",
  blockquote: "blockquote",
  code: "code",
  del: "strikethrough",
  em: "italic",
  i: "italic",
  ins: "underline",
  pre: "pre",
  s: "strikethrough",
  span: "spoiler",
  strike: "strikethrough",
  strong: "bold",
  "tg-spoiler": "spoiler",
  "tg-time": "date_time",
  u: "underline",
};
const characters: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"' };

interface Open {
  readonly tag: string;
  readonly at: number;
  readonly attributes: Readonly<Record<string, string>>;
}

/** Parses HTML as the Bot API does; throws its errors. */
export function parseHtml(html: string): { readonly text: string; readonly entities: readonly Entity[] } {
  const entities: Entity[] = [];
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

/** Gives the text of a stretch without tags; an unknown "&…;" stays as it is. */
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
  if (typeOfTag[name] === undefined) {
    throw cannotParse(`Unsupported start tag "${name}" at byte offset ${offset}`);
  }
  const attributes: Record<string, string> = {};
  for (const [, key = "", quoted, bare] of rest.matchAll(/([\w-]+)(?:\s*=\s*(?:"([^"]*)"|([\w.-]+)))?/g)) {
    attributes[key] = quoted ?? bare ?? "";
  }
  return { tag: name, attributes };
}

function toEntity({ tag, at, attributes }: Open, end: number): Entity {
  const entity = { type: typeOfTag[tag] ?? tag, offset: at, length: end - at };
  if (tag === "blockquote" && "expandable" in attributes) return { ...entity, type: "expandable_blockquote" };
  if (tag !== "tg-time") return entity;
  const { unix = "", format = "" } = attributes;
  if (!/^\d+$/.test(unix)) throw cannotParse("Invalid Unix time specified");
  if (!/^(r|w?[dD]?[tT]?)$/.test(format)) throw cannotParse("Invalid date-time format specified");
  return { ...entity, unix: Number(unix), format };
}

function cannotParse(reason: string): Error {
  return badRequest(`can't parse entities: ${reason}`);
}
