/** Begins every text that was put into a new file for somebody to replace. */
const mark = "FILL IN: ";

/** What a file with blanks is refused with. */
export const blankProblem = `still to be filled in; write your own in place of "${mark.trim()} …"`;

/** Makes a blank: what belongs here, or an example of it. */
export function blank(hint: string): string {
  return `${mark}${hint}`;
}

/** True for a text that nobody has filled in yet. */
function isBlank(text: string): boolean {
  return text.trimStart().startsWith(mark.trim());
}

/** The places of all blanks within what a file holds, such as "accounts.0.step.links.0". */
export function blanksIn(content: unknown, place: readonly string[] = []): readonly string[] {
  if (typeof content === "string") return isBlank(content) ? [place.join(".")] : [];
  if (typeof content !== "object" || content === null) return [];
  return Object.entries(content).flatMap(([part, value]) => blanksIn(value, [...place, part]));
}
