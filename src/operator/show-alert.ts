import { Temporal } from "temporal-polyfill";
import type { AlertForecast, AlertPreview, AlertProgress } from "../app/operator-report.ts";
import { templateText } from "../content/channel-texts.ts";
import type { Language } from "../conversation/vocabulary.ts";
import type { OutgoingMessage, Wording } from "../ports.ts";

/** Renders a message for WhatsApp, part by part. */
type RenderParts = (message: OutgoingMessage, hasPolls: boolean) => readonly Part[];
type Part =
  | { readonly type: "poll"; readonly question: string; readonly options: readonly string[] }
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "file" };

/**
 * Returns a function that writes an alert as a channel shows it: as text and buttons; on WhatsApp as
 * text and poll; on the Cloud API as its template.
 */
export function showAlert(wording: Wording, renderParts: RenderParts) {
  return (channel: string, message: OutgoingMessage, language: Language): string => {
    const { text, choices = [], reminder } = message;
    if (channel === "whatsapp") return renderParts(message, true).flatMap(writePart).join("\n");
    const words = text.map((span) => span.text).join("");
    const buttons = choices.map(({ label }) => label);
    if (channel !== "whatsapp-cloud" || reminder === undefined) return withButtons(words, buttons);
    const template = templateText(wording, reminder.kind, language);
    return withButtons(template.body.replace("{{service}}", reminder.service), template.buttons);
  };
}

function writePart(part: Part): readonly string[] {
  if (part.type === "poll") return [part.question, ...part.options.map((option) => `○ ${option}`)];
  return part.type === "text" ? [part.text] : [];
}

function withButtons(text: string, buttons: readonly string[]): string {
  return [text, buttons.map((label) => `[${label}]`).join(" ")].join("\n");
}

const barLength = 20;
const numbers = new Intl.NumberFormat("en");

/** Writes what each channel would show, whom the alert would reach, by when and at what price. */
export function reportPreview({ texts, channels }: AlertPreview, zone: string): string {
  const shown = texts.map(({ channel, language, text }) => `--- ${channel}, ${language}\n${text}\n`);
  return [...shown, ...channels.map((channel) => reportForecast(channel, zone))].join("\n");
}

function reportForecast(
  { name, people, endsAt, isTooLate, note, price, isOff }: AlertForecast,
  zone: string,
) {
  const cost = price === undefined ? "see Meta's price list" : `about ${numbers.format(people * price)}`;
  const notes = {
    risk: `unasked-for messages are what WhatsApp bans numbers for: ${isOff ? "off, unless WHATSAPP_ALERTS=on" : "within its caps"}`,
    marketing: `marketing messages, which are paid for: ${cost}`,
    stars: `above 30 a second Telegram charges: ${cost} Stars at most`,
  };
  const end = Temporal.Instant.fromEpochMilliseconds(endsAt).toZonedDateTimeISO(zone).toString();
  return [
    `${name}: ${numbers.format(people)} people`,
    ...(people > 0 ? [`, the last one by ${end.slice(0, 16).replace("T", " ")}`] : []),
    ...(isTooLate ? ["; THAT IS AFTER THE CAMPAIGN'S DATE"] : []),
    ...(note === undefined ? [] : [`; ${notes[note]}`]),
  ].join("");
}

/** Writes one line for each alert, with a bar that shows how far it has come. */
export function reportProgress(alerts: readonly AlertProgress[]): string {
  if (alerts.length === 0) return "No alert was sent yet.";
  const lines = alerts.map(({ id, campaign, news, state, handled, total }) => {
    const full = total === 0 ? 0 : Math.floor((handled / total) * barLength);
    const bar = "█".repeat(full).padEnd(barLength, "░");
    return `${id}: ${bar} ${numbers.format(handled)} of ${numbers.format(total)}  ${campaign} (${news}), ${state}`;
  });
  return lines.join("\n");
}
