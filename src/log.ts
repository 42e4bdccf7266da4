import { type DestinationStream, destination, pino } from "pino";
import { ChannelError, type Log, StoreError } from "./app/ports.ts";
import { ConfigError } from "./config.ts";
import type { LogLevel } from "./config-variables.ts";

/**
 * Writes JSON lines to stderr, so that stdout stays free for the chat in the terminal. Fields that are not
 * known are left out and counted in `dropped`; what looks like a token, an address or a person's number is
 * blotted out wherever it stands.
 */
export function createLog(level: LogLevel, to: DestinationStream = destination({ fd: 2, sync: true })): Log {
  const logger = pino({ level, base: null, formatters: { level: (label) => ({ level: label }) } }, to);
  return {
    debug: (fields, message) => logger.debug(allowed(fields), redact(message)),
    info: (fields, message) => logger.info(allowed(fields), redact(message)),
    warn: (fields, message) => logger.warn(allowed(fields), redact(message)),
    error: (fields, message) => logger.error(allowed(fields), redact(message)),
  };
}

/** Tells the operator, in plain lines on stderr, why the bot cannot go on. */
export function printProblem(problem: string): void {
  process.stderr.write(`${withoutTokens(problem)}\n`);
}

/** Prints what a command of the operator's has found or done, on stdout. */
export function printReport(report: string): void {
  process.stdout.write(`${report}\n`);
}

/** The only fields that reach the log, and how each is read; what does not fit its field is left out. */
const readers: Readonly<Record<string, (value: unknown) => unknown>> = {
  attempt: readNumber,
  campaign: readName,
  channel: readName,
  code: readName,
  count: readNumber,
  error: readError,
  event: readName,
  failures: readNumber,
  host: readName,
  kind: readName,
  language: readName,
  method: readName,
  mode: readName,
  ms: readNumber,
  phase: readName,
  port: readNumber,
  problem: readProblem,
  question: readName,
  reason: readName,
  retryAfterMs: readNumber,
  signal: readName,
  slot: readName,
  status: readNumber,
  version: readName,
};

function allowed(fields: object): Record<string, unknown> {
  const given = Object.entries(fields).filter(([, value]) => value !== undefined);
  const kept = given
    .map(
      ([field, value]) =>
        [field, Object.hasOwn(readers, field) ? readers[field]?.(value) : undefined] as const,
    )
    .filter(([, value]) => value !== undefined);
  const dropped = given.length - kept.length;
  return { ...Object.fromEntries(kept), ...(dropped > 0 && { dropped }) };
}

function readNumber(value: unknown): number | undefined {
  return typeof value === "number" ? value : undefined;
}

/** A name that we gave, such as "rate-limited" or "127.0.0.1". What people write has spaces and accents. */
function readName(value: unknown): string | undefined {
  return typeof value === "string" && /^[\w.:-]{1,64}$/.test(value) ? redact(value) : undefined;
}

/** What a server said about a call of ours. */
function readProblem(value: unknown): string | undefined {
  return typeof value === "string" ? withoutQuotes(value) : undefined;
}

function readError(value: unknown): LoggedError | string | undefined {
  return value instanceof Error ? describe(value) : readName(value);
}

interface LoggedError {
  readonly name: string;
  /** Only of errors whose message we wrote ourselves: others quote what they choked on. */
  readonly message?: string;
  readonly code?: string;
  /** Where it happened, innermost first. */
  readonly at?: readonly string[];
  readonly cause?: LoggedError;
}

function describe(error: Error, depth = 0): LoggedError {
  const message = isOurs(error) ? withoutQuotes(error.message) : undefined;
  const code = codeOf(error);
  const at = framesOf(error);
  const cause = error.cause instanceof Error && depth < 3 ? describe(error.cause, depth + 1) : undefined;
  return {
    name: classOf(error),
    ...(message && { message }),
    ...(code && { code }),
    ...(at.length > 0 && { at }),
    ...(cause && { cause }),
  };
}

function isOurs(error: Error): boolean {
  return error instanceof ChannelError || error instanceof ConfigError || error instanceof StoreError;
}

/** The name of the error's class: unlike `name`, nobody sets it from outside. */
function classOf(error: Error): string {
  const made: unknown = Object.getPrototypeOf(error)?.constructor;
  return typeof made === "function" && /^\w{1,40}$/.test(made.name) ? made.name : "Error";
}

/** The code, where it has a form that Node, SQLite or PostgreSQL gives to theirs. */
function codeOf(error: Error): string | undefined {
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  return /^(E[A-Z0-9]{2,20}|ERR_[A-Z0-9_]{1,60}|SQLITE_[A-Z_]{1,40}|\d[0-9A-Z]{4})$/.exec(code)?.[0];
}

/** File, line and column of the innermost calls, without the message, which the stack begins with. */
function framesOf(error: Error): readonly string[] {
  const stack = error.stack ?? "";
  const message = stack.indexOf(error.message);
  if (message === -1) return [];
  return stack
    .slice(message + error.message.length)
    .split("\n")
    .flatMap((line) => /^\s+at .*?((?:src|node_modules|node:)[\w./@-]*:\d+:\d+)\)?$/.exec(line)?.[1] ?? [])
    .slice(0, 6);
}

/** A server puts in quotes what it did not like, and that may be what a person wrote. */
function withoutQuotes(text: string): string {
  return redact(text.replace(/"[\s\S]*"|«[\s\S]*»|“[\s\S]*”|`[\s\S]*`|\B'[\s\S]*'\B/g, "[quoted]")).slice(
    0,
    200,
  );
}

function redact(text: string): string {
  return withoutTokens(text)
    .replace(/[^\s@]+@[^\s@]+\.[^\s@]+/g, "[address]")
    .replace(/\+\d[\d .()-]{5,}\d|\d{6,}/g, "[number]");
}

function withoutTokens(text: string): string {
  return text.replace(/\d+:[A-Za-z0-9_-]{30,}/g, "[token]");
}
