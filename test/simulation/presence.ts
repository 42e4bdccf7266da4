import { setMaxListeners } from "node:events";
import type { Hold } from "../../src/ports.ts";
import { canBeSentAt } from "../../src/storage/rows.ts";
import type { Leases, Sql, SqlEngine } from "../../src/storage/sql.ts";
import { unreachable } from "./network.ts";

interface Session {
  readonly holder: number;
  isOver: boolean;
}

interface Role {
  readonly holder: number;
  /** A process that has a role may take it again: it lets go when it has let go as often. */
  times: number;
}

/** Stands in a statement for the numbers of those who live when it runs, but for one. */
const livingHolders = (except: number) => `living_but(${except})`;
const marked = /living_but\((\d+)\)/g;

/** Which processes live on one database, and which roles they have: what PostgreSQL's advisory locks are for the real ones. */
export class Presences {
  #lastHolder = 0;
  readonly #living = new Set<number>();
  readonly #roles = new Map<string, Role>();

  static readonly tables: readonly string[] = [
    "CREATE TABLE delivery (conversation_id TEXT PRIMARY KEY, holder INTEGER NOT NULL)",
  ];

  /** Returns an engine whose statements may ask who lives. */
  engineOn(engine: SqlEngine): SqlEngine {
    return {
      ...engine,
      transaction: (work, manner) => engine.transaction((sql) => work(this.#inSql(sql)), manner),
      look: (work) => engine.look((sql) => work(this.#inSql(sql))),
    };
  }

  #inSql(sql: Sql): Sql {
    const put = (text: string) =>
      text.includes("living_but(")
        ? text.replace(marked, (_, except) => this.#livingBut(Number(except)))
        : text;
    return {
      ...sql,
      query: (text, parameters) => sql.query(put(text), parameters),
      run: (text, parameters) => sql.run(put(text), parameters),
    };
  }

  begin(): Session {
    this.#lastHolder += 1;
    this.#living.add(this.#lastHolder);
    return { holder: this.#lastHolder, isOver: false };
  }

  end(session: Session): void {
    session.isOver = true;
    this.#living.delete(session.holder);
    for (const [role, { holder }] of this.#roles) if (holder === session.holder) this.#roles.delete(role);
  }

  take(role: string, { holder, isOver }: Session): boolean {
    const taken = this.#roles.get(role) ?? { holder, times: 0 };
    if (isOver || taken.holder !== holder) return false;
    taken.times += 1;
    this.#roles.set(role, taken);
    return true;
  }

  release(role: string, { holder }: Session): void {
    const taken = this.#roles.get(role);
    if (taken?.holder !== holder) return;
    taken.times -= 1;
    if (taken.times === 0) this.#roles.delete(role);
  }

  #livingBut(except: number): string {
    return [...this.#living].filter((holder) => holder !== except).join(", ");
  }
}

/** The presence of one process: it begins anew by itself where the database has held it for dead. */
export class Presence {
  readonly #presences: Presences;
  #session: Session;
  #connection = connect();
  #isClosed = false;

  constructor(presences: Presences) {
    this.#presences = presences;
    this.#session = presences.begin();
  }

  /** Aborted when the connections that there are now end. */
  get connection(): AbortSignal {
    return this.#connection.signal;
  }

  /** The database hears nothing of the process any more: what it has begun is undone. */
  cut(): void {
    this.#presences.end(this.#session);
    this.#connection.abort(unreachable());
    this.#connection = connect();
  }

  close(): void {
    this.#isClosed = true;
    this.cut();
  }

  #current(): Session {
    if (this.#isClosed) throw new Error("The store is closed");
    if (this.#session.isOver) this.#session = this.#presences.begin();
    return this.#session;
  }

  async hold(role: string): Promise<Hold | undefined> {
    const session = this.#current();
    if (!this.#presences.take(role, session)) return undefined;
    let isReleased = false;
    return {
      isHeld: () => !isReleased && !session.isOver,
      release: async () => {
        if (isReleased || session.isOver) return;
        isReleased = true;
        this.#presences.release(role, session);
      },
    };
  }

  /** Returns the leases of this process, in a table of the engine. */
  leases(engine: Pick<SqlEngine, "transaction">): Leases {
    const holder = () => {
      if (this.#session.isOver) throw unreachable();
      return this.#session.holder;
    };
    return {
      ready: async () => void this.#current(),
      free: () => `NOT EXISTS (
        SELECT 1 FROM delivery WHERE delivery.conversation_id = outbox.conversation_id
        AND delivery.holder IN (${livingHolders(holder())})
      )`,
      take: async (sql: Sql, id) => {
        const own = holder();
        const take = `INSERT INTO delivery (conversation_id, holder) VALUES ($1, $2)
          ON CONFLICT (conversation_id) DO UPDATE SET holder = excluded.holder
          WHERE delivery.holder NOT IN (${livingHolders(own)})`;
        return (await sql.run(take, [id, own])) === 1;
      },
      release: (id, now) => {
        const own = [id, holder()] as const;
        return engine.transaction(async (sql) => {
          await sql.run(
            `DELETE FROM delivery WHERE conversation_id = $1 AND holder = $2
             AND NOT EXISTS (SELECT 1 FROM outbox WHERE outbox.conversation_id = $1 AND ${canBeSentAt("$3")})`,
            [...own, now],
          );
          const kept = await sql.query(
            "SELECT 1 FROM delivery WHERE conversation_id = $1 AND holder = $2",
            own,
          );
          return kept.length === 0;
        });
      },
      sweep: async () => {
        const forget = `DELETE FROM delivery WHERE holder NOT IN (${livingHolders(0)})`;
        await engine.transaction((sql) => sql.run(forget));
      },
    };
  }
}

/** What a process has begun goes over connections, which end together. */
function connect(): AbortController {
  const connection = new AbortController();
  setMaxListeners(0, connection.signal);
  return connection;
}
