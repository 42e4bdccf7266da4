import { z } from "zod";

const logLevel = z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"], {
  error: "expected one of fatal, error, warn, info, debug, trace, silent",
});

export type LogLevel = z.infer<typeof logLevel>;

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
  .regex(
    /^(file:.|postgres(ql)?:\/\/.)/,
    "expected file:data/objecteur.db or the like, or postgres://user:password@host:5432/database",
  );
const webMode = z.enum(["preview", "public", "off"], { error: "expected preview, public or off" });
const origin = z
  .string()
  .refine(isOrigin, "expected an address without a path, such as https://chat.example.org")
  .transform((url) => new URL(url).origin);
const origins = z
  .string()
  .transform((text) => text.split(/[\s,]+/).filter((each) => each !== ""))
  .refine((all) => all.every(isOrigin), "expected addresses without a path, such as https://www.example.org")
  .transform((all) => all.map((each) => new URL(each).origin));
const onOrOff = z.enum(["on", "off"], { error: "expected on or off" });
const phoneNumber = z
  .string()
  .transform((number) => number.replace(/[\s().+-]/g, ""))
  .pipe(z.string().regex(/^\d{6,15}$/, "expected a phone number with its country code, such as 33612345678"));
/** Split as a shell would: at blanks that are not within quotes. */
const argumentList = z
  .string()
  .transform((text) => text.match(/(?:[^\s"']+|"[^"]*"|'[^']*')+/g) ?? [])
  .transform((words) => words.map((word) => word.replace(/["']/g, "")));
const operatorToken = z
  .string()
  .regex(
    /^[\x21-\x7e]{16,256}$/,
    "expected 16 to 256 letters, digits or signs without blanks, make one up at random",
  );
const telegramChat = z
  .string()
  .regex(
    /^(-\d{5,20}|@[A-Za-z]\w{3,31})$/,
    "expected a group's or channel's id such as -1001234567890, or @its_name",
  );
const whatsappChat = z
  .string()
  .regex(
    /^[\d-]{5,40}@(g\.us|newsletter)$/,
    "expected a group's id such as 120363000000000000@g.us, or a channel's, which ends in @newsletter",
  );
const singleLine = z
  .string()
  .max(200, "expected at most 200 characters")
  .regex(/^\P{Cc}*$/u, "expected a single line of text");

/** The variables and their defaults; an optional one without a default switches something on. */
export const variables = (languages: readonly string[]) => {
  const language = z
    .string()
    .refine((tag) => languages.includes(tag), `expected one of ${languages.join(", ")}`);
  return z.object({
    TELEGRAM_BOT_TOKEN: token.optional(),
    TELEGRAM_API_ROOT: apiRoot.default("https://api.telegram.org"),
    TELEGRAM_WEBHOOK_URL: webhookUrl.optional(),
    TELEGRAM_WEBHOOK_SECRET: secret.optional(),
    TELEGRAM_PACE: wholeNumber(1, 1_000, "expected a number of messages a second from 1 to 1000").default(28),
    WHATSAPP: onOrOff.default("off"),
    WHATSAPP_SESSION_DIR: singleLine.default("data/whatsapp"),
    WHATSAPP_PAIRING_NUMBER: phoneNumber.optional(),
    WHATSAPP_CHROMIUM_PATH: singleLine.optional(),
    WHATSAPP_CHROMIUM_ARGS: argumentList.default([]),
    WHATSAPP_POLLS: onOrOff.default("on"),
    WHATSAPP_HOURLY_CAP: wholeNumber(1, 10_000, "expected a number of messages from 1 to 10000").default(30),
    WHATSAPP_DAILY_CAP: wholeNumber(1, 100_000, "expected a number of messages from 1 to 100000").default(
      200,
    ),
    WEB: webMode.optional(),
    WEB_URL: origin.optional(),
    WEB_ALLOWED_ORIGINS: origins.default([]),
    WEB_MESSAGES_PER_MINUTE: wholeNumber(1, 10_000, "expected a number of messages from 1 to 10000").default(
      60,
    ),
    WEB_TRUST_PROXY: onOrOff.default("off"),
    HOST: host.default("127.0.0.1"),
    PORT: wholeNumber(0, 65_535, "expected a port from 0 to 65535 (0 takes any free one)").default(8080),
    DATABASE_URL: databaseUrl.default("file:data/objecteur.db"),
    COMMUNITY_TELEGRAM_URL: https.optional(),
    COMMUNITY_WHATSAPP_URL: https.optional(),
    COMMUNITY_TELEGRAM_CHAT: telegramChat.optional(),
    COMMUNITY_TELEGRAM_LANGUAGE: language.optional(),
    COMMUNITY_WHATSAPP_CHAT: whatsappChat.optional(),
    COMMUNITY_WHATSAPP_LANGUAGE: language.optional(),
    OPERATOR_NAME: singleLine.optional(),
    OPERATOR_CONTACT: singleLine.optional(),
    OPERATOR_TOKEN: operatorToken.optional(),
    PRIVACY_URL: https.optional(),
    MESSAGES_PER_MINUTE: wholeNumber(5, 10_000, "expected a number of messages from 5 to 10000").default(60),
    RETENTION_DAYS: wholeNumber(1, 3650, "expected a whole number of days from 1 to 3650").default(90),
    DEFAULT_LANGUAGE: language.prefault("fr"),
    TIME_ZONE: z
      .string()
      .refine(isZone, "expected an IANA time zone such as Europe/Paris")
      .default("Europe/Paris"),
    LOG_LEVEL: logLevel.default("info"),
  });
};

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

function isOrigin(address: string): boolean {
  return /^https?:\/\/[^/\s'";]+\/?$/.test(address) && URL.canParse(address);
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
