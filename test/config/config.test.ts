import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { makePushKeys } from "../../src/channels/web/push.ts";
import {
  ConfigError,
  type Environment,
  loadEnvironment,
  readConfig,
  variableNames,
} from "../../src/config/config.ts";

const languages = ["en", "fr"];
const token = "123456789:AAExampleExampleExampleExampleOfTests";
const operator = { OPERATOR_NAME: "La Rédaction", OPERATOR_CONTACT: "privacy@example.org" };
const pushKeys = makePushKeys();
const telegram = { TELEGRAM_BOT_TOKEN: token, ...operator };

/** What is said to be wrong, one problem an entry. */
function problems(environment: Environment): readonly string[] {
  try {
    readConfig(environment, languages);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

const cloud = {
  WHATSAPP_CLOUD_TOKEN: "EAAG-token",
  WHATSAPP_CLOUD_PHONE_NUMBER_ID: "106540352242922",
  WHATSAPP_CLOUD_WABA_ID: "102290129340398",
  WHATSAPP_CLOUD_APP_SECRET: "f123456789abcdef0123456789abcdef",
  WHATSAPP_CLOUD_VERIFY_TOKEN: "made-up-at-random",
};

describe("readConfig", () => {
  it("needs nothing for a preview in the browser", () => {
    expect(readConfig({}, languages)).toEqual({
      hasMessenger: false,
      web: {
        mode: "preview",
        isAsked: false,
        isOriginPlain: false,
        allowedOrigins: [],
        brand: { fonts: [] },
        sources: [],
        limits: { messagesPerMinute: 60, newChatsPerHour: 300, pages: 5_000, pagesPerAddress: 200 },
        push: { hosts: [] },
      },
      http: { host: "127.0.0.1", port: 8080, isProxyTrusted: false },
      databaseUrl: "file:data/objecteur.db",
      community: {},
      communityChats: {},
      messagesPerMinute: 60,
      retentionDays: 90,
      defaultLanguage: "fr",
      timeZone: "Europe/Paris",
      logLevel: "info",
    });
  });

  it("takes an empty variable for one that is not set", () => {
    const empty = Object.fromEntries(variableNames.map((name) => [name, " "]));
    expect(readConfig(empty, languages)).toEqual(readConfig({}, languages));
  });

  it("says all that is missing or wrong of the Business Platform at once", () => {
    const wrong = { WHATSAPP_CLOUD_TOKEN: "EAAG-token", WHATSAPP_CLOUD_APP_SECRET: "short" };
    expect(() => readConfig(wrong, languages)).toThrow(
      /APP_SECRET: expected 32 of 0-9 and a-f[\s\S]*PHONE_NUMBER_ID: needed[\s\S]*WABA_ID: needed[\s\S]*VERIFY_TOKEN: needed[\s\S]*OPERATOR_NAME: needed/,
    );
  });

  it("reads everything that can be set", () => {
    const everything = {
      ...telegram,
      TELEGRAM_API_ROOT: "http://localhost:8081/",
      TELEGRAM_WEBHOOK_URL: "https://bot.example.org/telegram",
      TELEGRAM_WEBHOOK_SECRET: "s3cret_-",
      TELEGRAM_PACE: "500",
      WHATSAPP: "on",
      WHATSAPP_SESSION_DIR: "/var/lib/whatsapp",
      WHATSAPP_PAIRING_NUMBER: "+33 6 12 34 56 78",
      WHATSAPP_CHROMIUM_PATH: "/usr/bin/chromium",
      WHATSAPP_CHROMIUM_ARGS: "--disable-gpu '--host-resolver-rules=MAP a b'",
      WHATSAPP_POLLS: "off",
      WHATSAPP_TYPING_MS: "500",
      WHATSAPP_HOURLY_CAP: "10",
      WHATSAPP_DAILY_CAP: "50",
      WHATSAPP_ALERTS: "on",
      ...cloud,
      WHATSAPP_CLOUD_API_ROOT: "http://localhost:8082/v26.0/",
      WHATSAPP_CLOUD_PACE: "500",
      WHATSAPP_CLOUD_DAILY_CAP: "2000",
      WHATSAPP_CLOUD_MONTHLY_CAP: "5000",
      WHATSAPP_CLOUD_ALERT_PRICE: "0,07",
      WEB: "public",
      WEB_URL: "https://chat.example.org/",
      WEB_ALLOWED_ORIGINS: "https://www.example.org, https://m.example.org/",
      WEB_NAME: "Le Courrier du Soir",
      WEB_LOGO: "brand/logo.svg",
      WEB_ACCENT: "#b00020",
      WEB_FONT: "brand/regular.woff2 brand/bold.woff2",
      WEB_SOURCES: "article-123, dossier_ia newsletter",
      WEB_MESSAGES_PER_MINUTE: "30",
      WEB_NEW_CHATS_PER_HOUR: "1000",
      WEB_PAGES: "10000",
      WEB_PAGES_PER_ADDRESS: "500",
      WEB_TRUST_PROXY: "on",
      WEB_PUSH_SUBJECT: "https://example.org/contact",
      WEB_PUSH_PUBLIC_KEY: pushKeys.publicKey,
      WEB_PUSH_PRIVATE_KEY: pushKeys.privateKey,
      WEB_PUSH_HOSTS: "push.example.org 127.0.0.1:8443",
      HOST: "0.0.0.0",
      PORT: "0",
      DATABASE_URL: "file:/var/lib/objecteur.db",
      STORE_KEY: Buffer.alloc(32, 1).toString("base64url"),
      STORE_KEY_BEFORE: Buffer.alloc(32, 2).toString("base64"),
      COMMUNITY_TELEGRAM_URL: "https://t.me/objecteur",
      COMMUNITY_WHATSAPP_URL: "https://whatsapp.com/channel/1",
      COMMUNITY_TELEGRAM_CHAT: "-1001234567890",
      COMMUNITY_TELEGRAM_LANGUAGE: "fr",
      COMMUNITY_WHATSAPP_CHAT: "120363000000000000@newsletter",
      COMMUNITY_WHATSAPP_LANGUAGE: "en",
      OPERATOR_TOKEN: "a-long-token-of-mine",
      PRIVACY_URL: "https://example.org/privacy",
      MESSAGES_PER_MINUTE: "20",
      RETENTION_DAYS: "30",
      DEFAULT_LANGUAGE: "en",
      TIME_ZONE: "America/Montreal",
      LOG_LEVEL: "warn",
    };
    expect(Object.keys(everything).sort()).toEqual([...variableNames].sort());
    const http = { host: "0.0.0.0", port: 0, isProxyTrusted: true };
    expect(readConfig(everything, languages)).toEqual({
      hasMessenger: true,
      telegram: {
        token,
        apiRoot: "http://localhost:8081",
        proactivePerSecond: 500,
        webhook: { url: "https://bot.example.org/telegram", secret: "s3cret_-" },
      },
      whatsapp: {
        sessionDir: "/var/lib/whatsapp",
        pairingNumber: "33612345678",
        chromiumPath: "/usr/bin/chromium",
        chromiumArgs: ["--disable-gpu", "--host-resolver-rules=MAP a b"],
        polls: false,
        typingMs: 500,
        hourlyCap: 10,
        dailyCap: 50,
        alerts: true,
      },
      whatsappCloud: {
        token: "EAAG-token",
        phoneNumberId: "106540352242922",
        wabaId: "102290129340398",
        appSecret: "f123456789abcdef0123456789abcdef",
        verifyToken: "made-up-at-random",
        apiRoot: "http://localhost:8082/v26.0",
        pace: 500,
        dailyCap: 2_000,
        monthlyCap: 5_000,
        alertPrice: 0.07,
      },
      web: {
        mode: "public",
        isAsked: true,
        origin: "https://chat.example.org",
        isOriginPlain: false,
        allowedOrigins: ["https://www.example.org", "https://m.example.org"],
        sources: ["article-123", "dossier_ia", "newsletter"],
        brand: {
          name: "Le Courrier du Soir",
          logo: "brand/logo.svg",
          accent: "#b00020",
          fonts: ["brand/regular.woff2", "brand/bold.woff2"],
        },
        limits: { messagesPerMinute: 30, newChatsPerHour: 1_000, pages: 10_000, pagesPerAddress: 500 },
        push: {
          subject: "https://example.org/contact",
          keys: pushKeys,
          hosts: ["push.example.org", "127.0.0.1:8443"],
        },
      },
      http,
      databaseUrl: "file:/var/lib/objecteur.db",
      storeKey: Buffer.alloc(32, 1),
      community: { telegram: "https://t.me/objecteur", whatsapp: "https://whatsapp.com/channel/1" },
      communityChats: {
        telegram: { chat: "-1001234567890", language: "fr" },
        whatsapp: { chat: "120363000000000000@newsletter", language: "en" },
      },
      operator: {
        name: "La Rédaction",
        contact: "privacy@example.org",
        privacyUrl: "https://example.org/privacy",
      },
      operatorPage: { token: "a-long-token-of-mine" },
      messagesPerMinute: 20,
      retentionDays: 30,
      defaultLanguage: "en",
      timeZone: "America/Montreal",
      logLevel: "warn",
    });
  });

  it("has a chat in the browser beside another channel only where that is asked for", () => {
    expect(readConfig(telegram, languages).web).toBeUndefined();
    expect(readConfig({ WEB: "off" }, languages).web).toBeUndefined();
    expect(readConfig({ ...telegram, WEB: "preview" }, languages).web?.mode).toBe("preview");
    expect(problems({ WEB: "public" })).toEqual([
      expect.stringContaining("OPERATOR_NAME: needed together with WEB"),
      expect.stringContaining("OPERATOR_CONTACT: needed together with WEB"),
    ]);
  });

  it.each([
    ["privacy@example.org", "", "mailto:privacy@example.org"],
    ["https://example.org/contact", "", "https://example.org/contact"],
    ["call us", "https://chat.example.org", "https://chat.example.org"],
    ["call us", "http://127.0.0.1:8080", undefined],
    ["call us", "", undefined],
  ])("gives push services the contact %j, or the page %j, as an address: %j", (contact, origin, subject) => {
    const environment = { WEB: "public", OPERATOR_NAME: "Test", OPERATOR_CONTACT: contact, WEB_URL: origin };
    expect(readConfig(environment, languages).web?.push.subject).toBe(subject);
  });

  it("wants both keys for push messages, or none", () => {
    const keys = { WEB_PUSH_PUBLIC_KEY: "B".repeat(87) };
    expect(problems(keys)).toEqual([expect.stringContaining("WEB_PUSH_PRIVATE_KEY: needed together with")]);
  });

  it.each([makePushKeys().publicKey, "B".repeat(87)])(
    "refuses keys for push messages that do not belong together: %s",
    (WEB_PUSH_PUBLIC_KEY) => {
      expect(problems({ WEB_PUSH_PUBLIC_KEY, WEB_PUSH_PRIVATE_KEY: pushKeys.privateKey })).toEqual([
        "WEB_PUSH_PUBLIC_KEY: does not belong to WEB_PUSH_PRIVATE_KEY, copy both from one run of npx web-push generate-vapid-keys",
      ]);
    },
  );

  it("polls Telegram's own server unless told otherwise", () => {
    expect(readConfig(telegram, languages).telegram).toEqual({
      token,
      apiRoot: "https://api.telegram.org",
      proactivePerSecond: 28,
    });
  });

  it("posts to a community in the default language unless told otherwise, and only where its channel is", () => {
    const chats = {
      COMMUNITY_TELEGRAM_CHAT: "@objecteur",
      COMMUNITY_WHATSAPP_CHAT: "120363000000000000@g.us",
    };
    expect(
      readConfig({ ...telegram, ...chats, WHATSAPP: "on", DEFAULT_LANGUAGE: "en" }, languages).communityChats,
    ).toEqual({
      telegram: { chat: "@objecteur", language: "en" },
      whatsapp: { chat: "120363000000000000@g.us", language: "en" },
    });
    expect(problems(chats).map(nameOf)).toEqual(["TELEGRAM_BOT_TOKEN", "WHATSAPP"]);
    const person = { WHATSAPP: "on", COMMUNITY_WHATSAPP_CHAT: "33612345678@c.us" };
    expect(problems({ ...operator, ...person }).map(nameOf)).toEqual(["COMMUNITY_WHATSAPP_CHAT"]);
    expect(problems({ ...telegram, COMMUNITY_TELEGRAM_LANGUAGE: "fr" }).map(nameOf)).toEqual([
      "COMMUNITY_TELEGRAM_CHAT",
    ]);
  });

  it("lists every problem at once, one a line, with what to do", () => {
    const wrong = {
      TELEGRAM_BOT_TOKEN: "123456",
      TELEGRAM_WEBHOOK_URL: "http://bot.example.org/telegram",
      PORT: "80a",
      RETENTION_DAYS: "0",
      LOG_LEVEL: "loud",
      OPERATER_NAME: "La Rédaction",
    };
    expect(() => readConfig(wrong, languages)).toThrow(
      [
        'TELEGRAM_BOT_TOKEN: expected "123456:ABC…", copy it from @BotFather',
        "TELEGRAM_WEBHOOK_URL: expected https://, Telegram calls no other (http:// only on this machine)",
        "PORT: expected a port from 0 to 65535 (0 takes any free one)",
        "RETENTION_DAYS: expected a whole number of days from 1 to 3650",
        "LOG_LEVEL: expected one of fatal, error, warn, info, debug, trace, silent",
        "TELEGRAM_WEBHOOK_SECRET: needed together with TELEGRAM_WEBHOOK_URL, " +
          "make one up at random, such as with openssl rand -hex 32",
        "OPERATOR_NAME: needed together with TELEGRAM_BOT_TOKEN, say who answers for people's data",
        "OPERATOR_CONTACT: needed together with TELEGRAM_BOT_TOKEN, " +
          "say how to reach whoever answers for people's data",
        "OPERATER_NAME: unknown, did you mean OPERATOR_NAME? Rename or remove it",
      ].join("\n"),
    );
  });

  it("wants to know who answers for the data as soon as strangers can write", () => {
    expect(problems({ TELEGRAM_BOT_TOKEN: token, OPERATOR_NAME: "La Rédaction" })).toEqual([
      "OPERATOR_CONTACT: needed together with TELEGRAM_BOT_TOKEN, " +
        "say how to reach whoever answers for people's data",
    ]);
    expect(problems(telegram)).toEqual([]);
  });

  it("wants a webhook to have a token and a secret", () => {
    expect(problems({ TELEGRAM_WEBHOOK_URL: "https://bot.example.org/" }).map(nameOf)).toEqual([
      "TELEGRAM_BOT_TOKEN",
      "TELEGRAM_WEBHOOK_SECRET",
    ]);
  });

  it.each([
    "http://localhost:8080/hook",
    "http://127.0.0.1/hook",
    "http://[::1]:8080/hook",
    "https://bot.example.org/hook",
  ])("accepts the webhook %s", (url) => {
    expect(problems({ ...telegram, TELEGRAM_WEBHOOK_URL: url, TELEGRAM_WEBHOOK_SECRET: "x" })).toEqual([]);
  });

  it.each([
    ["TELEGRAM_WEBHOOK_URL", "http://localhost.example.org/hook"],
    ["TELEGRAM_WEBHOOK_URL", "ftp://localhost/hook"],
    ["TELEGRAM_WEBHOOK_URL", "bot.example.org"],
    ["TELEGRAM_WEBHOOK_SECRET", "no spaces"],
    ["TELEGRAM_WEBHOOK_SECRET", "x".repeat(257)],
    ["TELEGRAM_API_ROOT", "localhost"],
    ["OPERATOR_TOKEN", "x".repeat(15)],
    ["OPERATOR_TOKEN", "with a blank, and long enough"],
    ["COMMUNITY_TELEGRAM_CHAT", "https://t.me/objecteur"],
    ["COMMUNITY_TELEGRAM_CHAT", "1234567890"],
    ["HOST", "http://0.0.0.0"],
    ["HOST", "127.0.0.1:8080"],
    ["HOST", "localhost:8080"],
    ["HOST", "[::1]:8080"],
    ["PORT", "65536"],
    ["PORT", "-1"],
    ["DATABASE_URL", "data/objecteur.db"],
    ["DATABASE_URL", "file:"],
    ["DATABASE_URL", "postgres:objecteur"],
    ["DATABASE_URL", "mysql://localhost/objecteur"],
    ["COMMUNITY_TELEGRAM_URL", "t.me/objecteur"],
    ["COMMUNITY_WHATSAPP_URL", "http://whatsapp.com/channel/1"],
    ["WEB", "yes"],
    ["WEB_ALLOWED_ORIGINS", "https://a.example/path"],
    ["WEB_NAME", "x".repeat(41)],
    ["WEB_ACCENT", "red"],
    ["WEB_ACCENT", "#c00"],
    ["WEB_ACCENT", "#ffd400"],
    ["WEB_FONT", "a.woff2 b.woff2 c.woff2"],
    ["WEB_SOURCES", "https://example.org/article"],
    ["WEB_SOURCES", Array.from({ length: 101 }, (_, number) => `article-${number}`).join(" ")],
    ["WEB_NEW_CHATS_PER_HOUR", "0"],
    ["WEB_PAGES", "many"],
    ["WEB_PAGES_PER_ADDRESS", "100001"],
    ["OPERATOR_NAME", "x".repeat(201)],
    ["OPERATOR_CONTACT", "two\nlines"],
    ["PRIVACY_URL", "javascript:alert(1)"],
    ["RETENTION_DAYS", "3651"],
    ["RETENTION_DAYS", "1.5"],
    ["DEFAULT_LANGUAGE", "de"],
    ["TIME_ZONE", "Paris"],
    ["TIME_ZONE", "+02:00"],
    ["LOG_LEVEL", "INFO"],
  ])("refuses %s=%s", (name, value) => {
    const valid = { ...telegram, TELEGRAM_WEBHOOK_URL: "https://a.org", TELEGRAM_WEBHOOK_SECRET: "x" };
    expect(problems({ ...valid, [name]: value }).map(nameOf)).toEqual([name]);
  });

  it("says which of a list is wrong, without repeating it", () => {
    const what = "expected an address such as https://chat.example.org, without a path";
    expect(
      problems({ WEB_ALLOWED_ORIGINS: "https://a.example www.b.example https://c.example/path" }),
    ).toEqual([`WEB_ALLOWED_ORIGINS: number 2: ${what}`, `WEB_ALLOWED_ORIGINS: number 3: ${what}`]);
  });

  it.each([
    "postgres://localhost/objecteur",
    "postgresql://bot:a%40b@db.example.org:5433/objecteur?sslmode=verify-full",
  ])("keeps everything in PostgreSQL at %s", (url) => {
    expect(readConfig({ DATABASE_URL: url }, ["fr", "en"]).databaseUrl).toBe(url);
  });

  it("never shows the password of a database", () => {
    const shown = problems({ DATABASE_URL: "postgre://bot:Zanzibar@localhost/objecteur" });
    expect(shown).toHaveLength(1);
    expect(String(shown)).not.toContain("Zanzibar");
  });

  it("names the languages that there are", () => {
    expect(problems({ DEFAULT_LANGUAGE: "de" })).toEqual(["DEFAULT_LANGUAGE: expected one of en, fr"]);
  });

  it("does not speak a default language that is not there", () => {
    expect(() => readConfig({}, ["en"])).toThrow("DEFAULT_LANGUAGE: expected one of en");
  });

  it.each([
    ["TELEGRAM_TOKEN", "TELEGRAM_BOT_TOKEN"],
    ["TELEGRAM_TOKN", "TELEGRAM_BOT_TOKEN"],
    ["WEB_ORIGINS", "WEB_ALLOWED_ORIGINS"],
    ["WEB_TRUSTED_PROXY", "WEB_TRUST_PROXY"],
    ["WHATSAP", "WHATSAPP"],
    ["TELEGRAM_WEBHOOK_URI", "TELEGRAM_WEBHOOK_URL"],
    ["TELEGRAN_BOT_TOKEN", "TELEGRAM_BOT_TOKEN"],
    ["telegram_bot_token", "TELEGRAM_BOT_TOKEN"],
    ["COMMUNITY_TELEGRAM", "COMMUNITY_TELEGRAM_URL"],
    ["OPERATOR_NAMES", "OPERATOR_NAME"],
    ["RETENTION_DAY", "RETENTION_DAYS"],
  ])("takes %s for a slip", (name, meant) => {
    expect(problems({ [name]: "x" })).toEqual([
      `${name}: unknown, did you mean ${meant}? Rename or remove it`,
    ]);
  });

  it("leaves other programs' variables alone", () => {
    const others = { PATH: "/bin", HOSTNAME: "a", DATABASE_URI: "b", TZ: "UTC", TELEGRAM_DESKTOP_SCALE: "2" };
    expect(problems({ ...others, ...telegram, TELEGRAM_BOT_TOKEN_OLD: "1" })).toEqual([]);
  });

  it("never repeats a value, which may be a secret", () => {
    const value = fc.stringMatching(/^[A-Z]{12}$/).map((text) => `§${text}`);
    fc.assert(
      fc.property(fc.constantFrom(...variableNames), value, (name, value) => {
        expect(problems({ [name]: value }).join("\n")).not.toContain(value);
      }),
    );
  });
});

/** A secret of the same form, with other characters. */
const ownSecret = (value = "") => value.replace(/[A-Za-z]$/, (last) => (last === "a" ? "b" : "a"));

describe(".env.example", () => {
  const example = readFileSync(".env.example", "utf8");
  const assignment = /^(# )?([A-Z_]+)=(.*)$/;

  it("names exactly the variables that are read", () => {
    const names = example.split("\n").flatMap((line) => assignment.exec(line)?.[2] ?? []);
    expect(names).toEqual(variableNames);
  });

  it("explains each variable in one comment, on the line above", () => {
    const blocks = example.trim().split("\n\n");
    expect(blocks).toHaveLength(variableNames.length);
    for (const block of blocks) expect(block).toMatch(/^# [A-Z].+\.\n(# )?[A-Z_]+=.+$/);
  });

  it("is a valid configuration as it is, and means the defaults", () => {
    expect(readConfig(loadEnvironment(".env.example", {}), languages)).toEqual(readConfig({}, languages));
  });

  const active = example.split("\n").flatMap((line) => {
    const [, , name, value] = assignment.exec(line) ?? [];
    return name === undefined ? [] : [[name, value] as const];
  });
  const secrets = active.filter(([name]) => /_(TOKEN|SECRET|KEY|KEY_BEFORE)$/.test(name));

  it("is a valid configuration with everything switched on, but for its secrets, which would be everyone’s", () => {
    const pair = { WEB_PUSH_PUBLIC_KEY: pushKeys.publicKey, WEB_PUSH_PRIVATE_KEY: pushKeys.privateKey };
    const own = { ...pair, ...Object.fromEntries(secrets.map(([name, value]) => [name, ownSecret(value)])) };
    expect(problems({ ...Object.fromEntries(active), ...own, ...pair })).toEqual([]);
  });

  it("shows secrets that nobody can use as their own: each is refused, with what to do", () => {
    const refused = problems(Object.fromEntries(active)).filter((problem) =>
      problem.includes(".env.example"),
    );
    expect(refused.map(nameOf)).toEqual(secrets.map(([name]) => name));
    expect(refused).toContain(
      "OPERATOR_TOKEN: this is the example of .env.example, which everyone knows: put your own in its place",
    );
  });

  it.each(secrets)("shows %s, which is refused also where it alone is set", (name, value) => {
    expect(problems({ [name]: value }).filter((problem) => problem.includes("everyone knows"))).toHaveLength(
      1,
    );
  });
});

describe("loadEnvironment", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "objecteur-config-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function load(text: string, environment: Environment): Environment {
    writeFileSync(join(folder, ".env"), text);
    return loadEnvironment(join(folder, ".env"), environment);
  }

  it("adds what the file says", () => {
    expect(load("# mine\nPORT=9000\r\nexport OPERATOR_NAME='La Rédaction' # us\n", { HOST: "::1" })).toEqual({
      HOST: "::1",
      PORT: "9000",
      OPERATOR_NAME: "La Rédaction",
    });
  });

  it("takes a file that an editor has begun with a byte order mark", () => {
    expect(load("\uFEFFPORT=9000\nHOST=::1", {})).toEqual({ PORT: "9000", HOST: "::1" });
  });

  it("never overrides what the environment already has, even where that is empty", () => {
    expect(load("PORT=9000\nHOST=::1", { PORT: "1", HOST: "" })).toEqual({ PORT: "1", HOST: "" });
  });

  it("does without the file", () => {
    expect(loadEnvironment(join(folder, "absent"), { PORT: "1" })).toEqual({ PORT: "1" });
  });

  it("says which lines of the file are broken, without repeating them", () => {
    const file = join(folder, ".env");
    expect(() => load(`PORT=9000\nTELEGRAM_BOT_TOKEN ${token}\n\noops\n`, {})).toThrow(
      new ConfigError([
        `${file}:2: expected NAME=value on one line`,
        `${file}:4: expected NAME=value on one line`,
      ]),
    );
  });

  it("says which names in the file are no settings, apart from those that others read there", () => {
    const file = join(folder, ".env");
    expect(() =>
      load(
        "WBE=public\nTZ=Europe/Paris\nPOSTGRES_PASSWORD=x\nhttps_proxy=http://p\nPROT=1\nDATABASE_URI=file:a\nTELEGRAM_TOKN=1\n",
        {},
      ),
    ).toThrow(
      new ConfigError([
        `${file}:1: WBE is no setting, .env.example tells all that there are: rename or remove it`,
        `${file}:5: PROT is no setting, .env.example tells all that there are: rename or remove it`,
        `${file}:6: DATABASE_URI is no setting, did you mean DATABASE_URL? Rename or remove it`,
        `${file}:7: TELEGRAM_TOKN is no setting, did you mean TELEGRAM_BOT_TOKEN? Rename or remove it`,
      ]),
    );
  });

  it("says where a quote is not closed, and takes one within a value", () => {
    const file = join(folder, ".env");
    expect(load('OPERATOR_NAME=L\'Objecteur\nHOST="::1" # ours', {})).toEqual({
      OPERATOR_NAME: "L'Objecteur",
      HOST: "::1",
    });
    expect(() => load(`OPERATOR_NAME="La Rédaction\nPORT='9000\nHOST="::1"\n`, {})).toThrow(
      new ConfigError([
        `${file}:1: the quote " of OPERATOR_NAME is not closed: close it on the same line, or remove it`,
        `${file}:2: the quote ' of PORT is not closed: close it on the same line, or remove it`,
      ]),
    );
  });

  it("says which line sets once more what another has set", () => {
    const file = join(folder, ".env");
    expect(() => load("PORT=9000\n# PORT=1\nHOST=::1\nexport PORT=9001\n", {})).toThrow(
      new ConfigError([`${file}:4: PORT is set in line 1 already: remove one of them`]),
    );
  });

  it("says that the file cannot be read", () => {
    mkdirSync(join(folder, "directory"));
    expect(() => loadEnvironment(join(folder, "directory"), {})).toThrow(
      /cannot be read \(EISDIR\), make it a file/,
    );
  });
});

function nameOf(problem: string): string {
  return problem.slice(0, problem.indexOf(":"));
}
