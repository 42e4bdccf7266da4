import { afterAll, beforeAll } from "vitest";
import { type PostgresServer, startPostgres } from "./postgres-server.ts";

/** What the tests of a suite share, once the first of them begins. */
export interface SharedPostgres {
  server: PostgresServer;
  /** The address of a database of it that is empty at first. */
  url: string;
}

/** Starts a PostgreSQL server for the tests of a suite. */
export function sharePostgres(): SharedPostgres {
  const shared = {} as SharedPostgres;
  beforeAll(async () => {
    shared.server = await startPostgres();
    shared.url = await shared.server.createDatabase();
  });
  afterAll(() => shared.server.remove());
  return shared;
}
