import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { announce } from "../../src/app/announce.ts";
import type { Store } from "../../src/ports.ts";
import { openStore, withStoreBesideBot } from "../../src/storage/open-store.ts";
import { createBrain, createTestClock } from "../support/bot-under-test.ts";
import { missingPostgres, whySkipped } from "../support/postgres-server.ts";
import { sharePostgres } from "../support/share-postgres.ts";

const chat = { id: "telegram:-100123", language: "fr" } as const;

describe.skipIf(missingPostgres())(`several processes on PostgreSQL,${whySkipped()}`, () => {
  const postgres = sharePostgres();
  let stores: readonly Store[];
  beforeAll(async () => {
    stores = [await openStore(postgres.url), await openStore(postgres.url)];
  });
  afterAll(async () => {
    for (const store of stores) await store.close();
  });

  it("post the countdown once, although each of them looks", async () => {
    const look = (store: Store) =>
      announce({
        ...createBrain(["meta"]),
        store,
        communityChats: [chat],
        channels: [{ name: "telegram" }],
        clock: createTestClock("2025-05-25T18:00"),
        delivery: { wake: () => {} },
      });
    const counts = await Promise.all([...stores, ...stores].map(look));
    expect(counts.toSorted((one, other) => one - other)).toEqual([0, 0, 0, 1]);
    const [first] = stores;
    const [row, ...others] = (await first?.outbox(chat.id)) ?? [];
    expect([row?.kind, others.length]).toEqual(["announcement", 0]);
    await first?.removeFromOutbox([row?.id ?? 0]);
    await first?.releaseOutbox(chat.id, 0);
  });

  it("find what the operator’s command has left", async () => {
    const message = { text: [{ type: "text", text: "Bonjour" }] } as const;
    await withStoreBesideBot(postgres.url, undefined, (store) =>
      store.transaction((transaction) =>
        transaction.enqueue(chat.id, "announcement", [message], { now: 1, goodUntil: 2 }),
      ),
    );
    expect(await stores[1]?.conversationsWithOutbox(0, 10)).toEqual([chat.id]);
    expect(await stores[1]?.outbox(chat.id)).toEqual([expect.objectContaining({ message })]);
  });
});
