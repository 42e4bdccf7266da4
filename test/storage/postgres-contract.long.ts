import { randomBytes } from "node:crypto";
import { beforeAll, describe } from "vitest";
import { openStore } from "../../src/storage/open-store.ts";
import { missingPostgres, whySkipped } from "../support/postgres-server.ts";
import { sharePostgres } from "../support/share-postgres.ts";
import { storeContract } from "../support/store-contract.ts";

describe.skipIf(missingPostgres()).each([
  ["PostgreSQL", undefined],
  ["sealed PostgreSQL", randomBytes(32)],
])(`on %s,${whySkipped()}`, (name, key) => {
  const postgres = sharePostgres();
  beforeAll(async () => {
    await (await openStore(postgres.url, key)).close();
  });

  storeContract(name, async () => {
    await postgres.server.empty(postgres.url);
    return openStore(postgres.url, key);
  });
});
