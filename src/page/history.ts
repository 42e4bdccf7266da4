import type { MessageDto, UserInput } from "../channels/web/wire.ts";

interface Kept {
  readonly id: string;
  /** The entry's place in the chat. */
  readonly order: number;
  /** The time on the chat's own clock. */
  readonly at: number;
  /** The entry ends the chat; it is removed when the chat starts again or the page is reloaded. */
  readonly isEnd?: true;
}

export interface BotEntry extends Kept {
  readonly type: "bot";
  /** Under this name in what browsers have stored, and hand over. */
  readonly told: MessageDto;
  /** The button that was pressed. */
  readonly chosen?: string | undefined;
  /** The entry is replaced by the next question, which is the same with another tick. */
  readonly ticked?: true;
}

/** A message of the person. */
export interface PersonEntry extends Kept {
  readonly type: "person";
  readonly words: string;
  readonly said: UserInput;
  readonly fate: "waiting" | "sent" | "failed";
}

/** A note about the chat itself. */
export interface NoteEntry extends Kept {
  readonly type: "note";
  readonly words: string;
}

/** One line of the chat. */
export type Entry = BotEntry | PersonEntry | NoteEntry;

/** The chat's entries, kept in this browser only and shared by its tabs. */
export type History = ReturnType<typeof openHistory>;

const prefix = "objecteur:";
const sessionKey = `${prefix}session`;
const entryPrefix = `${prefix}entry:`;
const draftKey = `${prefix}draft`;
const probeKey = `${prefix}probe`;
const mostEntries = 400;
/** The form of a session, as the server expects it. */
const isSession = /^[\w-]{43}$/;

/** Opens the history. If the browser stores nothing, it lasts until the page closes. */
export function openHistory() {
  let storage = findStorage(() => localStorage);
  let session: string | undefined;
  let entries = new Map<string, Entry>();
  const keyOf = (id: string) => `${entryPrefix}${session}:${id}`;

  function load(): void {
    const known = storage;
    if (known === undefined) return;
    const before = session;
    session = known.getItem(sessionKey) ?? undefined;
    const keys = Object.keys(known).filter((key) => key.startsWith(entryPrefix));
    const kept = keys.flatMap((key) => readEntry(known, key, keyOf("")));
    const first = Math.min(...kept.map(([, { order }]) => order));
    // Entries older than the first stored one were dropped from the storage for lack of room; they stay
    // in view.
    const isShown = ({ order, isEnd }: Entry) =>
      session !== undefined && session === before ? order < first : isEnd && kept.length === 0;
    entries = new Map([...[...entries].filter(([, entry]) => isShown(entry)), ...kept]);
  }

  /**
   * Stores a text. If there is no room, drops entries before `order`, oldest first; false if there is
   * still none.
   */
  function keep(key: string, text: string, order: number): boolean {
    const earlier = all().filter((entry) => entry.order < order);
    while (!tryToKeep(storage, key, text)) {
      const oldest = earlier.shift();
      if (oldest === undefined) return false;
      storage?.removeItem(keyOf(oldest.id));
    }
    return true;
  }

  function all(): readonly Entry[] {
    // A person's message comes before the bot's with the same order.
    const rank = ({ type }: Entry) => (type === "person" ? 0 : 1);
    return [...entries.values()].sort((a, b) => a.order - b.order || rank(a) - rank(b));
  }

  function remove(some = all()): void {
    for (const { id } of some) {
      entries.delete(id);
      storage?.removeItem(keyOf(id));
    }
  }

  function clear(): void {
    remove();
    session = undefined;
    storage?.removeItem(sessionKey);
  }

  load();
  // The server would refuse an invalid session.
  if (session !== undefined && !isSession.test(session)) clear();
  return {
    /** Returns the entries in the order of the chat. */
    all,
    get: (id: string) => entries.get(id),
    /** Adds the entry, or replaces the one with its id. */
    put(entry: Entry): void {
      if (!entry.isEnd) remove(all().filter(({ isEnd }) => isEnd));
      entries.set(entry.id, entry);
      remove(all().slice(0, -mostEntries));
      if (entry.isEnd || keep(keyOf(entry.id), JSON.stringify(entry), entry.order)) return;
      // There is no room for the new version, and the old one is outdated.
      storage?.removeItem(keyOf(entry.id));
    },
    /** Removes some entries, or all. */
    remove,
    /** Returns the order of a new last entry. */
    nextOrder: () => Math.max(0, ...[...entries.values()].map(({ order }) => order)) + 1,
    session: () => session,
    /** False if the history is lost when the page closes. */
    isKept: () => storage !== undefined,
    /** Returns the session; creates it if there is none. */
    ensureSession(): string {
      session ??= newSession();
      // The session cannot be stored, so nobody could find the conversation again: the history lasts until
      // the page closes.
      if (!keep(sessionKey, session, Infinity)) storage = undefined;
      return session;
    },
    /** Forgets everything, the session included. */
    clear,
    /** Calls the listener when another tab has changed the history. */
    onChange(listener: () => void): void {
      addEventListener("storage", ({ key }) => {
        if (key !== null && !key.startsWith(prefix)) return;
        load();
        listener();
      });
    },
  };
}

/** Reads an entry with its id; drops one that is damaged or belongs to another session. */
function readEntry(storage: Storage, key: string, ownPrefix: string): readonly [string, Entry][] {
  try {
    const entry = JSON.parse((key.startsWith(ownPrefix) && storage.getItem(key)) || "") as Entry;
    return [[entry.id, entry]];
  } catch {
    storage.removeItem(key);
    return [];
  }
}

/**
 * Returns the browser's storage; undefined if the browser denies it, as some do within another
 * site's page, or lets nothing be put into it. One that is full holds something.
 */
function findStorage(open: () => Storage): Storage | undefined {
  try {
    const storage = open();
    const isOpen = tryToKeep(storage, probeKey, "1");
    storage.removeItem(probeKey);
    return isOpen || storage.length > 0 ? storage : undefined;
  } catch {
    return undefined;
  }
}

/** Stores a text; false if the storage is full. Without a storage, does nothing and returns true. */
function tryToKeep(storage: Storage | undefined, key: string, text: string): boolean {
  try {
    storage?.setItem(key, text);
    return true;
  } catch {
    return false;
  }
}

/** 256 random bits, which nobody can guess. */
export function newSession(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}

/** Keeps the draft through a reload, in this tab only; not at all if the browser stores nothing. */
export function openDraft() {
  const storage = findStorage(() => sessionStorage);
  return {
    read: () => storage?.getItem(draftKey) ?? "",
    keep(text: string): void {
      if (text === "" || !tryToKeep(storage, draftKey, text)) storage?.removeItem(draftKey);
    },
  };
}
