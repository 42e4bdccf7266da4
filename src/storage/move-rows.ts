import { type ConversationId, channelNameOf } from "../app/ports.ts";
import type { Sql, SqlRow, SqlValue } from "./sql.ts";

/** The tables of a conversation, each with its key, and the columns that hold what was said. */
export const conversationTables = [
  { table: "person", key: "conversation_id", sealed: ["person", "saved_state", "note"] },
  { table: "outbox", key: "id", sealed: ["message"] },
  { table: "reminder", key: "id", sealed: [] },
] as const;

/** Gives the rows of a conversation another id, and rewrites what was said by `rewrite`. */
export async function moveRows(
  sql: Sql,
  from: ConversationId,
  to: ConversationId,
  rewrite: (text: string) => string,
): Promise<void> {
  for (const { table, key, sealed } of conversationTables) {
    const columns = [`${key} AS key`, ...sealed].join(", ");
    const rows = await sql.query(`SELECT ${columns} FROM ${table} WHERE conversation_id = $1`, [from]);
    const sets = ["conversation_id", ...sealed].map((column, index) => `${column} = $${index + 2}`);
    const update = `UPDATE ${table} SET ${sets.join(", ")} WHERE ${key} = $1`;
    const move = (row: SqlRow) => {
      const texts = sealed.map((column) => {
        const text = row[column];
        return typeof text === "string" ? rewrite(text) : null;
      });
      return sql.run(update, [row["key"] as SqlValue, to, ...texts]);
    };
    await Promise.all(rows.map(move));
  }
  await sql.run(`UPDATE reminder SET channel = $2 WHERE conversation_id = $1`, [to, channelNameOf(to)]);
}
