import Database from "better-sqlite3";
import type { Hold } from "../app/ports.ts";
import { explainSqlite } from "./explain-error.ts";
import type { Dialect, SecureDelete, Sql, SqlEngine, SqlRow } from "./sql.ts";
import { type Prepare, SqliteSession } from "./sqlite-session.ts";

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

const dialect: Dialect = {
  growingId: "INTEGER PRIMARY KEY AUTOINCREMENT",
  name: "TEXT",
  instant: "INTEGER",
  bytes: "BLOB",
  keyedOnly: "WITHOUT ROWID",
  numbersIn: (json, key) => `json_each(${json}, '$.${key}')`,
  sharing: [],
};

/** A transaction that waits for its turn. */
interface Job {
  /** Does the work; returns what tells the caller of its success, to be called after the commit. */
  readonly attempt: (sql: Sql) => Promise<() => void>;
  readonly fail: (error: unknown) => void;
}

/** What is left to do for a job after the commit. */
interface Outcome {
  readonly tell: () => void;
  readonly secureDelete?: SecureDelete | undefined;
}

/** A SQLite database. Transactions run one after another; a store call inside `work` must be one of its `sql`. */
export class Sqlite implements SqlEngine {
  readonly name: string;
  readonly dialect = dialect;
  readonly #db: Database.Database;
  readonly #releaseLock: () => void;
  /** Each text is read once. */
  readonly #statements = new Map<string, ReturnType<Prepare>>();
  readonly #waiting: Job[] = [];
  #turn: Promise<void> | undefined;
  #clearTimer: NodeJS.Timeout | undefined;
  #closed = false;

  /** Opens the database at `path`, or one in memory at ":memory:". `releaseLock` is called once it is closed. */
  constructor(name: string, path: string, releaseLock: () => void = () => {}) {
    this.name = name;
    this.#releaseLock = releaseLock;
    this.#db = new Database(path, { timeout: BUSY_MS });
    try {
      this.#db.pragma("journal_mode = WAL");
      this.#db.pragma("synchronous = FULL");
      this.#db.pragma("secure_delete = ON");
      // Else parts of rows may be left in the system's folder for temporary files.
      this.#db.pragma("temp_store = MEMORY");
      this.#db.pragma("cache_size = -16000");
      this.#clearLog();
    } catch (error) {
      clearTimeout(this.#clearTimer);
      this.#db.close();
      throw error;
    }
  }

  transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    if (this.#closed) return Promise.reject(new Error("The store is closed"));
    return new Promise<T>((resolve, reject) => {
      this.#waiting.push({
        attempt: async (sql) => {
          const result = await work(sql);
          return () => resolve(result);
        },
        fail: reject,
      });
      this.#turn ??= this.#takeTurns();
    });
  }

  async look<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    // Within a transaction, one would see what is not committed yet.
    if (this.#closed || this.#db.inTransaction) return await this.transaction(work);
    try {
      return await work(new SqliteSession(this.#prepare));
    } catch (error) {
      throw explainSqlite(this.name, error);
    }
  }

  /** No one else has the file, and so no one else the role. */
  async hold(): Promise<Hold> {
    let isReleased = false;
    return {
      isHeld: () => !isReleased && !this.#closed,
      release: async () => {
        isReleased = true;
      },
    };
  }

  async rewrite(): Promise<void> {
    await this.#turn;
    this.#exec("VACUUM");
    this.#clearLog();
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#turn;
    if (!this.#db.open) return;
    try {
      this.#clearLog();
    } finally {
      clearTimeout(this.#clearTimer);
      this.#db.close();
      this.#releaseLock();
    }
  }

  async #takeTurns(): Promise<void> {
    do {
      // Commits hold up the whole process: what has come in meanwhile is read first, so that it shares the next one.
      await new Promise((resolve) => setImmediate(resolve));
      await this.#runTogether(this.#waiting.splice(0, MOST_TOGETHER));
    } while (this.#waiting.length > 0);
    this.#turn = undefined;
  }

  /** If one of them fails, all is undone and each is done again on its own: so the many pay nothing for the rare one. */
  async #runTogether(jobs: readonly Job[]): Promise<void> {
    try {
      const outcomes = await this.#commitTogether(jobs);
      this.#secureDeleteFor(outcomes);
      for (const { tell } of outcomes) tell();
    } catch (error) {
      // A full disk, for instance, makes SQLite undo it by itself.
      if (this.#db.inTransaction) this.#exec("ROLLBACK");
      await this.#runApart(jobs, error);
    }
  }

  async #runApart(jobs: readonly Job[], error: unknown): Promise<void> {
    if (jobs.length === 1) jobs[0]?.fail(explainSqlite(this.name, error));
    else for (const job of jobs) await this.#runTogether([job]);
  }

  #secureDeleteFor(outcomes: readonly Outcome[]): void {
    const efforts = outcomes.map(({ secureDelete }) => secureDelete);
    if (efforts.includes("when-idle")) this.#secureDelete("when-idle");
    else if (efforts.includes("on-commit")) this.#secureDelete("on-commit");
  }

  async #commitTogether(jobs: readonly Job[]): Promise<readonly Outcome[]> {
    const outcomes: Outcome[] = [];
    this.#exec("BEGIN IMMEDIATE");
    for (const job of jobs) {
      const session = new SqliteSession(this.#prepare);
      const tell = await job.attempt(session).finally(() => session.end());
      outcomes.push({ tell, secureDelete: session.wantedSecureDelete });
    }
    this.#exec("COMMIT");
    return outcomes;
  }

  #secureDelete(effort: SecureDelete): void {
    this.#withoutWaiting(() => {
      const pages = Number(this.#db.pragma("page_count", { simple: true }));
      const pageSize = Number(this.#db.pragma("page_size", { simple: true }));
      if (pages * pageSize <= REWRITE_UP_TO[effort]) this.#exec("VACUUM");
    });
    this.#clearLog();
  }

  /** Moves all pages into the database, where what was deleted is zeros, and cuts the write-ahead log to nothing. */
  #clearLog(): void {
    clearTimeout(this.#clearTimer);
    let cleared = false;
    this.#withoutWaiting(() => {
      cleared = this.#db.pragma("wal_checkpoint(TRUNCATE)", { simple: true }) === 0;
    });
    if (!cleared) this.#clearTimer = setTimeout(() => this.#clearLogLater(), CLEAR_AGAIN_MS).unref();
  }

  /** For cleaning after a commit: whoever reads now must not hold us up, and what was committed stands anyway. */
  #withoutWaiting(clean: () => void): void {
    try {
      this.#db.pragma("busy_timeout = 0");
      clean();
    } catch {
      // The next secure delete cleans the rest.
    } finally {
      this.#db.pragma(`busy_timeout = ${BUSY_MS}`);
    }
  }

  /** Waits for those whose turn it is: a log cannot be cleared within a transaction. */
  #clearLogLater(): void {
    if (this.#closed) return;
    if (this.#turn) void this.#turn.then(() => this.#clearLogLater());
    else this.#clearLog();
  }

  #exec(text: string): void {
    this.#prepare(text).run();
  }

  readonly #prepare: Prepare = (text) => {
    const statement = this.#statements.get(text) ?? this.#db.prepare<unknown[], SqlRow>(text);
    this.#statements.set(text, statement);
    return statement;
  };
}
