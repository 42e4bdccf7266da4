export type SqlValue = string | number | Uint8Array | null;
export type SqlRow = Readonly<Record<string, unknown>>;

export type Scrub = "at-once" | "at-rest";

/** What can be asked of a database within one transaction. Parameters stand in the text as `$1`, `$2` and so on. */
export interface Sql {
  /** Gives the rows, also those of a statement that ends in `RETURNING`. */
  query(text: string, parameters?: readonly SqlValue[]): Promise<readonly SqlRow[]>;
  /** Gives the number of rows that were changed. */
  run(text: string, parameters?: readonly SqlValue[]): Promise<number>;
  /** Holds this name until the end of the transaction; waits for whoever holds it. */
  lock(name: string): Promise<void>;
  /** Has the engine clear, right after the commit, its files of what was deleted. `at-rest` may take a second for it. */
  scrub(effort: Scrub): void;
}

/** Where the engines' SQL differs. */
export interface Dialect {
  /** A primary key whose numbers grow and are never given twice. */
  readonly growingId: string;
  /** A whole number that can hold an instant in milliseconds. */
  readonly instant: string;
  readonly bytes: string;
  /** Ends the creation of a table that is only ever read by its primary key. */
  readonly keyedOnly: string;
}

/** One kind of database. */
export interface SqlEngine {
  /** How an operator knows this database: its path, or its host and name. */
  readonly name: string;
  readonly dialect: Dialect;
  /** Runs `work` in one durable transaction, and undoes all of it when `work` throws. */
  transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T>;
  /** Ends what is in hand, then lets go of the database. */
  close(): Promise<void>;
}
