import { isIP } from "node:net";
import { z } from "zod";
import { isReadable } from "../support/colours.ts";
import { isZone } from "../support/is-zone.ts";
import { logLevels } from "../support/log.ts";

const logLevel = z.enum(logLevels, { error: `expected one of ${logLevels.join(", ")}` });

const token = text(/^\d+:[A-Za-z0-9_-]{30,}$/, '"123456:ABC…", copy it from @BotFather');
const secret = text(/^[A-Za-z0-9_-]{1,256}$/, "1 to 256 of A-Z, a-z, 0-9, _ and -, make one up at random");
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
  .refine(
    (given) => isIP(given) > 0 || /^[A-Za-z0-9._-]+$/.test(given),
    "expected a name or address to listen on, such as 127.0.0.1 or 0.0.0.0; the port stands in PORT",
  );
const databaseUrl = text(
  /^(file:.|postgres(ql)?:\/\/.)/,
  "file:data/objecteur.db or the like, or postgres://user:password@host:5432/database",
);
/** 32 bytes in base64 or base64url. */
const storeKey = text(/^[A-Za-z0-9+/_-]{43}=?$/, "a key as npm run seal -- --new-key makes one").transform(
  (key) => Buffer.from(key, "base64"),
);
const webMode = z.enum(["preview", "public", "off"], { error: "expected preview, public or off" });
const origin = z
  .string()
  .refine(isOrigin, "expected an address such as https://chat.example.org, without a path")
  .transform((url) => new URL(url).origin);
const list = z.string().transform((given) => given.split(/[\s,]+/).filter((each) => each !== ""));
const origins = list.pipe(z.array(origin));
const accent = z
  .string()
  .refine(
    isReadable,
    "expected a colour such as #b00020, dark enough to be read on white (a contrast of 4.5)",
  );
const fonts = list.pipe(
  z.array(z.string()).max(2, "expected one file, or two: the regular and the bold one"),
);
const hosts = list.pipe(
  z.array(text(/^[a-z0-9.-]+(:\d{1,5})?$/, "hosts such as push.example.org, separated by blanks")),
);
const sources = list.pipe(
  z
    .array(text(/^[\w.-]{1,40}$/, "names such as article-123, separated by blanks"))
    .max(100, "expected at most 100 names"),
);
const pushSubject = z.url({
  protocol: /^(https|mailto)$/,
  error: "expected mailto:you@example.org or an address that begins with https://",
});
const pushKey = (length: number) =>
  text(
    new RegExp(`^[\\w-]{${length}}$`),
    `${length} of A-Z, a-z, 0-9, _ and -, as npx web-push generate-vapid-keys makes them`,
  );
const onOrOff = z.enum(["on", "off"], { error: "expected on or off" });
const phoneNumber = z
  .string()
  .transform((number) => number.replace(/[\s().+-]/g, ""))
  .pipe(text(/^\d{6,15}$/, "a phone number with its country code, such as 33612345678"));
/** Split as a shell does: at blanks outside of quotes. */
const argumentList = z
  .string()
  .transform((line) => line.match(/(?:[^\s"']+|"[^"]*"|'[^']*')+/g) ?? [])
  .transform((words) => words.map((word) => word.replace(/["']/g, "")));
const operatorToken = text(
  /^[\x21-\x7e]{16,256}$/,
  "16 to 256 letters, digits or signs without blanks, make one up at random",
);
const telegramChat = text(
  /^(-\d{5,20}|@[A-Za-z]\w{3,31})$/,
  "a group's or channel's id such as -1001234567890, or @its_name",
);
const whatsappChat = text(
  /^[\d-]{5,40}@(g\.us|newsletter)$/,
  "a group's id such as 120363000000000000@g.us, or a channel's, which ends in @newsletter",
);
const secretText = text(/^[\x21-\x7e]{8,1024}$/, "8 or more letters, digits or signs without blanks");
const metaId = text(/^\d{5,20}$/, "the digits that Meta's dashboard shows under API Setup");
const appSecret = text(/^[0-9a-f]{32}$/, "32 of 0-9 and a-f, copy it from the app's basic settings");
const singleLine = text(/^\P{Cc}*$/u, "a single line of text").max(200, "expected at most 200 characters");
const price = text(/^\d{1,3}([.,]\d{1,6})?$/, "a price such as 0.07").transform((given) =>
  Number(given.replace(",", ".")),
);
const zone = z.string().refine(isZone, "expected an IANA time zone such as Europe/Paris");

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
    TELEGRAM_PACE: wholeNumber("number of messages a second", 1, 1_000).default(28),
    WHATSAPP: onOrOff.default("off"),
    WHATSAPP_SESSION_DIR: singleLine.default("data/whatsapp"),
    WHATSAPP_PAIRING_NUMBER: phoneNumber.optional(),
    WHATSAPP_CHROMIUM_PATH: singleLine.optional(),
    WHATSAPP_CHROMIUM_ARGS: argumentList.default([]),
    WHATSAPP_POLLS: onOrOff.default("on"),
    WHATSAPP_TYPING_MS: wholeNumber("number of milliseconds", 0, 10_000, " (0 shows no typing sign)").default(
      2_000,
    ),
    WHATSAPP_HOURLY_CAP: wholeNumber("number of messages", 1, 10_000).default(30),
    WHATSAPP_DAILY_CAP: wholeNumber("number of messages", 1, 100_000).default(200),
    WHATSAPP_ALERTS: onOrOff.default("off"),
    WHATSAPP_CLOUD_TOKEN: secretText.optional(),
    WHATSAPP_CLOUD_PHONE_NUMBER_ID: metaId.optional(),
    WHATSAPP_CLOUD_WABA_ID: metaId.optional(),
    WHATSAPP_CLOUD_APP_SECRET: appSecret.optional(),
    WHATSAPP_CLOUD_VERIFY_TOKEN: secretText.optional(),
    WHATSAPP_CLOUD_API_ROOT: apiRoot.default("https://graph.facebook.com/v26.0"),
    WHATSAPP_CLOUD_PACE: wholeNumber("number of messages a second", 1, 1_000).default(80),
    WHATSAPP_CLOUD_DAILY_CAP: wholeNumber("number of messages", 1, 100_000).default(250),
    WHATSAPP_CLOUD_ALERT_PRICE: price.optional(),
    WHATSAPP_CLOUD_MONTHLY_CAP: wholeNumber("number of messages", 0, 999_999).optional(),
    WEB: webMode.optional(),
    WEB_URL: origin.optional(),
    WEB_ALLOWED_ORIGINS: origins.default([]),
    WEB_NAME: singleLine.max(40, "expected at most 40 characters").optional(),
    WEB_LOGO: singleLine.optional(),
    WEB_ACCENT: accent.optional(),
    WEB_FONT: fonts.default([]),
    WEB_SOURCES: sources.default([]),
    WEB_MESSAGES_PER_MINUTE: wholeNumber("number of messages", 1, 10_000).default(60),
    WEB_NEW_CHATS_PER_HOUR: wholeNumber("number of conversations", 1, 100_000).default(300),
    WEB_PAGES: wholeNumber("number of pages", 1, 100_000).default(5_000),
    WEB_PAGES_PER_ADDRESS: wholeNumber("number of pages", 1, 100_000).default(200),
    WEB_TRUST_PROXY: onOrOff.default("off"),
    WEB_PUSH_SUBJECT: pushSubject.optional(),
    WEB_PUSH_PUBLIC_KEY: pushKey(87).optional(),
    WEB_PUSH_PRIVATE_KEY: pushKey(43).optional(),
    WEB_PUSH_HOSTS: hosts.default([]),
    HOST: host.default("127.0.0.1"),
    PORT: wholeNumber("port", 0, 65_535, " (0 takes any free one)").default(8080),
    DATABASE_URL: databaseUrl.default("file:data/objecteur.db"),
    STORE_KEY: storeKey.optional(),
    STORE_KEY_BEFORE: storeKey.optional(),
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
    MESSAGES_PER_MINUTE: wholeNumber("number of messages", 5, 10_000).default(60),
    RETENTION_DAYS: wholeNumber("whole number of days", 1, 3650).default(90),
    DEFAULT_LANGUAGE: language.prefault("fr"),
    TIME_ZONE: zone.default("Europe/Paris"),
    LOG_LEVEL: logLevel.default("info"),
  });
};

function text(pattern: RegExp, expected: string) {
  return z.string().regex(pattern, `expected ${expected}`);
}

function wholeNumber(what: string, least: number, most: number, note = "") {
  const error = `expected a ${what} from ${least} to ${most}${note}`;
  return z
    .string()
    .regex(/^\d{1,6}$/, { error, abort: true })
    .transform(Number)
    .pipe(z.number().min(least, error).max(most, error));
}

/** Whether nobody on the way can read what goes to this address. */
export function isHttpsOrLoopback(address: string): boolean {
  const { protocol, hostname } = new URL(address);
  if (protocol === "https:") return true;
  return protocol === "http:" && /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}

function isOrigin(address: string): boolean {
  return /^https?:\/\/[^/\s'";]+\/?$/.test(address) && URL.canParse(address);
}
