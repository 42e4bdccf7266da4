import { defineConfig } from "vitest/config";

/** The tests of the modules that `npm run mutation` changes, and no others. */
export default defineConfig({
  test: {
    include: [
      "test/conversation/required-steps.test.ts",
      "test/conversation/schedule.test.ts",
      "test/understanding/read-accounts.test.ts",
      "test/links/judge-link.test.ts",
      "test/app/create-inbox.test.ts",
      "test/app/delivery.test.ts",
      "test/app/limiter.test.ts",
      "test/app/send-reminders.test.ts",
      "test/app/alerts.test.ts",
      "test/storage/contract.test.ts",
    ],
    pool: "threads",
    maxWorkers: 1,
    env: { PROPERTY_RUNS: "15", WALK: "whole" },
    // A busy machine, and code that Stryker has instrumented.
    testTimeout: 60_000,
  },
});
