import type { OutgoingMessage, Wording } from "./app/ports.ts";
import { renderMessage } from "./channels/whatsapp/render.ts";
import { templateText } from "./content/channel-texts.ts";
import type { Language } from "./conversation/vocabulary.ts";

/** Returns what writes an alert as a channel shows it: as text and buttons, on WhatsApp as text and poll, on the official one as its template. */
export function showAlert(wording: Wording) {
  return (channel: string, message: OutgoingMessage, language: Language): string => {
    const { text, navigation = [], reminder } = message;
    if (channel === "whatsapp") return renderMessage(message, true).flatMap(writePart).join("\n");
    const words = text.map((span) => span.text).join("");
    const buttons = navigation.map(({ label }) => label);
    if (channel !== "whatsapp-cloud" || reminder === undefined) return withButtons(words, buttons);
    const template = templateText(wording, reminder.kind, language);
    return withButtons(template.body.replace("{{service}}", reminder.service), template.buttons);
  };
}

function writePart(part: ReturnType<typeof renderMessage>[number]): readonly string[] {
  if (part.type === "poll") return [part.question, ...part.options.map((option) => `○ ${option}`)];
  return part.type === "text" ? [part.text] : [];
}

function withButtons(text: string, buttons: readonly string[]): string {
  return [text, buttons.map((label) => `[${label}]`).join(" ")].join("\n");
}
