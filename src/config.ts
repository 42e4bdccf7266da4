import { readFileSync } from "node:fs";
import { parseEnv } from "node:util";
import { distance } from "fastest-levenshtein";
import { z } from "zod";

/** What the operator has decided, read once at start. */
export interface Config {
  /** Absent where no bot is to run on Telegram. */
  readonly telegram?: TelegramConfig;
  readonly http: { readonly host: string; readonly port: number };
  readonly databaseUrl: string;
  /** Addresses at which people may join the community. */
  readonly community: { readonly telegram?: string; readonly whatsapp?: string };
  /** Who answers for people's data; always there when a channel is. */
  readonly operator?: { readonly name: string; readonly contact: string; readonly privacyUrl?: string };
  readonly retentionDays: number;
  readonly defaultLanguage: string;
  readonly timeZone: string;
  readonly logLevel: LogLevel;
}

export interface TelegramConfig {
  readonly token: string;
  readonly apiRoot: string;
  /** Absent where updates are polled. */
  readonly webhook?: {
    readonly url: string;
    readonly secret: string;
    readonly host: string;
    readonly port: number;
  };
}

export type LogLevel = z.infer<typeof logLevel>;

/** Variables by name, as in `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What is wrong with the configuration: every problem at once, one a line, each with what to do. */
export class ConfigError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[], options?: ErrorOptions) {
    super(problems.join("\n"), options);
    this.name = "ConfigError";
    this.problems = problems;
  }
}

const logLevel = z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"], {
  error: "expected one of fatal, error, warn, info, debug, trace, silent",
});

const token = z.string().regex(/^\d+:[A-Za-z0-9_-]{30,}$/, 'expected "123456:ABC…", copy it from @BotFather');
const secret = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,256}$/, "expected 1 to 256 of A-Z, a-z, 0-9, _ and -, make one up at random");
const apiRoot = z
  .url({
    protocol: /^https?$/,
    error: "expected an address such as http://localhost:8081, without the token",
  })
  .transform((url) => url.replace(/\/+$/, ""));
const webhookUrl = z
  .url({
    error: "expected an address such as https://bot.example.org/telegram, at which Telegram reaches this bot",
    abort: true,
  })
  .refine(isHttpsOrLoopback, "expected https://, Telegram calls no other (http:// only on this machine)");
const https = z.url({ protocol: /^https$/, error: "expected an address that begins with https://" });
const host = z
  .string()
  .regex(/^[A-Za-z0-9.:_-]+$/, "expected a name or address to listen on, such as 127.0.0.1 or 0.0.0.0");
const databaseUrl = z
  .string()
  .refine((url) => !/^postgres(ql)?:/.test(url), {
    error: "PostgreSQL is not yet supported, use file:data/objecteur.db",
    abort: true,
  })
  .regex(/^file:./, 'expected "file:" and a path, such as file:data/objecteur.db');
const singleLine = z
  .string()
  .max(200, "expected at most 200 characters")
  .regex(/^\P{Cc}*$/u, "expected a single line of text");

/** The variables and their defaults; an optional one without a default switches something on. */
const variables = (languages: readonly string[]) =>
  z.object({
    TELEGRAM_BOT_TOKEN: token.optional(),
    TELEGRAM_API_ROOT: apiRoot.default("https://api.telegram.org"),
    TELEGRAM_WEBHOOK_URL: webhookUrl.optional(),
    TELEGRAM_WEBHOOK_SECRET: secret.optional(),
    HOST: host.default("127.0.0.1"),
    PORT: wholeNumber(0, 65_535, "expected a port from 0 to 65535 (0 takes any free one)").default(8080),
    DATABASE_URL: databaseUrl.default("file:data/objecteur.db"),
    COMMUNITY_TELEGRAM_URL: https.optional(),
    COMMUNITY_WHATSAPP_URL: https.optional(),
    OPERATOR_NAME: singleLine.optional(),
    OPERATOR_CONTACT: singleLine.optional(),
    PRIVACY_URL: https.optional(),
    RETENTION_DAYS: wholeNumber(1, 3650, "expected a whole number of days from 1 to 3650").default(90),
    DEFAULT_LANGUAGE: z
      .string()
      .default("fr")
      .refine((language) => languages.includes(language), `expected one of ${languages.join(", ")}`),
    TIME_ZONE: z
      .string()
      .refine(isZone, "expected an IANA time zone such as Europe/Paris")
      .default("Europe/Paris"),
    LOG_LEVEL: logLevel.default("info"),
  });

/** The names of all variables that are read. */
export const variableNames: readonly string[] = Object.keys(variables([]).shape);

const ourPrefixes = /^(TELEGRAM|COMMUNITY|OPERATOR|PRIVACY|RETENTION)_/;

/** Reads the configuration, or throws a {@link ConfigError} that lists every problem. */
export function readConfig(environment: Environment, languages: readonly string[]): Config {
  const given = Object.fromEntries(
    variableNames
      .map((name) => [name, environment[name]?.trim()] as const)
      .filter(([, value]) => value !== undefined && value !== ""),
  );
  const read = variables(languages).safeParse(given);
  const wrong = read.error?.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`) ?? [];
  const problems = [...new Set(wrong), ...missing(given), ...typos(environment, given)];
  if (!read.success || problems.length > 0) throw new ConfigError(problems);
  return arrange(read.data);
}

/**
 * Gives the environment together with what the file adds to it: a variable that is already set, even to
 * nothing, stays as it is. A file that is not there adds nothing.
 */
export function loadEnvironment(file = ".env", environment: Environment = process.env): Environment {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown reason";
    if (code === "ENOENT") return environment;
    throw new ConfigError([`${file}: cannot be read (${code}), make it a file that this user may read`], {
      cause: error,
    });
  }
  const problems = text
    .split(/\r?\n/)
    .flatMap((line, index) =>
      /^\s*(#|$|(export\s+)?\w+\s*=)/.test(line)
        ? []
        : [`${file}:${index + 1}: expected NAME=value on one line`],
    );
  if (problems.length > 0) throw new ConfigError(problems);
  return { ...parseEnv(text), ...environment };
}

type Given = Readonly<Record<string, string | undefined>>;

function missing(given: Given): string[] {
  const needs: readonly (readonly [by: string, name: string, what: string])[] = [
    ["TELEGRAM_WEBHOOK_URL", "TELEGRAM_BOT_TOKEN", "copy it from @BotFather"],
    [
      "TELEGRAM_WEBHOOK_URL",
      "TELEGRAM_WEBHOOK_SECRET",
      "make one up at random, such as with openssl rand -hex 32",
    ],
    ["TELEGRAM_BOT_TOKEN", "OPERATOR_NAME", "say who answers for people's data"],
    ["TELEGRAM_BOT_TOKEN", "OPERATOR_CONTACT", "say how to reach whoever answers for people's data"],
    ["OPERATOR_NAME", "OPERATOR_CONTACT", "say how to reach whoever answers for people's data"],
    ["OPERATOR_CONTACT", "OPERATOR_NAME", "say who answers for people's data"],
  ];
  const unmet = needs.filter(([by, name]) => given[by] !== undefined && given[name] === undefined);
  return unmet
    .filter(([, name], index) => unmet.findIndex((other) => other[1] === name) === index)
    .map(([by, name, what]) => `${name}: needed together with ${by}, ${what}`);
}

function typos(environment: Environment, given: Given): string[] {
  return Object.keys(environment)
    .filter((name) => !variableNames.includes(name))
    .flatMap((name) => {
      const meant = variableNames.find((known) => given[known] === undefined && isNear(name, known));
      return meant === undefined ? [] : [`${name}: unknown, did you mean ${meant}? Rename or remove it`];
    });
}

function isNear(name: string, known: string): boolean {
  const edits = distance(name.toUpperCase(), known);
  if (ourPrefixes.test(name)) return edits <= known.length / 4;
  // Other programs have their own HOST_, PORTS or DATABASE_URI: only a slip within a prefix of ours is clear.
  return ourPrefixes.test(known) && edits <= 2;
}

function arrange(read: z.infer<ReturnType<typeof variables>>): Config {
  const http = { host: read.HOST, port: read.PORT };
  const { TELEGRAM_WEBHOOK_URL: url, TELEGRAM_WEBHOOK_SECRET: webhookSecret } = read;
  const { OPERATOR_NAME: name, OPERATOR_CONTACT: contact, PRIVACY_URL: privacyUrl } = read;
  return {
    ...(read.TELEGRAM_BOT_TOKEN && {
      telegram: {
        token: read.TELEGRAM_BOT_TOKEN,
        apiRoot: read.TELEGRAM_API_ROOT,
        ...(url && webhookSecret && { webhook: { url, secret: webhookSecret, ...http } }),
      },
    }),
    http,
    databaseUrl: read.DATABASE_URL,
    community: {
      ...(read.COMMUNITY_TELEGRAM_URL && { telegram: read.COMMUNITY_TELEGRAM_URL }),
      ...(read.COMMUNITY_WHATSAPP_URL && { whatsapp: read.COMMUNITY_WHATSAPP_URL }),
    },
    ...(name && contact && { operator: { name, contact, ...(privacyUrl && { privacyUrl }) } }),
    retentionDays: read.RETENTION_DAYS,
    defaultLanguage: read.DEFAULT_LANGUAGE,
    timeZone: read.TIME_ZONE,
    logLevel: read.LOG_LEVEL,
  };
}

function wholeNumber(least: number, most: number, problem: string) {
  return z
    .string()
    .regex(/^\d{1,6}$/, { error: problem, abort: true })
    .transform(Number)
    .refine((number) => number >= least && number <= most, problem);
}

function isHttpsOrLoopback(address: string): boolean {
  const { protocol, hostname } = new URL(address);
  if (protocol === "https:") return true;
  return protocol === "http:" && /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}

function isZone(zone: string): boolean {
  if (!/^[A-Za-z]/.test(zone)) return false;
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}
