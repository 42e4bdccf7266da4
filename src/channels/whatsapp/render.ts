import type { Button, OutgoingMessage, RichText, Span } from "../../app/ports.ts";

/** One message of WhatsApp's. */
export type WhatsAppPart =
  | { readonly type: "text"; readonly text: string; readonly buttons?: readonly Button[] | undefined }
  | { readonly type: "file"; readonly name: string; readonly mimeType: string; readonly content: string }
  | WhatsAppPoll;

/** A question to be answered by a tap. `options` are the labels of `buttons`, in their order. */
export interface WhatsAppPoll {
  readonly type: "poll";
  readonly question: string;
  readonly options: readonly string[];
  readonly buttons: readonly Button[];
  readonly several: boolean;
  /** The same as a text, for when WhatsApp does not take the poll. */
  readonly instead: string;
}

const textCap = 4_096;
const questionCap = 255;
const optionCap = 100;
const fewestOptions = 2;
const mostOptions = 12;

/**
 * Turns a message into WhatsApp's, to be sent in this order. Its answers are a poll, or a list within the text. A text whose `buttons`
 * are not numbered has them: a number that quotes it means one of them.
 */
export function renderMessage(message: OutgoingMessage, polls: boolean): readonly WhatsAppPart[] {
  const { copy, file } = message;
  const written = renderText(message.text);
  const offered = polls ? optionsOf(message) : [];
  const { said, poll } = offered.length > 0 ? renderPoll(written, message, offered) : { said: written };
  const before = [said, ...(message.links?.map(({ label, url }) => `${plain(label)}\n${url}`) ?? [])];
  const answers = renderAnswers(message, offered);
  // On its own it is copied by one long press.
  const texts = copy
    ? [...splitText(join([...before, `*${copy.label}*`])), copy.text, ...splitText(join(answers))]
    : splitText(join([...before, ...answers]));
  const unnumbered = poll === undefined && !message.choices?.length ? message.navigation : undefined;
  return [
    ...texts.map((text, index): WhatsAppPart => {
      return { type: "text", text, ...(index === texts.length - 1 && unnumbered && { buttons: unnumbered }) };
    }),
    ...(file ? [{ type: "file", ...file } as const] : []),
    ...(poll ? [poll] : []),
  ];
}

function join(blocks: readonly string[]): string {
  return blocks.filter((block) => block !== "").join("\n\n");
}

/** The answers and, if there is room, the ways out. Without answers the ways out are the answers. Empty if they make no poll. */
function optionsOf({ choices = [], navigation = [] }: OutgoingMessage): readonly Button[] {
  const all = [...choices, ...navigation];
  const options = all.length <= mostOptions ? all : choices;
  return options.length < fewestOptions || options.length > mostOptions ? [] : options;
}

/** What is not among the options: all of it if there are none. */
function renderAnswers(
  { choices = [], navigation = [] }: OutgoingMessage,
  options: readonly Button[],
): readonly string[] {
  const left = (buttons: readonly Button[]) => buttons.filter((button) => !options.includes(button));
  return [
    left(choices)
      .map(({ label }, index) => `*${index + 1}.* ${plain(label)}`)
      .join("\n"),
    left(navigation)
      .map(({ label }) => plain(label))
      .join(" · "),
  ];
}

/** The poll's title is the end of the text, which is the question: its last paragraph, or the last line of a long one. The text leaves it out. */
function renderPoll(
  written: string,
  message: OutgoingMessage,
  buttons: readonly Button[],
): { readonly said: string; readonly poll: WhatsAppPoll } {
  const { choices = [], text } = message;
  const told = text
    .map((span) => span.text)
    .join("")
    .trim();
  const paragraph = told.slice(told.lastIndexOf("\n\n") + 1).trim();
  const isShort = paragraph.length <= questionCap && !paragraph.includes("\n• ");
  const title = isShort ? paragraph : told.slice(told.lastIndexOf("\n") + 1);
  const lines = written.split("\n");
  const end = lines.slice(-title.split("\n").length).join("\n");
  const said = title.length <= questionCap ? written.slice(0, written.length - end.length).trim() : written;
  const poll: WhatsAppPoll = {
    type: "poll",
    question: shorten(title.replaceAll("\n", " ") || "?", questionCap),
    options: buttons.map((button) => shorten(numbered(button, choices), optionCap)),
    buttons,
    several: choices.some(({ ticks }) => ticks === true),
    instead: join([end, ...renderAnswers(message, [])]),
  };
  return { said, poll };
}

function numbered(button: Button, choices: readonly Button[]): string {
  const place = choices.indexOf(button);
  return `${place < 0 ? "" : `${place + 1}. `}${button.label.trim()}`;
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
