import type { Button, OutgoingMessage, RichText, Span } from "../../app/ports.ts";

/** One message of WhatsApp's. */
export type WhatsAppPart =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "file"; readonly name: string; readonly mimeType: string; readonly content: string }
  | WhatsAppPoll;

/** A question to be answered by a tap. `options` are its labels, `choices` the buttons that they stand for. */
export interface WhatsAppPoll {
  readonly type: "poll";
  readonly question: string;
  readonly options: readonly string[];
  readonly choices: readonly Button[];
  readonly several: boolean;
}

/** WhatsApp takes more; longer texts are folded behind "read more" and hide the choices at their end. */
const textCap = 4_096;
const questionCap = 255;
const optionCap = 100;
const fewestOptions = 2;
const mostOptions = 12;

/** Turns a message into WhatsApp's, to be sent in this order. */
export function renderMessage(message: OutgoingMessage, polls: boolean): readonly WhatsAppPart[] {
  const { copy, file } = message;
  const before = [renderText(message.text), ...renderLinks(message)];
  const answers = renderAnswers(message);
  const poll = polls ? renderPoll(message) : undefined;
  // On its own it is copied by one long press.
  const texts = copy
    ? [...splitText(join([...before, `*${copy.label}*`])), copy.text, ...splitText(join(answers))]
    : splitText(join([...before, ...answers]));
  return [
    ...texts.map((text): WhatsAppPart => ({ type: "text", text })),
    ...(file ? [{ type: "file", ...file } as const] : []),
    ...(poll ? [poll] : []),
  ];
}

function join(blocks: readonly string[]): string {
  return blocks.filter((block) => block !== "").join("\n\n");
}

function renderLinks({ links = [] }: OutgoingMessage): readonly string[] {
  return links.map(({ label, url }) => `${plain(label)}\n${url}`);
}

function renderAnswers({ choices = [], navigation = [] }: OutgoingMessage): readonly string[] {
  return [
    choices.map(({ label }, index) => `*${index + 1}.* ${plain(label)}`).join("\n"),
    navigation.map(({ label }) => plain(label)).join(" · "),
  ];
}

function renderPoll({ text, choices = [] }: OutgoingMessage): WhatsAppPoll | undefined {
  if (choices.length < fewestOptions || choices.length > mostOptions) return undefined;
  const options = choices.map(({ label }) => shorten(label.trim(), optionCap));
  if (new Set(options).size < options.length || options.includes("")) return undefined;
  const lines = text
    .map((span) => span.text)
    .join("")
    .trim()
    .split(/\n+/);
  const question = lines.findLast((line) => /[?:]\s*$/.test(line)) ?? lines.at(-1) ?? "";
  const several = choices.some(({ ticks }) => ticks === true);
  return { type: "poll", question: shorten(question || "?", questionCap), options, choices, several };
}

function shorten(text: string, cap: number): string {
  return text.length <= cap ? text : `${text.slice(0, cutAt(text, cap - 1)).trimEnd()}…`;
}

function renderText(text: RichText): string {
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

/** Next to a letter or digit WhatsApp makes nothing bold, and would show the asterisks. */
function isWithinWord(before: string, bold: string, after: string): boolean {
  const isAtWord = /[\p{L}\p{N}]$/u.test(before) && /^\S/.test(bold);
  return isAtWord || (/\S$/.test(bold) && /^[\p{L}\p{N}]/u.test(after));
}

/** WhatsApp makes bold only what touches its asterisks, within one line. */
function renderBold(line: string): string {
  const words = line.trim();
  return words === "" ? line : line.replace(words, () => `*${plain(words)}*`);
}

/** Lookalikes: WhatsApp has no escape, and zero-width characters break what is copied. */
const lookalikes: Readonly<Record<string, string>> = { "*": "∗", _: "ˍ", "~": "∼", "`": "ˋ" };
const address = /(https?:\/\/\S+)/;

/** Leaves nothing in a text that WhatsApp would take as a sign for bold, italics and the like, except in addresses. */
function plain(text: string): string {
  return text
    .split(address)
    .map((piece) =>
      address.test(piece)
        ? piece
        : piece.replace(/(?<!\w)[*_~`]|[*_~`](?!\w)/g, (sign) => lookalikes[sign] ?? sign),
    )
    .join("");
}

/** Cuts a text that is over the cap, at a paragraph, a line or a space where there is one. */
function splitText(text: string): readonly string[] {
  const parts: string[] = [];
  let rest = text;
  while (rest.length > textCap) {
    const cut = cutAt(rest, textCap);
    parts.push(rest.slice(0, cut).trimEnd());
    rest = rest.slice(cut).trimStart();
  }
  return [...parts, rest].filter((part) => part !== "");
}

function cutAt(text: string, room: number): number {
  const head = text.slice(0, room);
  for (const separator of ["\n\n", "\n", " "]) {
    const at = head.lastIndexOf(separator);
    if (at > room / 2) return at;
  }
  // Not within a surrogate pair.
  return /[\uD800-\uDBFF]$/.test(head) ? room - 1 : room;
}
