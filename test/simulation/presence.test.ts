import { randomBytes } from "node:crypto";
import { setMaxListeners } from "node:events";
import { onTestFinished } from "vitest";
import { createStore } from "../../src/storage/store.ts";
import { heldConversation, heldRole, presenceContract } from "../support/presence-contract.ts";
import { Choices } from "./choices.ts";
import type { Client } from "./database.ts";
import { SqliteDatabase } from "./sqlite-database.ts";
import { VirtualTime } from "./virtual-time.ts";

/** A process of which only its database knows. */
class Peer implements Client {
  readonly number: number;
  readonly death: AbortSignal;
  readonly isFrozen = false;
  isDead = false;
  readonly #dying = new AbortController();

  constructor(number: number) {
    this.number = number;
    this.death = this.#dying.signal;
    setMaxListeners(0, this.death);
  }

  die(): void {
    this.isDead = true;
    this.#dying.abort();
  }
}

/** Lets the time of a world pass until the test is over. */
function letPass(time: VirtualTime): void {
  let isOver = false;
  onTestFinished(() => {
    isOver = true;
  });
  async function passOn(): Promise<void> {
    await time.moveTo(time.now + 1);
    if (!isOver) setImmediate(() => void passOn());
  }
  void passOn();
}

let seed = 0;

presenceContract("the simulated world", async () => {
  seed += 1;
  const choices = new Choices(seed);
  const time = new VirtualTime(0, choices);
  const database = new SqliteDatabase({ time, choices, note: () => {} });
  letPass(time);
  let peers = 0;
  async function open() {
    peers += 1;
    const peer = new Peer(peers);
    const store = await createStore(await database.open(peer), randomBytes);
    return { peer, store, cut: async () => database.cut(peer) };
  }
  return {
    open,
    async startHolding() {
      const { peer, store } = await open();
      await store.hold(heldRole);
      await store.outbox(heldConversation);
      return {
        kill: async () => {
          peer.die();
          database.cut(peer);
        },
      };
    },
    setAway: async (isAway) => {
      database.isAway = isAway;
    },
    countLeases: async () =>
      (await database.view.readRows()).filter(({ table }) => table === "delivery").length,
  };
});
