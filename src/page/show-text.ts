import type { MessageDto } from "../channels/web/wire.ts";
import { make, makeUnseen } from "./elements.ts";
import type { Texts } from "./texts.ts";
import { isOtherZone, writeMoment } from "./write-time.ts";

type Message = MessageDto["message"];
type Span = Message["text"][number];
type Line = readonly Span[];
/** The lines of a paragraph or list. */
type Block = readonly Line[];
type Link = NonNullable<Message["links"]>[number];

/** The start of a line that is a list item. */
const point = "• ";

/**
 * Builds a message's text: paragraphs, and lists in which an item that begins with a link's label
 * becomes that link. `actions` stand where the text's layout places them, else at the end.
 */
export function showText(
  message: Message,
  texts: Texts,
  actions: readonly HTMLElement[],
): readonly HTMLElement[] {
  const { links = [] } = message;
  const blocks = blocksOf(linesOf(message.text));
  const show = (some: readonly Block[]) => some.map((block) => showBlock(block, links, texts));
  const folded = blocks.filter((block) => layoutOf(block)?.as === "details");
  const open = blocks.filter((block) => !folded.includes(block));
  const below = open.findIndex((block) => layoutOf(block)?.as === "below-links");
  const above = below === -1 ? open.length : below;
  const quiet = links.filter(({ isQuiet }) => isQuiet).map((link) => make("p", {}, showLink(link, texts)));
  const summary = make("summary", {}, texts.text("who"));
  return [
    ...(folded.length > 0
      ? [make("details", { className: "who" }, summary, ...show(folded), ...quiet)]
      : quiet),
    ...show(open.slice(0, above)),
    ...actions,
    ...show(open.slice(above)),
  ];
}

function layoutOf([first]: Block): Span["layout"] {
  return first?.[0]?.layout;
}

function showBlock(lines: Block, links: readonly Link[], texts: Texts): HTMLElement {
  if (isItem(lines[0]))
    return make("ul", {}, ...lines.map((line) => showItem(cut(line, point), links, texts)));
  const said = joined(lines).map((span) => showSpan(span, texts));
  const layout = layoutOf(lines);
  if (layout?.as !== "deadline") return make("p", {}, ...said);
  return make("p", { className: "deadline" }, showDays(layout.daysLeft, texts), make("span", {}, ...said));
}

/** Builds the sheet with the days that are left; the text beside it says the same. */
function showDays(days: number, { language }: Texts): HTMLElement {
  const counted = new Intl.NumberFormat(language(), { style: "unit", unit: "day", unitDisplay: "long" });
  const today = new Intl.RelativeTimeFormat(language(), { numeric: "auto" });
  const parts = days > 0 ? counted.formatToParts(days) : today.formatToParts(0, "day");
  const shown = parts.map(({ type, value }) => make(type === "integer" ? "strong" : "span", {}, value));
  return make("span", { className: "days", "aria-hidden": "true" }, ...shown);
}

/** Returns the links for buttons: those that are not quiet, and that no list item of the text contains. */
export function buttonLinks({ links = [], text }: Message): readonly Link[] {
  const items = linesOf(text)
    .filter(isItem)
    .map((line) => cut(line, point));
  return links.filter((link) => !link.isQuiet && items.every((item) => linkOf(item, links) !== link));
}

/** Builds a link that opens in a new tab. */
export function showLink({ label, url }: Link, { text }: Texts, className = ""): HTMLElement {
  const properties = { className, href: url, target: "_blank", rel: "noopener noreferrer" };
  return make("a", properties, `${label}\u00a0↗`, makeUnseen(` (${text("new-tab")})`));
}

function linesOf(text: readonly Span[]): readonly Line[] {
  const lines: Span[][] = [[]];
  for (const span of text)
    span.text.split("\n").forEach((part, index) => {
      if (index > 0) lines.push([]);
      if (part !== "") lines.at(-1)?.push({ ...span, text: part });
    });
  return lines;
}

/**
 * Groups lines into paragraphs and lists: an empty line ends either, and so does the start of the
 * other.
 */
function blocksOf(lines: readonly Line[]): readonly Block[] {
  const blocks: Line[][] = [];
  lines.forEach((line, index) => {
    const before = lines[index - 1] ?? [];
    if (line.length === 0) return;
    if (before.length === 0 || isItem(before) !== isItem(line)) blocks.push([]);
    blocks.at(-1)?.push(line);
  });
  return blocks;
}

function isItem(line: Line | undefined): boolean {
  return line?.[0]?.text.startsWith(point) ?? false;
}

/** Returns the line without this prefix. */
function cut([first, ...rest]: Line, beginning: string): Line {
  return first === undefined ? [] : [{ ...first, text: first.text.slice(beginning.length) }, ...rest];
}

function joined(lines: readonly Line[]): Line {
  return lines.flatMap((line, index) =>
    index === 0 ? line : [{ type: "text", text: "\n" } as const, ...line],
  );
}

function showItem(item: Line, links: readonly Link[], texts: Texts): HTMLElement {
  const link = linkOf(item, links);
  const rest = cut(item, link?.label ?? "");
  return make("li", {}, link && showLink(link, texts), ...rest.map((span) => showSpan(span, texts)));
}

/** Returns the link with whose whole label the item begins. */
function linkOf([first]: Line, links: readonly Link[]): Link | undefined {
  const text = first?.text ?? "";
  return links.find(({ label }) => text === label || text.startsWith(`${label},`));
}

function showSpan(span: Span, texts: Texts): Node | string {
  switch (span.type) {
    case "text":
      return span.text;
    case "bold":
      return make("strong", {}, span.text);
    case "instant": {
      const added = ` (${texts.text("your-time", { when: writeMoment(span.at, texts) })})`;
      const local = isOtherZone(span.at, span.zone) && make("span", { className: "local" }, added);
      return make("time", { dateTime: new Date(span.at).toISOString() }, span.text, local);
    }
  }
}
