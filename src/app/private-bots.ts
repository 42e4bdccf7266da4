import { LRUCache } from "lru-cache";
import { z } from "zod";
import type { Channel, Clock, ConversationId, Inbox, Store } from "../ports.ts";
import { InFlight } from "../support/in-flight.ts";
import { createKeyedMutex } from "../support/keyed-mutex.ts";
import { type BotDependencies, createBot } from "./create-bot.ts";
import { createMovableClock } from "./movable-clock.ts";

/** The stores of the preview, one for each conversation. */
export interface PrivateStores {
  has(id: ConversationId): boolean;
  open(id: ConversationId): Promise<Store>;
  /** Gives the store of `from` to `to` in place of its own; neither is open. */
  move(from: ConversationId, to: ConversationId): void;
  /** Throws away those that are not open, and were not used since a day before `now`. */
  throwAway(now: number): void;
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

type PrivateBot = Awaited<ReturnType<typeof startPrivateBot>>;

const day = 24 * 60 * 60_000;

/**
 * Returns a whole bot for each conversation, with a store and a clock of its own: what one does is nothing to the others. Each starts with
 * the first use of its conversation.
 */
export function createPrivateBots(dependencies: PrivateBotsDependencies) {
  const { stores, log, most = 30, idleMs = day } = dependencies;
  /** A store is opened again only when it is closed. */
  const withMutex = createKeyedMutex<ConversationId>();
  const ending = new InFlight();
  const running = new LRUCache<ConversationId, Promise<PrivateBot>>({
    max: most,
    ttl: idleMs,
    updateAgeOnGet: true,
    memoMethod(id) {
      const bot = withMutex(id, () => startPrivateBot(id, dependencies));
      bot.catch(() => running.delete(id));
      return bot;
    },
    dispose: (bot, id) => void ending.track(withMutex(id, () => end(bot))),
  });
  const isKnown = (id: ConversationId) => running.has(id) || stores.has(id);

  async function end(bot: Promise<PrivateBot>): Promise<void> {
    const started = await bot.catch(() => undefined);
    await started
      ?.stop()
      .catch((error: unknown) => log.error({ error }, "a bot of the preview did not end well"));
  }

  const inbox: Inbox = {
    receive: async (message) => (await running.memo(message.conversationId)).inbox.receive(message),
    gone: async (id, asOf) => (await running.memo(id)).inbox.gone(id, asOf),
    noAlerts: async (id) => (await running.memo(id)).inbox.noAlerts(id),
    erase: async (id) => (await running.memo(id)).inbox.erase(id),
    async moved(from, to) {
      if (!isKnown(from)) return;
      await (await running.memo(from)).inbox.moved(from, to);
      for (const id of [from, to]) running.delete(id);
      await withMutex(from, () => withMutex(to, async () => stores.move(from, to)));
    },
    resend: async (key, id, message) => (await running.memo(id)).inbox.resend(key, id, message),
    subscribe: async (id, push) => (await running.memo(id)).inbox.subscribe(id, push),
    here(id) {
      if (!isKnown(id)) return;
      running
        .memo(id)
        .then((bot) => bot.inbox.here(id))
        .catch((error: unknown) => log.error({ error }, "a conversation of the preview cannot go on"));
    },
  };

  return {
    inbox,
    /** How far ahead the conversation's clock is, and when its next reminder is due. */
    async told(id: ConversationId): Promise<{ readonly ahead: number; readonly nextReminder?: number }> {
      return isKnown(id) ? (await running.memo(id)).told() : { ahead: 0 };
    },
    /** Sets the conversation's clock so far ahead of the real one, and does what is due by then. */
    travel: async (id: ConversationId, ahead: number) => (await running.memo(id)).travel(ahead),
    /** Stops those that nobody has used for long, and throws old stores away. */
    async cleanUp(now: number): Promise<undefined> {
      running.purgeStale();
      await ending.settled();
      stores.throwAway(now);
    },
    async stop() {
      running.clear();
      await ending.settled();
    },
  };
}

/** What a preview's store notes of its clock. */
const noted = z.object({ ahead: z.number() }).default({ ahead: 0 });

async function startPrivateBot(id: ConversationId, dependencies: PrivateBotsDependencies) {
  const store = await dependencies.stores.open(id);
  const { ahead } = noted.parse(await store.transaction((transaction) => transaction.channelNote("clock")));
  const clock = createMovableClock(dependencies.clock, dependencies.clock.now() + ahead);
  const { name, send } = dependencies.channel();
  const channel: Channel = { name, send, start: async () => {}, stop: async () => {} };
  const bot = createBot({ ...dependencies, store, channels: [channel], clock, isThrownAway: true });
  await bot.start();
  return {
    inbox: bot.inbox,
    async told() {
      const [next] = await store.transaction((transaction) => transaction.reminders(id));
      return { ahead: clock.ahead(), ...(next !== undefined && { nextReminder: next.dueAt }) };
    },
    async travel(to: number) {
      clock.advance(to - clock.ahead());
      await store.transaction((transaction) => transaction.keepChannelNote("clock", { ahead: to }));
      await bot.remind();
    },
    async stop() {
      await bot.stop();
      await store.close();
    },
  };
}
