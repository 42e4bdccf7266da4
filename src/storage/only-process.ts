import type { Claims } from "./sql.ts";

/** Only one process has the file, and it knows by itself what it delivers: nothing is asked, nothing is kept. */
export const onlyProcess: Claims = {
  free: "TRUE",
  doubted: () => [],
  doubt: () => {},
  ready: async () => {},
  take: async () => true,
  letGo: async () => true,
  sweep: async () => {},
};
