import { createInbox } from "../src/app/create-inbox.ts";
import { Delivery } from "../src/app/delivery.ts";
import type { InboxDependencies } from "../src/app/inbox-dependencies.ts";
import { createLimiters } from "../src/app/limiter.ts";
import { renderMessage } from "../src/channels/telegram/render.ts";
import type {
  Channel,
  Clock,
  ConversationId,
  Inbox,
  OutboxRow,
  ProactiveLimits,
  Store,
} from "../src/ports.ts";
import type { Log } from "../src/support/log.ts";
import { systemTimers, type Timers } from "../src/support/timers.ts";
import { createBrain, unmetered } from "../test/support/bot-under-test.ts";

/** The real road of messages and reminders on a store, and a channel behind it that takes no time. */
export interface Road {
  readonly parts: InboxDependencies;
  readonly channel: Channel;
  readonly inbox: Inbox;
  readonly delivery: Delivery;
  /** What was given up or failed. */
  readonly trouble: readonly string[];
}

interface RoadOptions {
  readonly store: Store;
  readonly clock: Clock;
  /** The machine's own if absent. */
  readonly timers?: Timers;
  readonly limits?: ProactiveLimits;
  readonly onSent?: (id: ConversationId, kind: OutboxRow["kind"]) => void;
}

export function createRoad({ store, clock, timers = systemTimers, limits, onSent }: RoadOptions): Road {
  const trouble: string[] = [];
  const keep = (_: object, message: string) => void trouble.push(message);
  const log: Log = { debug() {}, info() {}, warn: keep, error: keep };
  const channel: Channel = {
    name: "telegram",
    ...(limits && { limits }),
    start: async () => {},
    stop: async () => {},
    async send(id, message, kind = "answer") {
      renderMessage(message);
      onSent?.(id, kind);
    },
  };
  const common = { ...createBrain(["meta"]), ...unmetered, store, clock, timers, log, random: Math.random };
  const limiterOf = createLimiters(common);
  const delivery = new Delivery({ ...common, limiterOf, channels: () => [channel], inbox: () => inbox });
  const parts: InboxDependencies = { ...common, delivery, limiterOf };
  const inbox = createInbox(parts);
  return { parts, channel, inbox, delivery, trouble };
}
