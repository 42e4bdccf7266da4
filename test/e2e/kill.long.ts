import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  missingPostgres,
  type PostgresServer,
  startPostgres,
  whySkipped,
} from "../support/postgres-server.ts";
import { type Outcome, talkThroughKills } from "../support/talk-through-kills.ts";

const nothing: readonly string[] = [];
const modes = ["polling", "webhook"] as const;
const [ends, people] = [20, 40];

function expectAsItShould(name: string, outcome: Outcome): void {
  process.stdout.write(`${name}: ${JSON.stringify(outcome)}\n`);
  const asItShould = { unanswered: nothing, wrong: nothing, unexplained: nothing, astray: nothing };
  expect(outcome).toMatchObject({ ends, ...asItShould, unruly: nothing });
  expect(outcome.steps).toBeGreaterThan(10 * people);
}

it.each(modes)(
  "answers everyone, and takes each step once, when it is killed twenty times under traffic (%s)",
  async (mode) => {
    expectAsItShould(`SQLite, ${mode}`, await talkThroughKills({ ends, people, mode }));
  },
);

it.each(modes)(
  "ends in time when it is told to twenty times under traffic, and says nothing twice (%s)",
  async (mode) => {
    const outcome = await talkThroughKills({ ends, people, mode, signal: "SIGTERM" });
    expectAsItShould(`SIGTERM, ${mode}`, outcome);
  },
);

describe.skipIf(missingPostgres())(`on PostgreSQL${whySkipped()}`, () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server.remove());

  it.each(modes)(
    "answers everyone, and takes each step once, when it is killed twenty times under traffic (%s)",
    async (mode) => {
      const url = await server.createDatabase();
      const read = (sql: string) => server.query(sql, new URL(url).pathname.slice(1));
      const outcome = await talkThroughKills({ ends, people, mode, database: { url, read } });
      expectAsItShould(`PostgreSQL, ${mode}`, outcome);
    },
  );
});
