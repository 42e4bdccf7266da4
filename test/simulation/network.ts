import {
  type ConversationId,
  type Hold,
  type OutboxRow,
  type OutgoingMessage,
  StoreError,
} from "../../src/ports.ts";
import type { Leases, Sql, SqlEngine, SqlValue } from "../../src/storage/sql.ts";
import type { Client, DatabaseWorld } from "./database.ts";
import type { Happening } from "./history.ts";

/** How long the others hold a process for living that says nothing any more: as PostgreSQL does, by its keepalive. */
export const silentMs = 11_000;

/** What lies between processes and their database: calls take their time, in any order, and may be in vain. */
export class Network {
  readonly #world: DatabaseWorld;
  readonly #cutAll: () => void;
  #isAway = false;
  #timesAway = 0;

  /** By `cutAll` the database takes all processes for dead. */
  constructor(world: DatabaseWorld, cutAll: () => void) {
    this.#world = world;
    this.#cutAll = cutAll;
  }

  /** Nobody reaches the database. */
  get isAway(): boolean {
    return this.#isAway;
  }

  /** Who was cut off for long is taken for dead. */
  set isAway(isAway: boolean) {
    this.#isAway = isAway;
    this.#timesAway += 1;
    const times = this.#timesAway;
    if (isAway) void this.#world.time.wait(silentMs).then(() => times === this.#timesAway && this.#cutAll());
  }

  /** Returns a process's engine as it has it over the network. What it has committed to say is noted. */
  engineOf(client: Client, engine: SqlEngine): SqlEngine {
    const { leases } = engine;
    return {
      ...engine,
      transaction: (work, manner) =>
        this.ask(client, async () => {
          let queued: Happening[] = [];
          const result = await engine.transaction((sql) => {
            queued = [];
            const noting = notingQueued(sql, client, queued);
            return unlessAborted(client.death, this.#work(client, noting, work, manner?.isSingle ?? false));
          }, manner);
          for (const happening of queued) this.#world.note(happening);
          return result;
        }),
      look: (work) => this.ask(client, () => engine.look(work)),
      hold: (role) => this.ask(client, async () => this.#holdOf(client, await engine.hold(role))),
      ...(leases && { leases: this.#leasesOf(client, leases) }),
    };
  }

  #leasesOf(client: Client, leases: Leases): Leases {
    return {
      ...leases,
      ready: () => this.ask(client, () => leases.ready()),
      release: (id, now) => this.ask(client, () => leases.release(id, now)),
      sweep: () => this.ask(client, () => leases.sweep()),
    };
  }

  #holdOf(client: Client, hold: Hold | undefined): Hold | undefined {
    if (hold === undefined) return undefined;
    let isReleased = false;
    return {
      isHeld: () => !isReleased && hold.isHeld(),
      release: async () => {
        if (isReleased) return;
        isReleased = true;
        await this.ask(client, () => hold.release());
      },
    };
  }

  /** A call: the database may be away, and the answer may be lost. */
  async ask<Result>(client: Client, call: () => Promise<Result>): Promise<Result> {
    await this.#pause(client);
    if (this.#isAway) throw unreachable();
    const result = await call().catch(async (error: unknown) => {
      // Who is frozen hears of it when it wakes, and who is dead never.
      if (client.isFrozen || client.isDead) await this.#world.time.wait(0, client);
      throw error;
    });
    await this.#pause(client);
    if (this.#isAway) throw unreachable();
    return result;
  }

  async #work<Result>(
    client: Client,
    sql: Sql,
    work: (sql: Sql) => Promise<Result>,
    isSingle: boolean,
  ): Promise<Result> {
    const result = await work(sql);
    const { choices, time } = this.#world;
    // Between the last statement and the commit: it may die there, or others wait for it.
    if (!isSingle && choices.oneIn(8)) await time.wait(choices.pick([0, 0, 4]), client);
    return result;
  }

  /** Mostly none: that work which is called at the same moment goes on in any order is what matters. */
  async #pause(client: Client): Promise<void> {
    const ms = this.#world.choices.weighted([
      [6, undefined],
      [3, 0],
      [1, 5],
    ]);
    if (ms !== undefined) await this.#world.time.wait(ms, client);
    // Who is dead never goes on.
    else if (client.isDead) await new Promise(() => {});
  }
}

/** Settles as the work does; rejects with the signal's reason when that is aborted. */
export function unlessAborted<Result>(signal: AbortSignal, work: Promise<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    else signal.addEventListener("abort", abort);
    // Else whoever lives long would remember all of its transactions.
    const settle = () => signal.removeEventListener("abort", abort);
    work.finally(settle).then(resolve, reject);
  });
}

export function unreachable(): StoreError {
  return new StoreError("The store is unreachable; reconnecting.");
}

/** The same, and what is put into the outbox is added to `queued`. */
function notingQueued(sql: Sql, { number: process }: Client, queued: Happening[]): Sql {
  return {
    ...sql,
    run(text, parameters = []) {
      if (text.startsWith("INSERT INTO outbox")) queued.push(readQueued(process, parameters));
      return sql.run(text, parameters);
    },
  };
}

function readQueued(process: number, [chat, kind, message, createdAt]: readonly SqlValue[]): Happening {
  return {
    what: "queued",
    process,
    chat: String(chat) as ConversationId,
    kind: String(kind) as OutboxRow["kind"],
    createdAt: Number(createdAt),
    message: JSON.parse(String(message)) as OutgoingMessage,
  };
}
