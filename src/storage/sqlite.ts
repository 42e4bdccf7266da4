import Database from "better-sqlite3";
import type { Hold } from "../ports.ts";
import { memoized } from "../support/memoized.ts";
import { systemTimers } from "../support/timers.ts";
import { explainSqlite } from "./explain-error.ts";
import type { Dialect, Manner, SecureDelete, Sql, SqlEngine, SqlRow, SqlValue } from "./sql.ts";

/** So many transactions that wait at the same time share one commit, and with it one wait for the disk. */
const MOST_TOGETHER = 256;
/** How long another program may hold the write lock before we give up. Nothing else runs meanwhile. */
const BUSY_MS = 2_000;
const CLEAR_AGAIN_MS = 1_000;
/**
 * Up to this size the file is written anew for a secure delete. SQLite's secure_delete zeroes deleted rows, but not the copies that
 * stay in a page's unused middle when its rows once moved to another page; only VACUUM leaves none.
 */
const REWRITE_UP_TO: Readonly<Record<SecureDelete, number>> = {
  "on-commit": 4_000_000,
  "when-idle": 64_000_000,
};

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
  let cancelClearing = () => {};
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
    const efforts = new Set<SecureDelete | undefined>();
    // Each commit waits for the disk, or is written there by the next one that does.
    db.pragma(`synchronous = ${jobs.every(({ isLazy }) => isLazy) ? "NORMAL" : "FULL"}`);
    exec("BEGIN IMMEDIATE");
    for (const job of jobs) {
      const session = createSession(prepareWithin);
      tells.push(await job.attempt(session).finally(() => efforts.add(session.end())));
    }
    exec("COMMIT");
    if (efforts.has("when-idle")) secureDelete("when-idle");
    else if (efforts.has("on-commit")) secureDelete("on-commit");
    return tells;
  }

  function secureDelete(effort: SecureDelete): void {
    withoutWaiting(() => {
      const pages = Number(db.pragma("page_count", { simple: true }));
      const pageSize = Number(db.pragma("page_size", { simple: true }));
      if (pages * pageSize <= REWRITE_UP_TO[effort]) exec("VACUUM");
    });
    clearLog();
  }

  /** Moves all pages into the database, where what was deleted is zeros, and cuts the write-ahead log to nothing. */
  function clearLog(): void {
    cancelClearing();
    let isCleared = false;
    withoutWaiting(() => {
      isCleared = db.pragma("wal_checkpoint(TRUNCATE)", { simple: true }) === 0;
    });
    if (!isCleared) cancelClearing = timers.after(CLEAR_AGAIN_MS, clearLogLater);
  }

  /** Waits for those whose turn it is: a log cannot be cleared within a transaction. */
  function clearLogLater(): void {
    if (isClosed) return;
    if (turn) void turn.then(clearLogLater);
    else clearLog();
  }

  /** For cleaning after a commit: whoever reads now must not hold us up, and what was committed stands anyway. */
  function withoutWaiting(clean: () => void): void {
    try {
      db.pragma("busy_timeout = 0");
      clean();
    } catch {
      // The next secure delete cleans the rest.
    } finally {
      db.pragma(`busy_timeout = ${BUSY_MS}`);
    }
  }

  function closeFile(): void {
    cancelClearing();
    db.close();
  }

  try {
    for (const setting of SETTINGS) db.pragma(setting);
    clearLog();
  } catch (error) {
    closeFile();
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
    async rewrite() {
      await turn;
      exec("VACUUM");
      clearLog();
    },
    async close() {
      isClosed = true;
      await turn;
      if (!db.open) return;
      try {
        clearLog();
      } finally {
        closeFile();
        releaseLock();
      }
    },
  };
}

/** Returns what one transaction may do, until its `end`; that returns the cleaning which is to follow the commit. */
function createSession(prepare: Prepare): Sql & { end(): SecureDelete | undefined } {
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
