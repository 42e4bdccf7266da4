import { Hono } from "hono";
import type { ChannelState, Store, WatchedChannel, WriteTrouble } from "../ports.ts";
import { type Timers, withTimeout } from "../support/timers.ts";

/** What the monitoring routes read. */
interface Operations {
  readonly store: Pick<Store, "outboxState" | "writeTrouble">;
  readonly channels: readonly WatchedChannel[];
  readonly timers: Timers;
  readonly readMetrics: () => Promise<{ readonly contentType: string; readonly text: string }>;
}

type StoreTrouble = WriteTrouble | "no-answer";

/** A store that has not answered within this long counts as away. */
const storeWithinMs = 2_000;

/**
 * Returns the routes for monitoring: `/healthz` (the process is alive), `/readyz` (200 if the store
 * answers and can be written to, and every channel receives and sends, in this process or in the one
 * for which it stands by; else 503; with the state of each part and what its limits have refused) and
 * `/metrics` (Prometheus).
 */
export function serveOperations({ store, channels, timers, readMetrics }: Operations): Hono {
  const app = new Hono();
  app.get("/healthz", (context) => context.text("ok"));
  app.get("/readyz", async (context) => {
    const trouble = await troubleOf(store, timers);
    const parts = [{ name: "store", ready: trouble === undefined, trouble }, ...channels.map(partOf)];
    const ready = parts.every((part) => part.ready);
    return context.json({ ready, parts }, ready ? 200 : 503, { "cache-control": "no-store" });
  });
  app.get("/metrics", async (context) => {
    const { contentType, text } = await readMetrics();
    return context.text(text, 200, { "content-type": contentType });
  });
  return app;
}

function partOf(channel: WatchedChannel) {
  const { ready, standsBy, refused }: Partial<ChannelState> = channel.state?.() ?? {};
  return { name: channel.name, ready: ready ?? true, standsBy, refused };
}

/** Returns why the store does not answer or cannot be written to; undefined if it works. */
async function troubleOf(store: Operations["store"], timers: Timers): Promise<StoreTrouble | undefined> {
  const looking = Promise.all([store.writeTrouble(), store.outboxState()]);
  const [trouble] = await withTimeout(timers, storeWithinMs, looking).catch(() => ["no-answer"] as const);
  return trouble;
}
