import { cpSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const fixture = fileURLToPath(new URL("../fixtures/de", import.meta.url));
const fileNames = ["conversation", "help", "reminders"].map((name) => `${name}.json`);
/** The English text as it stands in German: marked, with its placeholders and its markup. */
export const inGerman = (english: string) => `[de] ${english}`;

/** Makes German of a copy of the English folder: marked English, and what Germans type. */
export function translateToGerman(folder: string): void {
  cpSync(fixture, folder, { recursive: true });
  const campaigns = readdirSync(join(folder, "campaigns")).map((name) => join("campaigns", name));
  for (const file of [...fileNames, ...campaigns]) change(join(folder, file), translated);
  change(join(folder, "short-labels.json"), (labels) =>
    Object.fromEntries(
      Object.entries(labels as object).map(([label, short]) => [
        inGerman(label),
        inGerman(short).slice(0, 24),
      ]),
    ),
  );
  change(join(folder, "conversation.json"), (texts) => {
    const { language, ...others } = texts as { readonly language: object };
    return { language: { ...language, name: "Deutsch" }, ...others };
  });
}

function translated(content: unknown): unknown {
  if (typeof content === "string") return inGerman(content);
  if (typeof content !== "object" || content === null || Array.isArray(content)) return content;
  const parts = Object.entries(content);
  return Object.fromEntries(
    parts.map(([part, value]: [string, unknown]) => [part, isTyped(part, value) ? value : translated(value)]),
  );
}

/** True for what people type, in a campaign's texts. */
function isTyped(part: string, value: unknown): boolean {
  return part === "sentences" || (part === "words" && typeof value === "object");
}

function change(path: string, how: (content: unknown) => unknown): void {
  writeFileSync(path, JSON.stringify(how(JSON.parse(readFileSync(path, "utf8"))), undefined, 2));
}
