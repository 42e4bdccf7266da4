import { readFileSync } from "node:fs";
import { parseEnv } from "node:util";
import { distance } from "fastest-levenshtein";
import type { z } from "zod";
import { type LogLevel, variables } from "./config-variables.ts";

/** What the operator has decided, read once at start. */
export interface Config {
  /** Absent where no bot is to run on Telegram. */
  readonly telegram?: TelegramConfig;
  /** Absent where no bot is to run on WhatsApp. */
  readonly whatsapp?: WhatsAppConfig;
  /** Absent where there is no chat in the browser. */
  readonly web?: WebConfig;
  readonly http: HttpConfig;
  readonly databaseUrl: string;
  /** Addresses at which people may join the community. */
  readonly community: { readonly telegram?: string; readonly whatsapp?: string };
  /** Where the bot may post, and in which language, by channel. */
  readonly communityChats: {
    readonly telegram?: CommunityChatConfig;
    readonly whatsapp?: CommunityChatConfig;
  };
  /** Who answers for people's data; always there when a channel is. */
  readonly operator?: { readonly name: string; readonly contact: string; readonly privacyUrl?: string };
  /** Absent where there is no page for the operator. */
  readonly operatorPage?: OperatorPageConfig;
  /** How many messages of one person are answered in a minute. */
  readonly messagesPerMinute: number;
  readonly retentionDays: number;
  readonly defaultLanguage: string;
  readonly timeZone: string;
  readonly logLevel: LogLevel;
}

export interface TelegramConfig {
  readonly token: string;
  readonly apiRoot: string;
  /** Unprompted messages a second. */
  readonly pace: number;
  /** Absent where updates are polled. */
  readonly webhook?: {
    readonly url: string;
    readonly secret: string;
  };
}

export interface WhatsAppConfig {
  readonly sessionDir: string;
  /** Digits only, with the country code; absent where a QR code is scanned. */
  readonly pairingNumber?: string;
  readonly chromiumPath?: string;
  readonly chromiumArgs: readonly string[];
  readonly polls: boolean;
  /** How many unprompted messages may go out in an hour and in a day. */
  readonly hourlyCap: number;
  readonly dailyCap: number;
}

/** Where is listened. */
export interface HttpConfig {
  readonly host: string;
  readonly port: number;
  /** True where a proxy stands before us and names people's addresses in `x-forwarded-for`. */
  readonly isProxyTrusted: boolean;
}

export interface OperatorPageConfig {
  readonly token: string;
}

export interface CommunityChatConfig {
  /** As the channel names it. */
  readonly chat: string;
  readonly language: string;
}

export interface WebConfig {
  /** `preview`: for trying the bot on this machine. */
  readonly mode: "preview" | "public";
  /** False where it is only there because nothing else is. */
  readonly isAsked: boolean;
  /** The public origin. */
  readonly origin?: string;
  /** The sites that may show the chat within their pages. */
  readonly allowedOrigins: readonly string[];
  readonly messagesPerMinute: number;
}

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

/** The names of all variables that are read. */
export const variableNames: readonly string[] = Object.keys(variables([]).shape);

const ourPrefixes = /^(TELEGRAM|WHATSAPP|WEB|COMMUNITY|OPERATOR|PRIVACY|RETENTION)_/;

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

/** Reads where the store is, whatever else may be wrong with the configuration. */
export function readDatabaseUrl(environment: Environment): string {
  const given = environment["DATABASE_URL"]?.trim() || undefined;
  const read = variables([]).shape.DATABASE_URL.safeParse(given);
  if (!read.success)
    throw new ConfigError(read.error.issues.map(({ message }) => `DATABASE_URL: ${message}`));
  return read.data;
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
    ["COMMUNITY_TELEGRAM_CHAT", "TELEGRAM_BOT_TOKEN", "copy it from @BotFather"],
    ["COMMUNITY_TELEGRAM_LANGUAGE", "COMMUNITY_TELEGRAM_CHAT", "say where the bot may post"],
    ["COMMUNITY_WHATSAPP_CHAT", "WHATSAPP", "switch it on"],
    ["COMMUNITY_WHATSAPP_LANGUAGE", "COMMUNITY_WHATSAPP_CHAT", "say where the bot may post"],
    ["TELEGRAM_BOT_TOKEN", "OPERATOR_NAME", "say who answers for people's data"],
    ["TELEGRAM_BOT_TOKEN", "OPERATOR_CONTACT", "say how to reach whoever answers for people's data"],
    ["WHATSAPP", "OPERATOR_NAME", "say who answers for people's data"],
    ["WHATSAPP", "OPERATOR_CONTACT", "say how to reach whoever answers for people's data"],
    ["WEB", "OPERATOR_NAME", "say who answers for people's data"],
    ["WEB", "OPERATOR_CONTACT", "say how to reach whoever answers for people's data"],
    ["OPERATOR_NAME", "OPERATOR_CONTACT", "say how to reach whoever answers for people's data"],
    ["OPERATOR_CONTACT", "OPERATOR_NAME", "say who answers for people's data"],
  ];
  const unmet = needs.filter(([by, name]) => isSwitchedOn(given[by]) && given[name] === undefined);
  return unmet
    .filter(([, name], index) => unmet.findIndex((other) => other[1] === name) === index)
    .map(([by, name, what]) => `${name}: needed together with ${by}, ${what}`);
}

function isSwitchedOn(value: string | undefined): boolean {
  return value !== undefined && value !== "off" && value !== "preview";
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

type Read = z.infer<ReturnType<typeof variables>>;

function arrange(read: Read): Config {
  const http = { host: read.HOST, port: read.PORT, isProxyTrusted: read.WEB_TRUST_PROXY === "on" };
  const { TELEGRAM_WEBHOOK_URL: url, TELEGRAM_WEBHOOK_SECRET: webhookSecret } = read;
  const { OPERATOR_NAME: name, OPERATOR_CONTACT: contact, PRIVACY_URL: privacyUrl } = read;
  return {
    ...(read.TELEGRAM_BOT_TOKEN && {
      telegram: {
        token: read.TELEGRAM_BOT_TOKEN,
        apiRoot: read.TELEGRAM_API_ROOT,
        pace: read.TELEGRAM_PACE,
        ...(url && webhookSecret && { webhook: { url, secret: webhookSecret } }),
      },
    }),
    ...(read.WHATSAPP === "on" && { whatsapp: arrangeWhatsApp(read) }),
    ...arrangeWeb(read),
    http,
    databaseUrl: read.DATABASE_URL,
    community: {
      ...(read.COMMUNITY_TELEGRAM_URL && { telegram: read.COMMUNITY_TELEGRAM_URL }),
      ...(read.COMMUNITY_WHATSAPP_URL && { whatsapp: read.COMMUNITY_WHATSAPP_URL }),
    },
    communityChats: arrangeCommunityChats(read),
    ...(name && contact && { operator: { name, contact, ...(privacyUrl && { privacyUrl }) } }),
    ...(read.OPERATOR_TOKEN !== undefined && { operatorPage: { token: read.OPERATOR_TOKEN } }),
    messagesPerMinute: read.MESSAGES_PER_MINUTE,
    retentionDays: read.RETENTION_DAYS,
    defaultLanguage: read.DEFAULT_LANGUAGE,
    timeZone: read.TIME_ZONE,
    logLevel: read.LOG_LEVEL,
  };
}

function arrangeCommunityChats(read: Read): Config["communityChats"] {
  const {
    COMMUNITY_TELEGRAM_CHAT: telegram,
    COMMUNITY_WHATSAPP_CHAT: whatsapp,
    DEFAULT_LANGUAGE: usual,
  } = read;
  return {
    ...(telegram && { telegram: { chat: telegram, language: read.COMMUNITY_TELEGRAM_LANGUAGE ?? usual } }),
    ...(whatsapp && { whatsapp: { chat: whatsapp, language: read.COMMUNITY_WHATSAPP_LANGUAGE ?? usual } }),
  };
}

function arrangeWeb(read: Read): Pick<Config, "web"> {
  const hasMessenger = read.TELEGRAM_BOT_TOKEN !== undefined || read.WHATSAPP === "on";
  const mode = read.WEB ?? (hasMessenger ? "off" : "preview");
  if (mode === "off") return {};
  return {
    web: {
      mode,
      isAsked: read.WEB !== undefined,
      ...(read.WEB_URL !== undefined && { origin: read.WEB_URL }),
      allowedOrigins: read.WEB_ALLOWED_ORIGINS,
      messagesPerMinute: read.WEB_MESSAGES_PER_MINUTE,
    },
  };
}

function arrangeWhatsApp(read: Read): WhatsAppConfig {
  const { WHATSAPP_PAIRING_NUMBER: pairingNumber, WHATSAPP_CHROMIUM_PATH: chromiumPath } = read;
  return {
    sessionDir: read.WHATSAPP_SESSION_DIR,
    ...(pairingNumber && { pairingNumber }),
    ...(chromiumPath && { chromiumPath }),
    chromiumArgs: read.WHATSAPP_CHROMIUM_ARGS,
    polls: read.WHATSAPP_POLLS === "on",
    hourlyCap: read.WHATSAPP_HOURLY_CAP,
    dailyCap: read.WHATSAPP_DAILY_CAP,
  };
}
