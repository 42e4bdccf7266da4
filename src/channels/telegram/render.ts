import { InlineKeyboard } from "grammy";
import type { InlineKeyboardButton, InlineKeyboardMarkup } from "grammy/types";
import type { Button, OutgoingMessage, Span } from "../../ports.ts";
import { cutAt } from "../message-text.ts";

/** One call of the Bot API, without the chat it is for. */
export type TelegramCall = (
  | { readonly method: "sendMessage"; readonly text: string }
  | {
      readonly method: "sendDocument";
      readonly file: { readonly name: string; readonly content: string };
      readonly caption?: string;
    }
) & { readonly keyboard?: InlineKeyboard };

/** Telegram's caps, in characters. */
const textCap = 4_096;
const captionCap = 1_024;
const copyCap = 256;
/** Two labels of this length fit side by side on a narrow phone. */
const shortLabel = 18;

/** Returns the calls that send a message, in order; usually one. The last one carries the buttons. */
export function renderMessage(message: OutgoingMessage): readonly TelegramCall[] {
  const keyboard = renderKeyboard(message);
  const buttons = keyboard.inline_keyboard.length === 0 ? {} : { keyboard };
  const parts = splitText(textWithCopy(message));
  const { file } = message;
  if (file === undefined) {
    return parts.map((part, index) => ({
      method: "sendMessage",
      text: renderText(part),
      ...(index === parts.length - 1 && buttons),
    }));
  }
  // grammY does not quote the name in the header.
  const document = { name: file.name.replace(/[^\w.-]/g, "_"), content: file.content };
  const [first] = parts;
  const fits = parts.length === 1 && first !== undefined && lengthOf(first) <= captionCap;
  const caption = fits ? renderText(first) : "";
  const before = fits ? [] : parts;
  return [
    ...before.map((part): TelegramCall => ({ method: "sendMessage", text: renderText(part) })),
    { method: "sendDocument", file: document, ...(caption !== "" && { caption }), ...buttons },
  ];
}

/**
 * Returns the keyboard after an answer: links and texts to copy stay, and the choices are reduced to
 * the pressed one. Undefined if that is done already.
 */
export function markKeyboard(marked: InlineKeyboardMarkup, pressed: string): InlineKeyboard | undefined {
  const { inline_keyboard: rows } = marked;
  const choices = rows.flat().filter((button) => callbackOf(button) !== undefined);
  const label = choices.find((button) => callbackOf(button) === pressed)?.text ?? "";
  const isMarked = label.startsWith("✓");
  if (choices.length === 1 && isMarked) return undefined;
  const staying = rows
    .map((row) => row.filter((button) => callbackOf(button) === undefined))
    .filter((row) => row.length > 0);
  const text = isMarked ? label : `✓ ${label}`.trimEnd();
  return InlineKeyboard.from([...staying, [InlineKeyboard.text(text, pressed)]]);
}

function callbackOf(button: InlineKeyboardButton): string | undefined {
  return "callback_data" in button ? button.callback_data : undefined;
}

function renderKeyboard({
  links = [],
  copy,
  file,
  choices = [],
  navigation = [],
}: OutgoingMessage): InlineKeyboard {
  return InlineKeyboard.from([
    ...[...links, ...(file?.online ? [file.online] : [])].map(({ label, url }) => [
      InlineKeyboard.url(label, url),
    ]),
    ...(copy !== undefined && fitsButton(copy.text)
      ? [[InlineKeyboard.copyText(copy.label, copy.text)]]
      : []),
    ...choiceRows(choices),
    ...(navigation.length === 0 ? [] : [navigation.map(toKeyboardButton)]),
  ]);
}

/** Puts two short labels in a row, and a long one alone. */
function choiceRows(choices: readonly Button[]): InlineKeyboardButton[][] {
  const rows: Button[][] = [];
  for (const choice of choices) {
    const last = rows.at(-1) ?? [];
    const fits = last.length === 1 && [...last, choice].every(({ label }) => label.length <= shortLabel);
    if (fits) last.push(choice);
    else rows.push([choice]);
  }
  return rows.map((row) => row.map(toKeyboardButton));
}

function toKeyboardButton({ id, label }: Button): InlineKeyboardButton {
  return InlineKeyboard.text(label, id);
}

function fitsButton(text: string): boolean {
  return text.length > 0 && text.length <= copyCap;
}

type Piece = Span | { readonly type: "copy"; readonly text: string };

function textWithCopy({ text, copy }: OutgoingMessage): readonly Piece[] {
  if (copy === undefined || fitsButton(copy.text)) return text;
  // Telegram copies a preformatted block at a tap.
  return [
    ...text,
    { type: "text", text: text.length === 0 ? "" : "\n\n" },
    { type: "bold", text: copy.label },
    { type: "text", text: "\n" },
    { type: "copy", text: copy.text },
  ];
}

function renderText(pieces: readonly Piece[]): string {
  return pieces.map(renderPiece).join("");
}

function renderPiece(piece: Piece): string {
  const text = escapeHtml(piece.text);
  if (text === "") return "";
  switch (piece.type) {
    case "text":
      return text;
    case "bold":
      return `<b>${text}</b>`;
    case "instant":
      return `<tg-time unix="${Math.floor(piece.at / 1_000)}" format="wDt">${text}</tg-time>`;
    case "copy":
      return `<pre>${text}</pre>`;
  }
}

function escapeHtml(text: string): string {
  return text.replace(/[<>&"]/g, (character) => entities[character] ?? character);
}

const entities: Readonly<Record<string, string>> = { "<": "&lt;", ">": "&gt;", "&": "&amp;", '"': "&quot;" };

/** Splits a text that is over Telegram's cap, at a paragraph, a line or a space if there is one. */
function splitText(pieces: readonly Piece[]): readonly (readonly Piece[])[] {
  if (lengthOf(pieces) <= textCap) return [pieces];
  const parts: Piece[][] = [];
  let part: Piece[] = [];
  let room = textCap;
  for (const piece of pieces) {
    let rest = piece.text;
    while (rest.length > room) {
      // Cuts no word in two if the next part has more room for it.
      const cut = cutAt(rest, room, 0, room === textCap);
      const head = rest.slice(0, cut).trimEnd();
      parts.push(head === "" ? part : [...part, { ...piece, text: head }]);
      rest = rest.slice(cut).trimStart();
      part = [];
      room = textCap;
    }
    part.push({ ...piece, text: rest });
    room -= rest.length;
  }
  return [...parts, part].filter((candidate) => candidate.some(({ text }) => text.trim() !== ""));
}

function lengthOf(text: readonly Piece[]): number {
  return text.reduce((sum, { text }) => sum + text.length, 0);
}
