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
