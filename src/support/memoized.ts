import { LRUCache } from "lru-cache";

/** Returns the same function, which computes each result once. */
export function memoized<Key, Value>(find: (key: Key) => Value): (key: Key) => Value {
  const known = new Map<Key, Value>();
  return (key) => {
    const found = known.get(key);
    if (found !== undefined || known.has(key)) return found as Value;
    const value = find(key);
    known.set(key, value);
    return value;
  };
}

/** Returns a function that makes the value at its first call: not everything is needed at the start. */
export function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

const mostRemembered = 200;

/** Like {@link memoized}, for texts that come again within a moment: others are soon forgotten. */
export function memoizedLately<Value extends object>(find: (text: string) => Value): typeof find {
  const known = new LRUCache<string, Value>({ max: mostRemembered, memoMethod: find });
  return (text) => known.memo(text);
}
