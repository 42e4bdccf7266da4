import { expect, it } from "vitest";
import type { WebOptions } from "../../../src/channels/web/adapter.ts";
import { createMetrics } from "../../../src/operator/metrics.ts";
import { serveOperations } from "../../../src/operator/serve-operations.ts";
import { systemTimers } from "../../../src/support/timers.ts";
import { serveLoneWeb } from "../../support/lone-web.ts";
import { createWebPage } from "../../support/web-page.ts";

/** A web channel with few places, and what a machine is told of it. */
async function serve(limits: WebOptions["limits"]) {
  const { url, channel } = await serveLoneWeb({ isProxyTrusted: true, ...(limits && { limits }) });
  const store = {
    outboxState: async () => ({ count: 0 }),
    writeTrouble: async () => undefined,
    countReminders: async () => 0,
  };
  const metrics = createMetrics();
  metrics.watch(store, [channel], { now: () => 0 });
  const operations = serveOperations({
    store,
    channels: [channel],
    timers: systemTimers,
    readMetrics: metrics.read,
  });
  const open = async (address: string) => {
    const page = createWebPage({ url, address });
    return { page, status: await page.open() };
  };
  const web = async () => {
    const answer = await operations.request("/readyz");
    const { parts } = (await answer.json()) as { readonly parts: readonly unknown[] };
    return [answer.status, parts[1]];
  };
  const counted = async (reason: string) => {
    const text = await (await operations.request("/metrics")).text();
    return text.split("\n").find((line) => line.includes("refused_total{") && line.includes(`"${reason}"`));
  };
  return { url, channel, open, web, counted };
}

it("stays ready while only one address has no place left, and says how many it has refused", async () => {
  const { open, web, counted, channel } = await serve({ pages: 10, pagesPerAddress: 1 });
  const refused = { all: 0, address: 0, rate: 0 };
  expect(await web()).toEqual([200, { name: "web", ready: true, refused }]);
  expect((await open("192.0.2.1")).status).toBe(200);
  expect((await open("192.0.2.1")).status).toBe(503);
  expect(await web()).toEqual([200, { name: "web", ready: true, refused: { ...refused, address: 1 } }]);
  expect(await counted("address")).toBe('objecteur_refused_total{channel="web",reason="address"} 1');
  expect(await counted("all")).toBe('objecteur_refused_total{channel="web",reason="all"} 0');
  expect(channel.state?.().trouble).toBeUndefined();
});

it("is not ready while nobody can be let in, and is again when somebody has left", async () => {
  const { open, web, counted, channel } = await serve({ pages: 2 });
  const [first, second] = [await open("192.0.2.1"), await open("192.0.2.2")];
  for (const { page } of [first, second]) await page.post({ text: "hello" });
  expect((await open("192.0.2.3")).status).toBe(503);
  const refused = { all: 1, address: 0, rate: 0 };
  expect(await web()).toEqual([503, { name: "web", ready: false, refused }]);
  expect(await counted("all")).toBe('objecteur_refused_total{channel="web",reason="all"} 1');
  expect(channel.state?.().trouble).toBe("full");
  first.page.close();
  await expect.poll(web).toEqual([200, { name: "web", ready: true, refused }]);
  expect((await open("192.0.2.3")).status).toBe(200);
});

it("counts what came too fast", async () => {
  const { url, counted } = await serve({ messagesPerMinute: 1 });
  const page = createWebPage({ url, address: "192.0.2.1" });
  expect([await page.post({ text: "one" }), await page.post({ text: "two" })]).toEqual([200, 429]);
  expect(await counted("rate")).toBe('objecteur_refused_total{channel="web",reason="rate"} 1');
});

it("is not ready before it has started and after it has stopped", async () => {
  const { channel, web } = await serve({});
  await channel.stop();
  expect((await web())[0]).toBe(503);
});

it.each(["messages", "seen", "push", "handover", "claim", "leave"])(
  "has %s come again once it has stopped",
  async (kind) => {
    const { channel, url } = await serve({});
    await channel.stop();
    const headers = { "content-type": "application/json", "x-session": "s".repeat(43) };
    const answer = await fetch(`${url}/chat/${kind}`, { method: "POST", headers, body: "{}" });
    expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "1"]);
  },
);
