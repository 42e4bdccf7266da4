import { readFileSync, rmSync } from "node:fs";
import { z } from "zod";
import type { Instant } from "../../conversation/vocabulary.ts";

const oldNotesSchema = z.object({
  floor: z.number().optional(),
  chats: z.record(z.string(), z.object({ at: z.number() })),
  unprompted: z.array(z.number()),
});

/** What of the notes of version 0.1 is not about anyone. */
interface OldNotes {
  /** When the last message that was dealt with was written. */
  readonly floor: Instant | undefined;
  readonly proactive: readonly Instant[];
}

/**
 * Reads from the notes.json of version 0.1 how far it had read, so that what was written during the update is answered, and
 * nothing before it is answered again. The rest is dropped: it is about people, under names that only trying all numbers
 * resolves, and costs them no more than a vote on an old poll. Returns nothing if there is no such file, or it cannot be read.
 */
export function readOldNotes(file: string): OldNotes | undefined {
  const notes = oldNotesSchema.safeParse(readJson(file)).data;
  if (notes === undefined) return undefined;
  const handled = Object.values(notes.chats).map(({ at }) => at);
  const floor = Math.max(notes.floor ?? Number.NEGATIVE_INFINITY, ...handled);
  return { floor: Number.isFinite(floor) ? floor : undefined, proactive: notes.unprompted };
}

/** Deletes the file of version 0.1, and what it left beside it: they hold personal data that no one else would erase. */
export function deleteOldNotes(file: string): void {
  for (const path of [file, `${file}.next`, `${file}.unreadable`]) rmSync(path, { force: true });
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}
