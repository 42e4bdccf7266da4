import type { Leases } from "./sql.ts";

/** Leases for an engine that only one process can have: it has them all. */
export const singleProcessLeases: Leases = {
  free: "TRUE",
  uncertain: () => [],
  markUncertain: () => {},
  ready: async () => {},
  take: async () => true,
  release: async () => true,
  sweep: async () => {},
};
