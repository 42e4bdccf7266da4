import { createHash } from "node:crypto";
import { z } from "zod";
import type { Language } from "../../conversation/vocabulary.ts";
import type { ChannelNotes, Clock, ConversationId, OutgoingFile } from "../../ports.ts";
import { day } from "../../support/durations.ts";
import { openText, sealText } from "../../support/seal-text.ts";
import { templateKinds } from "./templates.ts";

/** The stored notes of the chats, and the host name under which the platform reaches us. */
export type ChatNotes = ReturnType<typeof createChatNotes>;

/** The stored note of a chat. Contains no text of the person's. */
type ChatNote = z.infer<typeof noteSchema>;

const noteSchema = z
  .object({
    /** The buttons for which the last list had no room, and its language. */
    rest: z.array(z.object({ id: z.string(), label: z.string(), short: z.string().exactOptional() })),
    language: z.string().exactOptional(),
    /** Accepted reminders, so that one that fails afterwards can be sent again as its template. */
    reminders: z.array(
      z.object({
        messageId: z.string(),
        at: z.number(),
        language: z.string(),
        reminder: z.object({
          kind: z.enum(templateKinds),
          service: z.string(),
          taps: z.array(z.string()),
          lastDay: z.object({ name: z.string(), endsAt: z.number() }).exactOptional(),
          goodUntil: z.number().exactOptional(),
        }),
      }),
    ),
    /** The last files that were sent as links: WhatsApp takes no calendar files. */
    files: z
      .array(z.object({ at: z.number(), name: z.string(), mimeType: z.string(), content: z.string() }))
      .default([]),
  })
  .catch({ rest: [], reminders: [], files: [] });
const ownNoteSchema = z.object({ host: z.string() });
const remindersAreKeptMs = 2 * day;
const mostFiles = 3;

export interface ChatNotesOptions {
  /** What the channel keeps of its chats. */
  readonly notes: ChannelNotes;
  readonly appSecret: string;
  readonly clock: Clock;
}

/**
 * Stores what is needed of a chat later: reminders for two days, files for one. The links to files
 * are sealed: only we can make them, and they reveal nothing of the chat.
 */
export function createChatNotes(options: ChatNotesOptions) {
  const { appSecret, notes, clock } = options;
  const key = createHash("sha256").update(`files ${appSecret}`).digest();
  let host: string | undefined;

  /** Returns the note of this chat; an empty one if there is none. */
  const read = async (id: ConversationId) => noteSchema.parse(await notes.read(id));
  const update = (id: ConversationId, change: (note: ChatNote) => Partial<ChatNote>) =>
    notes.update(id, (kept) => {
      const note = noteSchema.parse(kept);
      return { ...note, ...change(note) };
    });

  /** Returns an empty string if the token was not sealed by us. */
  function open(token: string): string {
    try {
      return openText(token, { key });
    } catch {
      return "";
    }
  }

  return {
    read,
    /** Stores the buttons for which a list had no room, and its language. */
    keepRest: (id: ConversationId, rest: ChatNote["rest"], language: Language | undefined) =>
      update(id, () => ({ rest, ...(language !== undefined && { language }) })),
    /** Stores an accepted reminder. */
    keepReminder: (id: ConversationId, sent: ChatNote["reminders"][number]) =>
      update(id, ({ reminders }) => ({
        reminders: [...reminders.filter(({ at }) => at > sent.at - remindersAreKeptMs), sent],
      })),
    /** Reads the stored host name under which the platform reached us. */
    async recallHost(): Promise<void> {
      host ??= ownNoteSchema.safeParse(await notes.readOwn()).data?.host;
    },
    /** Stores the host name under which the platform reached us: people can reach us there too. */
    async reachedAt(name: string): Promise<void> {
      if (name === host) return;
      await notes.writeOwn({ host: name });
      host = name;
    },
    /** Stores the file and returns its link; undefined before the platform has reached us. */
    async serveFile(id: ConversationId, file: OutgoingFile | undefined): Promise<string | undefined> {
      if (file === undefined || host === undefined) return undefined;
      const at = clock.now();
      const { name, mimeType, content } = file;
      await update(id, ({ files }) => ({
        files: [...files, { at, name, mimeType, content }].slice(-mostFiles),
      }));
      return `https://${host}/whatsapp-cloud/files/${sealText(`${at} ${id}`, { key })}`;
    },
    /** Returns the file of a link made within a day, unless its person was erased. */
    async findFile(token: string): Promise<OutgoingFile | undefined> {
      const [at, id] = open(token).split(" ");
      if (id === undefined) return undefined;
      const { files } = await read(id as ConversationId);
      return files.find((file) => file.at === Number(at) && file.at > clock.now() - day);
    },
  };
}
