import type { Hold } from "../ports.ts";

export type SqlValue = string | number | Uint8Array | null;
export type SqlRow = Readonly<Record<string, unknown>>;

/**
 * Returns the condition for rows with these values, NULL included, and its parameters, whose numbers
 * begin at `first`. Columns whose value is undefined are left out.
 */
export function matching(columns: Readonly<Record<string, SqlValue | undefined>>, first: number) {
  const parameters: SqlValue[] = [];
  const conditions = Object.entries(columns).flatMap(([column, value]) => {
    if (value === undefined) return [];
    return value === null ? `${column} IS NULL` : `${column} = $${first - 1 + parameters.push(value)}`;
  });
  return { condition: conditions.join(" AND ") || "TRUE", parameters };
}

/**
 * One transaction of a database. Parameters stand in the text as `$1`, `$2` and so on. Statements run
 * in the order of the calls, even if they are not awaited one by one; each sees what was committed
 * before it.
 */
export interface Sql {
  /** Returns the rows, also those of a statement that ends in `RETURNING`. */
  query(text: string, parameters?: readonly SqlValue[]): Promise<readonly SqlRow[]>;
  /** Returns the number of rows that were changed. */
  run(text: string, parameters?: readonly SqlValue[]): Promise<number>;
  /** Locks this name until the end of the transaction; waits for the transaction that holds it. */
  lock(name: string): Promise<void>;
  /** The same without waiting; returns false if another transaction holds it. */
  tryLock(name: string): Promise<boolean>;
  /** Asks an engine with a write-ahead log to cut off deleted rows right after the commit. */
  truncateLog(): void;
}

/** The differences between the engines' SQL. */
export interface Dialect {
  /** A primary key whose numbers grow and are never reused. */
  readonly growingId: string;
  /** A text that is compared byte by byte, whatever the language of the database. */
  readonly name: string;
  readonly bytes: string;
  /** Ends the CREATE TABLE of a table that is only read by its primary key. */
  readonly keyedOnly: string;
  /**
   * Returns the SQL of a table whose column `value` holds the numbers of the list under `key` in a JSON
   * text.
   */
  readonly numbersIn: (json: string, key: string) => string;
  /** The statements that create the table of leases; empty if only one process can have the database. */
  readonly sharing: readonly string[];
}

/** Leases: which process delivers which conversation, if several share a database. */
export interface Leases {
  /** Resolves when this process may take leases; rejects if it cannot. */
  ready(): Promise<void>;
  /**
   * The SQL condition under which no other living process has the lease of the conversation of a row of
   * `outbox`.
   */
  free(): string;
  /**
   * Takes the lease of the conversation, before the statements that follow; false if another living
   * process has it.
   */
  take(sql: Sql, id: string): Promise<boolean>;
  /** Releases the lease; false if undelivered messages are left that can be sent at `now`, and it is kept. */
  release(id: string, now: number): Promise<boolean>;
  /** Deletes the leases of processes that have ended. */
  sweep(): Promise<void>;
}

/** The options of a transaction. */
export interface Manner {
  /** Its statements may take minutes; other transactions time out earlier. */
  readonly isSlow?: boolean;
  /** Its statements need not be atomic together, which is cheaper. */
  readonly isSingle?: boolean;
  /** A machine crash within seconds may undo it. Cheaper for an engine that would wait for the disk. */
  readonly isLazy?: boolean;
}

/** One kind of database. */
export interface SqlEngine {
  /** The database's name for the operator: its path, or its host and name. */
  readonly name: string;
  readonly dialect: Dialect;
  /** Absent if only one process can have the database: it delivers all. */
  readonly leases?: Leases;
  /**
   * Runs `work` in one durable transaction, and rolls it back if `work` throws. May run it again after a
   * conflict with another transaction.
   */
  transaction<T>(work: (sql: Sql) => Promise<T>, manner?: Manner): Promise<T>;
  /** Reads committed data; cheaper still than `isSingle`. */
  look<T>(work: (sql: Sql) => Promise<T>): Promise<T>;
  /** Takes a role for this process; undefined if another living process has it. */
  hold(role: string): Promise<Hold | undefined>;
  /**
   * Rewrites the file, so that no copy of erased data is left in it. Does nothing if a server does so
   * itself.
   */
  vacuum(): Promise<void>;
  /**
   * Rewrites the whole database, so that no changed or deleted data is left in its files. May take
   * minutes.
   */
  rewrite(): Promise<void>;
  /** Waits for what is in flight, then closes the database. */
  close(): Promise<void>;
}
