import type { Events } from "../conversation/vocabulary.ts";

/** What a message says. */
export interface Frame {
  /** Facts, reports, wishes, questions and courtesies, in the order in which they are said; `not-understood` alone if there is none. */
  readonly acts: Events;
  /** The questions of which nothing was made, word for word. */
  readonly unread: readonly string[];
}
