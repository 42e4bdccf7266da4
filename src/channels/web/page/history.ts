import type { Entry } from "./entry.ts";

/** What was said, kept in this browser only; all its tabs share it. */
export interface History {
  /** In the order of the chat. */
  all(): readonly Entry[];
  get(id: string): Entry | undefined;
  /** Adds the entry, or puts it in the place of the one with its id. A passing one is gone when the page is loaded again. */
  put(entry: Entry, options?: { readonly isPassing: boolean }): void;
  remove(id: string): void;
  /** A place after all others. */
  nextOrder(): number;
  session(): string | undefined;
  /** Gives the session, which is made now where there is none. */
  ensureSession(): string;
  /** Forgets everything, the session included. */
  clear(): void;
  /** Told when another tab has changed something. */
  onChange(listener: () => void): void;
}

const prefix = "objecteur:";
const sessionKey = `${prefix}session`;
const entryPrefix = `${prefix}entry:`;
const mostEntries = 400;

/** Opens the history. Where the browser keeps nothing, it lives as long as the page. */
export function openHistory(storage: Storage | undefined): History {
  let session: string | undefined;
  let entries = new Map<string, Entry>();

  function load(): void {
    if (storage === undefined) return;
    session = storage.getItem(sessionKey) ?? undefined;
    entries = new Map(
      keysOf(storage).flatMap((key) => {
        const entry = read(storage.getItem(key));
        return entry === undefined ? [] : [[entry.id, entry]];
      }),
    );
  }

  function all(): readonly Entry[] {
    // A person's words come before what was said at the same time.
    const rank = ({ type }: Entry) => (type === "person" ? 0 : 1);
    return [...entries.values()].sort((a, b) => a.order - b.order || rank(a) - rank(b));
  }

  function drop(id: string): void {
    entries.delete(id);
    storage?.removeItem(entryPrefix + id);
  }

  function dropAll(some: readonly Entry[]): void {
    for (const { id } of some) drop(id);
  }

  /** False where the browser's room is used up. */
  function save(entry: Entry): boolean {
    try {
      storage?.setItem(entryPrefix + entry.id, JSON.stringify(entry));
      return true;
    } catch {
      return false;
    }
  }

  load();
  return {
    all,
    get: (id) => entries.get(id),
    put(entry, { isPassing } = { isPassing: false }) {
      entries.set(entry.id, entry);
      dropAll(all().slice(0, -mostEntries));
      if (!isPassing && !save(entry)) dropAll(all().slice(0, entries.size / 2));
    },
    remove: drop,
    nextOrder: () => Math.max(0, ...[...entries.values()].map(({ order }) => order)) + 1,
    session: () => session,
    ensureSession() {
      session ??= newSession();
      storage?.setItem(sessionKey, session);
      return session;
    },
    clear() {
      dropAll(all());
      session = undefined;
      storage?.removeItem(sessionKey);
    },
    onChange(listener) {
      addEventListener("storage", ({ key }) => {
        if (key !== null && !key.startsWith(prefix)) return;
        load();
        listener();
      });
    },
  };
}

/** The browser's storage, where it lets a page have one: within another site's page, some do not. */
export function findStorage(): Storage | undefined {
  try {
    const probe = `${prefix}probe`;
    localStorage.setItem(probe, "1");
    localStorage.removeItem(probe);
    return localStorage;
  } catch {
    return undefined;
  }
}

function keysOf(storage: Storage): readonly string[] {
  return Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? "").filter((key) =>
    key.startsWith(entryPrefix),
  );
}

function read(text: string | null): Entry | undefined {
  try {
    return JSON.parse(text ?? "") as Entry;
  } catch {
    return undefined;
  }
}

/** 256 bits at random: nobody else's guess. */
function newSession(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}
