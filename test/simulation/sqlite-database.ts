import type { SqlEngine } from "../../src/storage/sql.ts";
import { openSqlite } from "../../src/storage/sqlite.ts";
import type { Client, Database, DatabaseWorld } from "./database.ts";
import { Network, unlessAborted } from "./network.ts";
import { Presence, Presences } from "./presence.ts";
import { StoreView } from "./store-view.ts";
import { tick, type VirtualTime } from "./virtual-time.ts";

/** Pages that a database in memory may have; the default of SQLite. */
const unlimitedPages = 1_073_741_823;

/** A database in memory, and a presence that makes it one for several processes. */
export class SqliteDatabase implements Database {
  readonly view: StoreView;
  readonly #presences = new Presences();
  readonly #presenceOf = new Map<Client, Presence>();
  readonly #engine: SqlEngine;
  readonly #network: Network;
  readonly #time: VirtualTime;

  constructor(world: DatabaseWorld) {
    this.#time = world.time;
    this.#network = new Network(world, () => this.#cutAll());
    const engine = openSqlite("the store", ":memory:", { timers: world.time.timersOf() });
    const dialect = { ...engine.dialect, sharing: Presences.tables };
    this.#engine = this.#presences.engineOn({ ...engine, dialect });
    const observer = this.#engineWith(new Presence(this.#presences));
    this.view = new StoreView({ ...observer, look: (work) => this.#time.passUntil(observer.look(work)) });
  }

  get isAway(): boolean {
    return this.#network.isAway;
  }

  set isAway(isAway: boolean) {
    this.#network.isAway = isAway;
  }

  #cutAll(): void {
    for (const presence of this.#presenceOf.values()) presence.cut();
  }

  /** The first process makes the tables. */
  async begin(): Promise<void> {}

  async open(client: Client): Promise<SqlEngine> {
    const presence = new Presence(this.#presences);
    this.#presenceOf.set(client, presence);
    return this.#network.engineOf(client, this.#engineWith(presence));
  }

  /** The database as one process has it. */
  #engineWith(presence: Presence): SqlEngine {
    const engine = this.#engine;
    const transaction: SqlEngine["transaction"] = (work, manner) => {
      const { connection } = presence;
      return engine.transaction((sql) => unlessAborted(connection, work(sql)), manner);
    };
    return {
      ...engine,
      transaction,
      hold: (role) => presence.hold(role),
      leases: presence.leases({ transaction }),
      close: async () => presence.close(),
    };
  }

  cut(client: Client): void {
    this.#presenceOf.get(client)?.cut();
    if (client.isDead) this.#presenceOf.delete(client);
  }

  goneOn(): Promise<void> {
    return tick();
  }

  /** Leaves no room for more than a page, or as much as it wants. */
  async setFull(isFull: boolean): Promise<void> {
    const set = this.#engine.look(async (sql) => {
      const [row] = await sql.query("PRAGMA page_count");
      const pages = isFull ? Number(row?.["page_count"]) : unlimitedPages;
      await sql.query(`PRAGMA max_page_count = ${pages}`);
    });
    await this.#time.passUntil(set);
  }

  close(): Promise<void> {
    return this.#engine.close();
  }
}
