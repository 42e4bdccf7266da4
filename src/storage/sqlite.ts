import Database from "better-sqlite3";
import type { Hold } from "../ports.ts";
import { memoized } from "../support/memoized.ts";
import { systemTimers } from "../support/timers.ts";
import { explainSqlite } from "./explain-error.ts";
import { neverCollected } from "./never-collected.ts";
import type { Dialect, Manner, Sql, SqlEngine, SqlRow, SqlValue } from "./sql.ts";

/** At most so many waiting transactions share one commit, and with it one wait for the disk. */
const MOST_TOGETHER = 256;
/** How long another program may hold the write lock before we give up. Nothing else runs meanwhile. */
const BUSY_MS = 2_000;
/** How long after a reader held the truncation of the write-ahead log up it is tried again. */
const TRUNCATE_AGAIN_MS = 1_000;
/** Without `temp_store`, parts of rows may be left in the system's folder for temporary files. */
const SETTINGS = ["journal_mode = WAL", "secure_delete = ON", "temp_store = MEMORY", "cache_size = -16000"];

const dialect: Dialect = {
  growingId: "INTEGER PRIMARY KEY AUTOINCREMENT",
  name: "TEXT",
  bytes: "BLOB",
  keyedOnly: "WITHOUT ROWID",
  numbersIn: (json, key) => `json_each(${json}, '$.${key}')`,
  sharing: [],
};

/** Returns the prepared statement of this text. */
type Prepare = (text: string) => Database.Statement<unknown[], SqlRow>;

/** A transaction that waits for its turn. */
interface Job {
  /**
   * Does the work; returns a function that tells the caller of its success, to be called after the
   * commit.
   */
  readonly attempt: (sql: Sql) => Promise<() => void>;
  readonly fail: (error: unknown) => void;
  readonly isLazy: boolean;
}

/**
 * Returns the database at `path`, or one in memory at ":memory:", or with these bytes. `releaseLock` is
 * called once it is closed. `timers` let other work run between commits.
 */
export function openSqlite(
  name: string,
  path: string | Buffer,
  { releaseLock = () => {}, timers = systemTimers } = {},
): SqlEngine {
  const db = neverCollected(new Database(path, { timeout: BUSY_MS }));
  /** Each text is prepared once. */
  const prepare: Prepare = memoized((text: string) => neverCollected(db.prepare<unknown[], SqlRow>(text)));
  const waiting: Job[] = [];
  let turn: Promise<void> | undefined;
  let isClosed = false;
  let cancelTruncation = () => {};

  const exec = (text: string) => void prepare(text).run();

  /**
   * A full disk makes SQLite roll back a transaction by itself: a later statement would be committed on
   * its own.
   */
  const prepareWithin: Prepare = (text) => {
    if (!db.inTransaction) throw new Error("The database has undone this transaction");
    return prepare(text);
  };

  /** Transactions run one after another: within `work`, only its own `sql` may be used. */
  function transaction<T>(work: (sql: Sql) => Promise<T>, { isLazy = false }: Manner = {}): Promise<T> {
    if (isClosed) return Promise.reject(new Error("The store is closed"));
    return new Promise<T>((resolve, reject) => {
      waiting.push({
        attempt: async (sql) => {
          const result = await work(sql);
          return () => resolve(result);
        },
        fail: reject,
        isLazy,
      });
      turn ??= takeTurns();
    });
  }

  /** A transaction blocks the whole process. */
  function letOthersRun(): Promise<void> {
    return new Promise((resolve) => timers.soon(resolve));
  }

  async function takeTurns(): Promise<void> {
    do {
      // Pending input is read first, so that its transactions share the next commit.
      await letOthersRun();
      await runTogether(waiting.splice(0, MOST_TOGETHER));
    } while (waiting.length > 0);
    turn = undefined;
  }

  /**
   * If one of them fails, all are rolled back and each runs again on its own: the common case stays
   * cheap.
   */
  async function runTogether(jobs: readonly Job[]): Promise<void> {
    try {
      for (const tell of await commitTogether(jobs)) tell();
    } catch (error) {
      // SQLite may have rolled back by itself, as on a full disk.
      if (db.inTransaction) exec("ROLLBACK");
      await runApart(jobs, error);
    }
  }

  async function runApart(jobs: readonly Job[], error: unknown): Promise<void> {
    if (jobs.length === 1) jobs[0]?.fail(explainSqlite(name, error));
    else
      for (const job of jobs) {
        // On a full disk all of them fail, again and again: nothing else would be answered.
        await letOthersRun();
        await runTogether([job]);
      }
  }

  /** Returns the functions that tell each caller of the commit. */
  async function commitTogether(jobs: readonly Job[]): Promise<readonly (() => void)[]> {
    const tells: (() => void)[] = [];
    let truncatesLog = false;
    const onTruncate = () => {
      truncatesLog = true;
    };
    // A lazy commit does not wait for the disk: the next full one writes it too.
    db.exec(`PRAGMA synchronous = ${jobs.every(({ isLazy }) => isLazy) ? "NORMAL" : "FULL"}`);
    exec("BEGIN IMMEDIATE");
    for (const job of jobs) {
      const session = createSession(prepareWithin, onTruncate);
      tells.push(await job.attempt(session).finally(session.end));
    }
    exec("COMMIT");
    if (truncatesLog) truncateLog();
    return tells;
  }

  /**
   * Moves all pages into the database, where deleted rows are zeros, and truncates the write-ahead log.
   * A reader must not delay us, and what was committed stays: it is tried again soon, until it is done.
   */
  function truncateLog(): void {
    cancelTruncation();
    const isHeldUp = !isLogTruncated();
    cancelTruncation = isHeldUp && !isClosed ? timers.after(TRUNCATE_AGAIN_MS, truncateLog) : () => {};
  }

  function isLogTruncated(): boolean {
    try {
      db.exec("PRAGMA busy_timeout = 0");
      return prepare("PRAGMA wal_checkpoint(TRUNCATE)").get()?.["busy"] === 0;
    } catch {
      return false;
    } finally {
      db.exec(`PRAGMA busy_timeout = ${BUSY_MS}`);
    }
  }

  /**
   * `secure_delete` leaves copies of rows that were moved to another page, in unused parts of the old
   * page.
   */
  async function vacuum(): Promise<void> {
    await turn;
    try {
      exec("VACUUM");
    } catch (error) {
      throw explainSqlite(name, error);
    }
    truncateLog();
  }

  try {
    for (const setting of SETTINGS) db.exec(`PRAGMA ${setting}`);
    truncateLog();
  } catch (error) {
    db.close();
    throw error;
  }

  return {
    name,
    dialect,
    transaction,
    async look(work) {
      // Within a transaction, it would see uncommitted data.
      if (isClosed || db.inTransaction) return await transaction(work);
      try {
        return await work(createSession(prepare));
      } catch (error) {
        throw explainSqlite(name, error);
      }
    },
    /** No other process has the file, and so none has the role. */
    async hold(): Promise<Hold> {
      let isReleased = false;
      return {
        isHeld: () => !isReleased && !isClosed,
        release: async () => {
          isReleased = true;
        },
      };
    },
    vacuum,
    rewrite: vacuum,
    async close() {
      isClosed = true;
      await turn;
      if (!db.open) return;
      truncateLog();
      db.close();
      releaseLock();
    },
  };
}

/** Returns one transaction, to be used until its `end`. */
function createSession(prepare: Prepare, onTruncate = () => {}): Sql & { readonly end: () => void } {
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
    truncateLog: onTruncate,
    end: () => {
      hasEnded = true;
    },
  };
}

/** better-sqlite3 reads `$1` as a named parameter. */
function byNumber(parameters: readonly SqlValue[]): Readonly<Record<string, SqlValue>> {
  return Object.fromEntries(parameters.map((value, index) => [index + 1, value]));
}
