import { expect, it } from "vitest";
import type { WebOptions } from "../../../src/channels/web/adapter.ts";
import { serveLoneWeb } from "../../support/lone-web.ts";
import { createWebPage, type WebPage } from "../../support/web-page.ts";

async function serve(limits: NonNullable<WebOptions["limits"]>, more: Partial<WebOptions> = {}) {
  const { url, channel } = await serveLoneWeb({ isProxyTrusted: true, limits, ...more });
  const from = (address: string) => createWebPage({ url, address });
  /** Opens a page from each address, one after the other; gives those that were let in. */
  async function letIn(addresses: readonly string[]): Promise<readonly WebPage[]> {
    const pages: WebPage[] = [];
    for (const address of addresses) {
      const page = from(address);
      if ((await page.open()) === 200) pages.push(page);
    }
    return pages;
  }
  return { channel, from, letIn };
}

/** So many networks of the size that one home or phone has, within these bits. */
const homes = (count: number, network: (index: string) => string) =>
  Array.from({ length: count }, (_, index) => `${network(index.toString(16).padStart(2, "0"))}::1`);
const within56 = homes(20, (index) => `2001:db8:1:${index}`);
const within48 = homes(20, (index) => `2001:db8:1:${index}00`);
const elsewhere = homes(8, (index) => `2001:db8:${index}ff:1`);

it("lets in everyone else while one line opens pages from each of its IPv6 networks", async () => {
  const { letIn } = await serve({ pages: 20, pagesPerAddress: 2 });
  expect(await letIn(within56)).toHaveLength(4);
  expect(await letIn(within48)).toHaveLength(4);
  expect(await letIn(elsewhere)).toHaveLength(8);
  expect(await letIn(["192.0.2.1", "192.0.2.1", "192.0.2.1"])).toHaveLength(2);
});

it("lets a line open pages again when it has closed some", async () => {
  const { letIn } = await serve({ pagesPerAddress: 1 });
  const pages = await letIn(within48);
  expect(pages).toHaveLength(4);
  pages[0]?.close();
  await expect.poll(async () => (await letIn(within48)).length).toBe(1);
});

it("gives the place of someone who has said nothing to the next one, and nobody's who has spoken", async () => {
  const { channel, from, letIn } = await serve({ pages: 3 });
  const [silent, spoken, later] = [from("192.0.2.1"), from("192.0.2.2"), from("192.0.2.3")];
  for (const page of [silent, spoken, later]) expect(await page.open()).toBe(200);
  for (const page of [spoken, later]) expect(await page.post({ text: "hello" })).toBe(200);
  expect(channel.state?.().ready).toBe(true);
  const next = from("192.0.2.4");
  expect(await next.open()).toBe(200);
  await silent.ended();
  expect(silent.isFull()).toBe(true);
  expect(await next.post({ text: "hello" })).toBe(200);
  expect(channel.state?.().trouble).toBe("full");
  expect(await letIn(["192.0.2.5", "192.0.2.1"])).toEqual([]);
  spoken.close();
  await expect.poll(async () => (await letIn(["192.0.2.2"])).length).toBe(1);
});

it("keeps the place of a reader who comes back, though they say nothing this time", async () => {
  const { from, letIn } = await serve({ pages: 1 });
  const reader = from("192.0.2.1");
  await reader.open();
  await reader.post({ text: "hello" });
  reader.close();
  await expect.poll(() => reader.open()).toBe(200);
  expect(await letIn(["192.0.2.2"])).toEqual([]);
});

it("lets a network begin so many conversations an hour, and each of them go on", async () => {
  let now = 0;
  const { from } = await serve({ newChatsPerHour: 2 }, { clock: { now: () => now } });
  const begin = (address: string) => from(address).post({ text: "hello" });
  const reader = from("192.0.2.1");
  expect([await reader.post({ text: "hello" }), await begin("192.0.2.1")]).toEqual([200, 200]);
  expect(await begin("192.0.2.1")).toBe(503);
  expect(await reader.post({ text: "hello again" })).toBe(200);
  const ofLine = await Promise.all(within56.map(begin));
  expect(ofLine.filter((status) => status === 200)).toHaveLength(4);
  const ofSite = await Promise.all(within48.map(begin));
  expect(ofSite.filter((status) => status === 200)).toHaveLength(4);
  expect(await begin("192.0.2.2")).toBe(200);
  now += 31 * 60_000;
  expect([await begin("192.0.2.1"), await begin("192.0.2.1")]).toEqual([200, 503]);
});
