import Database from "better-sqlite3";
import { readDump } from "../../test/support/kept-stores.ts";
import { instantOf } from "./day-clock.ts";

/** Of store version 10: `test/fixtures/stores/README.md`. */
const dump = "3330a205-sqlite";
const [asked, promised] = ["2025-05-23", "2025-05-26"];
/** Under an id that nobody has. */
const model = "telegram:0";

/**
 * Writes the store that an earlier version has left: people who asked last week to be reminded on the last day at 18:00. Each is
 * the person of a kept store once more.
 */
export function writeLastWeek(file: string, conversations: readonly string[]): void {
  const database = new Database(file);
  database.exec(readDump(dump));
  for (const table of ["person", "reminder"])
    database.exec(`DELETE FROM ${table} WHERE conversation_id <> 'telegram:1';
      UPDATE ${table} SET conversation_id = '${model}'`);
  database.exec("DELETE FROM outbox");
  const addPerson = database.prepare(
    `INSERT INTO person SELECT ?, person, replace(saved_state, '${asked}', '${promised}'), seen_at, note, alerts_since
     FROM person WHERE conversation_id = '${model}'`,
  );
  const addReminder = database.prepare(
    `INSERT INTO reminder (conversation_id, campaign, slot, due_at, channel)
     SELECT ?, campaign, replace(slot, '${asked}', '${promised}'), ?, ? FROM reminder WHERE conversation_id = '${model}'`,
  );
  database.transaction(() => {
    for (const id of conversations) {
      addPerson.run(id);
      addReminder.run(id, instantOf("18:00"), id.split(":")[0]);
    }
    for (const table of ["person", "reminder"])
      database.exec(`DELETE FROM ${table} WHERE conversation_id = '${model}'`);
  })();
  database.close();
}
