import { type DestinationStream, destination, pino } from "pino";
import { z } from "zod";
import { errorCodeOf } from "./error-code-of.ts";
import { OperatorError } from "./operator-error.ts";

/** The log for the operator. Never people's words, names or numbers. */
export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export const logLevels = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;
export type LogLevel = (typeof logLevels)[number];

/**
 * Writes to stderr, as stdout belongs to the chat in the terminal: JSON lines, or plain ones if stderr
 * is a terminal. Unknown fields are dropped and counted in `dropped`; whatever looks like a token, an
 * e-mail address or a phone number is redacted.
 */
export function createLog(level: LogLevel, to: DestinationStream = openStderr()): Log {
  const formatters = { level: (label: string) => ({ level: label }), log: allowed };
  const logger = pino({ level, base: null, formatters }, to);
  return {
    debug: (fields, message) => logger.debug(fields, redact(message)),
    info: (fields, message) => logger.info(fields, redact(message)),
    warn: (fields, message) => logger.warn(fields, redact(message)),
    error: (fields, message) => logger.error(fields, redact(message)),
  };
}

function openStderr(): DestinationStream {
  const stderr = destination({ fd: 2, sync: true });
  return process.stderr.isTTY ? inPlainLines(stderr) : stderr;
}

/**
 * Turns each JSON line into one such as `21:04:05 warn: Telegram is unreachable; reconnecting.
 * code=EAI_AGAIN`.
 */
export function inPlainLines(to: DestinationStream): DestinationStream {
  return {
    write(line) {
      const { time, level, msg, ...fields } = logLine.parse(JSON.parse(line));
      const hour = new Date(time).toLocaleTimeString("en-GB");
      const rest = Object.entries(fields).map(
        ([name, value]) => ` ${name}=${typeof value === "string" ? value : JSON.stringify(value)}`,
      );
      to.write(`${hour} ${level}: ${msg}${rest.join("")}\n`);
    },
  };
}

const logLine = z.looseObject({ time: z.number(), level: z.string(), msg: z.string() });

/** Prints why the bot cannot go on, in plain lines on stderr, without tokens. */
export function printProblem(problem: string): void {
  process.stderr.write(`${withoutTokens(problem)}\n`);
}

/** Prints to stdout what the operator has to see: a command's result, an address, a code for linking. */
export function printReport(report: string): void {
  process.stdout.write(`${report}\n`);
}

const numberFields = /^(attempt|count|failures|ms|platformCode|port|retryAfterMs|status)$/;
const nameFields =
  /^(campaign|channel|code|error|event|host|kind|language|method|mode|phase|question|reason|signal|slot|version)$/;

function allowed(fields: object): Record<string, unknown> {
  const given = Object.entries(fields).filter(([, value]) => value !== undefined);
  const kept = given
    .map(([field, value]) => [field, readField(field, value)] as const)
    .filter(([, value]) => value !== undefined);
  const dropped = given.length - kept.length;
  return { ...Object.fromEntries(kept), ...(dropped > 0 && { dropped }) };
}

/** Returns the value to log; undefined for any other field, or if the value does not fit. */
function readField(field: string, value: unknown): unknown {
  if (numberFields.test(field)) return readNumber(field, value);
  if (field === "error" && value instanceof Error) return describe(value);
  // The problem that a server reported.
  if (field === "problem" && typeof value === "string") return withoutQuotes(value);
  return nameFields.test(field) ? readName(value) : undefined;
}

function readNumber(field: string, value: unknown): number | undefined {
  if (typeof value !== "number") return undefined;
  // An error number of a platform: Meta's have at most seven digits, fewer than a phone number.
  return field !== "platformCode" || Math.abs(value) < 10_000_000 ? value : undefined;
}

/**
 * A name from our code, such as "rate-limited" or "127.0.0.1": unlike sentences it has no spaces and
 * no accents.
 */
function readName(value: unknown): string | undefined {
  return typeof value === "string" && /^[\w.:-]{1,64}$/.test(value) ? redact(value) : undefined;
}

function describe(error: Error, depth = 0): object {
  const at = framesOf(error);
  return {
    name: classOf(error),
    // The message of another error may quote what a person wrote.
    message: error instanceof OperatorError ? withoutQuotes(error.message) : undefined,
    code: safeCodeOf(error),
    platformCode: "platformCode" in error ? readNumber("platformCode", error.platformCode) : undefined,
    at: at.length > 0 ? at : undefined,
    cause: error.cause instanceof Error && depth < 3 ? describe(error.cause, depth + 1) : undefined,
  };
}

/** The name of the error's class: unlike the property `name`, it cannot hold a person's words. */
function classOf(error: Error): string {
  const made: unknown = Object.getPrototypeOf(error)?.constructor;
  return typeof made === "function" && /^\w{1,40}$/.test(made.name) ? made.name : "Error";
}

/** The error's code, if it has the form of a code of Node, SQLite or PostgreSQL. */
function safeCodeOf(error: Error): string | undefined {
  const code = errorCodeOf(error) ?? "";
  return /^(E[A-Z0-9]{2,20}|ERR_[A-Z0-9_]{1,60}|SQLITE_[A-Z_]{1,40}|\d[0-9A-Z]{4})$/.exec(code)?.[0];
}

/**
 * File, line and column of the innermost six calls, innermost first, without the message that begins a
 * stack.
 */
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
  const unquoted = text.replace(/"[\s\S]*"|«[\s\S]*»|“[\s\S]*”|`[\s\S]*`|\B'[\s\S]*'\B/g, "[quoted]");
  return redact(unquoted).slice(0, 200);
}

function redact(text: string): string {
  return withoutTokens(text)
    .replace(/[^\s@]+@[^\s@]+\.[^\s@]+/g, "[address]")
    .replace(/\+\d[\d .()-]{5,}\d|\d{6,}/g, "[number]");
}

function withoutTokens(text: string): string {
  return text.replace(/\d+:[A-Za-z0-9_-]{30,}/g, "[token]");
}
