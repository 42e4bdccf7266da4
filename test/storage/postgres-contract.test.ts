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
  let url: string;
  beforeAll(async () => {
    server = await startPostgres();
    url = await server.createDatabase();
    await (await openStore(url)).close();
  });
  afterAll(() => server.remove());

  storeContract("PostgreSQL", async () => {
    await server.empty(url);
    return openStore(url);
  });
});
