import { createDelivery, type Delivery } from "./deliver.ts";
import { createInbox, type RoadParts } from "./handle-message.ts";
import type { Channel, Inbox } from "./ports.ts";
import { type Repetition, repeat } from "./repeat.ts";
import { sendReminders } from "./send-reminders.ts";

/** What a bot is made of. */
export interface BotParts extends Omit<RoadParts, "delivery"> {
  readonly channels: readonly Channel[];
}

/** The whole bot behind its channels. */
export interface Bot {
  /** Takes up what was left, then receives. Rejects with what an operator has to do. */
  start(): Promise<void>;
  /** Sends the reminders that are due now. */
  remind(): Promise<void>;
  /** Resolves when all that was to be said has been said. */
  settle(): Promise<void>;
  /** Receives nothing more and finishes what is in hand. The store stays open. */
  stop(): Promise<void>;
}

const second = 1_000;
const hour = 3_600 * second;
const day = 24 * hour;
/** How long the id of a delivery is kept against repeats. */
const idsAreKept = 48 * hour;

/** Builds the bot; nothing runs before `start`. */
export function createBot(parts: BotParts): Bot {
  const { store, channels, clock, log, random } = parts;
  const delivery: Delivery = createDelivery({ store, channels, clock, log, random, inbox: () => inbox });
  const invitationOn = (name: string) => channels.find((channel) => channel.name === name)?.invitation?.();
  const road: RoadParts = { ...parts, delivery, world: { ...parts.world, invitationOn } };
  const inbox: Inbox = createInbox(road);
  const repetitions: Repetition[] = [];

  async function remind(): Promise<void> {
    const count = await sendReminders(road);
    if (count > 0) log.info({ count }, "reminders were due");
  }

  async function expire(): Promise<void> {
    const now = clock.now();
    const count = await store.expire(now - parts.world.retentionDays * day, now - idsAreKept);
    if (count > 0) log.info({ count }, "conversations at rest were erased");
  }

  return {
    async start() {
      await delivery.resume();
      repetitions.push(repeat(remind, second, log), repeat(expire, hour, log));
      await Promise.all(channels.map((channel) => channel.start(inbox)));
    },
    remind,
    settle: () => delivery.idle(),
    async stop() {
      await Promise.all(channels.map((channel) => channel.stop()));
      await Promise.all(repetitions.map((repetition) => repetition.stop()));
      await delivery.stop();
    },
  };
}
