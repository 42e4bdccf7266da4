import type Database from "better-sqlite3";
import type { SecureDelete, Sql, SqlRow, SqlValue } from "./sql.ts";

/** Returns the statement of this text, which SQLite has read. */
export type Prepare = (text: string) => Database.Statement<unknown[], SqlRow>;

/** What one transaction may do, as long as it lasts. */
export class SqliteSession implements Sql {
  /** The cleaning that is to follow the commit. */
  wantedSecureDelete: SecureDelete | undefined;
  #hasEnded = false;
  readonly #prepare: Prepare;

  constructor(prepare: Prepare) {
    this.#prepare = prepare;
  }

  async query(text: string, parameters: readonly SqlValue[] = []): Promise<readonly SqlRow[]> {
    return this.#statement(text).all(byNumber(parameters));
  }

  async run(text: string, parameters: readonly SqlValue[] = []): Promise<number> {
    return this.#statement(text).run(byNumber(parameters)).changes;
  }

  /** The whole file is locked already. */
  async lock(): Promise<void> {}

  async tryLock(): Promise<boolean> {
    return true;
  }

  secureDelete(effort: SecureDelete): void {
    if (this.wantedSecureDelete !== "when-idle") this.wantedSecureDelete = effort;
  }

  end(): void {
    this.#hasEnded = true;
  }

  #statement(text: string): ReturnType<Prepare> {
    if (this.#hasEnded) throw new Error("This transaction has ended: await every call in it");
    return this.#prepare(text);
  }
}

/** better-sqlite3 takes `$1` for a name. */
function byNumber(parameters: readonly SqlValue[]): Readonly<Record<string, SqlValue>> {
  return Object.fromEntries(parameters.map((value, index) => [index + 1, value]));
}
