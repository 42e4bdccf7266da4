import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openScene } from "../support/bot-api-scene.ts";
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

const asItShould = {
  ends,
  isBusy: true,
  ...{ unanswered: nothing, wrong: nothing, unexplained: nothing, astray: nothing, unruly: nothing },
};

/** Prints what came of it; adds whether there was traffic enough to count. */
function report(name: string, outcome: Outcome): Outcome & { readonly isBusy: boolean } {
  process.stdout.write(`${name}: ${JSON.stringify(outcome)}\n`);
  return { ...outcome, isBusy: outcome.steps > 10 * people };
}

it.each(modes)(
  "answers everyone, and takes each step once, when it is killed twenty times under traffic (%s)",
  async (mode) => {
    const outcome = await talkThroughKills({ ends, people, scene: await openScene(mode) });
    expect(report(`SQLite, ${mode}`, outcome)).toMatchObject(asItShould);
  },
);

it.each(modes)(
  "ends in time when it is told to twenty times under traffic, and says nothing twice (%s)",
  async (mode) => {
    const outcome = await talkThroughKills({
      ...{ ends, people, scene: await openScene(mode) },
      signal: "SIGTERM",
    });
    expect(report(`SIGTERM, ${mode}`, outcome)).toMatchObject(asItShould);
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
      const outcome = await talkThroughKills({
        ...{ ends, people, scene: await openScene(mode) },
        database: { url, read },
      });
      expect(report(`PostgreSQL, ${mode}`, outcome)).toMatchObject(asItShould);
    },
  );
});
