import { describe, expect, it } from "vitest";
import type { ConversationId, Store } from "../../src/ports.ts";
import { openStore } from "../../src/storage/open-store.ts";
import { sealStore } from "../../src/storage/seal-store.ts";
import { at, startBot } from "../support/bot-under-test.ts";
import { fillKeptDatabase, readDump, writeKeptFile } from "../support/kept-stores.ts";
import { createPacedChannel } from "../support/paced-channel.ts";
import { missingPostgres, whySkipped } from "../support/postgres-server.ts";
import { sharePostgres } from "../support/share-postgres.ts";

const ana = "telegram:1";
const ben = "whatsapp:33600000000@c.us";
const cleo = "telegram:3";
const dan = "telegram:4";
const group = "telegram:-100";
const friday = "2025-05-23T18:00";
const key = Buffer.alloc(32, 7);

/** A store as commit a760801 has left it; how it was made stands in the README beside it. */
function keptStore(engine: "sqlite" | "postgres"): string {
  return readDump(`2-${engine}`);
}

/** The same in a SQLite file; returns its address. */
function keptFile(): string {
  return writeKeptFile(keptStore("sqlite"));
}

const following = (accounts: readonly string[], told: object) => ({
  meta: { accounts, linked: {}, sent: {}, outcomes: {}, ...told },
});

async function expectEverything(store: Store): Promise<void> {
  const load = (id: ConversationId) => store.transaction((transaction) => transaction.load(id));
  expect(await load(ana)).toEqual({
    person: {
      language: "en",
      languageSource: "words",
      stopped: false,
      following: following(["facebook", "instagram"], {
        linked: { "accounts-center": "no" },
        sent: { facebook: at("2025-05-20T10:04") },
      }),
    },
    saved: {
      version: 1,
      state: "talk.remind-set",
      dialogue: {
        ticked: [],
        misunderstood: 0,
        campaign: "meta",
        reminder: { campaign: "meta", slot: `at:${friday}`, dueAt: at(friday) },
      },
    },
  });
  expect(await load(ben)).toMatchObject({
    person: {
      language: "fr",
      following: following(["instagram"], { sent: { instagram: at("2025-05-20T10:09") } }),
    },
    saved: { state: "talk.next", dialogue: { campaign: "meta" } },
  });
  const outcomes = { facebook: { kind: "confirmed", at: at("2025-05-20T10:15") } };
  expect(await load(cleo)).toMatchObject({ person: { stopped: true, following: { meta: { outcomes } } } });
  expect(await load(dan)).toMatchObject({
    person: {
      language: "fr",
      following: following(["instagram"], {
        linked: { center: "no" },
        sent: { instagram: at("2025-05-19T12:00") },
      }),
    },
    saved: { state: "talk.next", dialogue: { campaign: "meta" } },
  });
  const due = (channel: string) => store.dueReminders({ channel }, at(friday), 9);
  expect(await due("telegram")).toMatchObject([
    { conversationId: ana, campaign: "meta", slot: `at:${friday}`, dueAt: at(friday), alert: undefined },
  ]);
  expect(await due("whatsapp")).toMatchObject([
    { conversationId: ben, campaign: "meta", slot: "confirmation-1", dueAt: at("2025-05-23T16:00") },
  ]);
  expect(await store.conversationsWithOutbox(0, 9)).toEqual([ana, ben, cleo, group]);
  expect(await store.outbox(ana)).toMatchObject([
    {
      kind: "answer",
      createdAt: at("2025-05-20T10:06"),
      goodUntil: at("2025-05-20T11:06"),
      message: { language: "en", file: { name: "reminder.ics", mimeType: "text/calendar" } },
    },
  ]);
  expect(await store.outbox(ben)).toMatchObject([
    { message: { text: expect.anything() } },
    {
      message: {
        choices: expect.anything(),
        navigation: [{ id: "1|next|meta|back" }, { id: "1|next|meta|menu" }],
      },
    },
  ]);
  expect(await store.outbox(group)).toMatchObject([{ kind: "announcement" }]);
  await store.transaction(async (transaction) => {
    expect(await transaction.claimUpdateId("7:107", at(friday))).toBe(false);
    expect(await transaction.claimUpdateId("7:108", at(friday))).toBe(true);
    expect(await transaction.markDone("countdown telegram:-100 meta 2025-05-26 7")).toBe(false);
    expect(await transaction.markDone("countdown telegram:-100 meta 2025-05-26 1")).toBe(true);
    expect(await transaction.chatNote(ben)).toBeUndefined();
  });
  expect(await store.alerts()).toEqual([]);
}

async function expectEverythingAt(url: string, sealedUnder?: Buffer): Promise<void> {
  const store = await openStore(url, sealedUnder);
  try {
    await expectEverything(store);
  } finally {
    await store.close();
  }
}

describe("a store of commit a760801", () => {
  it("is taken over with everything in it, in a SQLite file", async () => {
    await expectEverythingAt(keptFile());
  });

  it("is taken over and sealed by one npm run seal, with everything in it", async () => {
    const url = keptFile();
    expect(await sealStore(url, { key }, () => {})).toBe(5);
    await expectEverythingAt(url, key);
  });

  it("is gone on with: what waited is delivered, what comes again is not answered twice, and the reminder comes when it was promised", async () => {
    const store = await openStore(keptFile());
    const { channel, sent } = createPacedChannel();
    const bot = await startBot({
      campaigns: ["meta"],
      now: "2025-05-20T10:20",
      store,
      channel: () => ({ ...channel, name: "telegram" }),
    });
    try {
      await expect.poll(() => sent.map(({ id }) => id)).toEqual(expect.arrayContaining([ana, cleo, group]));
      const again = { id: "7:107", conversationId: ana, text: "remind me on friday at 18:00" } as const;
      expect(await bot.bot.inbox.receive(again)).toBe("repeated");
      sent.length = 0;
      bot.clock.advance(at(friday) - bot.clock.now());
      await bot.bot.remind();
      expect(sent).toMatchObject([{ id: ana, kind: "reminder", text: expect.stringContaining("⏰ Meta") }]);
      expect(bot.trouble).toEqual([]);
    } finally {
      await bot.stop();
    }
  });

  it("names the zone of each person as others do, however it was spelled", async () => {
    const url = keptFile();
    const store = await openStore(url);
    const zone = await store.transaction(async (transaction) => {
      const conversation = await transaction.load(ana);
      if (conversation === undefined) throw new Error("she is not there");
      const person = { ...conversation.person, zone: "AMeRica/new_york" };
      await transaction.save(ana, { ...conversation, person }, at(friday));
      return (await transaction.load(ana))?.person.zone;
    });
    await store.close();
    expect(zone).toBe("America/New_York");
  });

  describe.skipIf(missingPostgres())(`in PostgreSQL${whySkipped()}`, () => {
    const postgres = sharePostgres();

    it("is taken over with everything in it", async () => {
      const url = await postgres.server.createDatabase();
      await expectEverythingAt(await fillKeptDatabase(url, keptStore("postgres")));
    });
  });
});
