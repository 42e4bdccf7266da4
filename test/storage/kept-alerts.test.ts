import { expect, it, onTestFinished } from "vitest";
import { openStore } from "../../src/storage/open-store.ts";
import { fillKeptDatabase, readDump, writeKeptFile } from "../support/kept-stores.ts";
import { missingPostgres, startPostgres, whySkipped } from "../support/postgres-server.ts";

const at = Date.parse("2025-05-20T10:00:00Z");

/** A store of version 10 with an alert under way. The number 0 marked what people had asked for. */
function keptStore(engine: "sqlite" | "postgres"): string {
  return readDump(`version-10-${engine}`);
}

/** Whether those who wait for the alert still do, and nobody's own reminder goes with it when it is cancelled. */
async function expectAlertAndReminder(url: string): Promise<void> {
  const store = await openStore(url);
  onTestFinished(() => store.close());
  const own = () => store.transaction((transaction) => transaction.reminders("telegram:1"));
  const soon = { campaign: "meta", slot: "soon", dueAt: at + 3_600_000, uid: "a-uid" };
  expect(await own()).toMatchObject([soon]);
  expect(await store.dueReminders({ channel: "telegram" }, at + 3_600_000, 9)).toMatchObject([soon]);
  expect(await store.dueReminders({ channel: "telegram", alert: 1 }, at, 9)).toMatchObject([
    { conversationId: "telegram:1", slot: "new", alert: 1 },
    { conversationId: "telegram:2", slot: "new", alert: 1 },
  ]);
  const cancel = (alert: number) =>
    store.transaction((transaction) => transaction.setAlertState(alert, "cancelled"));
  expect([await cancel(0), await cancel(1)]).toEqual([false, true]);
  expect(await store.countReminders({ alert: 1 }, 0, at + 1, 9)).toBe(0);
  expect(await own()).toMatchObject([soon]);
}

it("an alert that was under way in an older store goes on, and people’s own reminders stay theirs, in a SQLite file", async () => {
  await expectAlertAndReminder(writeKeptFile(keptStore("sqlite")));
});

it.skipIf(missingPostgres())(`the same holds in PostgreSQL${whySkipped()}`, async () => {
  const server = await startPostgres();
  onTestFinished(() => server.remove());
  const url = await server.createDatabase();
  await expectAlertAndReminder(await fillKeptDatabase(url, keptStore("postgres")));
});
