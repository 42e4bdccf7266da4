import type { Mark, Sign } from "./account-words.ts";

/** A stretch of an answer within which a negation or an "only" holds. */
export interface Clause {
  readonly marks: readonly Mark[];
  /** What stands before it. `turn`: only a word such as "but" or "I have". */
  readonly after: "start" | "pause" | "stop" | "question" | "turn";
  readonly asked: boolean;
}

const mentions: ReadonlySet<Sign["type"]> = new Set(["account", "all", "allBut", "none", "either", "things"]);
const turnsAfterAnd: ReadonlySet<Sign["type"]> = new Set([
  "have",
  "not",
  "nor",
  "only",
  "yes",
  "no",
  "refusal",
  "gone",
  "goneOrAnd",
  "past",
  "unused",
  "others",
  "me",
]);

/** True where the mark speaks of accounts. */
export function isMention(mark: Mark): boolean {
  return mark.meaning !== undefined && mentions.has(mark.meaning.type);
}

/** Gives the kind of a mark. */
export function typeOf(mark: Mark | undefined): Sign["type"] | undefined {
  return mark?.meaning?.type;
}

/** Gives the next mark that is not without weight. */
export function nextWeighty(marks: readonly Mark[], from: number): Mark | undefined {
  for (let at = from; at < marks.length; at++) {
    if (typeOf(marks[at]) !== "small") return marks[at];
  }
  return undefined;
}

/** Cuts an answer into clauses, at its punctuation and at its turns. */
export function clausesOf(marks: readonly Mark[]): readonly Clause[] {
  const clauses: Clause[] = [];
  let after: Clause["after"] = "start";
  let segment: Mark[] = [];
  const close = (type: "pause" | "stop" | "question") => {
    clauses.push(...cutAtTurns(segment, after, type === "question"));
    segment = [];
    after = type;
  };
  for (const mark of marks) {
    const type = typeOf(mark);
    if (type === "pause" || type === "stop" || type === "question") close(type);
    else segment.push(mark);
  }
  close("stop");
  return clauses.filter((clause) => clause.marks.length > 0);
}

function cutAtTurns(segment: readonly Mark[], after: Clause["after"], asked: boolean): readonly Clause[] {
  const clauses: Clause[] = [];
  let from = 0;
  for (let at = 1; at < segment.length; at++) {
    if (!isTurn(segment, from, at)) continue;
    clauses.push({ marks: segment.slice(from, at), after: from === 0 ? after : "turn", asked });
    from = at;
  }
  clauses.push({ marks: segment.slice(from), after: from === 0 ? after : "turn", asked });
  return clauses;
}

function isTurn(segment: readonly Mark[], from: number, at: number): boolean {
  const before = segment.slice(from, at);
  switch (typeOf(segment[at])) {
    case "but":
      return true;
    case "unused":
      return before.some(isMention);
    case "me":
      return before.some((mark) => typeOf(mark) === "others");
    case "and": {
      const next = typeOf(nextWeighty(segment, at + 1));
      if (next === "have" || next === "me")
        return before.every((mark) => typeOf(mark) !== "others" || before.some(isMention));
      return next !== undefined && turnsAfterAnd.has(next) && before.some(isMention);
    }
    case "have":
    case "now":
    case "others":
      return before.some(isMention) && !hasTail(before) && segment.slice(at).some(isMention);
    default:
      return false;
  }
}

function hasTail(marks: readonly Mark[]): boolean {
  const mention = marks.findIndex(isMention);
  return mention >= 0 && marks.slice(mention).some((mark) => typeOf(mark) === "tail");
}
