import { type DestinationStream, destination, pino } from "pino";
import { z } from "zod";
import { ChannelError, type Log, StoreError } from "./app/ports.ts";
import { ConfigError } from "./config.ts";
import type { LogLevel } from "./config-variables.ts";

/**
 * Writes to stderr, as stdout belongs to the chat in the terminal: JSON lines, or plain ones if stderr is a terminal. Unknown fields are
 * dropped and counted in `dropped`; whatever looks like a token, an e-mail address or a phone number is redacted.
 */
export function createLog(level: LogLevel, to: DestinationStream = openStderr()): Log {
  const logger = pino({ level, base: null, formatters: { level: (label) => ({ level: label }) } }, to);
  return {
    debug: (fields, message) => logger.debug(allowed(fields), redact(message)),
    info: (fields, message) => logger.info(allowed(fields), redact(message)),
    warn: (fields, message) => logger.warn(allowed(fields), redact(message)),
    error: (fields, message) => logger.error(allowed(fields), redact(message)),
  };
}

function openStderr(): DestinationStream {
  const stderr = destination({ fd: 2, sync: true });
  return process.stderr.isTTY ? inPlainLines(stderr) : stderr;
}

/** Turns each JSON line into one such as `21:04:05 warn: Telegram is unreachable; reconnecting. code=EAI_AGAIN`. */
export function inPlainLines(to: DestinationStream): DestinationStream {
  return {
    write(line) {
      const { time, level, msg, ...fields } = logLine.parse(JSON.parse(line));
      const hour = new Date(time).toLocaleTimeString("en-GB");
      const rest = Object.entries(fields).map(([name, value]) => ` ${name}=${plainValue(value)}`);
      to.write(`${hour} ${level}: ${msg}${rest.join("")}\n`);
    },
  };
}

const logLine = z.looseObject({ time: z.number(), level: z.string(), msg: z.string() });

function plainValue(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** Prints why the bot cannot go on, in plain lines on stderr, without tokens. */
export function printProblem(problem: string): void {
  process.stderr.write(`${withoutTokens(problem)}\n`);
}

/** Prints the result of an operator's command on stdout. */
export function printReport(report: string): void {
  process.stdout.write(`${report}\n`);
}

/** The only fields that are logged, each with the reader of its value; a value that does not fit is dropped. */
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

/** A name from our code, such as "rate-limited" or "127.0.0.1": unlike sentences it has no spaces and no accents. */
function readName(value: unknown): string | undefined {
  return typeof value === "string" && /^[\w.:-]{1,64}$/.test(value) ? redact(value) : undefined;
}

/** The problem that a server reported. */
function readProblem(value: unknown): string | undefined {
  return typeof value === "string" ? withoutQuotes(value) : undefined;
}

function readError(value: unknown): LoggedError | string | undefined {
  return value instanceof Error ? describe(value) : readName(value);
}

interface LoggedError {
  readonly name: string;
  /** Only for our own errors: other messages may quote what a person wrote. */
  readonly message?: string;
  readonly code?: string;
  /** Stack frames, innermost first. */
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

/** The name of the error's class; unlike its property `name`, it cannot hold a person's words. */
function classOf(error: Error): string {
  const made: unknown = Object.getPrototypeOf(error)?.constructor;
  return typeof made === "function" && /^\w{1,40}$/.test(made.name) ? made.name : "Error";
}

/** The error's code, if it has the form of a code of Node, SQLite or PostgreSQL. */
function codeOf(error: Error): string | undefined {
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  return /^(E[A-Z0-9]{2,20}|ERR_[A-Z0-9_]{1,60}|SQLITE_[A-Z_]{1,40}|\d[0-9A-Z]{4})$/.exec(code)?.[0];
}

/** File, line and column of the innermost six calls; the message, with which a stack begins, is left out. */
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

/** Replaces quoted parts, which may repeat what a person wrote. */
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
