import { collectGarbage } from "../support/collect-garbage.ts";
import type { Holding } from "./history.ts";

/** What is watched: what outlives a step is kept there, or by their helpers. */
const watched = /\/(src\/(?:app|support(?!\/memoized)|storage)\/[\w-]+\.ts)/;
/** What keeps something on behalf of whoever calls it. */
const helper = /\/(?:lru-cache\/|src\/support\/memoized\.ts|simulation\/collections\.ts)/;
/** Three of this file, two of a cache, and one of a class of ours around it. */
const framesLookedAt = 6;
/** The ids of chats, as this world has them. */
const chatId = /\b(?:chat|phone|page):\d+'*/g;
const startsLikeChat = /^(?:chat|phone|page):/;
/** A collection is looked at from so many entries on, whatever they are. */
export const many = 32;
/** What was looked at lives until the next turn of the event loop, and what is just being compiled a little longer. */
const waitsMs = [0, 10, 100];

type Collection = Map<unknown, unknown> | Set<unknown>;

interface Kept {
  readonly file: string;
  readonly collection: WeakRef<Collection>;
}

/**
 * The maps and sets in which the program keeps chats, or many of anything, those in its caches among them. Each is noticed by what is
 * put into it, as it would take too long to ask of all that are made whose they are. Lists are not seen.
 */
export class Collections {
  readonly #kept: Kept[] = [];
  readonly #noticed = new WeakSet<Collection>();
  readonly #own = { Map: globalThis.Map, Set: globalThis.Set };

  /** Watches those that are made from now on. */
  watch(): void {
    const { Map: OwnMap, Set: OwnSet } = this.#own;
    const notice = (collection: Collection, key: unknown) => this.#notice(collection, key);
    class WatchedMap<Key, Value> extends OwnMap<Key, Value> {
      /** Those that were made before are maps as well. */
      static override [Symbol.hasInstance](value: unknown): boolean {
        return value instanceof OwnMap;
      }

      override set(key: Key, value: Value): this {
        notice(this, key);
        return super.set(key, value);
      }
    }
    class WatchedSet<Value> extends OwnSet<Value> {
      static override [Symbol.hasInstance](value: unknown): boolean {
        return value instanceof OwnSet;
      }

      override add(value: Value): this {
        notice(this, value);
        return super.add(value);
      }
    }
    globalThis.Map = WatchedMap;
    globalThis.Set = WatchedSet;
  }

  leave(): void {
    globalThis.Map = this.#own.Map;
    globalThis.Set = this.#own.Set;
  }

  #notice(collection: Collection, key: unknown): void {
    const isOfChat = typeof key === "string" && startsLikeChat.test(key);
    if (!isOfChat && collection.size !== many) return;
    if (this.#noticed.has(collection)) return;
    this.#noticed.add(collection);
    const file = fileOf();
    if (file !== undefined) this.#kept.push({ file, collection: new WeakRef(collection) });
  }

  /**
   * Returns what still lives of them, and holds something that is looked for. Only if there is such a thing is it asked what lives: that
   * takes long, and what is dead already may hold anything.
   */
  async holding(isLookedFor: (holding: Holding) => boolean): Promise<readonly Holding[]> {
    let found = this.#look(isLookedFor);
    for (const ms of waitsMs) {
      if (found.length === 0) return found;
      await new Promise((resolve) => setTimeout(resolve, ms));
      collectGarbage();
      found = this.#look(isLookedFor);
    }
    return found;
  }

  #look(isLookedFor: (holding: Holding) => boolean): readonly Holding[] {
    return this.#kept.flatMap(({ file, collection }) => {
      const alive = collection.deref();
      if (alive === undefined || alive.size === 0) return [];
      const holding = { file, size: alive.size, chats: chatsIn(alive) };
      return isLookedFor(holding) ? [holding] : [];
    });
  }
}

/** The watched file on whose behalf something is put into a collection; none if another one does it. */
function fileOf(): string | undefined {
  for (const frame of callers()) {
    const path = frame.getFileName() ?? "";
    const file = path.match(watched)?.[1];
    if (file !== undefined || !helper.test(path)) return file;
  }
  return undefined;
}

function takeFrames(_: Error, frames: readonly NodeJS.CallSite[]): readonly NodeJS.CallSite[] {
  return frames;
}

function callers(): readonly NodeJS.CallSite[] {
  const before = Object.assign({ prepareStackTrace: undefined }, Error);
  const holder: { stack?: readonly NodeJS.CallSite[] } = {};
  Object.assign(Error, { stackTraceLimit: framesLookedAt, prepareStackTrace: takeFrames });
  Error.captureStackTrace(holder, fileOf);
  // Only now are they taken.
  const { stack = [] } = holder;
  Object.assign(Error, before);
  return stack;
}

/** The chats that its keys and values name; of values that are objects, their own texts. */
function chatsIn(collection: Collection): readonly string[] {
  const texts = [...collection.entries()].flat().flatMap(textsOf);
  return [...new Set(texts.flatMap((text) => text.match(chatId) ?? []))].toSorted();
}

function textsOf(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).filter((each) => typeof each === "string");
}
