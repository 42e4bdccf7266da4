import type { Said, ToldMessage } from "../channels/web/wire.ts";

interface Kept {
  readonly id: string;
  /** Its place in the chat. */
  readonly order: number;
  /** On the chat's own clock. */
  readonly at: number;
  /** It ends the chat, and is gone when that begins again or the page is loaded again. */
  readonly isEnd?: true;
}

/** A message of the bot. */
export interface BotEntry extends Kept {
  readonly type: "bot";
  readonly told: ToldMessage;
  /** The button that was pressed. */
  readonly chosen?: string | undefined;
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
}

/** One line of the chat. */
export type Entry = BotEntry | PersonEntry | NoteEntry;

/** What was said, kept in this browser only; all its tabs share it. */
export type History = ReturnType<typeof openHistory>;

const prefix = "objecteur:";
const sessionKey = `${prefix}session`;
const entryPrefix = `${prefix}entry:`;
const draftKey = `${prefix}draft`;
const probeKey = `${prefix}probe`;
const mostEntries = 400;
/** What the server takes for one. */
const isSession = /^[\w-]{43}$/;

/** Opens the history. Where the browser keeps nothing, it lives as long as the page. */
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
    // Lines before the first that is kept have made room for it, and stay in view.
    const isShown = ({ order, isEnd }: Entry) =>
      session !== undefined && session === before ? order < first : isEnd && kept.length === 0;
    entries = new Map([...[...entries].filter(([, entry]) => isShown(entry)), ...kept]);
  }

  /** Keeps a text, if need be in the place of lines before this order, the oldest first; false if there is no room even so. */
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
    // A person's words come before what was said at the same time.
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
  // With what is no session to the server, no one can go on.
  if (session !== undefined && !isSession.test(session)) clear();
  return {
    /** In the order of the chat. */
    all,
    get: (id: string) => entries.get(id),
    /** Adds the entry, or puts it in the place of the one with its id. */
    put(entry: Entry): void {
      if (!entry.isEnd) remove(all().filter(({ isEnd }) => isEnd));
      entries.set(entry.id, entry);
      remove(all().slice(0, -mostEntries));
      if (entry.isEnd || keep(keyOf(entry.id), JSON.stringify(entry), entry.order)) return;
      // As it was before, it is not true any more.
      storage?.removeItem(keyOf(entry.id));
    },
    /** Removes some entries, or all. */
    remove,
    /** A place after all others. */
    nextOrder: () => Math.max(0, ...[...entries.values()].map(({ order }) => order)) + 1,
    session: () => session,
    /** False if all of this is lost when the page closes. */
    isKept: () => storage !== undefined,
    /** Returns the session, which is made now where there is none. */
    ensureSession(): string {
      session ??= newSession();
      // No one could find the conversation again: it lives as long as the page.
      if (!keep(sessionKey, session, Infinity)) storage = undefined;
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

/** Reads an entry with its id; one that is damaged, or was said in another session, is dropped. */
function readEntry(storage: Storage, key: string, ownPrefix: string): readonly [string, Entry][] {
  try {
    const entry = JSON.parse((key.startsWith(ownPrefix) && storage.getItem(key)) || "") as Entry;
    return [[entry.id, entry]];
  } catch {
    storage.removeItem(key);
    return [];
  }
}

/** The browser's storage, where it lets a page have one: within another site's page, some do not. */
function findStorage(open: () => Storage): Storage | undefined {
  try {
    const storage = open();
    storage.setItem(probeKey, "1");
    storage.removeItem(probeKey);
    return storage;
  } catch {
    return undefined;
  }
}

/** False if the browser's room is used up. What has no storage needs no room. */
function tryToKeep(storage: Storage | undefined, key: string, text: string): boolean {
  try {
    storage?.setItem(key, text);
    return true;
  } catch {
    return false;
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

/** Keeps what is being written through a reload, in this tab only; nothing where the browser keeps nothing. */
export function openDraft() {
  const storage = findStorage(() => sessionStorage);
  return {
    read: () => storage?.getItem(draftKey) ?? "",
    keep(text: string): void {
      if (text === "" || !tryToKeep(storage, draftKey, text)) storage?.removeItem(draftKey);
    },
  };
}
