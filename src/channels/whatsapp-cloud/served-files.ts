import { createHash } from "node:crypto";
import { z } from "zod";
import type { ConversationId, OutgoingFile } from "../../app/ports.ts";
import { openText, sealText } from "../../seal-text.ts";
import type { CloudOptions } from "./adapter.ts";
import { noteOf } from "./chat-note.ts";

/** The files that people were given a link to: WhatsApp takes no calendar files. */
export type ServedFiles = ReturnType<typeof createServedFiles>;

const ownNoteSchema = z.object({ host: z.string() });
const day = 86_400_000;
const mostOfAChat = 3;

/** Keeps files in their chat's note for a day. Only we can make their links, which tell nothing of the chat. */
export function createServedFiles({
  appSecret,
  notes,
  clock,
}: Pick<CloudOptions, "appSecret" | "notes" | "clock">) {
  const key = createHash("sha256").update(`files ${appSecret}`).digest();
  let host: string | undefined;

  /** Returns nothing if it was not sealed by us. */
  function open(token: string): string {
    try {
      return openText(token, { key });
    } catch {
      return "";
    }
  }

  return {
    /** Remembers under which name the platform has reached us before. */
    async recall(): Promise<void> {
      host ??= ownNoteSchema.safeParse(await notes.readOwn()).data?.host;
    },
    /** Notes under which name the platform has reached us: people reach us there too. */
    async reachedAt(name: string): Promise<void> {
      if (name === host) return;
      await notes.writeOwn({ host: name });
      host = name;
    },
    /** Returns an address of this file; undefined before the platform has reached us. */
    async serve(id: ConversationId, file: OutgoingFile | undefined): Promise<string | undefined> {
      if (file === undefined || host === undefined) return undefined;
      const at = clock.now();
      const { name, mimeType, content } = file;
      await notes.update(id, (kept) => {
        const note = noteOf(kept);
        return { ...note, files: [...note.files, { at, name, mimeType, content }].slice(-mostOfAChat) };
      });
      return `https://${host}/whatsapp-cloud/files/${sealText(`${at} ${id}`, { key })}`;
    },
    /** The file of a link that we have made within a day, unless its person has been erased. */
    async find(token: string): Promise<OutgoingFile | undefined> {
      const [at, id] = open(token).split(" ");
      if (id === undefined) return undefined;
      const { files } = noteOf(await notes.read(id as ConversationId));
      return files.find((file) => file.at === Number(at) && file.at > clock.now() - day);
    },
  };
}
