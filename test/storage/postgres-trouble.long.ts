import { once } from "node:events";
import { connect, createServer } from "node:net";
import { beforeAll, describe, expect, it, onTestFinished } from "vitest";
import type { ConversationId, Store, Transaction } from "../../src/ports.ts";
import { StoreError } from "../../src/ports.ts";
import { openStore } from "../../src/storage/open-store.ts";
import { missingPostgres, whySkipped } from "../support/postgres-server.ts";
import { sharePostgres } from "../support/share-postgres.ts";
import { someConversation, someMessage } from "../support/store-contract.ts";
import { until } from "../support/until.ts";

const ana: ConversationId = "test:ana";
const often = { interval: 20 };

describe.skipIf(missingPostgres())(`trouble with PostgreSQL${whySkipped()}`, () => {
  const postgres = sharePostgres();
  beforeAll(async () => {
    await (await openStore(postgres.url)).close();
  });

  async function open(): Promise<Store> {
    await postgres.server.empty(postgres.url);
    const store = await openStore(postgres.url);
    onTestFinished(() => store.close());
    return store;
  }

  /** Does what one message leads to, until it is kept; tells each time that it is refused. */
  async function receive(store: Store, number: number, onRefusal = () => {}): Promise<void> {
    const isKept = () =>
      store
        .transaction((transaction) => answer(transaction, number))
        .then(
          () => true,
          (error: unknown) => {
            if (!(error instanceof StoreError)) throw error;
            onRefusal();
            return false;
          },
        );
    await until(isKept, "a message that is kept", 20);
  }

  async function answer(transaction: Transaction, number: number): Promise<void> {
    if (!(await transaction.claimUpdateId(`update ${number}`, 0))) return;
    const sent = (await transaction.load(ana))?.person.following["meta"]?.sent["facebook"] ?? 0;
    await transaction.save(ana, someConversation("fr", sent + 1), 0);
    await transaction.enqueue(ana, "answer", [someMessage(`${number}`)], { now: 0, goodUntil: 9 });
  }

  it("a server that crashes and comes back in the middle loses nothing and doubles nothing", async () => {
    const store = await open();
    const hold = await store.hold("polling");
    await store.outbox(ana);
    let next = 0;
    let refused = 0;
    let isOver = false;
    const worker = async () => {
      while (!isOver) {
        next += 1;
        await receive(store, next, () => {
          refused += 1;
        });
      }
    };
    const workers = Array.from({ length: 6 }, worker);
    await until(() => next > workers.length);
    await postgres.server.crash();
    await until(() => hold?.isHeld() === false && refused > 0);
    await postgres.server.start();
    const done = next;
    await until(() => next > done + workers.length);
    isOver = true;
    await Promise.all(workers);

    const kept = await store.transaction((transaction) => transaction.load(ana));
    expect(kept?.person.following["meta"]?.sent["facebook"]).toBe(next);
    const texts = (await store.outbox(ana)).map(({ message }) => message.text[0]?.text);
    expect(new Set(texts).size).toBe(next);
    expect(texts).toHaveLength(next);
    expect((await store.hold("polling"))?.isHeld()).toBe(true);
  });

  it("a store says that the server is away, and what of it may be taken up again afterwards", async () => {
    const store = await open();
    const enqueue = (id: ConversationId) =>
      store.transaction((transaction) =>
        transaction.enqueue(id, "answer", [someMessage("1")], { now: 0, goodUntil: 9 }),
      );
    await enqueue(ana);
    expect(await store.outbox(ana)).toHaveLength(1);
    await postgres.server.crash();
    const sentence = /^The database test_\d+ on 127\.0\.0\.1:\d+ (cannot be reached|is unreachable)/;
    await expect(enqueue(ana)).rejects.toThrow(sentence);
    await expect(store.releaseOutbox(ana, 0)).rejects.toThrow(sentence);
    await expect(store.hold("polling")).rejects.toThrow(sentence);
    await postgres.server.start();
    await expect.poll(() => store.conversationsWithOutbox(0, 9).catch(() => []), often).toEqual([ana]);
    expect(await store.outbox(ana)).toHaveLength(1);
  });

  it("connections that the server ends, in use or not, neither end the process nor last", async () => {
    const store = await open();
    const end = () =>
      postgres.server.query(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'objecteur'",
      );
    const first = store.transaction(async (transaction) => {
      await transaction.load(ana);
      await end();
      await transaction.load("test:ben");
    });
    await expect(first).rejects.toThrow(StoreError);
    await store.transaction((transaction) => transaction.load(ana)).catch(() => {});
    await end();
    await receive(store, 1);
    expect(await store.outbox(ana)).toHaveLength(1);
  });

  it("a conversation is named again where an error left open who has it", async () => {
    const store = await open();
    await receive(store, 1);
    const database = postgres.url.split("/").at(-1);
    await postgres.server.query("ALTER TABLE outbox RENAME TO elsewhere", database);
    await expect(store.outbox(ana)).rejects.toThrow(StoreError);
    await postgres.server.query("ALTER TABLE elsewhere RENAME TO outbox", database);
    expect(await store.conversationsWithOutbox(0, 9)).toEqual([ana]);
    expect(await store.outbox(ana)).toHaveLength(1);
  });

  it("what was not committed is never called kept, even where somebody overheard the error", async () => {
    const store = await open();
    const swallowing = store.transaction(async (transaction) => {
      await transaction.claimUpdateId("update 1", 0);
      await transaction.postponeReminder(1, Number.NaN).catch(() => {});
    });
    await expect(swallowing).rejects.toThrow("let its error through");
    expect(await store.transaction((transaction) => transaction.claimUpdateId("update 1", 0))).toBe(true);
  });

  it("an error shows nothing of what it was about", async () => {
    const store = await open();
    const error: unknown = await store
      .transaction((transaction) => transaction.postponeReminder(1, Number("Zanzibar")))
      .catch((error: unknown) => error);
    expect(error).toBeInstanceOf(StoreError);
    expect(String(error)).toContain("refused a statement (22P02)");
    expect(JSON.stringify(error) + String(error)).not.toContain("NaN");
  });

  describe("is told in one sentence at the start, without the password:", () => {
    async function refusal(url: string): Promise<string> {
      const error: unknown = await openStore(url).catch((error: unknown) => error);
      expect(error).toBeInstanceOf(StoreError);
      expect(JSON.stringify(error) + String(error)).not.toContain(postgres.server.password);
      return error instanceof Error ? error.message : "";
    }
    const other = (url: string, change: (url: URL) => void) => {
      const changed = new URL(url);
      change(changed);
      return String(changed);
    };

    it("nobody answers there", async () => {
      const url = other(postgres.server.url("test_1"), (url) => {
        url.port = "1";
      });
      expect(await refusal(url)).toBe(
        "The database test_1 on 127.0.0.1:1 cannot be reached: check that PostgreSQL runs there, and that DATABASE_URL names the right host and port.",
      );
    });

    it("the host does not exist", async () => {
      const url = other(postgres.server.url("test_1"), (url) => {
        url.hostname = "nowhere.invalid";
      });
      expect(await refusal(url)).toContain("cannot be reached");
    });

    it("the password is wrong, or missing, or the user unknown", async () => {
      const wrong = other(postgres.server.url("test_1"), (url) => {
        url.password = "wrong";
      });
      expect(await refusal(wrong)).toContain("refuses the user's name or password");
      expect(await refusal(postgres.server.url("test_1", "nobody"))).toContain(
        "refuses the user's name or password",
      );
      const none = other(postgres.server.url("test_1"), (url) => {
        url.password = "";
      });
      expect(await refusal(none)).toContain("asks for a password");
    });

    it("the database does not exist", async () => {
      expect(await refusal(postgres.server.url("nowhere"))).toContain(
        "The database nowhere on 127.0.0.1:" +
          `${postgres.server.port} does not exist: make it with CREATE DATABASE, or correct its name`,
      );
    });

    it("tables may not be made", async () => {
      await postgres.server.query(`CREATE ROLE guest LOGIN PASSWORD '${postgres.server.password}'`);
      await postgres.server.query("CREATE DATABASE closed");
      expect(await refusal(postgres.server.url("closed", "guest"))).toContain(
        "does not let this user make tables",
      );
    });

    it("the tables are another program's", async () => {
      const url = await postgres.server.createDatabase();
      await postgres.server.query("CREATE TABLE person (name TEXT)", url.split("/").at(-1));
      expect(await refusal(url)).toContain("holds another program's tables");
    });

    it("the tables are a newer version's", async () => {
      const url = await postgres.server.createDatabase("TEMPLATE test_1");
      await postgres.server.query("UPDATE store_version SET version = 999", url.split("/").at(-1));
      expect(await refusal(url)).toContain("was written by a newer Objecteur (store version 999");
    });

    it("the server is too old", async () => {
      const way = createServer((near) => {
        const far = connect(postgres.server.port, "127.0.0.1");
        near.pipe(far);
        // Of the same length, as the protocol counts bytes.
        far.on("data", (bytes: Buffer) => {
          near.write(Buffer.from(bytes.toString("latin1").replace(/\b1[4-9](?=\d{4}\b)/, "13"), "latin1"));
        });
        for (const socket of [near, far]) socket.on("error", () => {});
        far.on("close", () => near.destroy());
      }).listen(0, "127.0.0.1");
      onTestFinished(() => void way.close());
      await once(way, "listening");
      const address = way.address();
      const url = other(postgres.server.url("test_1"), (url) => {
        url.port = String(typeof address === "object" ? address?.port : "");
      });
      expect(await refusal(url)).toMatch(
        /is on PostgreSQL 13, which is too old: .* a server of version 14 or newer\.$/,
      );
    });

    it("not every letter can be stored", async () => {
      const url = await postgres.server.createDatabase("ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0");
      expect(await refusal(url)).toContain("is written in LATIN1");
    });

    it("TLS is asked for, but not spoken there", async () => {
      expect(await refusal(`${postgres.server.url("test_1")}?sslmode=verify-full`)).toContain(
        "does not speak TLS",
      );
    });
  });
});
