import type Database from "better-sqlite3";
import type { SqlRow, SqlValue } from "./sql.ts";

/** A statement that SQLite has read already, to be run with the parameters of its text. */
export interface SqliteStatement {
  rows(parameters: readonly SqlValue[]): readonly SqlRow[];
  /** Returns the number of rows that were changed. */
  run(parameters: readonly SqlValue[]): number;
}

/** The statements of one database; each text is read once. */
export class SqliteStatements {
  readonly #db: Database.Database;
  readonly #known = new Map<string, SqliteStatement>();

  constructor(db: Database.Database) {
    this.#db = db;
  }

  prepare(text: string): SqliteStatement {
    const known = this.#known.get(text);
    if (known) return known;
    // better-sqlite3 takes `$1` for a name: each becomes a `?`, and its number a place in the parameters.
    const places: number[] = [];
    const anonymous = text.replace(/\$(\d+)/g, (_, number: string) => {
      places.push(Number(number) - 1);
      return "?";
    });
    const prepared = this.#db.prepare<unknown[], SqlRow>(anonymous);
    const inOrder = (parameters: readonly SqlValue[]) => places.map((place) => parameters[place]);
    const statement: SqliteStatement = {
      rows: (parameters) => prepared.all(...inOrder(parameters)),
      run: (parameters) => prepared.run(...inOrder(parameters)).changes,
    };
    this.#known.set(text, statement);
    return statement;
  }
}
