import { createECDH } from "node:crypto";
import { readFileSync } from "node:fs";
import { parseEnv } from "node:util";
import { distance } from "fastest-levenshtein";
import type { z } from "zod";
import { errorCodeOf } from "../support/error-code-of.ts";
import { ProblemsError } from "../support/operator-error.ts";
import { isHttpsOrLoopback, variables } from "./config-variables.ts";
import { exampleProblems } from "./example-secrets.ts";

/** The operator's settings, read once at the start. */
export type Config = ReturnType<typeof arrange>;
export type WebConfig = NonNullable<Config["web"]>;
export type HttpConfig = Config["http"];

/** Variables by name, as in `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** All problems of the configuration, one per line, each with what to do. */
export class ConfigError extends ProblemsError {
  override name = "ConfigError";
}

/** The names of all variables that are read. */
export const variableNames: readonly string[] = Object.keys(variables([]).shape);

/** Variables of Docker Compose, Node and its libraries, which may read the same file. */
const ofOthers = /^(POSTGRES_|NODE_|TZ$|.*_PROXY$)/i;
const ourPrefixes = /^(WHATSAPP$|(TELEGRAM|WHATSAPP|WEB|STORE|COMMUNITY|OPERATOR|PRIVACY|RETENTION)_)/;

/** Reads the configuration, or throws a {@link ConfigError} that lists every problem. */
export function readConfig(environment: Environment, languages: readonly string[]): Config {
  const given = givenIn(environment);
  const read = variables(languages).safeParse(given);
  const problems = [
    ...problemsOf(read.error),
    ...missing(given),
    ...mismatched(given),
    ...exampleProblems(given),
    ...typos(environment, given),
  ];
  if (!read.success || problems.length > 0) throw new ConfigError(problems);
  return arrange(read.data);
}

/** Reads only the store's address and keys; other settings may be wrong. Throws a {@link ConfigError}. */
export function readStoreSettings(environment: Environment) {
  const read = variables([])
    .pick({ DATABASE_URL: true, STORE_KEY: true, STORE_KEY_BEFORE: true })
    .safeParse(givenIn(environment));
  if (!read.success) throw new ConfigError(problemsOf(read.error));
  const { DATABASE_URL: databaseUrl, STORE_KEY: key, STORE_KEY_BEFORE: keyBefore } = read.data;
  return { databaseUrl, key, keyBefore };
}

/** Returns the variables that are set, trimmed. */
function givenIn(environment: Environment): Given {
  return Object.fromEntries(
    variableNames
      .map((name) => [name, environment[name]?.trim()] as const)
      .filter(([, value]) => value !== undefined && value !== ""),
  );
}

function problemsOf(error: z.ZodError | undefined): readonly string[] {
  const problems = error?.issues.map(({ path: [name, index], message }) => {
    return `${String(name)}: ${typeof index === "number" ? `number ${index + 1}: ` : ""}${message}`;
  });
  return [...new Set(problems)];
}

/**
 * Returns the environment with the variables that the file adds. A variable that is already set, even
 * to an empty string, stays as it is. A missing file adds nothing. Throws a {@link ConfigError} for
 * one that cannot be read, or that has an unknown variable.
 */
export function loadEnvironment(file = ".env", environment: Environment = process.env): Environment {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    const code = errorCodeOf(error) ?? "unknown reason";
    if (code === "ENOENT") return environment;
    throw new ConfigError([`${file}: cannot be read (${code}), make it a file that this user may read`], {
      cause: error,
    });
  }
  // Some editors begin a file with a byte order mark.
  const given = text.replace(/^\uFEFF/, "");
  const problems = problemsOfLines(given.split(/\r?\n/)).map((problem) => `${file}:${problem}`);
  if (problems.length > 0) throw new ConfigError(problems);
  return { ...parseEnv(given), ...environment };
}

const assignment = /^\s*(?:export\s+)?(\w+)\s*=\s*(.*)$/;

/** Returns the problems of the lines, each with the number of its line before it. */
function problemsOfLines(lines: readonly string[]): readonly string[] {
  const names = lines.map((line) => assignment.exec(line)?.[1]);
  return lines.flatMap((line, index) => {
    const before = names.indexOf(names[index]);
    const isRepeated = names[index] !== undefined && before < index;
    const problem = isRepeated
      ? `${names[index]} is set in line ${before + 1} already: remove one of them`
      : problemOfLine(line);
    return problem === undefined ? [] : [`${index + 1}: ${problem}`];
  });
}

function problemOfLine(line: string): string | undefined {
  if (/^\s*(#|$)/.test(line)) return undefined;
  const [, name, value = ""] = assignment.exec(line) ?? [];
  if (name === undefined) return "expected NAME=value on one line";
  const [, quote] = /^(["'`])(?!.*\1)/.exec(value) ?? [];
  if (quote !== undefined)
    return `the quote ${quote} of ${name} is not closed: close it on the same line, or remove it`;
  if (variableNames.includes(name) || ofOthers.test(name)) return undefined;
  const meant = meantBy(name, () => true);
  return meant === undefined
    ? `${name} is no setting, .env.example tells all that there are: rename or remove it`
    : `${name} is no setting, did you mean ${meant}? Rename or remove it`;
}

type Given = Readonly<Record<string, string | undefined>>;

const channels = ["TELEGRAM_BOT_TOKEN", "WHATSAPP", "WHATSAPP_CLOUD_TOKEN", "WEB"];
/** If one of them is set, all are needed. */
const ofCloud = ["TOKEN", "PHONE_NUMBER_ID", "WABA_ID", "APP_SECRET", "VERIFY_TOKEN"].map(
  (name) => `WHATSAPP_CLOUD_${name}`,
);
/** Which other variables need each variable, and what the operator has to do about it. */
const needs: Readonly<Record<string, { readonly by: readonly string[]; readonly what: string }>> = {
  TELEGRAM_BOT_TOKEN: {
    by: ["TELEGRAM_WEBHOOK_URL", "COMMUNITY_TELEGRAM_CHAT"],
    what: "copy it from @BotFather",
  },
  TELEGRAM_WEBHOOK_SECRET: {
    by: ["TELEGRAM_WEBHOOK_URL"],
    what: "make one up at random, such as with openssl rand -hex 32",
  },
  COMMUNITY_TELEGRAM_CHAT: { by: ["COMMUNITY_TELEGRAM_LANGUAGE"], what: "say where the bot may post" },
  WHATSAPP: { by: ["COMMUNITY_WHATSAPP_CHAT"], what: "switch it on" },
  COMMUNITY_WHATSAPP_CHAT: { by: ["COMMUNITY_WHATSAPP_LANGUAGE"], what: "say where the bot may post" },
  ...Object.fromEntries(ofCloud.map((name) => [name, { by: ofCloud, what: "see docs/whatsapp-cloud.md" }])),
  WEB_PUSH_PUBLIC_KEY: { by: ["WEB_PUSH_PRIVATE_KEY"], what: "copy the one that belongs to it" },
  WEB_PUSH_PRIVATE_KEY: { by: ["WEB_PUSH_PUBLIC_KEY"], what: "copy the one that belongs to it" },
  OPERATOR_NAME: { by: [...channels, "OPERATOR_CONTACT"], what: "say who answers for people's data" },
  OPERATOR_CONTACT: {
    by: [...channels, "OPERATOR_NAME"],
    what: "say how to reach whoever answers for people's data",
  },
};

function missing(given: Given): string[] {
  return Object.entries(needs).flatMap(([name, { by, what }]) => {
    const needing = by.find((other) => isSwitchedOn(given[other]));
    if (needing === undefined || given[name] !== undefined) return [];
    return [`${name}: needed together with ${needing}, ${what}`];
  });
}

function isSwitchedOn(value: string | undefined): boolean {
  return value !== undefined && value !== "off" && value !== "preview";
}

/** A browser subscribes with the public key, and its push service checks our signature with it. */
function mismatched({ WEB_PUSH_PUBLIC_KEY: ofPublic, WEB_PUSH_PRIVATE_KEY: ofPrivate }: Given): string[] {
  if (ofPublic === undefined || ofPrivate === undefined || isPair(ofPublic, ofPrivate)) return [];
  const what = "copy both from one run of npx web-push generate-vapid-keys";
  return [`WEB_PUSH_PUBLIC_KEY: does not belong to WEB_PUSH_PRIVATE_KEY, ${what}`];
}

function isPair(ofPublic: string, ofPrivate: string): boolean {
  const pair = createECDH("prime256v1");
  try {
    pair.setPrivateKey(ofPrivate, "base64url");
    return pair.getPublicKey("base64url") === ofPublic;
  } catch {
    return false;
  }
}

function typos(environment: Environment, given: Given): string[] {
  return Object.keys(environment)
    .filter((name) => !variableNames.includes(name))
    .flatMap((name) => {
      const meant = meantBy(name, isOurs);
      if (meant === undefined || given[meant] !== undefined) return [];
      return [`${name}: unknown, did you mean ${meant}? Rename or remove it`];
    });
}

/** Returns the setting whose name is nearest to this one, among those that may be meant. */
function meantBy(name: string, mayBe: (name: string, edits: number, known: string) => boolean) {
  return variableNames
    .map((known) => ({ known, edits: editsTo(known, name.toUpperCase()) }))
    .filter(({ known, edits }) => edits <= known.length / 4 && mayBe(name, edits, known))
    .toSorted((one, other) => one.edits - other.edits)[0]?.known;
}

/** How many letters differ; a word that was left out of the middle counts as one. */
function editsTo(known: string, name: string): number {
  const words = known.split("_");
  const shortened = words.slice(1, -1).map((_, index) => words.toSpliced(index + 1, 1).join("_"));
  return Math.min(distance(name, known), ...shortened.map((short) => 1 + distance(name, short)));
}

/**
 * Other programs have their own HOST_, PORTS or DATABASE_URI: without one of our prefixes, only a slip
 * in such a prefix is clearly a typo.
 */
function isOurs(name: string, edits: number, known: string): boolean {
  return ourPrefixes.test(name) || (ourPrefixes.test(known) && edits <= 2);
}

type Read = z.infer<ReturnType<typeof variables>>;

function arrange(read: Read) {
  const { OPERATOR_NAME: name, OPERATOR_CONTACT: contact, PRIVACY_URL: privacyUrl } = read;
  /** Each is absent if it is off. */
  const messengers = {
    telegram: arrangeTelegram(read),
    whatsapp: read.WHATSAPP === "on" ? arrangeWhatsApp(read) : undefined,
    whatsappCloud: arrangeWhatsAppCloud(read),
  };
  const hasMessenger = Object.values(messengers).some((messenger) => messenger !== undefined);
  return {
    ...messengers,
    hasMessenger,
    /** Absent if the chat in the browser is off. */
    web: arrangeWeb(read, hasMessenger),
    /**
     * The HTTP server's address, and whether a proxy in front of it appends people's addresses to
     * `x-forwarded-for`.
     */
    http: { host: read.HOST, port: read.PORT, isProxyTrusted: read.WEB_TRUST_PROXY === "on" },
    databaseUrl: read.DATABASE_URL,
    /** Seals the store; absent if it is not sealed. */
    storeKey: read.STORE_KEY,
    /** Addresses at which people may join the community. */
    community: {
      ...(read.COMMUNITY_TELEGRAM_URL && { telegram: read.COMMUNITY_TELEGRAM_URL }),
      ...(read.COMMUNITY_WHATSAPP_URL && { whatsapp: read.COMMUNITY_WHATSAPP_URL }),
    },
    communityChats: arrangeCommunityChats(read),
    /** Who is responsible for people's data; always present if there is a channel. */
    operator: name && contact ? { name, contact, ...(privacyUrl && { privacyUrl }) } : undefined,
    /** Absent if the operator's page is off. */
    operatorPage: read.OPERATOR_TOKEN === undefined ? undefined : { token: read.OPERATOR_TOKEN },
    /** How many messages of one person are answered in a minute. */
    messagesPerMinute: read.MESSAGES_PER_MINUTE,
    retentionDays: read.RETENTION_DAYS,
    defaultLanguage: read.DEFAULT_LANGUAGE,
    timeZone: read.TIME_ZONE,
    logLevel: read.LOG_LEVEL,
  };
}

function arrangeTelegram(read: Read) {
  const { TELEGRAM_BOT_TOKEN: token, TELEGRAM_WEBHOOK_URL: url, TELEGRAM_WEBHOOK_SECRET: secret } = read;
  if (token === undefined) return undefined;
  return {
    token,
    apiRoot: read.TELEGRAM_API_ROOT,
    /** Proactive messages a second. */
    proactivePerSecond: read.TELEGRAM_PACE,
    /** Absent if updates are polled. */
    ...(url && secret && { webhook: { url, secret } }),
  };
}

function arrangeWhatsApp(read: Read) {
  return {
    sessionDir: read.WHATSAPP_SESSION_DIR,
    /** Digits only, with the country code; absent if a QR code is scanned. */
    pairingNumber: read.WHATSAPP_PAIRING_NUMBER,
    chromiumPath: read.WHATSAPP_CHROMIUM_PATH,
    chromiumArgs: read.WHATSAPP_CHROMIUM_ARGS,
    polls: read.WHATSAPP_POLLS === "on",
    typingMs: read.WHATSAPP_TYPING_MS,
    /** Proactive messages an hour and a day, at most. */
    hourlyCap: read.WHATSAPP_HOURLY_CAP,
    dailyCap: read.WHATSAPP_DAILY_CAP,
    alerts: read.WHATSAPP_ALERTS === "on",
  };
}

function arrangeWhatsAppCloud(read: Read) {
  const {
    WHATSAPP_CLOUD_TOKEN: token,
    WHATSAPP_CLOUD_PHONE_NUMBER_ID: phoneNumberId,
    WHATSAPP_CLOUD_WABA_ID: wabaId,
    WHATSAPP_CLOUD_APP_SECRET: appSecret,
    WHATSAPP_CLOUD_VERIFY_TOKEN: verifyToken,
  } = read;
  if (!token || !phoneNumberId || !wabaId || !appSecret || !verifyToken) return undefined;
  return {
    token,
    phoneNumberId,
    wabaId,
    appSecret,
    verifyToken,
    apiRoot: read.WHATSAPP_CLOUD_API_ROOT,
    /** Messages a second, in and out together. */
    pace: read.WHATSAPP_CLOUD_PACE,
    /** Proactive messages a day, at most. */
    dailyCap: read.WHATSAPP_CLOUD_DAILY_CAP,
    /** The price of a marketing message; absent if the operator has not told it. */
    alertPrice: read.WHATSAPP_CLOUD_ALERT_PRICE,
    /** The number of charged messages in a month after which nothing proactive is sent. */
    monthlyCap: read.WHATSAPP_CLOUD_MONTHLY_CAP,
  };
}

function arrangeWeb(read: Read, hasMessenger: boolean) {
  const mode = read.WEB ?? (hasMessenger ? "off" : "preview");
  if (mode === "off") return undefined;
  return {
    /** `preview`: for trying the bot on this machine. */
    mode,
    /** False if it runs only because no other channel is set up. */
    isAsked: read.WEB !== undefined,
    /** The public origin. */
    origin: read.WEB_URL,
    /** Whether others on the way to it can read along: http:// that is not of this machine. */
    isOriginPlain: read.WEB_URL !== undefined && !isHttpsOrLoopback(read.WEB_URL),
    /** The origins that may show the chat in a frame. */
    allowedOrigins: read.WEB_ALLOWED_ORIGINS,
    /** The names by which pages say whence a reader comes, as far as they count by themselves. */
    sources: read.WEB_SOURCES,
    /** What the chat is called and dressed in; the logo and the fonts are paths of files. */
    brand: {
      name: read.WEB_NAME,
      logo: read.WEB_LOGO,
      accent: read.WEB_ACCENT,
      fonts: read.WEB_FONT,
    },
    /** Limits, for one address and for all of them. */
    limits: {
      messagesPerMinute: read.WEB_MESSAGES_PER_MINUTE,
      newChatsPerHour: read.WEB_NEW_CHATS_PER_HOUR,
      pages: read.WEB_PAGES,
      pagesPerAddress: read.WEB_PAGES_PER_ADDRESS,
    },
    push: arrangePush(read),
  };
}

function arrangePush(read: Read) {
  const { WEB_PUSH_PUBLIC_KEY: publicKey, WEB_PUSH_PRIVATE_KEY: privateKey } = read;
  const { OPERATOR_CONTACT: contact = "", WEB_URL: origin = "" } = read;
  const mail = /^[^\s@:]+@[^\s@]+\.[^\s@]+$/.test(contact) ? `mailto:${contact}` : "";
  return {
    /** Absent if the keys are in a file beside the store. */
    ...(publicKey && privateKey && { keys: { publicKey, privateKey } }),
    /** How push services reach the operator; if absent, nothing is pushed. */
    subject: read.WEB_PUSH_SUBJECT ?? [mail, contact, origin].find((each) => /^(mailto|https):/.test(each)),
    hosts: read.WEB_PUSH_HOSTS,
  };
}

/** The community's chats for the countdown, with the ids of their channels. */
function arrangeCommunityChats(read: Read) {
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
