import type { SavedState } from "../src/conversation/saved.ts";
import type { Person } from "../src/conversation/vocabulary.ts";
import { writePerson } from "../src/storage/rows.ts";
import type { SqlEngine } from "../src/storage/sql.ts";

/** People by their numbers in a row; person 0 has the smallest id. */
export interface Range {
  readonly first: number;
  readonly count: number;
}

/** As many digits as Telegram's have. */
const smallestId = 100_000_000;
const chunk = 50_000;
const numbers = `WITH RECURSIVE numbers (id) AS (
  SELECT CAST($1 AS BIGINT) UNION ALL SELECT id + CAST($3 AS BIGINT) FROM numbers WHERE id + CAST($3 AS BIGINT) <= CAST($2 AS BIGINT)
)`;

/** The id of the person with this number. */
export function seededId(number: number): `telegram:${number}` {
  return `telegram:${smallestId + number}`;
}

/** Writes people, who are in turn at one of these standings, right into the tables. */
export async function seedPeople(
  engine: SqlEngine,
  people: number,
  standings: readonly { readonly person: Person; readonly saved: SavedState }[],
  seenAt: number,
): Promise<void> {
  for (let first = 0; first < people; first += chunk)
    await engine.transaction(
      async (sql) => {
        const last = smallestId + Math.min(first + chunk, people) - 1;
        for (const [index, { person, saved }] of standings.entries()) {
          const id = smallestId + first + index;
          if (id > last) break;
          await sql.run(
            `${numbers} INSERT INTO person (conversation_id, person, saved_state, seen_at)
             SELECT 'telegram:' || id, $4, $5, $6 FROM numbers`,
            [id, last, standings.length, writePerson(person), JSON.stringify(saved), seenAt],
          );
        }
      },
      { isSlow: true },
    );
}

/** What several people are reminded of at the same moment. */
export interface SeededReminder extends Range {
  readonly campaign: string;
  readonly slot: string;
  readonly dueAt: number;
}

/** Writes reminders right into the table. */
export async function seedReminders(engine: SqlEngine, reminders: readonly SeededReminder[]): Promise<void> {
  await engine.transaction(
    async (sql) => {
      for (const { first, count, campaign, slot, dueAt } of reminders)
        await sql.run(
          `${numbers} INSERT INTO reminder (conversation_id, channel, campaign, slot, due_at)
           SELECT 'telegram:' || id, 'telegram', $4, $5, $6 FROM numbers`,
          [smallestId + first, smallestId + first + count - 1, 1, campaign, slot, dueAt],
        );
    },
    { isSlow: true },
  );
}
