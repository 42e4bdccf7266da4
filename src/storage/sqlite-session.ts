import type { SecureDelete, Sql, SqlRow, SqlValue } from "./sql.ts";
import type { SqliteStatement, SqliteStatements } from "./sqlite-statements.ts";

/** What one transaction may do, as long as it lasts. */
export class SqliteSession implements Sql {
  readonly #statements: SqliteStatements;
  #ended = false;
  #secureDelete: SecureDelete | undefined;

  constructor(statements: SqliteStatements) {
    this.#statements = statements;
  }

  /** The cleaning that is to follow the commit. */
  get wantedSecureDelete(): SecureDelete | undefined {
    return this.#secureDelete;
  }

  async query(text: string, parameters: readonly SqlValue[] = []): Promise<readonly SqlRow[]> {
    return this.#statement(text).rows(parameters);
  }

  async run(text: string, parameters: readonly SqlValue[] = []): Promise<number> {
    return this.#statement(text).run(parameters);
  }

  /** The whole file is locked already. */
  async lock(): Promise<void> {}

  async tryLock(): Promise<boolean> {
    return true;
  }

  secureDelete(effort: SecureDelete): void {
    if (this.#secureDelete !== "when-idle") this.#secureDelete = effort;
  }

  end(): void {
    this.#ended = true;
  }

  #statement(text: string): SqliteStatement {
    if (this.#ended) throw new Error("This transaction has ended: await every call in it");
    return this.#statements.prepare(text);
  }
}
