/** Runs the work under one key one after another, in the order of the calls; other keys are not waited for. */
export type KeyedMutex<Key> = <Result>(key: Key, work: () => Promise<Result>) => Promise<Result>;

/** Returns a mutex for each key. Settles as the work does; work that fails frees its key. */
export function createKeyedMutex<Key>(): KeyedMutex<Key> {
  const last = new Map<Key, Promise<unknown>>();
  return (key, work) => {
    const before = last.get(key);
    const result = before === undefined ? work() : before.then(work);
    const ended = result
      .catch(() => undefined)
      .then(() => {
        if (last.get(key) === ended) last.delete(key);
      });
    last.set(key, ended);
    return result;
  };
}
