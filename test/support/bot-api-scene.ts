import Database from "better-sqlite3";
import { onTestFinished } from "vitest";
import type { BotApiPerson, SeenMessage } from "./bot-api-chats.ts";
import { type BotApiServer, createBotApiServer } from "./bot-api-server.ts";
import type { AtEnd } from "./bot-process.ts";
import { freePort } from "./free-port.ts";
import type { Heard, Place, Talker } from "./gather-crowd.ts";
import type { ReadStore } from "./look-for-strays.ts";
import { temporaryFolder } from "./temporary-folder.ts";
import { patienceMs } from "./until.ts";

/** A token in the form that Telegram uses. */
const token = "42:TEST-TOKEN-TEST-TOKEN-TEST-TOKEN-TEST";
export const webhookSecret = "test-secret";

/** How a bot hears from Telegram. */
export type Mode = "polling" | "webhook";

/** A platform with its people, and what a bot is told to find it. */
export interface CrowdScene {
  readonly server: Place;
  readonly environment: Readonly<Record<string, string>>;
  /** The file of the store. */
  readonly file: string;
  readonly conversationOf: (id: number) => string;
  /** How many messages were sent so far. */
  readonly countSent: () => number;
  /** Has the platform deliver to this port; returns what bots behind it are told. */
  readonly deliverTo: (port: number) => Readonly<Record<string, string>>;
  /** Looks into the store for what else should be there, once all is told; returns what is otherwise. */
  readonly lookFurther?: (read: ReadStore) => Promise<readonly string[]>;
}

/** A Bot API server, and what a bot is told to find it. */
export interface Scene extends CrowdScene {
  readonly server: BotApiServer;
  /** Where the bot takes updates; empty if it polls. */
  readonly webhookUrl: string;
}

/** Opens a Bot API server on loopback, and an empty folder for the store. */
export async function openScene(mode: Mode, atEnd: AtEnd = onTestFinished): Promise<Scene> {
  const server = await createBotApiServer({ token, webhookRetryMs: 10 });
  atEnd(() => server.close());
  const file = `${temporaryFolder(atEnd)}/bot.db`;
  const port = mode === "webhook" ? await freePort() : 0;
  const webhookUrl = mode === "webhook" ? `http://127.0.0.1:${port}/telegram` : "";
  const environment = {
    TELEGRAM_BOT_TOKEN: token,
    TELEGRAM_API_ROOT: server.url,
    DATABASE_URL: `file:${file}`,
    ...(mode === "webhook" && {
      TELEGRAM_WEBHOOK_URL: webhookUrl,
      TELEGRAM_WEBHOOK_SECRET: webhookSecret,
      HOST: "127.0.0.1",
      PORT: String(port),
    }),
  };
  return {
    server,
    environment,
    file,
    webhookUrl,
    conversationOf: (id) => `telegram:${id}`,
    countSent: () => server.calls.filter(({ method }) => method.startsWith("send")).length,
    deliverTo: (port) => ({ TELEGRAM_WEBHOOK_URL: `http://127.0.0.1:${port}/telegram` }),
  };
}

/** What someone says for a reminder, and hears. */
export const setReminder = [
  ["/start meta", "Quels comptes"],
  ["que insta", "Et maintenant"],
  ["rappelle-moi", "Quand voulez-vous"],
  ["1", "C’est noté"],
] as const;

/** Reads until a message contains this text; returns all that was read, that one last. */
export async function hearAll<Message extends Heard>(
  person: Pick<Talker<Message>, "id" | "next">,
  text: string,
): Promise<readonly Message[]> {
  const heard: Message[] = [];
  do {
    heard.push(
      await person.next(patienceMs).catch(() => {
        const texts = heard.map((message) => message.text.slice(0, 60)).join(" | ");
        throw new Error(`person ${person.id} never heard "${text}", only: ${texts}`);
      }),
    );
  } while (!heard.at(-1)?.text.includes(text));
  return heard;
}

/** Reads until a message contains this text, and returns that one. */
export async function hear(person: BotApiPerson, text: string): Promise<SeenMessage> {
  const heard = await hearAll(person, text);
  const last = heard.at(-1);
  if (last === undefined) throw new Error("nothing was heard");
  return last;
}

/** Says one line after the other, and waits for the answer to each. */
export async function talk(
  person: BotApiPerson,
  lines: readonly (readonly [words: string, answer: string])[],
): Promise<void> {
  for (const [words, answer] of lines) {
    person.says(words);
    await hear(person, answer);
  }
}

/** Looks into the store, also while a bot uses it. */
export function query(file: string, sql: string): readonly unknown[] {
  const store = new Database(file, { readonly: true });
  try {
    return store.prepare(sql).all();
  } finally {
    store.close();
  }
}

/** Rewrites the file of the bot's store, as the bot does each night. */
export function rewriteFile(file: string): void {
  const store = new Database(file);
  try {
    store.exec("VACUUM");
    store.pragma("wal_checkpoint(TRUNCATE)");
  } finally {
    store.close();
  }
}
