import type { Leases } from "./sql.ts";

/** Only one process has the file, and it knows by itself what it delivers: nothing is asked, nothing is kept. */
export const singleProcessLeases: Leases = {
  free: "TRUE",
  uncertain: () => [],
  markUncertain: () => {},
  ready: async () => {},
  take: async () => true,
  release: async () => true,
  sweep: async () => {},
};
