import { styleText } from "node:util";
import type { OutgoingMessage, RichText } from "../../ports.ts";

/** Writes a message as lines of text: answers numbered, addresses in full. */
export function renderMessage(message: OutgoingMessage, hasColours: boolean): string {
  const style = hasColours ? styleText : (_style: Parameters<typeof styleText>[0], text: string) => text;
  const lines = [
    renderText(message.text, style),
    ...(message.copy ? [quote(visible(message.copy.text))] : []),
    ...(message.links ?? []).map(({ label, url }) => `→ ${visible(label)} ${style("cyan", url)}`),
    ...(message.file ? [`📎 ${visible(message.file.name)}`] : []),
    ...(message.choices ?? []).map(({ label }, at) => `${style("green", `${at + 1}.`)} ${visible(label)}`),
    ...(message.navigation?.length
      ? [style("dim", message.navigation.map(({ label }) => visible(label)).join(" · "))]
      : []),
  ];
  return lines.join("\n");
}

type Style = (style: Parameters<typeof styleText>[0], text: string) => string;

function renderText(text: RichText, style: Style): string {
  return text
    .map((span) => (span.type === "bold" ? style("bold", visible(span.text)) : visible(span.text)))
    .join("");
}

/** Removes control characters, which a terminal would execute. */
function visible(text: string): string {
  return text.replace(/[^\P{Cc}\n]/gu, "");
}

function quote(text: string): string {
  return `  │ ${text.replaceAll("\n", "\n  │ ")}`;
}
