import { StoreError, type WriteTrouble } from "../ports.ts";
import { isDiskFull } from "./explain-error.ts";
import type { SqlEngine } from "./sql.ts";
import { writeSetting } from "./store-keys.ts";

/** As much as a conversation's step may need at once, in bytes: a few that are left of a full disk are not room. */
const trialBytes = 65_536;
const TRIAL = "trial";

/**
 * Watches whether a database can be written to. Returns its `transaction`, which notes failures of the database, and `trouble`, which tells
 * of the last one as long as a trial of 64 kB fails as well. Reading goes on meanwhile, so that it tells nothing.
 */
export function watchWrites(engine: Pick<SqlEngine, "transaction">, randomBytes: (count: number) => Buffer) {
  /** Of the error itself nothing is kept: by its stack it may hold what a person has just written. */
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
