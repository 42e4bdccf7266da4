import { afterAll, beforeAll, describe } from "vitest";
import { openStore } from "../../src/storage/open-store.ts";
import {
  missingPostgres,
  type PostgresServer,
  startPostgres,
  whySkipped,
} from "../support/postgres-server.ts";
import { storeContract } from "../support/store-contract.ts";

describe.skipIf(missingPostgres())(`on PostgreSQL,${whySkipped()}`, () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres();
    // Made once, and then copied.
    await (await openStore(await server.createDatabase())).close();
  }, 30_000);
  afterAll(() => server.remove());

  storeContract("PostgreSQL", async () => openStore(await server.createDatabase("TEMPLATE test_1")));
});
