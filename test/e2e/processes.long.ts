import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  missingPostgres,
  type PostgresServer,
  startPostgres,
  whySkipped,
} from "../support/postgres-server.ts";
import { talkThroughProcesses } from "../support/talk-through-processes.ts";

const nothing: readonly string[] = [];

describe.skipIf(missingPostgres())(`three processes on one database${whySkipped()}`, () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server.remove());

  it("answer everyone, and take each step once, while they are killed and the database starts again", async () => {
    const people = 30;
    const kills = { times: 10, everyMs: 2_000 };
    const plan = { server, processes: 3, people, kills, restartsDatabase: true };
    const { times, ...outcome } = await talkThroughProcesses(plan);
    process.stdout.write(`three processes: ${JSON.stringify(outcome)}\n`);
    expect(outcome).toMatchObject({
      unanswered: nothing,
      wrong: nothing,
      unexplained: nothing,
      astray: nothing,
    });
    expect(times.length).toBeGreaterThan(10 * people);
  });
});
