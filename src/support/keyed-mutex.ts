/**
 * Returns a mutex for each key: runs the work under one key one after another, in the order of the calls; other keys are not waited for.
 * Settles as the work does; work that fails frees its key.
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
