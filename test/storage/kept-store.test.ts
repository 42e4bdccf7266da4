import Database from "better-sqlite3";
import { Client } from "pg";
import { describe, expect, it } from "vitest";
import type { ConversationId } from "../../src/ports.ts";
import { VERSION_TABLE } from "../../src/storage/migrations.ts";
import { openStore } from "../../src/storage/open-store.ts";
import { fillKeptDatabase, readDump, writeKeptFile } from "../support/kept-stores.ts";
import { missingPostgres, whySkipped } from "../support/postgres-server.ts";
import { sharePostgres } from "../support/share-postgres.ts";
import { someConversation, someMessage } from "../support/store-contract.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const at = Date.parse("2025-05-20T10:00:00Z");
const hour = 3_600_000;
const ana = "telegram:1";
const ben = "whatsapp:33600000000@c.us";
const cleo = "telegram:3";

/** A store as version 0.1 has left it: what `sqlite3 .dump` and `pg_dump --inserts` tell of it. */
function keptStore(engine: "sqlite" | "postgres"): string {
  const dump = readDump(`0.1-${engine}`);
  const schema = engine === "postgres" ? "public." : "";
  return `${dump}
    INSERT INTO ${schema}person (conversation_id, person, place, seen_at)
      VALUES ('${cleo}', '{"version":2,"stopped":false,"following":{}}', '${cleoState("situation")}', ${at});
    INSERT INTO ${schema}outbox (conversation_id, kind, message, created_at, good_until)
      VALUES ('${cleo}', 'answer', '${cleoMessage("ways")}', ${at + 1}, ${at + hour});`;
}

/** What else version 0.1 wrote under another name; the same letters within what somebody reads are no name. */
const quoted = `{"a":"\\"situation\\":{\\"ways\\":["}`;
const cleoState = (name: string) =>
  `{"version":1,"state":"talk.next","${name}":{"campaign":"meta","ticked":[],"misunderstood":0,"more":${quoted}}}`;
const cleoMessage = (name: string) =>
  `{"text":[{"type":"text","text":"three"}],"${name}":[{"id":"menu","label":"Menu"}],"more":${quoted}}`;

/** A table that is in the way of the next migration, so that it fails in the middle. */
const inTheWay = "CREATE TABLE proactive_message (reason TEXT)";
const whatIsThere = `SELECT (SELECT count(*) FROM person) AS people, (SELECT count(*) FROM seen) AS seen,
  (SELECT version FROM ${VERSION_TABLE}) AS version`;
/** As version 0.1 starts it. */
const asItWas = { people: 3, seen: 1, version: 3 };

/** Whether all of version 0.1 is there, and everything can be gone on with. */
async function expectEverything(url: string): Promise<void> {
  const store = await openStore(url);
  try {
    const load = (id: ConversationId) => store.transaction((transaction) => transaction.load(id));
    expect(await Promise.all(([ana, cleo, ben] as const).map(load))).toEqual([
      someConversation("en", at),
      { person: { stopped: false, following: {} }, saved: JSON.parse(cleoState("dialogue")) },
      someConversation("fr", at),
    ]);
    const due = (channel: string) => store.dueReminders({ channel }, at + 9 * hour, 9);
    expect(await due("telegram")).toMatchObject([
      { conversationId: ana, campaign: "meta", slot: "soon", dueAt: at + hour },
    ]);
    expect(await due("whatsapp")).toMatchObject([
      { conversationId: ben, slot: "confirmation", dueAt: at + 2 * hour },
    ]);
    expect(await store.conversationsWithOutbox(0, 9)).toEqual([ana, ben, cleo]);
    expect(await store.outbox(ana)).toMatchObject([
      { kind: "answer", message: someMessage("one"), createdAt: at, goodUntil: at + hour },
    ]);
    expect(await store.proactiveSince("whatsapp", 0)).toEqual([at - 2 * hour, at - 60_000]);
    expect(await store.outbox(cleo)).toMatchObject([{ message: JSON.parse(cleoMessage("navigation")) }]);
    expect(await store.outbox(ben)).toMatchObject([{ kind: "reminder", goodUntil: at + 24 * hour }]);
    await store.transaction(async (transaction) => {
      expect(await transaction.claimUpdateId("whatsapp:false_ABC", at)).toBe(false);
      expect(await transaction.claimUpdateId("whatsapp:false_DEF", at)).toBe(true);
      expect(await transaction.markDone("countdown telegram:-100 meta 2025-05-26 7")).toBe(false);
      expect(await transaction.markDone("countdown telegram:-100 meta 2025-05-26 1")).toBe(true);
      expect(await transaction.chatNote(ben)).toEqual({ at, ids: ["ABC"], undecrypted: [], polls: [] });
      expect(await transaction.channelNote("whatsapp")).toMatchObject({ floor: at - 1 });
    });
  } finally {
    await store.close();
  }
}

describe("a store of version 0.1", () => {
  it("is taken over with everything in it, in a SQLite file", async () => {
    await expectEverything(writeKeptFile(keptStore("sqlite")));
  });

  it("is left as it was, for version 0.1 to start, if taking it over fails, in a SQLite file", async () => {
    const file = `${temporaryFolder()}/objecteur.db`;
    const kept = new Database(file);
    kept.exec(keptStore("sqlite")).exec(inTheWay);
    await expect(openStore(`file:${file}`)).rejects.toThrow("proactive_message");
    expect(kept.prepare(whatIsThere).get()).toEqual(asItWas);
    kept.exec("DROP TABLE proactive_message").close();
    await expectEverything(`file:${file}`);
  });

  describe.skipIf(missingPostgres())(`in PostgreSQL${whySkipped()}`, () => {
    const postgres = sharePostgres();

    it("is taken over with everything in it", async () => {
      const url = await postgres.server.createDatabase();
      await expectEverything(await fillKeptDatabase(url, keptStore("postgres")));
    });

    it("is left as it was, for version 0.1 to start, if taking it over fails", async () => {
      const url = await postgres.server.createDatabase();
      const client = new Client(url);
      await client.connect();
      await client.query(keptStore("postgres"));
      await client.query(inTheWay);
      await expect(openStore(url)).rejects.toThrow("holds another program's tables");
      const { rows } = await client.query(whatIsThere.replaceAll("count(*)", "count(*)::int"));
      expect(rows).toEqual([asItWas]);
      await client.query("DROP TABLE proactive_message");
      await client.end();
      await expectEverything(url);
    });
  });
});
