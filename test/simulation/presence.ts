import { type Hold, StoreError } from "../../src/app/ports.ts";
import type { Leases, Sql, SqlEngine } from "../../src/storage/sql.ts";
import type { Owner } from "./virtual-time.ts";

/** How long the others hold a process for living that says nothing any more: as PostgreSQL does, by its keepalive. */
export const silentMs = 11_000;

interface Session {
  readonly holder: number;
  isOver: boolean;
}

/** Which processes live on one database, and which roles they have: what PostgreSQL's advisory locks are for the real ones. */
export class Presences {
  #lastHolder = 0;
  readonly #living = new Set<number>();
  readonly #roles = new Map<string, number>();

  static readonly tables: readonly string[] = [
    "CREATE TABLE delivery (conversation_id TEXT PRIMARY KEY, holder INTEGER NOT NULL)",
  ];

  begin(): Session {
    this.#lastHolder += 1;
    this.#living.add(this.#lastHolder);
    return { holder: this.#lastHolder, isOver: false };
  }

  end(session: Session): void {
    session.isOver = true;
    this.#living.delete(session.holder);
    for (const [role, holder] of this.#roles) if (holder === session.holder) this.#roles.delete(role);
  }

  take(role: string, { holder, isOver }: Session): boolean {
    if (isOver || this.#roles.has(role)) return false;
    this.#roles.set(role, holder);
    return true;
  }

  release(role: string, { holder }: Session): void {
    if (this.#roles.get(role) === holder) this.#roles.delete(role);
  }

  countHolders(role: string): number {
    return this.#roles.has(role) ? 1 : 0;
  }

  living(except = 0): string {
    return [...this.#living].filter((holder) => holder !== except).join(", ");
  }
}

/** The presence of one process: it begins anew by itself where the database has held it for dead. */
export class Presence {
  readonly #presences: Presences;
  readonly #process: Owner;
  #session: Session;

  constructor(presences: Presences, process: Owner) {
    this.#presences = presences;
    this.#process = process;
    this.#session = presences.begin();
  }

  /** The database hears nothing of the process any more. */
  cut(): void {
    this.#presences.end(this.#session);
  }

  #current(): Session {
    if (this.#session.isOver && !this.#process.isDead) this.#session = this.#presences.begin();
    return this.#session;
  }

  async hold(role: string): Promise<Hold | undefined> {
    const session = this.#current();
    if (!this.#presences.take(role, session)) return undefined;
    let isReleased = false;
    return {
      isHeld: () => !isReleased && !session.isOver,
      release: async () => {
        isReleased = true;
        this.#presences.release(role, session);
      },
    };
  }

  /** Returns the leases of this process, in a table of the engine. */
  leases(engine: Pick<SqlEngine, "transaction">): Leases {
    const holder = () => {
      if (this.#session.isOver) throw new StoreError("The store is unreachable; reconnecting.");
      return this.#session.holder;
    };
    return {
      ready: async () => void this.#current(),
      free: () => `NOT EXISTS (
        SELECT 1 FROM delivery WHERE delivery.conversation_id = outbox.conversation_id
        AND delivery.holder IN (${this.#presences.living(holder())})
      )`,
      take: async (sql: Sql, id) => {
        const own = holder();
        const take = `INSERT INTO delivery (conversation_id, holder) VALUES ($1, $2)
          ON CONFLICT (conversation_id) DO UPDATE SET holder = excluded.holder
          WHERE delivery.holder NOT IN (${this.#presences.living(own)})`;
        return (await sql.run(take, [id, own])) === 1;
      },
      release: (id) => {
        const own = [id, holder()] as const;
        return engine.transaction(async (sql) => {
          await sql.run(
            `DELETE FROM delivery WHERE conversation_id = $1 AND holder = $2
             AND NOT EXISTS (SELECT 1 FROM outbox WHERE outbox.conversation_id = $1)`,
            own,
          );
          const kept = await sql.query(
            "SELECT 1 FROM delivery WHERE conversation_id = $1 AND holder = $2",
            own,
          );
          return kept.length === 0;
        });
      },
      sweep: async () => {
        const forget = `DELETE FROM delivery WHERE holder NOT IN (${this.#presences.living()})`;
        await engine.transaction((sql) => sql.run(forget));
      },
    };
  }
}
