import { describe, expect, it } from "vitest";
import { createMetrics } from "../../src/operator/metrics.ts";
import { serveOperations } from "../../src/operator/serve-operations.ts";
import type { ChannelState } from "../../src/ports.ts";
import { systemTimers } from "../../src/support/timers.ts";
import { testChannel } from "../support/person-under-test.ts";

function operations(outboxState: () => Promise<{ readonly count: number }>, state?: ChannelState) {
  const channels = [{ ...testChannel, ...(state && { state: () => state }) }];
  const metrics = createMetrics();
  const store = {
    outboxState,
    writeTrouble: async () => undefined,
    countReminders: async () => (await outboxState()).count + 3,
  };
  metrics.watch(store, channels, { now: () => 0 });
  return {
    app: serveOperations({ store, channels, timers: systemTimers, readMetrics: metrics.read }),
    metrics,
  };
}

const empty = async () => ({ count: 0 });

describe("whether the bot is ready", () => {
  it("is yes where the store answers and every channel is", async () => {
    const response = await operations(empty).app.request("/readyz");
    expect([response.status, response.headers.get("cache-control")]).toEqual([200, "no-store"]);
  });

  it("is no where a channel is not, and the reason stays with the operator", async () => {
    const state = { ready: false, since: 0, trouble: "SECRET" };
    const response = await operations(empty, state).app.request("/readyz");
    expect(response.status).toBe(503);
    expect(await response.text()).not.toContain("SECRET");
  });

  it("is yes where another process is on a channel, which stands by here", async () => {
    const state = { ready: true, standsBy: true, since: 0 } as const;
    const { app } = operations(empty, state);
    const response = await app.request("/readyz");
    expect([response.status, await response.json()]).toEqual([
      200,
      {
        ready: true,
        parts: [
          { name: "store", ready: true },
          { name: "test", ready: true, standsBy: true },
        ],
      },
    ]);
    const metrics = await (await app.request("/metrics")).text();
    expect(metrics).toContain('objecteur_channel_ready{channel="test"} 1');
    expect(metrics).toContain('objecteur_channel_stands_by{channel="test"} 1');
  });

  it("is no where the store fails, or does not answer", async () => {
    const failing = operations(() => Promise.reject(new Error("away")));
    expect((await failing.app.request("/readyz")).status).toBe(503);
    const silent = operations(() => new Promise(() => {}));
    expect((await silent.app.request("/readyz")).status).toBe(503);
    expect((await silent.app.request("/healthz")).status).toBe(200);
  });
});

it("counts what is sent, what fails, what is given up and what went wrong", async () => {
  const { app, metrics } = operations(empty);
  metrics.meter.sent("test", "reminder", 1_500);
  metrics.meter.failed("test", "unavailable");
  metrics.meter.givenUp("test", "answer");
  metrics.meter.erred("reminder");
  metrics.meter.understood("answered", "legal", "fr");
  const response = await app.request("/metrics");
  const text = await response.text();
  expect(response.headers.get("content-type")).toContain("text/plain");
  expect(text).toContain('objecteur_delivery_seconds_sum{channel="test",kind="reminder"} 1.5');
  expect(text).toContain('objecteur_send_failures_total{channel="test",reason="unavailable"} 1');
  expect(text).toContain('objecteur_messages_given_up_total{channel="test",kind="answer"} 1');
  expect(text).toContain('objecteur_errors_total{kind="reminder"} 1');
  expect(text).toContain('objecteur_understood_total{outcome="answered",topic="legal",language="fr"} 1');
  expect(text).toContain('objecteur_reminders_late{channel="test"} 3');
});

it("tells what there is to tell while the store is away, and the rest once it is back", async () => {
  let isAway = false;
  const { app } = operations(async () => {
    if (isAway) throw new Error("away");
    return { count: 2 };
  });
  const read = async () => {
    const response = await app.request("/metrics");
    return `${response.status}\n${await response.text()}`;
  };
  const stored = ["outbox_messages 2", "outbox_oldest_seconds 0", 'reminders_due{channel="test"} 5'];
  for (isAway of [false, true, false]) {
    const text = await read();
    expect(text).toMatch(/^200/);
    expect(text).toContain('objecteur_channel_ready{channel="test"} 1');
    expect(stored.filter((line) => text.includes(`\nobjecteur_${line}`))).toEqual(isAway ? [] : stored);
    expect(/^objecteur_(outbox|reminders)/m.test(text)).toBe(!isAway);
  }
});

it("tells for each channel what was sent, what was put off, and what was slow", async () => {
  const { meter, countsOf } = createMetrics();
  meter.sent("test", "answer", 5);
  meter.sent("other", "answer", 5);
  meter.failed("test", "rate-limited");
  meter.failed("test", "unavailable");
  for (const tookMs of [5, 1_000, 1_001, 700_000]) meter.received("test", "answered", tookMs);
  meter.received("other", "answered", 2_000);
  expect(await countsOf("test")).toEqual({ sent: 1, failed: 2, rateLimited: 1, givenUp: 0, slow: 2 });
  expect(await countsOf("quiet")).toEqual({ sent: 0, failed: 0, rateLimited: 0, givenUp: 0, slow: 0 });
});

describe("what typed texts came to, for the operator", () => {
  it("is summed up for each language, and by the topics most asked, those suggested too", async () => {
    const { meter, countUnderstood } = createMetrics();
    meter.understood("answered", "legal", "fr");
    meter.understood("answered", "legal", "en");
    meter.understood("suggested", "works", "fr");
    meter.understood("asked-back", "doubt", "fr");
    meter.understood("not-understood", "not-understood", "fr");
    expect(await countUnderstood()).toEqual({
      languages: {
        fr: { answered: 1, "asked-back": 1, suggested: 1, "not-understood": 1 },
        en: { answered: 1, "asked-back": 0, suggested: 0, "not-understood": 0 },
      },
      topics: [
        { topic: "legal", count: 2 },
        { topic: "works", count: 1 },
      ],
    });
  });
});
