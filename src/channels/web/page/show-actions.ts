import type { ToldMessage } from "../wire.ts";
import { make, makeUnseen } from "./elements.ts";
import type { Texts } from "./texts.ts";

type Message = ToldMessage["message"];

/** Builds what a message lets one do: open its links, copy its text, keep its file. */
export function showActions(message: Message, texts: Texts): readonly HTMLElement[] {
  const { links = [], copy, file } = message;
  const actions = [
    ...links.filter(({ url }) => /^https?:\/\//i.test(url)).map((link) => showLink(link, texts)),
    ...(copy ? [showCopy(copy, texts)] : []),
    ...(file ? [showFile(file, texts), make("p", { className: "hint" }, texts.text("calendar-note"))] : []),
  ];
  return [
    ...(copy ? [make("blockquote", { className: "quote" }, copy.text)] : []),
    ...(actions.length > 0 ? [make("div", { className: "actions" }, ...actions)] : []),
  ];
}

function showLink({ label, url }: NonNullable<Message["links"]>[number], texts: Texts): HTMLElement {
  const properties = { className: "action", href: url, target: "_blank", rel: "noopener noreferrer" };
  return make("a", properties, `${label} ↗`, makeUnseen(` (${texts.text("new-tab")})`));
}

const feedbackMs = 2_500;

function showCopy({ label, text }: NonNullable<Message["copy"]>, texts: Texts): HTMLElement {
  const button = make("button", { type: "button", className: "action" }, label);
  const feedback = make("span", { className: "unseen" });
  feedback.setAttribute("role", "status");
  button.onclick = async () => {
    const told = texts.text((await copyText(text)) ? "copied" : "copy-failed");
    button.textContent = told;
    feedback.textContent = told;
    setTimeout(() => {
      button.textContent = label;
      feedback.textContent = "";
    }, feedbackMs);
  };
  return make("div", { className: "actions" }, button, feedback);
}

/** Within another site's page, or without TLS, the browser may have no clipboard for us: the old way is tried then. */
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

function showFile({ name, mimeType, content }: NonNullable<Message["file"]>, texts: Texts): HTMLElement {
  const words = texts.text("download", { name });
  const button = make("button", { type: "button", className: "action" }, drawCalendar(), words);
  button.onclick = () => {
    const url = URL.createObjectURL(new Blob([content], { type: `${mimeType};charset=utf-8` }));
    make("a", { href: url, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
  };
  return button;
}

/** Not every machine has a picture for every character. */
function drawCalendar(): Element {
  const namespace = "http://www.w3.org/2000/svg";
  const picture = document.createElementNS(namespace, "svg");
  const path = document.createElementNS(namespace, "path");
  picture.setAttribute("viewBox", "0 0 24 24");
  picture.setAttribute("aria-hidden", "true");
  path.setAttribute("d", "M4 6h16v14H4zM4 10.5h16M8 3.5v4M16 3.5v4");
  picture.append(path);
  return picture;
}
