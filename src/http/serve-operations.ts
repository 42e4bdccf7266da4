import { Hono } from "hono";
import type { ChannelState, Store, WatchedChannel } from "../app/ports.ts";
import { systemTimers, withTimeout } from "../concurrency/timers.ts";

/** What is asked about the program while it runs. */
interface Operations {
  readonly store: Pick<Store, "outboxState">;
  readonly channels: readonly WatchedChannel[];
  readonly readMetrics: () => Promise<{ readonly contentType: string; readonly text: string }>;
}

/** A store that has not answered within this long counts as away. */
const storeWithinMs = 2_000;

/**
 * Returns the routes for monitoring: `/healthz` (the process lives), `/readyz` (200 if the store answers and
 * messages come and go on every channel, here or on the process by which this one stands, else 503 and which of them; and what their
 * limits have refused) and `/metrics` (Prometheus).
 */
export function serveOperations({ store, channels, readMetrics }: Operations): Hono {
  const app = new Hono();
  app.get("/healthz", (context) => context.text("ok"));
  app.get("/readyz", async (context) => {
    const parts = [{ name: "store", ready: await answers(store) }, ...channels.map(partOf)];
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

async function answers(store: Pick<Store, "outboxState">): Promise<boolean> {
  const state = await withTimeout(systemTimers, storeWithinMs, store.outboxState()).catch(() => undefined);
  return state !== undefined;
}
