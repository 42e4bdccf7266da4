import { Counter, Gauge, Histogram, Registry } from "prom-client";
import type { ChannelReport, UnderstoodReport } from "./app/operator-report.ts";
import type { Clock, Meter, Store, WatchedChannel } from "./app/ports.ts";
import { sumUnderstood } from "./sum-understood.ts";

/** What is counted, and where it is read. */
export interface Metrics {
  readonly meter: Meter;
  /** What is found in the store and on the channels at each reading. */
  watch(
    store: Pick<Store, "outboxState" | "countReminders">,
    channels: readonly WatchedChannel[],
    clock: Clock,
  ): void;
  /** How many messages a channel has taken, has not taken, and those that were given up. */
  readonly countsOf: (channel: string) => Promise<ChannelReport["counts"]>;
  /** What typed texts have come to, by language, and the topics most asked. */
  readonly countUnderstood: () => Promise<UnderstoodReport>;
  /** All of it in the text format of Prometheus. */
  readonly read: () => Promise<{ readonly contentType: string; readonly text: string }>;
}

const second = 1_000;
const day = 86_400 * second;
/** Counting further would cost more than it tells. */
const mostCounted = 1_000_000;
const seconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60, 600];

/** Returns Prometheus metrics. No label can name a person. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const received = new Counter({
    name: "objecteur_messages_received_total",
    help: "Messages from people, by what became of them.",
    labelNames: ["channel", "receipt"],
    registers,
  });
  const step = new Histogram({
    name: "objecteur_step_seconds",
    help: "From a message to its committed answer.",
    labelNames: ["channel"],
    buckets: seconds,
    registers,
  });
  const understood = new Counter({
    name: "objecteur_understood_total",
    help: "Typed texts, by what they came to: answered, asked back, suggested or not understood.",
    labelNames: ["outcome", "topic", "language"],
    registers,
  });
  const sent = new Counter({
    name: "objecteur_messages_sent_total",
    help: "Messages to people that their channel has taken.",
    labelNames: ["channel", "kind"],
    registers,
  });
  const delivery = new Histogram({
    name: "objecteur_delivery_seconds",
    help: "From the commit of a message to its channel's taking it.",
    labelNames: ["channel", "kind"],
    buckets: seconds,
    registers,
  });
  const failed = new Counter({
    name: "objecteur_send_failures_total",
    help: "Sendings that a channel has not taken, by reason; most are tried again.",
    labelNames: ["channel", "reason"],
    registers,
  });
  const givenUp = new Counter({
    name: "objecteur_messages_given_up_total",
    help: "Messages that could not be sent while they were worth it.",
    labelNames: ["channel", "kind"],
    registers,
  });
  const errors = new Counter({
    name: "objecteur_errors_total",
    help: "What went wrong by itself, by kind; the log says what.",
    labelNames: ["kind"],
    registers,
  });

  return {
    meter: {
      received(channel, receipt, tookMs) {
        received.inc({ channel, receipt });
        step.observe({ channel }, tookMs / second);
      },
      understood: (outcome, topic, language) => understood.inc({ outcome, topic, language }),
      sent(channel, kind, waitedMs) {
        sent.inc({ channel, kind });
        delivery.observe({ channel, kind }, waitedMs / second);
      },
      failed: (channel, reason) => failed.inc({ channel, reason }),
      givenUp: (channel, kind) => givenUp.inc({ channel, kind }),
      erred: (kind) => errors.inc({ kind }),
    },
    watch(store, channels, clock) {
      watchOutbox(store, clock, registers);
      watchReminders(store, channels, clock, registers);
      watchChannels(channels, registers);
      watchRefusals(channels, registers);
    },
    countsOf: async (channel) => ({
      sent: await sumOf(sent, channel),
      failed: await sumOf(failed, channel),
      givenUp: await sumOf(givenUp, channel),
    }),
    countUnderstood: async () => sumUnderstood((await understood.get()).values),
    async read() {
      return { contentType: registry.contentType, text: await registry.metrics() };
    },
  };
}

async function sumOf(counter: Counter, channel: string): Promise<number> {
  const { values } = await counter.get();
  return values.reduce((sum, { labels, value }) => (labels["channel"] === channel ? sum + value : sum), 0);
}

function watchOutbox(store: Pick<Store, "outboxState">, clock: Clock, registers: Registry[]): void {
  const count = new Gauge({ name: "objecteur_outbox_messages", help: "Undelivered messages.", registers });
  new Gauge({
    name: "objecteur_outbox_oldest_seconds",
    help: "How long the oldest undelivered message has waited.",
    registers,
    async collect() {
      const state = await store.outboxState();
      count.set(state.count);
      this.set(state.oldest === undefined ? 0 : (clock.now() - state.oldest) / second);
    },
  });
}

function watchReminders(
  store: Pick<Store, "countReminders">,
  channels: readonly WatchedChannel[],
  clock: Clock,
  registers: Registry[],
): void {
  const gauge = (name: string, help: string, span: (now: number) => readonly [number, number]) =>
    new Gauge({
      name,
      help,
      labelNames: ["channel"],
      registers,
      async collect() {
        const [from, before] = span(clock.now());
        for (const { name: channel } of channels)
          this.set({ channel }, await store.countReminders({ channel }, from, before, mostCounted));
      },
    });
  gauge("objecteur_reminders_due", "Reminders due in the next 24 hours.", (now) => [now, now + day]);
  gauge("objecteur_reminders_late", "Reminders whose time is past.", (now) => [0, now]);
}

function watchChannels(channels: readonly WatchedChannel[], registers: Registry[]): void {
  const gauge = (name: string, help: string, isSo: (channel: WatchedChannel) => boolean) =>
    new Gauge({
      name,
      help,
      labelNames: ["channel"],
      registers,
      collect() {
        for (const channel of channels) this.set({ channel: channel.name }, isSo(channel) ? 1 : 0);
      },
    });
  gauge(
    "objecteur_channel_ready",
    "1 where messages come and go on the channel, here or on another process.",
    (channel) => channel.state?.().ready ?? true,
  );
  gauge(
    "objecteur_channel_stands_by",
    "1 where another process is on the channel, and this one would take over.",
    (channel) => channel.state?.().standsBy ?? false,
  );
}

function watchRefusals(channels: readonly WatchedChannel[], registers: Registry[]): void {
  new Counter({
    name: "objecteur_refused_total",
    help: "Requests that a channel's limits have refused: all places taken, all of one address, or too many requests.",
    labelNames: ["channel", "reason"],
    registers,
    collect() {
      // The channel counts; here its count is only read.
      this.reset();
      for (const channel of channels)
        for (const [reason, count] of Object.entries(channel.state?.().refused ?? {}))
          this.inc({ channel: channel.name, reason }, count);
    },
  });
}
