import { describe, expect, it, onTestFinished } from "vitest";
import type { ConversationId } from "../../src/ports.ts";
import { openStore } from "../../src/storage/open-store.ts";
import { at, startBot } from "../support/bot-under-test.ts";
import { fillKeptDatabase, readDump, writeKeptFile } from "../support/kept-stores.ts";
import { createPacedChannel } from "../support/paced-channel.ts";
import { missingPostgres, whySkipped } from "../support/postgres-server.ts";
import { sharePostgres } from "../support/share-postgres.ts";

const [ana, ben, cleo, eve] = [
  "telegram:1",
  "whatsapp:33600000000@c.us",
  "telegram:3",
  "telegram:5",
] as const;
const friday = at("2025-05-23T18:00");

/** Gives the address of a copy of the store as the program of a commit has left it. */
type Keep = (commit: string) => Promise<string>;

describe("in SQLite", () => {
  expectTakenOver(async (commit) => writeKeptFile(readDump(`${commit}-sqlite`)));
});

describe.skipIf(missingPostgres())(`in PostgreSQL${whySkipped()}`, () => {
  const postgres = sharePostgres();
  expectTakenOver(async (commit) =>
    fillKeptDatabase(await postgres.server.createDatabase(), readDump(`${commit}-postgres`)),
  );
});

function expectTakenOver(keep: Keep): void {
  describe.each([
    ["4ee8e617", undefined],
    ["3330a205", at("2025-05-20T10:20")],
    ["a8d4d1d6", at("2025-05-20T10:20")],
    ["f3411b20", at("2025-05-20T10:20")],
    ["df5921b9", at("2025-05-20T10:20")],
  ])("a store of commit %s", (commit, alertsSince) => {
    it("is taken over with everything in it", async () => {
      const store = await openStore(await keep(commit));
      onTestFinished(() => store.close());
      const personOf = (id: ConversationId) =>
        store.transaction(async (transaction) => (await transaction.load(id))?.person);
      expect(await personOf(ana)).toMatchObject({
        language: "en",
        following: {
          meta: {
            accounts: ["facebook", "instagram"],
            linked: { "accounts-center": "no" },
            sent: { facebook: at("2025-05-20T10:05") },
          },
        },
      });
      expect(await personOf(ben)).toMatchObject({
        language: "fr",
        following: { meta: { accounts: ["instagram"], sent: { instagram: at("2025-05-20T10:10") } } },
      });
      const outcomes = { facebook: { kind: "confirmed", at: at("2025-05-20T10:16") } };
      expect(await personOf(cleo)).toMatchObject({ stopped: true, following: { meta: { outcomes } } });
      const wishes = await personOf(eve);
      expect(wishes).toMatchObject({ following: { meta: { accounts: ["facebook", "instagram"] } } });
      expect(wishes?.alertsSince).toBe(alertsSince);
      expect(await store.dueReminders({ channel: "telegram" }, friday, 9)).toMatchObject([
        { conversationId: ana, slot: "at:2025-05-23T18:00", dueAt: friday, alert: undefined },
      ]);
      expect(await store.dueReminders({ channel: "whatsapp" }, friday, 9)).toMatchObject([
        { conversationId: ben, slot: "confirmation-1", dueAt: at("2025-05-23T16:00") },
      ]);
      expect(await store.conversationsWithOutbox(0, 9)).toEqual([ana, ben, cleo, eve]);
      await store.transaction(async (transaction) => {
        expect(await transaction.claimUpdateId("7:107", friday)).toBe(false);
        expect(await transaction.claimUpdateId("7:108", friday)).toBe(true);
        expect(await transaction.markDone("countdown telegram:-100 meta 2025-05-26 7")).toBe(false);
      });
    });

    it("is gone on with: what waited is sent, everybody is answered, and the reminder comes when it was promised", async () => {
      const { channel, sent } = createPacedChannel();
      const { bot, clock, trouble, stop } = await startBot({
        campaigns: ["meta"],
        now: "2025-05-20T10:30",
        store: await openStore(await keep(commit)),
        channel: () => ({ ...channel, name: "telegram" }),
      });
      onTestFinished(stop);
      await expect.poll(() => sent.map(({ id }) => id)).toEqual(expect.arrayContaining([ana, cleo, eve]));
      sent.length = 0;
      for (const id of [ana, cleo, eve])
        await bot.inbox.receive({ id: `new ${id}`, conversationId: id, text: "/where" });
      const told = (id: string) => sent.filter((one) => one.id === id).map(({ text }) => text);
      await expect
        .poll(() => [ana, cleo, eve].map((id) => told(id).join()))
        .toEqual([
          expect.stringContaining("sent, confirmation awaited (Facebook)"),
          expect.stringContaining("confirmed ✓ (Facebook)"),
          expect.stringContaining("il reste Facebook et Instagram"),
        ]);
      sent.length = 0;
      clock.advance(friday - clock.now());
      await bot.remind();
      await expect.poll(() => sent).toMatchObject([{ id: ana, kind: "reminder" }]);
      expect(trouble).toEqual([]);
    });
  });
}
