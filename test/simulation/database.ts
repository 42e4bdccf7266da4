import type { ConversationId, OutboxRow, OutgoingMessage } from "../../src/app/ports.ts";
import type { Sql, SqlEngine, SqlValue } from "../../src/storage/sql.ts";
import { openSqlite } from "../../src/storage/sqlite.ts";
import type { Choices } from "./choices.ts";
import type { Happening, StoreRow } from "./history.ts";
import { type Presence, Presences, silentMs, unreachable } from "./presence.ts";
import type { Owner, VirtualTime } from "./virtual-time.ts";

/** A process, as its database sees it. */
export interface Client extends Owner {
  /** Aborted when the process dies. */
  readonly death: AbortSignal;
  readonly number: number;
  readonly presence: Presence;
}

const isOwed = `(alert IS NULL OR alert IN (SELECT id FROM alert WHERE state = 'running'))`;
/** Pages that a database in memory may have; the default of SQLite. */
const unlimitedPages = 1_073_741_823;

/** The database that all processes share, and what goes wrong with it. */
export class SimulatedDatabase {
  readonly presences = new Presences();
  readonly engine: SqlEngine;
  readonly #time: VirtualTime;
  readonly #choices: Choices;
  readonly #note: (happening: Happening) => void;

  constructor(time: VirtualTime, choices: Choices, note: (happening: Happening) => void) {
    this.#note = note;
    this.#time = time;
    this.#choices = choices;
    const engine = openSqlite("the store", ":memory:", { timers: time.timersOf() });
    this.engine = this.presences.engineOn(engine);
  }

  get isAway(): boolean {
    return this.presences.isAway;
  }

  /** Nobody reaches it, or everybody does again. Who was cut off for long is taken for dead. */
  set isAway(isAway: boolean) {
    this.presences.isAway = isAway;
    this.#timesAway += 1;
    const times = this.#timesAway;
    if (isAway)
      void this.#time.wait(silentMs).then(() => {
        if (this.#timesAway === times) this.presences.cutAll();
      });
  }

  #timesAway = 0;

  async makeTables(): Promise<void> {
    await this.engine.transaction(async (sql) => {
      for (const table of Presences.tables) await sql.run(table);
    });
  }

  /** The database as one process has it: what it awaits may never go on, and what it has begun is undone when it dies. */
  engineOf(client: Client): SqlEngine {
    const { engine } = this;
    const transaction: SqlEngine["transaction"] = (work, manner) =>
      this.#ask(client, async () => {
        let queued: Happening[] = [];
        const { connection } = client.presence;
        const result = await engine.transaction((sql) => {
          queued = [];
          const noting = notingQueued(sql, client, queued);
          const done = this.#work(client, noting, work, manner?.isSingle ?? false);
          return unlessAborted(client.death, unlessAborted(connection, done));
        }, manner);
        for (const happening of queued) this.#note(happening);
        return result;
      });
    return {
      name: engine.name,
      dialect: engine.dialect,
      transaction,
      look: (work) => this.#ask(client, () => engine.look(work)),
      hold: (role) => this.#ask(client, () => client.presence.hold(role)),
      leases: client.presence.leases({ transaction }),
      rewrite: () => engine.rewrite(),
      close: async () => client.presence.close(),
    };
  }

  /** A call over the network: it takes its time, the database may be away, and its answer may be lost. */
  async #ask<Result>(client: Client, call: () => Promise<Result>): Promise<Result> {
    await this.#pause(client);
    if (this.isAway) throw unreachable();
    const result = await call().catch(async (error: unknown) => {
      if (client.isFrozen || client.isDead) await this.#time.wait(0, client);
      throw error;
    });
    await this.#pause(client);
    if (this.isAway) throw unreachable();
    return result;
  }

  async #work<Result>(
    client: Client,
    sql: Sql,
    work: (sql: Sql) => Promise<Result>,
    isSingle: boolean,
  ): Promise<Result> {
    const result = await work(sql);
    // Between the last statement and the commit.
    if (!isSingle && this.#choices.oneIn(8)) await this.#time.wait(0, client);
    return result;
  }

  /** Mostly none: that work which is called at the same moment goes on in any order is what matters. */
  async #pause(client: Client): Promise<void> {
    const ms = this.#choices.weighted([
      [6, undefined],
      [3, 0],
      [1, 5],
    ]);
    if (ms !== undefined) await this.#time.wait(ms, client);
    // Who is dead never goes on.
    else if (client.isDead) await new Promise(() => {});
  }

  /** Leaves no room for more than a page, or as much as it wants. */
  async setFull(isFull: boolean): Promise<void> {
    await this.engine.look(async (sql) => {
      const [row] = await sql.query("PRAGMA page_count");
      const pages = isFull ? Number(row?.["page_count"]) : unlimitedPages;
      await sql.query(`PRAGMA max_page_count = ${pages}`);
    });
  }

  /** The rows of people, in all tables that name a chat. */
  async readRows(): Promise<readonly StoreRow[]> {
    return this.engine.look(async (sql) => {
      const rows: StoreRow[] = [];
      for (const table of ["person", "reminder", "outbox", "delivery"]) {
        const found = await sql.query(`SELECT DISTINCT conversation_id AS chat FROM ${table} ORDER BY 1`);
        rows.push(...found.map(({ chat }) => ({ table, chat: String(chat) })));
      }
      return rows;
    });
  }

  /** When the next reminder is due after this instant. */
  async nextReminder(after: number): Promise<number> {
    return this.engine.look(async (sql) => {
      const [row] = await sql.query("SELECT MIN(due_at) AS at FROM reminder WHERE due_at > $1", [after]);
      return Number(row?.["at"] ?? Number.POSITIVE_INFINITY);
    });
  }

  /** How many messages wait to be sent, how many reminders are overdue, and how many deliveries are under way. */
  async countWaiting(now: number): Promise<{ outbox: number; due: number; leases: number }> {
    return this.engine.look(async (sql) => {
      const count = async (text: string, parameters: number[] = []) =>
        Number((await sql.query(`SELECT COUNT(*) AS count FROM ${text}`, parameters))[0]?.["count"]);
      return {
        outbox: await count("outbox"),
        // What waits of a paused alert is not overdue.
        due: await count(`reminder WHERE due_at <= $1 AND ${isOwed}`, [now]),
        leases: await count(`delivery WHERE holder IN (${this.presences.living})`),
      };
    });
  }
}

/** Settles as the work does; rejects with the signal's reason when that is aborted. */
function unlessAborted<Result>(signal: AbortSignal, work: Promise<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    else signal.addEventListener("abort", abort);
    // Else whoever lives long would remember all of its transactions.
    const settle = () => signal.removeEventListener("abort", abort);
    work.finally(settle).then(resolve, reject);
  });
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
