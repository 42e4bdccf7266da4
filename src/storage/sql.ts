import type { Hold } from "../app/ports.ts";

export type SqlValue = string | number | Uint8Array | null;
export type SqlRow = Readonly<Record<string, unknown>>;

export type SecureDelete = "on-commit" | "when-idle";

/**
 * What can be asked of a database within one transaction. Parameters stand in the text as `$1`, `$2` and so on. What is asked
 * for is done in the order of asking, also where nobody waits in between; each statement sees what was committed before it.
 */
export interface Sql {
  /** Gives the rows, also those of a statement that ends in `RETURNING`. */
  query(text: string, parameters?: readonly SqlValue[]): Promise<readonly SqlRow[]>;
  /** Gives the number of rows that were changed. */
  run(text: string, parameters?: readonly SqlValue[]): Promise<number>;
  /** Holds this name until the end of the transaction; waits for whoever holds it. */
  lock(name: string): Promise<void>;
  /** The same without waiting: false where somebody else holds it. */
  tryLock(name: string): Promise<boolean>;
  /** Has the engine clear, right after the commit, its files of what was deleted. `when-idle` may take a second for it. */
  secureDelete(effort: SecureDelete): void;
}

/** Where the engines' SQL differs. */
export interface Dialect {
  /** A primary key whose numbers grow and are never given twice. */
  readonly growingId: string;
  /** A name that is compared byte by byte, whatever the language of the database. */
  readonly name: string;
  /** A whole number that can hold an instant in milliseconds. */
  readonly instant: string;
  readonly bytes: string;
  /** Ends the creation of a table that is only ever read by its primary key. */
  readonly keyedOnly: string;
  /** The function that gives the place, from 1, of its second argument in its first. */
  readonly position: string;
  /** Stands for a table whose column `value` holds the numbers of the list under `key` in a JSON text. */
  readonly numbersIn: (json: string, key: string) => string;
  /** Makes what keeps apart the processes that share a database, where several can. */
  readonly sharing: readonly string[];
}

/** Who delivers which conversation, where several processes share a database. */
export interface Leases {
  /** The condition under which no living process delivers the conversation of a row of `outbox`. */
  readonly free: string;
  /** Conversations of which an error has left open whether this process has them. */
  uncertain(): readonly string[];
  /** Notes that nothing is known about this one until it is taken again. */
  markUncertain(id: string): void;
  /** Resolves when this process may take what nobody has; rejects where it cannot. */
  ready(): Promise<void>;
  /** Takes the delivery of the conversation, before what is asked for next; false where another living process has it. */
  take(sql: Sql, id: string): Promise<boolean>;
  /** Lets go of it; false where undelivered messages are left, and it is kept. */
  release(id: string): Promise<boolean>;
  /** Clears away what processes have left that are no more. */
  sweep(): Promise<void>;
}

/** One kind of database. */
export interface SqlEngine {
  /** How an operator knows this database: its path, or its host and name. */
  readonly name: string;
  readonly dialect: Dialect;
  readonly leases: Leases;
  /**
   * Runs `work` in one durable transaction, and undoes all of it when `work` throws. May run it anew where it met another
   * transaction. A statement that `isSlow` may take minutes, any other is given up before.
   */
  transaction<T>(work: (sql: Sql) => Promise<T>, options?: { readonly isSlow: boolean }): Promise<T>;
  /** The same, cheaper, for work whose statements need not happen together. */
  single<T>(work: (sql: Sql) => Promise<T>): Promise<T>;
  /** The same, cheaper still, for one look at what is committed. */
  look<T>(work: (sql: Sql) => Promise<T>): Promise<T>;
  /** Takes a role for this process; nothing where another living process has it. */
  hold(role: string): Promise<Hold | undefined>;
  /** Ends what is in hand, then lets go of the database. */
  close(): Promise<void>;
}
