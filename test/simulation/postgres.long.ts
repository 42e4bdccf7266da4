import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  missingPostgres,
  type PostgresServer,
  startPostgres,
  whySkipped,
} from "../support/postgres-server.ts";
import type { Database, DatabaseWorld } from "./database.ts";
import { describeEvent } from "./history.ts";
import { worldsOn } from "./postgres-database.ts";
import { simulate } from "./simulation.ts";

const seeds = Array.from({ length: 200 }, (_, index) => index + 1);

describe.skipIf(missingPostgres())(`the simulated world on PostgreSQL${whySkipped()}`, () => {
  let server: PostgresServer;
  let databaseIn: (world: DatabaseWorld) => Database;
  beforeAll(async () => {
    server = await startPostgres();
    databaseIn = await worldsOn(server);
  });
  afterAll(() => server.remove());

  it.each(seeds)("no promise is broken in the world of seed %i", async (seed) => {
    const { history, verdicts } = await simulate({ seed, steps: 100, databaseIn });
    // The same seed may give another history the next time.
    const log = verdicts.length > 0 ? history.map(describeEvent).join("\n") : "";
    expect(verdicts, log).toEqual([]);
  });
});
