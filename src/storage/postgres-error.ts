import { StoreError } from "../app/ports.ts";

/** Why PostgreSQL did not do what was asked. Holds nothing of the statement and its values, nor of the password. */
export class PostgresError extends StoreError {
  /** PostgreSQL's or the system's code, "lost" for a connection that ended without one. */
  readonly code: string;

  constructor(message: string, code: string) {
    super(message);
    this.name = "PostgresError";
    this.code = code;
  }

  /** Whether the same transaction may well succeed when it is run anew. */
  get isWorthAnotherTry(): boolean {
    return this.code === "40001" || this.code === "40P01";
  }
}

const unreachable =
  "cannot be reached: check that PostgreSQL runs there, and that DATABASE_URL names the right host and port.";
const gone = "is unreachable, it restarts or the network is down; reconnecting.";
const noPassword = "asks for a password: put it into DATABASE_URL, after the user's name and a colon.";
const noRight =
  'does not let this user make tables: make it the owner of the database (ALTER DATABASE … OWNER TO …), or GRANT it "CREATE ON SCHEMA public".';
const foreign = "holds another program's tables: make a database for this bot alone, with CREATE DATABASE.";
const untrusted =
  "shows a certificate that cannot be checked: name its authority with sslrootcert=… in DATABASE_URL.";

/** By how a code begins. */
const sentences: readonly (readonly [string, string])[] = [
  ["ECONNREFUSED", unreachable],
  ["ENOTFOUND", unreachable],
  ["EAI_AGAIN", unreachable],
  ["ETIMEDOUT", unreachable],
  ["EHOSTUNREACH", unreachable],
  ["ENETUNREACH", unreachable],
  ["ENOENT", unreachable],
  ["EACCES", unreachable],
  ["timeout", unreachable],
  ["lost", gone],
  ["ECONNRESET", gone],
  ["EPIPE", gone],
  ["08", gone],
  ["25P03", gone],
  ["57P01", gone],
  ["57P02", gone],
  ["57P03", "is just starting: try again in a moment."],
  ["28P01", "refuses the user's name or password: correct them in DATABASE_URL."],
  ["password", noPassword],
  [
    "28",
    "does not let this user in from here: correct the user in DATABASE_URL, or the server's pg_hba.conf.",
  ],
  ["3D000", "does not exist: make it with CREATE DATABASE, or correct its name in DATABASE_URL."],
  ["57P04", "does not exist any more: correct DATABASE_URL."],
  ["42501", noRight],
  ["42P07", foreign],
  ["42701", foreign],
  ["42703", foreign],
  ["53300", "has no connection left: raise max_connections there, or run fewer processes."],
  ["53100", "cannot grow, the disk is full: make room on it."],
  ["25006", "is read-only: DATABASE_URL has to name the server that may be written to."],
  ["no-tls", "does not speak TLS: remove sslmode from DATABASE_URL, or switch TLS on there."],
  ["DEPTH_ZERO_SELF_SIGNED_CERT", untrusted],
  ["SELF_SIGNED_CERT_IN_CHAIN", untrusted],
  ["UNABLE_TO_", untrusted],
  ["ERR_TLS_", untrusted],
  ["CERT_", untrusted],
];

/** Turns what the driver reports into a sentence for the operator. */
export function explainPostgres(name: string, error: unknown): StoreError {
  if (error instanceof StoreError) return error;
  const code = codeOf(error);
  const sentence = sentences.find(([beginning]) => code.startsWith(beginning))?.[1];
  // Without the cause: its details quote rows.
  return new PostgresError(`${name} ${sentence ?? `refused a statement (${code}${placeOf(error)}).`}`, code);
}

/** What the driver says without a code. */
const wordings: readonly (readonly [RegExp, string])[] = [
  [/timeout|timed out/i, "timeout"],
  [/does not support SSL/i, "no-tls"],
  [/password must be|no password/i, "password"],
];

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return "lost";
  if ("code" in error && typeof error.code === "string") return error.code;
  return wordings.find(([wording]) => wording.test(error.message))?.[1] ?? "lost";
}

/** Names of ours only. */
function placeOf(error: unknown): string {
  const constraint = error instanceof Error && "constraint" in error ? error.constraint : undefined;
  return typeof constraint === "string" ? `, ${constraint}` : "";
}
