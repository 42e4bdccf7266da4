import type { Channel, ConversationId } from "../ports.ts";
import { type BotDependencies, createBot } from "./create-bot.ts";
import { createMovableClock } from "./movable-clock.ts";

/** Shows and moves the clock of the preview. */
export interface TimeTravel {
  /**
   * Returns how far the clock is ahead of the real one, in milliseconds, and when the conversation's
   * next reminder is due.
   */
  timeOf(id: ConversationId): Promise<{ readonly ahead: number; readonly nextReminder?: number }>;
  /** Sets the clock this many milliseconds ahead of the real one, and sends the reminders due by then. */
  travel(ahead: number): Promise<void>;
}

interface PreviewDependencies<OneChannel extends Channel> extends Omit<BotDependencies, "channels"> {
  readonly channel: (time: TimeTravel) => OneChannel;
}

/**
 * Returns a bot on one channel with a movable clock, for a store in memory. Nothing runs before its
 * start.
 */
export function createPreview<OneChannel extends Channel>(dependencies: PreviewDependencies<OneChannel>) {
  const { store } = dependencies;
  const clock = createMovableClock(dependencies.clock, dependencies.clock.now());
  const channel = dependencies.channel({
    async timeOf(id) {
      const [next] = await store.transaction((transaction) => transaction.reminders(id));
      return { ahead: clock.ahead(), ...(next !== undefined && { nextReminder: next.dueAt }) };
    },
    async travel(ahead) {
      clock.advance(ahead - clock.ahead());
      await bot.remind();
    },
  });
  const bot = createBot({ ...dependencies, channels: [channel], clock, isThrownAway: true });
  return { bot, channel };
}
