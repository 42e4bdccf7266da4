import type Database from "better-sqlite3";
import type { SecureDelete, Sql, SqlRow, SqlValue } from "./sql.ts";

/** Returns the statement of this text, which SQLite has read. */
export type Prepare = (text: string) => Database.Statement<unknown[], SqlRow>;

/** Returns what one transaction may do, until its `end`; that returns the cleaning which is to follow the commit. */
export function createSqliteSession(prepare: Prepare): Sql & { end(): SecureDelete | undefined } {
  let wanted: SecureDelete | undefined;
  let hasEnded = false;

  function statement(text: string): ReturnType<Prepare> {
    if (hasEnded) throw new Error("This transaction has ended: await every call in it");
    return prepare(text);
  }

  return {
    query: async (text, parameters = []) => statement(text).all(byNumber(parameters)),
    run: async (text, parameters = []) => statement(text).run(byNumber(parameters)).changes,
    /** The whole file is locked already. */
    lock: async () => {},
    tryLock: async () => true,
    secureDelete(effort) {
      if (wanted !== "when-idle") wanted = effort;
    },
    end() {
      hasEnded = true;
      return wanted;
    },
  };
}

/** better-sqlite3 takes `$1` for a name. */
function byNumber(parameters: readonly SqlValue[]): Readonly<Record<string, SqlValue>> {
  return Object.fromEntries(parameters.map((value, index) => [index + 1, value]));
}
