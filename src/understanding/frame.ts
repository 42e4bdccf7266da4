import type { Events } from "../conversation/vocabulary.ts";

/** What a message says. */
export interface Frame {
  /**
   * Facts, reports, wishes, questions and courtesies, in the order in which they are said; only
   * `not-understood` if there is none.
   */
  readonly acts: Events;
  /** The parts that want an answer and were not understood, word for word. */
  readonly unread: readonly string[];
  /** The parts to which an act only offers answers, word for word; none if that is all it says. */
  readonly offered?: readonly string[];
}

/** Returns the parts that do not hold a text which has been read since. */
export function partsWithout(parts: readonly string[], text: string): readonly string[] {
  return parts.filter((part) => !part.includes(text));
}
