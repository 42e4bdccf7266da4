import { isMention, typeOf } from "./account-clauses.ts";
import type { Mark, Sign } from "./account-words.ts";

const weightless: ReadonlySet<Sign["type"] | undefined> = new Set<Sign["type"] | undefined>([
  ...(["small", "pause", "stop"] as const),
]);

/** Leaves out what the person takes back: "Facebook, sorry, I meant Instagram". Nothing where one cannot tell what. */
export function withoutCorrected(marks: readonly Mark[]): readonly Mark[] | undefined {
  const at = marks.findLastIndex((mark) => typeOf(mark) === "corrects" || typeOf(mark) === "sorry");
  if (at < 0) return marks;
  const before = marks.slice(0, at);
  const after = marks.slice(at + 1);
  if (!before.some(isMention)) return [...before.filter((mark) => typeOf(mark) !== "sorry"), ...after];
  if (after.every((mark) => weightless.has(typeOf(mark))))
    return typeOf(marks[at]) === "sorry" ? withoutCorrected(before) : undefined;
  return after.some(isNaming) && !isAdded(before, after) ? after : undefined;
}

/** "Facebook, sorry, I don't have it" names nothing to put in its place. */
function isNaming(mark: Mark): boolean {
  return isMention(mark) && typeOf(mark) !== "things" && typeOf(mark) !== "either";
}

/** "Facebook, and sorry, Instagram too" adds to what was said. */
function isAdded(before: readonly Mark[], after: readonly Mark[]): boolean {
  const weighty = before.filter((mark) => !weightless.has(typeOf(mark)));
  const named = after.filter((mark) => typeOf(mark) === "account").length;
  return typeOf(weighty.at(-1)) === "and" || (named < 2 && after.some((mark) => typeOf(mark) === "and"));
}
