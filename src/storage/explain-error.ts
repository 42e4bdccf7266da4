import Database from "better-sqlite3";
import { StoreError } from "../ports.ts";
import { errorCodeOf } from "../support/error-code-of.ts";

/** Sentences for the operator, by the beginning of an error's code. */
type Sentences = readonly (readonly [RegExp, string])[];

/** The sentences for a file; `otherwise` is what to do if it cannot be there. */
const ofFile = (otherwise: string): Sentences => [
  [/^SQLITE_CORRUPT/, "is damaged: move it away and restore a backup. Nothing in it was changed."],
  [
    /^SQLITE_NOTADB/,
    `is not a SQLite database: move that file away, or ${otherwise}. Nothing in it was changed.`,
  ],
  [/^SQLITE_BUSY/, "is being written by another program: end that program's transaction, then try again."],
  [/^(SQLITE_FULL|ENOSPC)/, "cannot grow, the disk is full: make room on it."],
  [
    /^(SQLITE_READONLY|EROFS)/,
    `is read-only: let this user write to the file and its folder, or ${otherwise}.`,
  ],
  [
    /^(SQLITE_CANTOPEN|EACCES|EPERM)/,
    `cannot be opened for writing: let this user write to the file and its folder, or ${otherwise}.`,
  ],
  [
    /^(ENOTDIR|EEXIST|ENOENT)/,
    `cannot be made: part of its path is no folder, or one that takes no files: ${otherwise}.`,
  ],
  [/^SQLITE_IOERR/, "cannot be read or written, the disk reports a fault: check the disk."],
];

const ofPostgres: Sentences = [
  [
    /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOENT|EACCES|timeout)/,
    "cannot be reached: check that PostgreSQL runs there, and that DATABASE_URL names the right host and port.",
  ],
  [
    /^(lost|ECONNRESET|EPIPE|08|25P03|57P01|57P02)/,
    "is unreachable, it restarts or the network is down; reconnecting.",
  ],
  [/^57P03/, "is just starting: try again in a moment."],
  [/^28P01/, "refuses the user's name or password: correct them in DATABASE_URL."],
  [/^password/, "asks for a password: put it into DATABASE_URL, after the user's name and a colon."],
  [
    /^28/,
    "does not let this user in from here: correct the user in DATABASE_URL, or the server's pg_hba.conf.",
  ],
  [/^3D000/, "does not exist: make it with CREATE DATABASE, or correct its name in DATABASE_URL."],
  [/^57P04/, "does not exist any more: correct DATABASE_URL."],
  [
    /^42501/,
    'does not let this user make tables: make it the owner of the database (ALTER DATABASE … OWNER TO …), or GRANT it "CREATE ON SCHEMA public".',
  ],
  [
    /^(42P07|42701|42703)/,
    "holds another program's tables: make a database for this bot alone, with CREATE DATABASE.",
  ],
  [/^53300/, "has no connection left: raise max_connections there, or run fewer processes."],
  [/^53100/, "cannot grow, the disk is full: make room on it."],
  [/^25006/, "is read-only: DATABASE_URL has to name the server that may be written to."],
  [/^no-tls/, "does not speak TLS: remove sslmode from DATABASE_URL, or switch TLS on there."],
  [
    /^(DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_|ERR_TLS_|CERT_)/,
    "shows a certificate that cannot be checked: name its authority with sslrootcert=… in DATABASE_URL.",
  ],
];

/** Codes for the driver's messages that come without one. */
const withoutCode: Sentences = [
  [/timeout|timed out/i, "timeout"],
  [/does not support SSL/i, "no-tls"],
  [/password must be|no password/i, "password"],
];

/** Turns what SQLite reports into a sentence for the operator; returns any other error back. */
export function explainSqlite(name: string, error: unknown): unknown {
  return error instanceof Database.SqliteError ? explainOpening(name, error) : error;
}

/**
 * The same for opening a file, for which the file system reports errors as well. `otherwise` is what
 * to do if the file cannot be there.
 */
export function explainOpening(
  name: string,
  error: unknown,
  otherwise = "set DATABASE_URL to another file",
): unknown {
  const sentence = find(ofFile(otherwise), errorCodeOf(error));
  return sentence === undefined ? error : new StoreError(`${name} ${sentence}`, { cause: error });
}

/**
 * Why PostgreSQL did not do what was asked. Holds nothing of the statement and its values, nor of the
 * password.
 */
export class PostgresError extends StoreError {
  override name = "PostgresError";
  /** PostgreSQL's or the system's code, "lost" for a connection that ended without one. */
  readonly code: string;

  constructor(message: string, code: string) {
    super(message);
    this.code = code;
  }

  /** Whether the same transaction may succeed when it is run again: 40001, 40P01. */
  get isWorthAnotherTry(): boolean {
    return this.code === "40001" || this.code === "40P01";
  }
}

/** Turns what the driver of PostgreSQL reports into a sentence for the operator. */
export function explainPostgres(name: string, error: unknown): StoreError {
  if (error instanceof StoreError) return error;
  const message = error instanceof Error ? error.message : "";
  const code = errorCodeOf(error) ?? find(withoutCode, message) ?? "lost";
  const sentence = find(ofPostgres, code) ?? `refused a statement (${code}${placeOf(error)}).`;
  // Without the cause: its details quote rows.
  return new PostgresError(`${name} ${sentence}`, code);
}

/** Whether the error says that the database's disk is full. */
export function isDiskFull(error: StoreError): boolean {
  const code = error instanceof PostgresError ? error.code : errorCodeOf(error.cause);
  return /^(SQLITE_FULL|ENOSPC|53100)/.test(code ?? "");
}

function find(sentences: Sentences, code = ""): string | undefined {
  return sentences.find(([beginning]) => beginning.test(code))?.[1];
}

/** The name of the violated constraint: one of ours, never a value. */
function placeOf(error: unknown): string {
  const constraint = error instanceof Error && "constraint" in error ? error.constraint : undefined;
  return typeof constraint === "string" ? `, ${constraint}` : "";
}
