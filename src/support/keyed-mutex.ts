/**
 * Returns a mutex per key: work under one key runs one after another, in the order of the calls, and
 * does not wait for other keys. Settles as the work does; work that fails frees its key.
 */
export function createKeyedMutex<Key>() {
  const last = new Map<Key, Promise<unknown>>();
  return <Result>(key: Key, work: () => Promise<Result>): Promise<Result> => {
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
