/** Asks a store in SQL; gives the rows. */
export type ReadStore = (sql: string) => Promise<readonly unknown[]> | readonly unknown[];

/**
 * Everyone is there once, each with the one reminder that they asked for again and again, and nothing waits. Gives what is
 * otherwise.
 */
export async function lookForStrays(
  read: ReadStore,
  reminded: ReadonlySet<number>,
  people: number,
  conversationOf: (id: number) => string = (id) => `telegram:${id}`,
): Promise<readonly string[]> {
  const count = "CAST(count(*) AS INTEGER) AS count";
  const reminders = await read(`SELECT conversation_id, ${count} FROM reminder GROUP BY 1`);
  const expected = [...reminded].map((id) => ({ conversation_id: conversationOf(id), count: 1 }));
  const found = new Set(reminders.map((row) => JSON.stringify(row)));
  const stored = JSON.stringify(await read(`SELECT ${count} FROM person`));
  const waiting = await read("SELECT conversation_id FROM outbox");
  return [
    ...(stored === JSON.stringify([{ count: people }]) ? [] : [`people: ${stored}`]),
    ...waiting.map((row) => `waits: ${JSON.stringify(row)}`),
    ...expected.map((row) => JSON.stringify(row)).filter((row) => !found.has(row)),
    ...(found.size === expected.length ? [] : [`${found.size} reminders`]),
  ];
}
