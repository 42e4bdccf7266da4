import { LRUCache } from "lru-cache";
import { type BotDependencies, createBot } from "./create-bot.ts";
import { createMovableClock } from "./movable-clock.ts";
import type { Channel, Clock, ConversationId, Inbox, Store } from "./ports.ts";

/** The stores of the preview, one for each conversation. */
export interface PrivateStores {
  has(id: ConversationId): boolean;
  open(id: ConversationId): Promise<Store>;
  /** How far the conversation's clock is ahead of the real one, in milliseconds. */
  ahead(id: ConversationId): number;
  keepAhead(id: ConversationId, ms: number): void;
}

/** What each of the bots is made of. */
export interface PrivateBotsDependencies extends Omit<BotDependencies, "store" | "channels" | "clock"> {
  readonly stores: PrivateStores;
  readonly clock: Clock;
  /** Sends in the name of all of them. */
  readonly channel: () => Pick<Channel, "name" | "send">;
  /** How many run at once: the least recently used one is stopped for another. */
  readonly most?: number;
  /** One that nobody has used for so long may be stopped: a day, if it is not said. */
  readonly idleMs?: number;
}

/** A whole bot for each conversation, with a store and a clock of its own: what one does is nothing to the others. */
export interface PrivateBots {
  readonly inbox: Inbox;
  /** How far ahead the conversation's clock is, and when its next reminder is due. */
  told(id: ConversationId): Promise<{ readonly ahead: number; readonly nextReminder?: number }>;
  /** Sets the conversation's clock, and does what is due by then. */
  travel(id: ConversationId, ahead: number): Promise<void>;
  /** Stops those that nobody has used for long; resolves when their stores are closed. */
  endIdle(): Promise<void>;
  stop(): Promise<void>;
}

const day = 24 * 60 * 60_000;

/** Returns the bots; each starts with the first use of its conversation. */
export function createPrivateBots(dependencies: PrivateBotsDependencies): PrivateBots {
  const { stores, log, most = 30, idleMs = day } = dependencies;
  const running = new LRUCache<ConversationId, Promise<PrivateBot>>({
    max: most,
    ttl: idleMs,
    updateAgeOnGet: true,
    dispose: (bot, id, reason) => (reason === "evict" || reason === "expire") && end(id, bot),
  });
  /** A store is opened again only when it is closed. */
  const ending = new Map<ConversationId, Promise<void>>();

  function botOf(id: ConversationId): Promise<PrivateBot> {
    const known = running.get(id);
    if (known !== undefined) return known;
    const bot = begin(id);
    running.set(id, bot);
    return bot;
  }

  async function begin(id: ConversationId): Promise<PrivateBot> {
    await ending.get(id);
    try {
      return await startPrivateBot(id, dependencies);
    } catch (error) {
      running.delete(id);
      throw error;
    }
  }

  function end(id: ConversationId, bot: Promise<PrivateBot>): void {
    const ended = bot
      .then((started) => started.stop())
      .catch((error: unknown) => log.error({ error }, "a bot of the preview did not end well"))
      .then(() => void ending.delete(id));
    ending.set(id, ended);
  }

  async function endIdle(): Promise<void> {
    running.purgeStale();
    await Promise.all(ending.values());
  }

  return {
    inbox: {
      receive: async (message) => (await botOf(message.conversationId)).inbox.receive(message),
      gone: async (id) => (await botOf(id)).inbox.gone(id),
      erase: async (id) => (await botOf(id)).inbox.erase(id),
      moved: async (from, to) => (await botOf(from)).inbox.moved(from, to),
      subscribe: async (id, push) => (await botOf(id)).inbox.subscribe(id, push),
      here(id) {
        if (!running.has(id) && !stores.has(id)) return;
        botOf(id)
          .then((bot) => bot.inbox.here(id))
          .catch((error: unknown) => log.error({ error }, "a conversation of the preview cannot go on"));
      },
    },
    async told(id) {
      return running.has(id) || stores.has(id) ? (await botOf(id)).told() : { ahead: stores.ahead(id) };
    },
    travel: async (id, ahead) => (await botOf(id)).travel(ahead),
    endIdle,
    async stop() {
      for (const [id, bot] of running.entries()) end(id, bot);
      await endIdle();
      running.clear();
    },
  };
}

type PrivateBot = Awaited<ReturnType<typeof startPrivateBot>>;

async function startPrivateBot(id: ConversationId, dependencies: PrivateBotsDependencies) {
  const { stores, channel } = dependencies;
  const store = await stores.open(id);
  const clock = createMovableClock(dependencies.clock, dependencies.clock.now() + stores.ahead(id));
  let inbox: Inbox | undefined;
  const { name, send } = channel();
  const own: Channel = {
    name,
    send,
    async start(given) {
      inbox = given;
    },
    stop: async () => {},
  };
  const bot = createBot({ ...dependencies, store, channels: [own], clock, isThrownAway: true });
  await bot.start();
  if (inbox === undefined) throw new Error("a channel was not started");
  return {
    inbox,
    async told() {
      const [next] = await store.transaction((transaction) => transaction.reminders(id));
      return { ahead: clock.ahead(), ...(next !== undefined && { nextReminder: next.dueAt }) };
    },
    async travel(ahead: number) {
      clock.advance(ahead - clock.ahead());
      stores.keepAhead(id, ahead);
      await bot.remind();
    },
    async stop() {
      await bot.stop();
      await store.close();
    },
  };
}
