import type { MessageDto } from "../channels/web/wire.ts";
import { make, makeButton, makeDrawing } from "./elements.ts";
import { buttonLinks, showLink } from "./show-text.ts";
import type { Texts } from "./texts.ts";

type Message = MessageDto["message"];

const feedbackMs = 2_500;

/** Builds a message's actions: its links, the text to copy, its file, and `further`. */
export function showActions(message: Message, texts: Texts, further?: HTMLElement): readonly HTMLElement[] {
  const { copy, mail, file } = message;
  const actions = [
    ...buttonLinks(message).map((link) => showLink(link, texts, "action")),
    ...(copy ? [showCopy(copy, texts)] : []),
    ...(mail ? [make("a", { className: "action", href: mail.url }, mail.label)] : []),
    ...(file ? [showFile(file, texts)] : []),
    ...(file?.online ? [showLink(file.online, texts, "action second")] : []),
    ...(further ? [further] : []),
  ];
  return [
    ...(copy ? [make("blockquote", { className: "quote" }, copy.text)] : []),
    ...(actions.length > 0 ? [make("div", { className: "actions" }, ...actions)] : []),
  ];
}

/** Builds a button that copies a text and confirms it. */
export function showCopy(
  { label, text: copied }: NonNullable<Message["copy"]>,
  { text }: Texts,
): HTMLElement {
  const feedback = make("span", { className: "unseen", role: "status" });
  const button = makeButton({ className: "action" }, label);
  button.onclick = async () => {
    const written = text((await copyText(copied)) ? "copied" : "copy-failed");
    button.textContent = written;
    feedback.textContent = written;
    setTimeout(() => {
      button.textContent = label;
      feedback.textContent = "";
    }, feedbackMs);
  };
  return make("div", { className: "actions" }, button, feedback);
}

/**
 * Copies a text. Within another site's page, or without TLS, the clipboard API may be missing: then
 * uses `execCommand`.
 */
async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = make("textarea", { value: text, className: "unseen" });
    const focused = document.activeElement;
    document.body.append(field);
    field.select();
    const isCopied = document.execCommand("copy");
    field.remove();
    if (focused instanceof HTMLElement) focused.focus();
    return isCopied;
  }
}

function showFile(file: NonNullable<Message["file"]>, { text }: Texts): HTMLElement {
  // An SVG, since some systems lack the character.
  const calendar = makeDrawing("M4 6h16v14H4zM4 10.5h16M8 3.5v4M16 3.5v4");
  const properties = { className: "action", onclick: () => saveFile(file) };
  return makeButton(properties, calendar, text("download", { name: file.name }));
}

/** Saves a file with the browser. */
export function saveFile({ name, mimeType, content }: NonNullable<Message["file"]>): void {
  const url = URL.createObjectURL(new Blob([content], { type: `${mimeType};charset=utf-8` }));
  make("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
