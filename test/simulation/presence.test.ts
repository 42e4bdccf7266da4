import { randomBytes } from "node:crypto";
import { setMaxListeners } from "node:events";
import { onTestFinished } from "vitest";
import { createStore } from "../../src/storage/store.ts";
import { heldConversation, heldRole, presenceContract } from "../support/presence-contract.ts";
import { Choices } from "./choices.ts";
import { type Client, SimulatedDatabase } from "./database.ts";
import { Presence } from "./presence.ts";
import { VirtualTime } from "./virtual-time.ts";

/** A process of which only its database knows. */
class Peer implements Client {
  readonly number: number;
  readonly presence: Presence;
  readonly death: AbortSignal;
  readonly isFrozen = false;
  isDead = false;
  readonly #dying = new AbortController();

  constructor(number: number, { presences }: SimulatedDatabase) {
    this.number = number;
    this.presence = new Presence(presences, this);
    this.death = this.#dying.signal;
    setMaxListeners(0, this.death);
  }

  die(): void {
    this.isDead = true;
    this.presence.cut();
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
  const database = new SimulatedDatabase(time, choices, () => {});
  letPass(time);
  await database.makeTables();
  let peers = 0;
  async function open() {
    peers += 1;
    const peer = new Peer(peers, database);
    const store = await createStore(database.engineOf(peer), randomBytes);
    return { peer, store, cut: async () => peer.presence.cut() };
  }
  return {
    open,
    async startHolding() {
      const { peer, store } = await open();
      await store.hold(heldRole);
      await store.outbox(heldConversation);
      return { kill: async () => peer.die() };
    },
    setAway: async (isAway) => {
      database.isAway = isAway;
    },
    countLeases: () =>
      database.engine.look(async (sql) => (await sql.query("SELECT 1 FROM delivery")).length),
  };
});
