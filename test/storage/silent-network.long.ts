import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import { StoreError } from "../../src/ports.ts";
import { openStore } from "../../src/storage/open-store.ts";
import { missingPostgres, whySkipped } from "../support/postgres-server.ts";
import { sharePostgres } from "../support/share-postgres.ts";

describe.skipIf(missingPostgres())(`a network that says nothing any more${whySkipped()}`, () => {
  const postgres = sharePostgres();

  /** A way to the server that can be cut so that neither end hears of it. */
  async function openWay(): Promise<{ readonly url: string; readonly cut: (isCut: boolean) => void }> {
    const sockets = new Set<Socket>();
    let isCut = false;
    const way = createServer((near) => {
      const far = connect(postgres.server.port, "127.0.0.1");
      for (const [from, to] of [
        [near, far],
        [far, near],
      ] as const) {
        sockets.add(from);
        from.on("data", (bytes: Buffer) => isCut || to.write(bytes));
        from.on("close", () => to.destroy());
        from.on("error", () => to.destroy());
      }
    }).listen(0, "127.0.0.1");
    await once(way, "listening");
    onTestFinished(() => {
      for (const socket of sockets) socket.destroy();
      way.close();
    });
    const address = way.address();
    const port = typeof address === "object" ? address?.port : undefined;
    return {
      url: postgres.url.replace(`:${postgres.server.port}/`, `:${port}/`),
      cut: (now) => {
        isCut = now;
      },
    };
  }

  it("costs a process its roles in time, lets nobody wait for ever, and is got over", async () => {
    const way = await openWay();
    const store = await openStore(way.url);
    onTestFinished(() => store.close());
    const hold = await store.hold("polling");
    way.cut(true);
    const began = performance.now();
    const asking = store.transaction((transaction) => transaction.claimUpdateId("update 1", 0));
    const refusal = asking.catch((error: unknown) => error);
    await expect.poll(() => hold?.isHeld(), { timeout: 9_000 }).toBe(false);
    expect(performance.now() - began).toBeLessThan(8_000);
    expect(await refusal).toBeInstanceOf(StoreError);
    way.cut(false);
    const isNew = () =>
      store.transaction((transaction) => transaction.claimUpdateId("update 2", 0)).catch(() => false);
    await expect.poll(isNew, { timeout: 40_000, interval: 500 }).toBe(true);
    await expect
      .poll(async () => (await store.hold("polling").catch(() => undefined))?.isHeld(), { timeout: 20_000 })
      .toBe(true);
  });
});
