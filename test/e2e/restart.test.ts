import Database from "better-sqlite3";
import { expect, it } from "vitest";
import { hear, openScene, query, setReminder, talk } from "../support/bot-api-scene.ts";
import { startBot } from "../support/bot-process.ts";

const day = 86_400_000;

it("sends a reminder once, and true, that was due while it was down", async () => {
  const { server, file, environment } = await openScene("polling");
  const before = startBot(environment);
  const person = server.person(1, { languageCode: "fr" });
  await talk(person, setReminder);
  expect(await before.end("SIGTERM")).toBe(0);
  const store = new Database(file);
  // In the zone of the person it may be night: then it would rightly wait until nine.
  store.prepare("UPDATE person SET person = json_set(person, '$.zone', ?)").run(zoneAtNoon());
  store.prepare("UPDATE reminder SET due_at = ?").run(Date.now() - day);
  store.close();
  const after = startBot(environment);
  const reminder = await hear(person, "voici le rappel");
  expect(reminder.rows.flat().map(({ label }) => label)).toEqual(
    expect.arrayContaining([
      "Ouvrir le formulaire Instagram",
      "C’est fait",
      "Plus tard",
      "Arrêter ces rappels",
    ]),
  );
  expect(await after.end("SIGINT")).toBe(0);
  for (const table of ["reminder", "outbox"]) expect(query(file, `SELECT * FROM ${table}`)).toEqual([]);
  expect(person.unread()).toEqual([]);
});

/** A zone whose clocks show about noon now. */
function zoneAtNoon(): string {
  const offset = new Date().getUTCHours() - 12;
  return `Etc/GMT${offset >= 0 ? "+" : "-"}${Math.abs(offset)}`;
}
