import { onTestFinished } from "vitest";
import { createTelegramChannel, type TelegramOptions } from "../../../src/channels/telegram/adapter.ts";
import type { ConversationId, Inbox, IncomingMessage, Receipt } from "../../../src/ports.ts";
import type { Log } from "../../../src/support/log.ts";
import { type BotApiServer, createBotApiServer } from "../../support/bot-api-server.ts";
import { unmetered } from "../../support/bot-under-test.ts";

/** A Bot API server that ends with the test. */
export async function openServer(
  options: Parameters<typeof createBotApiServer>[0] = {},
): Promise<BotApiServer> {
  const server = await createBotApiServer(options);
  onTestFinished(() => server.close());
  return server;
}

/** A channel that is not started yet, and is stopped with the test. */
export function createChannel(server: BotApiServer, options: Partial<TelegramOptions> = {}) {
  const logged: string[] = [];
  const channel = createTelegramChannel({
    token: server.token,
    apiRoot: server.url,
    profiles: [],
    answerGroup: ({ words, languageHint = "none" }) => ({
      text: [{ type: "text", text: `In private, please (${languageHint})` }],
      label: "Open",
      start: words === "" ? "group" : words,
    }),
    proactivePerSecond: 28,
    clock: { now: () => Date.now() },
    log: collectingLog(logged),
    ...unmetered,
    ...options,
  });
  onTestFinished(() => channel.stop());
  return { channel, logged };
}

/** A log that writes each event as "level {fields} message". */
function collectingLog(logged: string[]): Log {
  const write = (level: string) => (fields: object, message: string) => {
    logged.push(`${level} ${JSON.stringify(fields)} ${message}`);
  };
  return { debug: write("debug"), info: write("info"), warn: write("warn"), error: write("error") };
}

/** An inbox that notes what it gets and, once each, answers what `handle` says. */
export function createInbox(handle: (message: IncomingMessage) => Promise<Receipt> = async () => "answered") {
  const received: IncomingMessage[] = [];
  const committed = new Set<string>();
  const gone: ConversationId[] = [];
  const moved: (readonly [ConversationId, ConversationId])[] = [];
  const inbox: Inbox = {
    async receive(message) {
      received.push(message);
      if (committed.has(message.id)) return "repeated";
      const receipt = await handle(message);
      committed.add(message.id);
      return receipt;
    },
    noAlerts: async () => {},
    erase: async () => {},
    async gone(conversationId) {
      gone.push(conversationId);
    },
    async moved(from, to) {
      moved.push([from, to]);
    },
    subscribe: async () => false,
    resend: async () => {},
    here: () => {},
  };
  return { inbox, received, gone, moved };
}

/** What is meant by "at once" on a machine that is busy with others: less than any of the waits that it cuts short. */
export const promptlyMs = 10_000;
