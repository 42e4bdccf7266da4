import type { Said, ToldMessage } from "../wire.ts";

interface Kept {
  readonly id: string;
  /** Its place in the chat. */
  readonly order: number;
  /** On the chat's own clock. */
  readonly at: number;
}

/** A message of the bot. */
export interface BotEntry extends Kept {
  readonly type: "bot";
  readonly told: ToldMessage;
  /** The button that was pressed. */
  readonly chosen?: string;
  /** It gives way to the next question, which is the same with another tick. */
  readonly ticked?: true;
}

/** Something that the person has said. */
export interface PersonEntry extends Kept {
  readonly type: "person";
  readonly words: string;
  readonly said: Said;
  readonly fate: "waiting" | "sent" | "failed";
}

/** Something that happened to the chat. */
export interface NoteEntry extends Kept {
  readonly type: "note";
  readonly words: string;
  /** The chat is over, and may begin again. */
  readonly isEnd?: true;
}

/** One line of the chat. */
export type Entry = BotEntry | PersonEntry | NoteEntry;

/** What was said, kept in this browser only; all its tabs share it. */
export type History = ReturnType<typeof openHistory>;

const prefix = "objecteur:";
const sessionKey = `${prefix}session`;
const entryPrefix = `${prefix}entry:`;
const mostEntries = 400;
/** What the server takes for one. */
const isSession = /^[\w-]{43}$/;

/** Opens the history. Where the browser keeps nothing, it lives as long as the page. */
export function openHistory() {
  const storage = findStorage();
  let session: string | undefined;
  let entries = new Map<string, Entry>();

  function load(): void {
    if (storage === undefined) return;
    session = storage.getItem(sessionKey) ?? undefined;
    const keys = Object.keys(storage).filter((key) => key.startsWith(entryPrefix));
    entries = new Map(keys.flatMap((key) => readEntry(storage.getItem(key) ?? "")));
  }

  function all(): readonly Entry[] {
    // A person's words come before what was said at the same time.
    const rank = ({ type }: Entry) => (type === "person" ? 0 : 1);
    return [...entries.values()].sort((a, b) => a.order - b.order || rank(a) - rank(b));
  }

  function remove(id: string): void {
    entries.delete(id);
    storage?.removeItem(entryPrefix + id);
  }

  function removeAll(some = all()): void {
    for (const { id } of some) remove(id);
  }

  function clear(): void {
    removeAll();
    session = undefined;
    storage?.removeItem(sessionKey);
  }

  load();
  // With what is no session to the server, no one can go on.
  if (session !== undefined && !isSession.test(session)) clear();
  return {
    /** In the order of the chat. */
    all,
    get: (id: string) => entries.get(id),
    /** Adds the entry, or puts it in the place of the one with its id. A passing one is gone when the page is loaded again. */
    put(entry: Entry, { isPassing } = { isPassing: false }): void {
      entries.set(entry.id, entry);
      removeAll(all().slice(0, -mostEntries));
      try {
        if (!isPassing) storage?.setItem(entryPrefix + entry.id, JSON.stringify(entry));
      } catch {
        // The browser's room is used up.
        removeAll(all().slice(0, entries.size / 2));
      }
    },
    remove,
    removeAll,
    /** A place after all others. */
    nextOrder: () => Math.max(0, ...[...entries.values()].map(({ order }) => order)) + 1,
    session: () => session,
    /** False if all of this is lost when the page closes. */
    isKept: storage !== undefined,
    /** Returns the session, which is made now where there is none. */
    ensureSession(): string {
      session ??= newSession();
      storage?.setItem(sessionKey, session);
      return session;
    },
    /** Forgets everything, the session included. */
    clear,
    /** Told when another tab has changed something. */
    onChange(listener: () => void): void {
      addEventListener("storage", ({ key }) => {
        if (key !== null && !key.startsWith(prefix)) return;
        load();
        listener();
      });
    },
  };
}

/** Reads an entry with its id; nothing if it is damaged. */
function readEntry(text: string): readonly [string, Entry][] {
  try {
    const entry = JSON.parse(text) as Entry;
    return [[entry.id, entry]];
  } catch {
    return [];
  }
}

/** The browser's storage, where it lets a page have one: within another site's page, some do not. */
function findStorage(): Storage | undefined {
  try {
    const probe = `${prefix}probe`;
    localStorage.setItem(probe, "1");
    localStorage.removeItem(probe);
    return localStorage;
  } catch {
    return undefined;
  }
}

/** 256 bits at random: nobody else's guess. */
export function newSession(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}
