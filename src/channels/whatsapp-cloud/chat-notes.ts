import { createHash } from "node:crypto";
import { z } from "zod";
import type { Language } from "../../conversation/vocabulary.ts";
import type { ChannelNotes, Clock, ConversationId, OutgoingFile } from "../../ports.ts";
import { openText, sealText } from "../../support/seal-text.ts";
import { templateKinds } from "./templates.ts";

/** What is kept of the chats, and under which name the platform reaches us. */
export type ChatNotes = ReturnType<typeof createChatNotes>;

/** What is kept of a chat. Holds no words of the person's. */
type ChatNote = z.infer<typeof noteSchema>;

const noteSchema = z
  .object({
    /** The buttons for which the last list had no room, and its language. */
    rest: z.array(z.object({ id: z.string(), label: z.string(), short: z.string().exactOptional() })),
    language: z.string().exactOptional(),
    /** The reminders that were accepted, so that one which fails afterwards can be sent as its template. */
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
    /** The last files that the person was given a link to: WhatsApp takes no calendar files. */
    files: z
      .array(z.object({ at: z.number(), name: z.string(), mimeType: z.string(), content: z.string() }))
      .default([]),
  })
  .catch({ rest: [], reminders: [], files: [] });
const ownNoteSchema = z.object({ host: z.string() });
const day = 86_400_000;
const remindersAreKeptMs = 2 * day;
const mostFiles = 3;

export interface ChatNotesOptions {
  /** What the channel keeps of its chats. */
  readonly notes: ChannelNotes;
  readonly appSecret: string;
  readonly clock: Clock;
}

/**
 * Keeps what is to be known of a chat later: reminders for two days, files for one. Only we can make the links to files, which tell
 * nothing of the chat.
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

  /** Returns nothing if it was not sealed by us. */
  function open(token: string): string {
    try {
      return openText(token, { key });
    } catch {
      return "";
    }
  }

  return {
    read,
    /** Keeps the buttons for which a list had no room, and its language. */
    keepRest: (id: ConversationId, rest: ChatNote["rest"], language: Language | undefined) =>
      update(id, () => ({ rest, ...(language !== undefined && { language }) })),
    /** Keeps a reminder that was accepted. */
    keepReminder: (id: ConversationId, sent: ChatNote["reminders"][number]) =>
      update(id, ({ reminders }) => ({
        reminders: [...reminders.filter(({ at }) => at > sent.at - remindersAreKeptMs), sent],
      })),
    /** Remembers under which name the platform has reached us before. */
    async recallHost(): Promise<void> {
      host ??= ownNoteSchema.safeParse(await notes.readOwn()).data?.host;
    },
    /** Notes under which name the platform has reached us: people reach us there too. */
    async reachedAt(name: string): Promise<void> {
      if (name === host) return;
      await notes.writeOwn({ host: name });
      host = name;
    },
    /** Returns an address of this file; undefined before the platform has reached us. */
    async serveFile(id: ConversationId, file: OutgoingFile | undefined): Promise<string | undefined> {
      if (file === undefined || host === undefined) return undefined;
      const at = clock.now();
      const { name, mimeType, content } = file;
      await update(id, ({ files }) => ({
        files: [...files, { at, name, mimeType, content }].slice(-mostFiles),
      }));
      return `https://${host}/whatsapp-cloud/files/${sealText(`${at} ${id}`, { key })}`;
    },
    /** The file of a link that we have made within a day, unless its person has been erased. */
    async findFile(token: string): Promise<OutgoingFile | undefined> {
      const [at, id] = open(token).split(" ");
      if (id === undefined) return undefined;
      const { files } = await read(id as ConversationId);
      return files.find((file) => file.at === Number(at) && file.at > clock.now() - day);
    },
  };
}
