import { hash } from "node:crypto";
import type { ClientBase, QueryResult } from "pg";
import type { StoreError } from "../app/ports.ts";
import { explainPostgres } from "./explain-error.ts";
import type { Sql, SqlRow, SqlValue } from "./sql.ts";

/** After so long without an answer the server is taken for gone: no statement of ours takes a tenth of it. */
const ANSWER_MS = 30_000;
const SLOW_MS = 6 * 3_600_000;

/** What one transaction may do, as long as it lasts; without `begin`, each statement is one of its own. */
export class PostgresSession implements Sql {
  /** How errors call the database. */
  readonly #name: string;
  readonly #client: ClientBase;
  readonly #timeoutMs: number;
  #begun: Promise<unknown> | undefined;
  /** Why the transaction has failed: the statements sent after it only hear that it has. */
  #failure: StoreError | undefined;
  #ended = false;

  constructor(name: string, client: ClientBase, isSlow: boolean) {
    this.#name = name;
    this.#client = client;
    this.#timeoutMs = isSlow ? SLOW_MS : ANSWER_MS;
  }

  /** Is not waited for: it goes with the first statement. */
  begin(): void {
    // Whatever the server's default: what is read after a lock has to be what is there by then.
    this.#begun = this.#send("BEGIN ISOLATION LEVEL READ COMMITTED");
    // Who commits hears of it.
    this.#begun.catch(() => {});
  }

  /** Rejects if it is not certain that everything was committed. */
  async commit(): Promise<void> {
    if (!this.#begun) return;
    await this.#begun;
    const { command } = await this.#send("COMMIT");
    // The server takes back, without an error, a transaction in which a statement has failed.
    if (command !== "COMMIT")
      throw new Error("A statement failed in this transaction: let its error through");
  }

  /** Returns whether the connection can be used on. */
  async rollback(): Promise<boolean> {
    if (!this.#begun) return false;
    return this.#send("ROLLBACK").then(
      () => true,
      () => false,
    );
  }

  async query(text: string, parameters: readonly SqlValue[] = []): Promise<readonly SqlRow[]> {
    return (await this.#ask(text, parameters)).rows;
  }

  async run(text: string, parameters: readonly SqlValue[] = []): Promise<number> {
    return (await this.#ask(text, parameters)).rowCount ?? 0;
  }

  async lock(name: string): Promise<void> {
    await this.#ask("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", [name]);
  }

  async tryLock(name: string): Promise<boolean> {
    const tryIt = "SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0)) AS got";
    const [row] = await this.query(tryIt, [name]);
    return row?.["got"] === true;
  }

  /** What is deleted stays in the server's files until it vacuums them. */
  secureDelete(): void {}

  end(): void {
    this.#ended = true;
  }

  #ask(text: string, parameters: readonly SqlValue[]): Promise<QueryResult> {
    if (this.#ended) throw new Error("This transaction has ended: await every call in it");
    return this.#send(text, parameters);
  }

  async #send(text: string, parameters: readonly SqlValue[] = []): Promise<QueryResult> {
    // By this name the server keeps the statement.
    const name = hash("sha1", text);
    const statement = { name, text, values: [...parameters], query_timeout: this.#timeoutMs };
    try {
      return await this.#client.query(statement);
    } catch (error) {
      this.#failure ??= explainPostgres(this.#name, error);
      throw this.#failure;
    }
  }
}
