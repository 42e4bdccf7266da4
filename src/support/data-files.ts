import { readFileSync } from "node:fs";

/** The content of a file, or why it cannot be read, in words for the person who wrote it. */
type JsonFile = { readonly content: unknown } | { readonly problem: string };

const usualMistakes = "often a comma is missing or too many, or a quote is missing";

/** Reads a JSON file that people write by hand; a problem names the line. */
export function readJsonFile(path: string): JsonFile {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch {
    return { problem: `${path}: cannot be read` };
  }
  try {
    return { content: JSON.parse(text) };
  } catch (error) {
    return { problem: `${path}: is not JSON: ${placeOf(error, text)}: ${usualMistakes}` };
  }
}

/** The parser notices what follows a mistake, so the mistake may be in the line before. */
function placeOf(error: unknown, text: string): string {
  const message = error instanceof Error ? error.message : "";
  const position = /position (\d+)/.exec(message)?.[1];
  const line = text
    .trimEnd()
    .slice(0, Number(position ?? text.length))
    .split("\n").length;
  return line === 1 ? "look at line 1" : `look at line ${line} and the one before it`;
}

/** The prefix of every placeholder. */
const mark = "FILL IN: ";

/** The problem that a file with placeholders is refused with. */
export const placeholderProblem = `still to be filled in; write your own in place of "${mark.trim()} …"`;

/** Returns the text of a placeholder; `hint` says what belongs there, or is an example of it. */
export function placeholder(hint: string): string {
  return `${mark}${hint}`;
}

/** Returns the places of all placeholders in the content of a file, such as "accounts.0.step.links.0". */
export function placeholdersIn(content: unknown, place: readonly string[] = []): readonly string[] {
  if (typeof content === "string")
    return content.trimStart().startsWith(mark.trim()) ? [place.join(".")] : [];
  if (typeof content !== "object" || content === null) return [];
  return Object.entries(content).flatMap(([part, value]) => placeholdersIn(value, [...place, part]));
}
