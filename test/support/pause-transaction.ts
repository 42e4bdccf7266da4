import type { Store, Transaction } from "../../src/ports.ts";
import { createGate } from "./create-gate.ts";

/** Begins a transaction that does `work`, and ends when `goOn` is called. Resolves when the work is done. */
export async function pauseTransaction<T>(store: Store, work: (transaction: Transaction) => Promise<T>) {
  const pause = createGate();
  let ended: Promise<void> = Promise.resolve();
  const result = await new Promise<T>((resolve, reject) => {
    ended = store.transaction(async (transaction) => {
      resolve(await work(transaction));
      await pause.opened;
    });
    ended.catch(reject);
  });
  return { result, goOn: pause.open, ended };
}
