/** The rules on all that can be said, in one file as far as Vitest is concerned: they share a walk that takes seconds. */
import "./keys-in-use.ts";
import "./lengths.ts";
import "./links.ts";
