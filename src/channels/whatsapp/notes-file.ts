import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, renameSync } from "node:fs";
import { open, rename } from "node:fs/promises";
import { dirname } from "node:path";
import { z } from "zod";
import type { Log } from "../../app/ports.ts";

const pollSchema = z.object({
  /** The last part of the message's id, which names no chat. */
  id: z.string(),
  at: z.number(),
  /** The ids of the buttons that the options stand for, in their order. */
  taps: z.array(z.string()),
  /** The places of the options that are ticked and unticked. */
  ticks: z.array(z.int()),
  selected: z.array(z.int()),
});
const chatSchema = z.object({
  /** When the last message that was dealt with was written, in milliseconds. */
  at: z.number(),
  /** The messages of that moment that were dealt with: WhatsApp tells whole seconds only. */
  ids: z.array(z.string()),
  polls: z.array(pollSchema),
});
const notesSchema = z.object({
  version: z.literal(1),
  /** What chats are named with: their ids are people's numbers. */
  key: z.string(),
  /** All that was written until then is dealt with, in chats without a note of their own. */
  floor: z.number().optional(),
  chats: z.record(z.string(), chatSchema),
  /** When unprompted messages went out. */
  unprompted: z.array(z.number()),
});

export type SentPoll = z.infer<typeof pollSchema>;
export type ChatNote = z.infer<typeof chatSchema>;
export type Notes = z.infer<typeof notesSchema>;

/** Reads the notes; empty ones where there is no file. One that cannot be read is put aside. */
export function readNotes(file: string, log: Log): Notes {
  const empty: Notes = {
    version: 1,
    key: randomBytes(32).toString("base64url"),
    chats: {},
    unprompted: [],
  };
  mkdirSync(dirname(file), { recursive: true });
  try {
    return notesSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return empty;
    log.error({ channel: "whatsapp" }, "the notes about chats cannot be read; they are put aside");
    renameSync(file, `${file}.unreadable`);
    return empty;
  }
}

/** Writes the notes now and then. */
export interface NotesWriter {
  /** Writes soon: what is lost by a crash is at worst asked again. */
  touch(): void;
  /** Resolves when all is written. */
  flush(): Promise<void>;
}

const shortestPauseMs = 20;
const longestPauseMs = 2_000;

/** Writes at most a tenth of the time; the file is always whole. */
export function createNotesWriter(file: string, notes: () => Notes, log: Log): NotesWriter {
  let pauseMs = shortestPauseMs;
  let timer: NodeJS.Timeout | undefined;
  let isTouched = false;
  let writing: Promise<void> = Promise.resolve();

  async function write(): Promise<void> {
    if (!isTouched) return;
    isTouched = false;
    const begun = performance.now();
    try {
      await replace(file, JSON.stringify(notes()));
    } catch (error) {
      log.error({ channel: "whatsapp", error }, "the notes about chats cannot be written");
    }
    pauseMs = Math.min(longestPauseMs, Math.max(shortestPauseMs, 10 * (performance.now() - begun)));
  }

  function writeSoon(): void {
    timer = undefined;
    writing = writing.then(write);
  }

  return {
    touch() {
      isTouched = true;
      timer ??= setTimeout(writeSoon, pauseMs);
    },
    async flush() {
      clearTimeout(timer);
      writeSoon();
      await writing;
    },
  };
}

async function replace(file: string, text: string): Promise<void> {
  const next = `${file}.next`;
  const handle = await open(next, "w", 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(next, file);
}
