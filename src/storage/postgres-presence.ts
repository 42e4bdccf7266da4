import { randomInt } from "node:crypto";
import { Client } from "pg";
import type { Hold } from "../ports.ts";
import { systemTimers, withTimeout } from "../support/timers.ts";
import { explainPostgres, PostgresError } from "./explain-error.ts";
import { type PostgresAddress, refuseUnfitDatabase } from "./postgres-connection.ts";
import { canBeSentAt } from "./rows.ts";
import type { Leases, SqlEngine } from "./sql.ts";

/** The first key of the advisory locks of living processes, and of those of roles. */
const HOLDERS = 28_461;
const ROLES = 28_462;

/**
 * A lease ends with the lock of its holder, however that process has ended: so the table need not
 * survive a crash.
 */
export const leaseTables: readonly string[] = [
  `CREATE UNLOGGED TABLE delivery (conversation_id TEXT COLLATE "C" PRIMARY KEY, holder BIGINT NOT NULL)`,
];

/** Returns the SQL for the numbers of all living holders but one. */
function livingHolders(except = 0): string {
  return `SELECT objid::bigint FROM pg_locks
    WHERE locktype = 'advisory' AND classid = ${HOLDERS} AND objid <> ${except} AND objsubid = 2 AND granted
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`;
}

/**
 * After about eleven seconds the server frees the locks of a process whose machine is unreachable;
 * within seven, this process notices by itself that it has lost them.
 */
const KEEPALIVE =
  "SET tcp_keepalives_idle = 5; SET tcp_keepalives_interval = 2; SET tcp_keepalives_count = 3";
const ASK_EVERY_MS = 2_000;
const ANSWER_MS = 5_000;
/** How long a call waits for a lost connection; the next call tries again. */
const PATIENCE_MS = 3_000;

/** One connection, and the advisory locks that last as long as it does. */
interface Session {
  readonly client: Client;
  /** The number of this process for as long as this connection lasts. */
  readonly holder: number;
  isOver: boolean;
}

/** The presence of this process for the others on the same database: that it is alive, and its roles. */
type PostgresPresence = Awaited<ReturnType<typeof beginPresence>>;

/** Rejects with what the operator has to do if the database cannot be used. */
export async function beginPresence({ name, config }: PostgresAddress) {
  let current = await connect();
  let reconnecting: Promise<Session> | undefined;
  const lost = () => new PostgresError(`${name} is unreachable; reconnecting.`, "lost");

  async function connect(): Promise<Session> {
    const client = new Client({ ...config, query_timeout: ANSWER_MS, pipeline: true });
    const session: Session = { client, holder: randomInt(1, 2 ** 31 - 1), isOver: false };
    // An error without a listener would end the process.
    client.on("error", () => void end(session));
    client.on("end", () => void end(session));
    try {
      await client.connect();
      await client.query(KEEPALIVE);
      await client.query("SELECT pg_advisory_lock($1, $2)", [HOLDERS, session.holder]);
      await refuseUnfitDatabase(name, client);
    } catch (error) {
      await end(session);
      throw explainPostgres(name, error);
    }
    watch(session);
    return session;
  }

  /** Asks the server regularly: a cut network gives no other sign. */
  function watch(session: Session): void {
    const timer = setTimeout(() => {
      if (session.isOver) return;
      session.client.query("SELECT 1").then(
        () => watch(session),
        () => end(session),
      );
    }, ASK_EVERY_MS);
    timer.unref();
  }

  async function end(session: Session): Promise<void> {
    if (session.isOver) return;
    session.isOver = true;
    await session.client.end().catch(() => {});
  }

  async function reconnect(): Promise<Session> {
    try {
      current = await connect();
      return current;
    } finally {
      reconnecting = undefined;
    }
  }

  /** Resolves with a connection, after reconnecting if need be. Rejects if that fails. */
  async function wait(): Promise<Session> {
    if (!current.isOver) return current;
    reconnecting ??= reconnect();
    return await withTimeout(systemTimers, PATIENCE_MS, reconnecting, lost);
  }

  return {
    wait,
    /**
     * The number of this process, another one after each loss of the connection. Throws while there is no
     * connection.
     */
    holder() {
      if (current.isOver) throw lost();
      return current.holder;
    },
    /** Takes a role; returns undefined if another living process has it. */
    async hold(role: string): Promise<Hold | undefined> {
      const session = await wait();
      const ask = async (lock: string) => {
        const text = `SELECT ${lock}($1, hashtext($2)) AS got`;
        const { rows } = await session.client.query(text, [ROLES, role]).catch((error: unknown) => {
          throw explainPostgres(name, error);
        });
        return rows[0]?.got === true;
      };
      if (!(await ask("pg_try_advisory_lock"))) return undefined;
      let isReleased = false;
      return {
        isHeld: () => !isReleased && !session.isOver,
        release: async () => {
          if (isReleased || session.isOver) return;
          isReleased = true;
          await ask("pg_advisory_unlock");
        },
      };
    },
    async close() {
      await reconnecting?.catch(() => {});
      await end(current);
    },
  };
}

/** Returns leases in a table; a holder is an advisory lock that ends with its process. */
export function createPostgresLeases(
  engine: Pick<SqlEngine, "transaction">,
  presence: PostgresPresence,
): Leases {
  return {
    ready: async () => void (await presence.wait()),
    free: () => `NOT EXISTS (
      SELECT 1 FROM delivery WHERE delivery.conversation_id = outbox.conversation_id
      AND delivery.holder IN (${livingHolders(presence.holder())})
    )`,
    /**
     * Runs before the statement that reads the messages, so that it no longer sees those that the previous
     * holder has delivered.
     */
    async take(sql, id) {
      const holder = presence.holder();
      const take = `INSERT INTO delivery (conversation_id, holder) VALUES ($1, $2)
        ON CONFLICT (conversation_id) DO UPDATE SET holder = excluded.holder
        WHERE delivery.holder NOT IN (${livingHolders(holder)})`;
      return (await sql.run(take, [id, holder])) === 1;
    },
    /** Runs under the conversation's lock, so either before or after messages are added to it. */
    release(id, now) {
      const mine = [id, presence.holder()] as const;
      return engine.transaction(async (sql) => {
        const [, , kept] = await Promise.all([
          sql.lock(id),
          sql.run(
            `DELETE FROM delivery WHERE conversation_id = $1 AND holder = $2
             AND NOT EXISTS (SELECT 1 FROM outbox WHERE outbox.conversation_id = $1 AND ${canBeSentAt("$3")})`,
            [...mine, now],
          ),
          sql.query(`SELECT 1 FROM delivery WHERE conversation_id = $1 AND holder = $2`, mine),
        ]);
        return kept.length === 0;
      });
    },
    async sweep() {
      const forget = `DELETE FROM delivery WHERE holder NOT IN (${livingHolders()})`;
      await engine.transaction((sql) => sql.run(forget), { isSingle: true });
    },
  };
}
