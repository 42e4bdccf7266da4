import { StoreError, type WriteTrouble } from "../ports.ts";
import { isDiskFull } from "./explain-error.ts";
import type { SqlEngine } from "./sql.ts";
import { writeSetting } from "./store-keys.ts";

/**
 * The size in bytes of a trial write, as much as a step may need at once: a few free bytes on a full
 * disk do not count as room.
 */
const trialBytes = 65_536;
const TRIAL = "trial";

/**
 * Watches whether a database can be written to. Returns its `transaction`, which notes failures of the
 * database, and `trouble`, which returns the last failure for as long as a trial write of 64 kB fails
 * too. Reads do not count: they still work on a full disk.
 */
export function watchWrites(engine: Pick<SqlEngine, "transaction">, randomBytes: (count: number) => Buffer) {
  /** Not the error itself: its stack may hold what a person has just written. */
  let failure: WriteTrouble | undefined;
  let trial: Promise<void> | undefined;

  const transaction: SqlEngine["transaction"] = async (work, manner) => {
    try {
      return await engine.transaction(work, manner);
    } catch (error) {
      if (error instanceof StoreError) failure = kindOf(error);
      throw error;
    }
  };

  async function tryOnce(): Promise<void> {
    // Random, so that PostgreSQL cannot compress it.
    const value = randomBytes((trialBytes / 4) * 3).toString("base64");
    try {
      await transaction((sql) => writeSetting(sql, TRIAL, value));
      await transaction((sql) => sql.run(`DELETE FROM setting WHERE key = $1`, [TRIAL]));
      failure = undefined;
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
    }
  }

  return {
    transaction,
    async trouble(): Promise<WriteTrouble | undefined> {
      if (failure === undefined) return undefined;
      trial ??= tryOnce().finally(() => {
        trial = undefined;
      });
      await trial;
      return failure;
    },
  };
}

function kindOf(error: StoreError): WriteTrouble {
  return isDiskFull(error) ? "disk-full" : "not-writable";
}
