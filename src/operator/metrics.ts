import { Counter, Gauge, Histogram, type MetricValue, Registry } from "prom-client";
import type { ChannelCounts, UnderstoodReport } from "../app/operator-report.ts";
import type { Clock, Meter, Store, UnderstandingOutcome, WatchedChannel } from "../ports.ts";
import { day, second } from "../support/durations.ts";

/** Counting stops here: more would cost more than it tells. */
const mostCounted = 1_000_000;
const seconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60, 600];
const noneYet = { answered: 0, "asked-back": 0, suggested: 0, "not-understood": 0 };

/** Returns Prometheus metrics. No label can name a person. */
export function createMetrics() {
  const registry = new Registry();
  const registers = [registry];
  const counter = (name: string, help: string, labelNames: string[]) =>
    new Counter({ name, help, labelNames, registers });
  const histogram = (name: string, help: string, labelNames: string[]) =>
    new Histogram({ name, help, labelNames, buckets: seconds, registers });

  const received = counter(
    "objecteur_messages_received_total",
    "Messages from people, by what became of them.",
    ["channel", "receipt"],
  );
  const step = histogram("objecteur_step_seconds", "From a message to its committed answer.", ["channel"]);
  const understood = counter(
    "objecteur_understood_total",
    "Typed texts, by what they came to: answered, asked back, suggested or not understood.",
    ["outcome", "topic", "language"],
  );
  const sent = counter("objecteur_messages_sent_total", "Messages to people that their channel has taken.", [
    "channel",
    "kind",
  ]);
  const delivery = histogram(
    "objecteur_delivery_seconds",
    "From the commit of a message to its channel's taking it.",
    ["channel", "kind"],
  );
  const failed = counter(
    "objecteur_send_failures_total",
    "Sendings that a channel has not taken, by reason; most are tried again.",
    ["channel", "reason"],
  );
  const givenUp = counter(
    "objecteur_messages_given_up_total",
    "Messages that could not be sent while they were worth it.",
    ["channel", "kind"],
  );
  const errors = counter("objecteur_errors_total", "What went wrong by itself, by kind; the log says what.", [
    "kind",
  ]);

  const meter: Meter = {
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
  };

  function watch(
    store: Pick<Store, "outboxState" | "countReminders">,
    channels: readonly WatchedChannel[],
    clock: Clock,
  ): void {
    /** Left out if its reading fails, as when the store is away: else all metrics would fail with it. */
    const gauge = (name: string, help: string, labelNames: string[], read: (to: Gauge) => Promise<void>) =>
      new Gauge({
        name,
        help,
        labelNames,
        registers,
        async collect() {
          this.reset();
          if (labelNames.length === 0) this.remove();
          await read(this).catch(() => {});
        },
      });
    let looking: ReturnType<Store["outboxState"]> | undefined;
    /** Both gauges ask at the same time: they share one query. */
    const outbox = () => {
      looking ??= store.outboxState().finally(() => {
        looking = undefined;
      });
      return looking;
    };
    gauge("objecteur_outbox_messages", "Undelivered messages.", [], async (to) =>
      to.set((await outbox()).count),
    );
    gauge(
      "objecteur_outbox_oldest_seconds",
      "How long the oldest undelivered message has waited.",
      [],
      async (to) => {
        const { oldest } = await outbox();
        to.set(oldest === undefined ? 0 : (clock.now() - oldest) / second);
      },
    );
    const eachChannel = (
      name: string,
      help: string,
      read: (channel: WatchedChannel) => number | Promise<number>,
    ) =>
      gauge(name, help, ["channel"], async (to) => {
        for (const channel of channels) to.set({ channel: channel.name }, await read(channel));
      });
    const reminders = ({ name: channel }: WatchedChannel, from: number, before: number) =>
      store.countReminders({ channel }, from, before, mostCounted);
    eachChannel("objecteur_reminders_due", "Reminders due in the next 24 hours.", (channel) =>
      reminders(channel, clock.now(), clock.now() + day),
    );
    eachChannel("objecteur_reminders_late", "Reminders whose time is past.", (channel) =>
      reminders(channel, 0, clock.now()),
    );
    eachChannel(
      "objecteur_channel_ready",
      "1 where messages come and go on the channel, here or on another process.",
      (channel) => Number(channel.state?.().ready ?? true),
    );
    eachChannel(
      "objecteur_channel_stands_by",
      "1 where another process is on the channel, and this one would take over.",
      (channel) => Number(channel.state?.().standsBy ?? false),
    );
    new Counter({
      name: "objecteur_refused_total",
      help: "Requests that a channel's limits have refused: all places taken, all of one address, or too many requests.",
      labelNames: ["channel", "reason"],
      registers,
      collect() {
        // The channel counts; this counter only copies its count.
        this.reset();
        for (const channel of channels)
          for (const [reason, count] of Object.entries(channel.state?.().refused ?? {}))
            this.inc({ channel: channel.name, reason }, count);
      },
    });
  }

  return {
    meter,
    /** Adds the metrics that are read from the store and the channels at each scrape. */
    watch,
    countsOf: async (channel: string): Promise<ChannelCounts> => ({
      sent: await sumOf(sent, { channel }),
      failed: await sumOf(failed, { channel }),
      rateLimited: await sumOf(failed, { channel, reason: "rate-limited" }),
      givenUp: await sumOf(givenUp, { channel }),
      slow: await countSlow(step, channel),
    }),
    /** How typed texts were understood, by language, and the topics asked for, most often first. */
    countUnderstood: async () => sumUnderstood((await understood.get()).values),
    /** All metrics in the text format of Prometheus. */
    read: async () => ({ contentType: registry.contentType, text: await registry.metrics() }),
  };
}

/** Sums the counter up: the outcomes by language, and the topics of all languages, most often first. */
function sumUnderstood(counted: readonly MetricValue<string>[]): UnderstoodReport {
  const languages: Record<string, Record<UnderstandingOutcome, number>> = {};
  const asked = new Map<string, number>();
  for (const { labels, value } of counted) {
    const { language = "", topic = "" } = labels;
    const outcome = labels["outcome"] as UnderstandingOutcome;
    const before = languages[language] ?? noneYet;
    languages[language] = { ...before, [outcome]: before[outcome] + value };
    if (outcome === "answered" || outcome === "suggested")
      asked.set(String(topic), (asked.get(String(topic)) ?? 0) + value);
  }
  const topics = [...asked].map(([topic, count]) => ({ topic, count }));
  return { languages, topics: topics.sort((one, other) => other.count - one.count) };
}

async function sumOf(counter: Counter, wanted: Readonly<Record<string, string>>): Promise<number> {
  const { values } = await counter.get();
  const isWanted = ({ labels }: MetricValue<string>) =>
    Object.entries(wanted).every(([label, value]) => labels[label] === value);
  return values.filter(isWanted).reduce((sum, { value }) => sum + value, 0);
}

/** Counts the messages of a channel that took more than a second. */
async function countSlow(step: Histogram, channel: string): Promise<number> {
  const { values } = await step.get();
  const upTo = (bound: string | number) =>
    values.find(({ labels }) => labels["channel"] === channel && labels["le"] === bound)?.value ?? 0;
  return upTo("+Inf") - upTo(1);
}
