import { hash } from "node:crypto";
import type { ClientBase, QueryResult } from "pg";
import type { StoreError } from "../app/ports.ts";
import { explainPostgres } from "./explain-error.ts";
import type { Sql, SqlValue } from "./sql.ts";

/** After so long without an answer the server is taken for gone: no statement of ours takes a tenth of it. */
const ANSWER_MS = 30_000;
const SLOW_MS = 6 * 3_600_000;

/**
 * Returns what one transaction may do, until its `end`; without `begin`, each statement is one of its own. `name` is how errors call the
 * database.
 */
export function createPostgresSession(name: string, client: ClientBase, isSlow: boolean) {
  let begun: Promise<unknown> | undefined;
  /** Why the transaction has failed: the statements sent after it only hear that it has. */
  let failure: StoreError | undefined;
  let hasEnded = false;

  async function send(text: string, parameters: readonly SqlValue[] = []): Promise<QueryResult> {
    const query_timeout = isSlow ? SLOW_MS : ANSWER_MS;
    // By this name the server keeps the statement.
    const statement = { name: hash("sha1", text), text, values: [...parameters], query_timeout };
    try {
      return await client.query(statement);
    } catch (error) {
      failure ??= explainPostgres(name, error);
      throw failure;
    }
  }

  async function ask(text: string, parameters: readonly SqlValue[] = []): Promise<QueryResult> {
    if (hasEnded) throw new Error("This transaction has ended: await every call in it");
    return send(text, parameters);
  }

  const sql: Sql = {
    query: async (text, parameters) => (await ask(text, parameters)).rows,
    run: async (text, parameters) => (await ask(text, parameters)).rowCount ?? 0,
    async lock(key) {
      await ask("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", [key]);
    },
    async tryLock(key) {
      const { rows } = await ask("SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0)) AS got", [key]);
      return rows[0]?.got === true;
    },
    /** What is deleted stays in the server's files until it vacuums them. */
    secureDelete() {},
  };
  return {
    ...sql,
    /** Is not waited for: it goes with the first statement. */
    begin(): void {
      // Whatever the server's default: what is read after a lock has to be what is there by then.
      begun = send("BEGIN ISOLATION LEVEL READ COMMITTED");
      // Who commits hears of it.
      begun.catch(() => {});
    },
    /** Rejects if it is not certain that everything was committed. */
    async commit(): Promise<void> {
      hasEnded = true;
      if (!begun) return;
      await begun;
      const { command } = await send("COMMIT");
      // The server takes back, without an error, a transaction in which a statement has failed.
      if (command !== "COMMIT")
        throw new Error("A statement failed in this transaction: let its error through");
    },
    /** Returns whether the connection can be used on. */
    async rollback(): Promise<boolean> {
      hasEnded = true;
      if (!begun) return false;
      return send("ROLLBACK").then(
        () => true,
        () => false,
      );
    },
  };
}
