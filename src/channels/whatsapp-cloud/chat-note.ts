import { z } from "zod";
import { templateKinds } from "./templates.ts";

/** What is kept of a chat. Holds no words of the person's. */
type ChatNote = z.infer<typeof noteSchema>;

const noteSchema = z.object({
  /** The buttons for which the last list had no room, and its language. */
  rest: z.array(z.object({ id: z.string(), label: z.string(), short: z.string().exactOptional() })),
  language: z.string().exactOptional(),
  /** The reminders that were accepted, so that one which fails afterwards can be sent as its template. */
  reminders: z.array(
    z.object({
      messageId: z.string(),
      at: z.number(),
      language: z.string(),
      reminder: z.object({ kind: z.enum(templateKinds), service: z.string(), taps: z.array(z.string()) }),
    }),
  ),
  /** The last files that the person was given a link to. */
  files: z
    .array(z.object({ at: z.number(), name: z.string(), mimeType: z.string(), content: z.string() }))
    .default([]),
});

/** Reads a note; an empty one if there is none. */
export function noteOf(kept: unknown): ChatNote {
  return noteSchema.safeParse(kept).data ?? { rest: [], reminders: [], files: [] };
}
