import { describe, expect, it, vi } from "vitest";
import { missingPostgres, whySkipped } from "../support/postgres-server.ts";
import { sweep } from "./sweep.ts";

const processes = 2;
const worlds = 50;
/** A busy machine takes long: alone, it is done in a quarter of it. */
const minutes = 20;

vi.setConfig({ testTimeout: (minutes + 2) * 60_000 });

describe.skipIf(missingPostgres())(`on PostgreSQL,${whySkipped()}`, () => {
  it(`the simulated world breaks no promise in ${worlds} worlds`, async () => {
    const share = { seed: 1, steps: 100, minutes, most: worlds / processes, isOnPostgres: true };
    const { seeds, broken } = await sweep(processes, share);
    expect(broken).toEqual([]);
    expect(seeds).toBe(worlds);
  });
});
