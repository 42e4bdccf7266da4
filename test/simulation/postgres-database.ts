import { openStore } from "../../src/storage/open-store.ts";
import { openPostgres } from "../../src/storage/postgres.ts";
import type { SqlEngine } from "../../src/storage/sql.ts";
import type { PostgresServer } from "../support/postgres-server.ts";
import { until } from "../support/until.ts";
import type { Client, Database, DatabaseWorld } from "./database.ts";
import { Network } from "./network.ts";
import { StoreView } from "./store-view.ts";
import { UnderWay } from "./under-way.ts";

/** One for each process that was ever opened here. */
let names = 0;

interface Connected {
  /** Of all its connections, as the server calls them. */
  readonly name: string;
  readonly engine: SqlEngine;
}

/** Makes a database on this server. Returns what empties it for one world after the other. */
export async function worldsOn(server: PostgresServer): Promise<(world: DatabaseWorld) => Database> {
  const url = await server.createDatabase();
  const name = new URL(url).pathname.slice(1);
  // The world's time stands still while two wait for each other; and nothing here has to survive the machine.
  for (const setting of ["deadlock_timeout = 10", "synchronous_commit = off"])
    await server.query(`ALTER DATABASE ${name} SET ${setting}`);
  await (await openStore(url)).close();
  return (world) => new PostgresDatabase(server, url, world);
}

/** A real database, emptied for this world, with the real presence of each process. Its disk is never full. */
class PostgresDatabase implements Database {
  readonly #server: PostgresServer;
  readonly #url: string;
  readonly #network: Network;
  readonly #underWay = new UnderWay(() => this.#countBlocked());
  readonly #connected = new Map<Client, Connected>();
  readonly #closing = new Set<Promise<void>>();
  #observer: SqlEngine | undefined;

  constructor(server: PostgresServer, url: string, world: DatabaseWorld) {
    this.#server = server;
    this.#url = url;
    this.#network = new Network(world, () => this.#cutAll());
  }

  async begin(): Promise<void> {
    this.#observer = await openPostgres(this.#url);
    await this.#server.empty(this.#url);
  }

  get #eye(): SqlEngine {
    if (this.#observer === undefined) throw new Error("The database has not begun");
    return this.#observer;
  }

  get view(): StoreView {
    return new StoreView(this.#eye);
  }

  get isAway(): boolean {
    return this.#network.isAway;
  }

  set isAway(isAway: boolean) {
    this.#network.isAway = isAway;
  }

  #cutAll(): void {
    for (const client of this.#connected.keys()) this.cut(client);
  }

  open(client: Client): Promise<SqlEngine> {
    return this.#network.ask(client, async () => {
      names += 1;
      const name = `simulated-${names}`;
      const engine = await this.#underWay.during(() => openPostgres(`${this.#url}?application_name=${name}`));
      this.#connected.set(client, { name, engine });
      if (client.isDead) this.cut(client);
      return this.#network.engineOf(client, this.#underWay.watch(engine));
    });
  }

  cut(client: Client): void {
    const connected = this.#connected.get(client);
    if (connected === undefined) return;
    if (client.isDead) this.#connected.delete(client);
    const ended = this.#underWay.during(() => this.#end(connected));
    if (client.isDead) this.#closing.add(ended.then(() => connected.engine.close()));
  }

  /** Ends its connections. Resolves when the process, too, could know. */
  async #end({ name, engine }: Connected): Promise<void> {
    const end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1";
    let left = 1;
    while (left > 0) left = (await this.#eye.look((sql) => sql.query(end, [name]))).length;
    await until(() => isOver(engine));
  }

  async #countBlocked(): Promise<number> {
    const count = `SELECT COUNT(*) AS count FROM pg_stat_activity
      WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    const [row] = await this.#eye.look((sql) => sql.query(count));
    return Number(row?.["count"]);
  }

  goneOn(): Promise<void> {
    return this.#underWay.goneOn();
  }

  async close(): Promise<void> {
    await this.#underWay.goneOn();
    await Promise.all(this.#closing);
    await this.#eye.close();
  }
}

/** Whether the process knows that it has no presence any more. */
function isOver({ leases }: SqlEngine): boolean {
  try {
    leases?.free();
    return false;
  } catch {
    return true;
  }
}
