import Database from "better-sqlite3";
import type { Hold } from "../ports.ts";
import { memoized } from "../support/memoized.ts";
import { systemTimers } from "../support/timers.ts";
import { explainSqlite } from "./explain-error.ts";
import type { Dialect, Manner, Sql, SqlEngine, SqlRow, SqlValue } from "./sql.ts";

/** So many transactions that wait at the same time share one commit, and with it one wait for the disk. */
const MOST_TOGETHER = 256;
/** How long another program may hold the write lock before we give up. Nothing else runs meanwhile. */
const BUSY_MS = 2_000;
/** Without the third, parts of rows may be left in the system's folder for temporary files. */
const SETTINGS = ["journal_mode = WAL", "secure_delete = ON", "temp_store = MEMORY", "cache_size = -16000"];

const dialect: Dialect = {
  growingId: "INTEGER PRIMARY KEY AUTOINCREMENT",
  name: "TEXT",
  bytes: "BLOB",
  keyedOnly: "WITHOUT ROWID",
  numbersIn: (json, key) => `json_each(${json}, '$.${key}')`,
  sharing: [],
};

/** Returns the statement of this text, which SQLite has read. */
type Prepare = (text: string) => Database.Statement<unknown[], SqlRow>;

/** A transaction that waits for its turn. */
interface Job {
  /** Does the work; returns what tells the caller of its success, to be called after the commit. */
  readonly attempt: (sql: Sql) => Promise<() => void>;
  readonly fail: (error: unknown) => void;
  readonly isLazy: boolean;
}

/**
 * Returns the database at `path`, or one in memory at ":memory:". `releaseLock` is called once it is closed. By `timers` it lets others
 * have their turn.
 */
export function openSqlite(
  name: string,
  path: string,
  { releaseLock = () => {}, timers = systemTimers } = {},
): SqlEngine {
  const db = new Database(path, { timeout: BUSY_MS });
  /** Each text is read once. */
  const prepare: Prepare = memoized((text: string) => db.prepare<unknown[], SqlRow>(text));
  const waiting: Job[] = [];
  let turn: Promise<void> | undefined;
  let isClosed = false;

  const exec = (text: string) => void prepare(text).run();

  /** A full disk makes SQLite undo a transaction by itself: what is asked after that would be kept on its own. */
  const prepareWithin: Prepare = (text) => {
    if (!db.inTransaction) throw new Error("The database has undone this transaction");
    return prepare(text);
  };

  /** Transactions run one after another; a store call inside `work` must be one of its `sql`. */
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

  async function takeTurns(): Promise<void> {
    do {
      // Commits hold up the whole process: what has come in meanwhile is read first, so that it shares the next one.
      await new Promise<void>((resolve) => timers.soon(resolve));
      await runTogether(waiting.splice(0, MOST_TOGETHER));
    } while (waiting.length > 0);
    turn = undefined;
  }

  /** If one of them fails, all is undone and each is done again on its own: so the many pay nothing for the rare one. */
  async function runTogether(jobs: readonly Job[]): Promise<void> {
    try {
      for (const tell of await commitTogether(jobs)) tell();
    } catch (error) {
      // A full disk, for instance, makes SQLite undo it by itself.
      if (db.inTransaction) exec("ROLLBACK");
      await runApart(jobs, error);
    }
  }

  async function runApart(jobs: readonly Job[], error: unknown): Promise<void> {
    if (jobs.length === 1) jobs[0]?.fail(explainSqlite(name, error));
    else for (const job of jobs) await runTogether([job]);
  }

  /** Returns what tells each caller. */
  async function commitTogether(jobs: readonly Job[]): Promise<readonly (() => void)[]> {
    const tells: (() => void)[] = [];
    let truncatesLog = false;
    const onTruncate = () => {
      truncatesLog = true;
    };
    // Each commit waits for the disk, or is written there by the next one that does.
    db.pragma(`synchronous = ${jobs.every(({ isLazy }) => isLazy) ? "NORMAL" : "FULL"}`);
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
   * Moves all pages into the database, where what was deleted is zeros, and cuts the write-ahead log to nothing. Whoever reads just
   * now must not hold us up, and what was committed stands anyway: then the next truncation does it.
   */
  function truncateLog(): void {
    try {
      db.pragma("busy_timeout = 0");
      db.pragma("wal_checkpoint(TRUNCATE)");
    } catch {
      // Tried again with what is erased next, and within the hour.
    } finally {
      db.pragma(`busy_timeout = ${BUSY_MS}`);
    }
  }

  /** secure_delete leaves copies of rows that once moved to another page, in the unused middle of the page that they left. */
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
    for (const setting of SETTINGS) db.pragma(setting);
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
      // Within a transaction, one would see what is not committed yet.
      if (isClosed || db.inTransaction) return await transaction(work);
      try {
        return await work(createSession(prepare));
      } catch (error) {
        throw explainSqlite(name, error);
      }
    },
    /** No one else has the file, and so no one else the role. */
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

/** Returns what one transaction may do, until its `end`. */
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

/** better-sqlite3 takes `$1` for a name. */
function byNumber(parameters: readonly SqlValue[]): Readonly<Record<string, SqlValue>> {
  return Object.fromEntries(parameters.map((value, index) => [index + 1, value]));
}
