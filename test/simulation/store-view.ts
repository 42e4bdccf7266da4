import { leaderRole } from "../../src/ports.ts";
import type { Sql, SqlEngine } from "../../src/storage/sql.ts";
import type { StoreRow } from "./history.ts";

const isOwed = `(alert IS NULL OR alert IN (SELECT id FROM alert WHERE state = 'running'))`;

/** Looks at a store from outside, while its processes go on. */
export class StoreView {
  readonly #observer: SqlEngine;

  /** The observer is present like a process, and has neither a role nor a lease. */
  constructor(observer: SqlEngine) {
    this.#observer = observer;
  }

  /** The rows of people, in all tables that name a chat. */
  async readRows(): Promise<readonly StoreRow[]> {
    return this.#observer.look(async (sql) => {
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
    return this.#observer.look(async (sql) => {
      const [row] = await sql.query("SELECT MIN(due_at) AS at FROM reminder WHERE due_at > $1", [after]);
      return Number(row?.["at"] ?? Number.POSITIVE_INFINITY);
    });
  }

  /** How many messages wait, how many reminders are overdue, and how many deliveries the living have in hand. */
  async countWaiting(now: number): Promise<{ outbox: number; due: number; leases: number }> {
    const isFree = this.#observer.leases?.free() ?? "TRUE";
    return this.#observer.look(async (sql) => ({
      outbox: await count(sql, "outbox"),
      // What waits of a paused alert is not overdue.
      due: await count(sql, `reminder WHERE due_at <= $1 AND ${isOwed}`, [now]),
      leases: await count(sql, `(SELECT conversation_id FROM delivery) AS outbox WHERE NOT ${isFree}`),
    }));
  }

  /** How many processes lead: never more than one. */
  async countLeaders(): Promise<number> {
    const hold = await this.#observer.hold(leaderRole);
    await hold?.release();
    return hold === undefined ? 1 : 0;
  }
}

async function count(sql: Sql, from: string, parameters: readonly number[] = []): Promise<number> {
  const [row] = await sql.query(`SELECT COUNT(*) AS count FROM ${from}`, parameters);
  return Number(row?.["count"]);
}
