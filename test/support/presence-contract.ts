import { beforeEach, describe, expect, it } from "vitest";
import { type ConversationId, type Store, StoreError } from "../../src/ports.ts";
import { pauseTransaction } from "./pause-transaction.ts";
import { someMessage } from "./store-contract.ts";
import { manyTurns } from "./until.ts";

/** The conversation that a holding process delivers. */
export const heldConversation: ConversationId = "test:ana";
/** The role that a holding process has. */
export const heldRole = "polling";
const ana = heldConversation;
const often = { interval: 20 };
const numbers = (length: number) => Array.from({ length }, (_, number) => number);

/** One process on a database that several share. */
export interface Peer {
  readonly store: Store;
  /** Ends its connections: the database takes it for dead, and it lives on. */
  cut(): Promise<void>;
}

/** An empty database, and the processes on it. */
export interface SharedDatabase {
  /** Opens the database for one more process, until the end of the test. */
  open(): Promise<Peer>;
  /** Starts a process that has {@link heldRole} and the delivery of {@link heldConversation}. It can be killed. */
  startHolding(): Promise<{ readonly kill: () => Promise<void> }>;
  /** From now on nobody reaches it, whoever is connected; or everybody again. */
  setAway(isAway: boolean): Promise<void>;
  /** How many leases are written down, also of processes that have ended. */
  countLeases(): Promise<number>;
}

/** Delivers all messages of a conversation, as a bot does, also those that come meanwhile. */
async function deliver(store: Store, id: ConversationId, delivered: string[]): Promise<void> {
  for (const row of await store.outbox(id)) {
    delivered.push(`${id} ${row.message.text[0]?.text}`);
    await store.removeFromOutbox([row.id]);
  }
  if (!(await store.releaseOutbox(id, 0))) await deliver(store, id, delivered);
}

/** What the port `Store` promises where processes share a database: who has which role, and who delivers what. */
export function presenceContract(name: string, share: () => Promise<SharedDatabase>): void {
  describe(`processes that share a database (${name})`, () => {
    let database: SharedDatabase;
    let one: Peer;
    let two: Peer;
    beforeEach(async () => {
      database = await share();
      one = await database.open();
      two = await database.open();
    });

    function enqueue({ store }: Peer, id: ConversationId, ...texts: string[]): Promise<void> {
      return store.transaction((transaction) =>
        transaction.enqueue(id, "answer", texts.map(someMessage), { now: 0, goodUntil: 9 }),
      );
    }

    /** Whether the process could take the role now. It is not kept. */
    async function canHold({ store }: Peer, role = heldRole): Promise<boolean> {
      const hold = await store.hold(role);
      await hold?.release();
      return hold !== undefined;
    }

    const claim = ({ store }: Peer, key: string) =>
      store.transaction((transaction) => transaction.claimUpdateId(key, 0));

    describe("in a role:", () => {
      it("one has it at a time, until it lets go", async () => {
        const hold = await one.store.hold(heldRole);
        expect(hold?.isHeld()).toBe(true);
        expect(await two.store.hold(heldRole)).toBeUndefined();
        expect((await two.store.hold("whatsapp"))?.isHeld()).toBe(true);
        await hold?.release();
        expect(hold?.isHeld()).toBe(false);
        expect((await two.store.hold(heldRole))?.isHeld()).toBe(true);
        expect(await one.store.hold(heldRole)).toBeUndefined();
      });

      it("of several that ask at the same time, one gets it", async () => {
        const holds = await Promise.all([one, two, one, two].map(({ store }) => store.hold("whatsapp")));
        const got = holds.flatMap((hold, index) => (hold ? [index % 2] : []));
        expect(new Set(got).size).toBe(1);
      });

      it("who has it may take it again, as after an answer that was lost, and lets go as often", async () => {
        const first = await one.store.hold(heldRole);
        const second = await one.store.hold(heldRole);
        expect(second?.isHeld()).toBe(true);
        await first?.release();
        await first?.release();
        expect(second?.isHeld()).toBe(true);
        expect(await two.store.hold(heldRole)).toBeUndefined();
        await second?.release();
        expect(await canHold(two)).toBe(true);
      });

      it("who closes the store gives it up, and takes none any more", async () => {
        const hold = await two.store.hold(heldRole);
        await two.store.close();
        await expect.poll(() => canHold(one), often).toBe(true);
        expect(hold?.isHeld()).toBe(false);
        await expect(two.store.hold(heldRole)).rejects.toThrow("The store is closed");
      });

      it("who is killed gives it up", async () => {
        const { kill } = await database.startHolding();
        expect(await one.store.hold(heldRole)).toBeUndefined();
        await kill();
        await expect.poll(() => canHold(one), often).toBe(true);
      });

      it("who is cut off gives it up, knows it, and takes nothing from who has it then", async () => {
        const hold = await one.store.hold(heldRole);
        await one.cut();
        await expect.poll(() => hold?.isHeld(), often).toBe(false);
        const next = await two.store.hold(heldRole);
        expect(next?.isHeld()).toBe(true);
        await hold?.release();
        await expect.poll(() => one.store.hold(heldRole).catch(() => "away"), often).toBeUndefined();
        await next?.release();
        await expect.poll(async () => (await one.store.hold(heldRole))?.isHeld(), often).toBe(true);
        expect(await two.store.hold(heldRole)).toBeUndefined();
      });
    });

    it("what a process has begun is undone when it is cut off, and nobody waits for it", async () => {
      const begun = await pauseTransaction(one.store, (transaction) =>
        transaction.claimUpdateId("update 1", 0),
      );
      const ended = begun.ended.catch((error: unknown) => error);
      await one.cut();
      expect(await claim(two, "update 1")).toBe(true);
      begun.goOn();
      expect(await ended).toBeInstanceOf(StoreError);
      await expect.poll(() => claim(one, "update 1").catch(() => "away"), often).toBe(false);
    });

    it("what is held is lost while the database is away, and can be taken again after that", async () => {
      await enqueue(one, ana, "1");
      expect(await one.store.outbox(ana)).toHaveLength(1);
      const hold = await one.store.hold(heldRole);
      await database.setAway(true);
      await expect.poll(() => hold?.isHeld(), often).toBe(false);
      await expect(one.store.hold(heldRole)).rejects.toThrow(StoreError);
      await expect(one.store.conversationsWithOutbox(0, 9)).rejects.toThrow(StoreError);
      await expect(one.store.outbox(ana)).rejects.toThrow(StoreError);
      await expect(one.store.releaseOutbox(ana, 0)).rejects.toThrow(StoreError);
      await database.setAway(false);
      await expect.poll(() => two.store.conversationsWithOutbox(0, 9).catch(() => []), often).toEqual([ana]);
      expect(await two.store.outbox(ana)).toHaveLength(1);
      await expect.poll(() => canHold(two).catch(() => false), often).toBe(true);
    });

    describe("at the outbox:", () => {
      it("one has a conversation at a time, and the other neither gets nor lists it", async () => {
        await enqueue(one, ana, "1");
        const both = await Promise.all([one.store.outbox(ana), two.store.outbox(ana)]);
        expect(both.map((rows) => rows.length).sort((a, b) => a - b)).toEqual([0, 1]);
        const [having, other] = both[0].length === 1 ? [one, two] : [two, one];
        expect(await other.store.conversationsWithOutbox(0, 9)).toEqual([]);
        expect(await other.store.outbox(ana)).toEqual([]);

        await enqueue(other, ana, "2");
        expect(await having.store.releaseOutbox(ana, 0)).toBe(false);
        expect(await other.store.outbox(ana)).toEqual([]);
        for (const { id } of await having.store.outbox(ana)) await having.store.removeFromOutbox([id]);
        expect(await having.store.releaseOutbox(ana, 0)).toBe(true);

        await enqueue(having, ana, "3");
        expect(await having.store.conversationsWithOutbox(0, 9)).toEqual([ana]);
        expect(await other.store.outbox(ana)).toHaveLength(1);
        expect(await having.store.outbox(ana)).toEqual([]);
      });

      it("a conversation is let go of while its messages are held, unless an answer has come", async () => {
        await one.store.transaction(async (transaction) => {
          await transaction.enqueue(ana, "reminder", [someMessage("1")], { now: 0, goodUntil: 99 });
          await transaction.holdOutbox(ana, 9);
        });
        expect(await one.store.outbox(ana)).toHaveLength(1);
        expect(await one.store.releaseOutbox(ana, 9)).toBe(false);
        await enqueue(two, ana, "2");
        expect(await one.store.releaseOutbox(ana, 8)).toBe(false);
        const [, answer] = await one.store.outbox(ana);
        await one.store.removeFromOutbox([answer?.id ?? -1]);
        expect(await one.store.releaseOutbox(ana, 8)).toBe(true);
        expect(await two.store.conversationsWithOutbox(8, 9)).toEqual([]);
        expect(await two.store.outbox(ana)).toHaveLength(1);
      });

      it("letting go waits for who is just adding a message", async () => {
        expect(await one.store.outbox(ana)).toEqual([]);
        const adding = await pauseTransaction(two.store, (transaction) =>
          transaction.enqueue(ana, "answer", [someMessage("1")], { now: 0, goodUntil: 9 }),
        );
        const released = one.store.releaseOutbox(ana, 0);
        void manyTurns().then(adding.goOn);
        await adding.ended;
        expect(await released).toBe(false);
        expect(await one.store.outbox(ana)).toHaveLength(1);
      });

      it("every message is delivered, once, in order, whoever adds it and whoever delivers", async () => {
        const ids = numbers(4).map((number): ConversationId => `test:${number}`);
        const delivered: string[] = [];
        // As a bot does: within a process, one delivery of a conversation at a time, then one for who came meanwhile.
        const underWay = new Map<string, Promise<void>>();
        async function wake(peer: Peer, id: ConversationId): Promise<void> {
          const key = `${peer === one} ${id}`;
          const next = (underWay.get(key) ?? Promise.resolve()).then(() =>
            deliver(peer.store, id, delivered),
          );
          underWay.set(key, next);
          await next;
        }
        const rounds = numbers(40);
        const wakings: Promise<void>[] = [];
        async function say(round: number): Promise<void> {
          const peer = round % 3 === 0 ? one : two;
          await Promise.all(ids.map((id) => enqueue(peer, id, String(round))));
          wakings.push(...ids.map((id) => wake(peer, id)));
        }
        for (const round of rounds) await say(round);
        await Promise.all(wakings);
        for (const id of ids)
          expect(delivered.filter((line) => line.startsWith(`${id} `))).toEqual(
            rounds.map((round) => `${id} ${round}`),
          );
        expect(await database.countLeases()).toBe(0);
      });

      it("the conversations of a killed process are listed and delivered by one of the others", async () => {
        await enqueue(one, ana, "1");
        const { kill } = await database.startHolding();
        expect(await one.store.outbox(ana)).toEqual([]);
        expect(await one.store.conversationsWithOutbox(0, 9)).toEqual([]);
        await kill();
        await expect.poll(() => one.store.conversationsWithOutbox(0, 9), often).toEqual([ana]);
        await expect.poll(async () => (await one.store.outbox(ana)).length, often).toBe(1);
        expect(await two.store.outbox(ana)).toEqual([]);
      });

      it("so are those of a process that has closed the store", async () => {
        await enqueue(one, ana, "1");
        expect(await two.store.outbox(ana)).toHaveLength(1);
        await two.store.close();
        await expect.poll(() => one.store.conversationsWithOutbox(0, 9), often).toEqual([ana]);
        expect(await one.store.outbox(ana)).toHaveLength(1);
      });

      it("who is cut off has none any more, and gets them again if nobody took them", async () => {
        await enqueue(one, ana, "1");
        await enqueue(one, "test:ben", "1");
        expect(await one.store.outbox(ana)).toHaveLength(1);
        expect(await one.store.outbox("test:ben")).toHaveLength(1);
        await one.cut();
        await expect.poll(() => two.store.conversationsWithOutbox(0, 9), often).toEqual([ana, "test:ben"]);
        expect(await two.store.outbox(ana)).toHaveLength(1);
        const listed = () => one.store.conversationsWithOutbox(0, 9).catch(() => "away");
        await expect.poll(listed, often).toEqual(["test:ben"]);
        expect(await one.store.outbox(ana)).toEqual([]);
        expect(await one.store.outbox("test:ben")).toHaveLength(1);
        expect(await two.store.outbox("test:ben")).toEqual([]);
      });

      it("whoever starts clears away the leases of those that have ended, and no others", async () => {
        await enqueue(one, ana, "1");
        await enqueue(one, "test:ben", "1");
        expect(await two.store.outbox("test:ben")).toHaveLength(1);
        const { kill } = await database.startHolding();
        expect(await database.countLeases()).toBe(2);
        await kill();
        await expect.poll(() => one.store.conversationsWithOutbox(0, 9), often).toEqual([ana]);
        await database.open();
        expect(await database.countLeases()).toBe(1);
        expect(await one.store.outbox("test:ben")).toEqual([]);
      });
    });
  });
}
