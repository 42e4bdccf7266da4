/** Runs work under a name: what bears the same name one after another, in the order of asking. */
export type KeyedMutex<Name> = <Result>(name: Name, work: () => Promise<Result>) => Promise<Result>;

export function createKeyedMutex<Name>(): KeyedMutex<Name> {
  const last = new Map<Name, Promise<unknown>>();
  return (name, work) => {
    const before = last.get(name);
    const result = before === undefined ? work() : before.then(work);
    const ended = result
      .catch(() => undefined)
      .then(() => {
        if (last.get(name) === ended) last.delete(name);
      });
    last.set(name, ended);
    return result;
  };
}
