import { defineConfig, type TestProjectInlineConfiguration, type ViteUserConfig } from "vitest/config";

type TestConfig = NonNullable<TestProjectInlineConfiguration["test"]>;

const both: TestConfig = {
  pool: "forks",
  isolate: false,
  allowOnly: false,
  restoreMocks: true,
  unstubEnvs: true,
};

const short: TestConfig = {
  ...both,
  include: ["test/**/*.test.ts"],
  // One more than cores, as much of it waits for a browser, a database or a process.
  maxWorkers: 3,
  // `PATIENCE_MS`: how long is waited for what has to come. The others: how much of all is tried.
  env: { PATIENCE_MS: "15000", PROPERTY_RUNS: "15", DIALOGUES: "where-written", WALK: "brief" },
  testTimeout: 20_000,
  // A browser, a database and a bot start before the first test, or the whole conversation is walked.
  hookTimeout: 120_000,
  expect: { poll: { timeout: 15_000 } },
};

const long: TestConfig = {
  ...both,
  env: { PATIENCE_MS: "30000", PROPERTY_RUNS: "400", DIALOGUES: "on-all-channels", WALK: "whole" },
  // In some of them minutes pass, or thousands of people talk; those that take longer still say why.
  testTimeout: 300_000,
  hookTimeout: 600_000,
  maxConcurrency: 2,
  expect: { poll: { timeout: 30_000 } },
};

/** Long tests that measure time, or take every processor themselves: nothing else runs beside them. */
const alone = [
  "test/channels/telegram/flood.long.ts",
  "test/e2e/{alerts,kill,processes,restart}.long.ts",
  "test/simulation/*.long.ts",
  "test/storage/silent-network.long.ts",
];

/** The long tests in two groups, one after the other. */
const longGroups: TestProjectInlineConfiguration[] = [
  {
    test: {
      ...long,
      name: "beside others",
      include: ["test/**/*.long.ts"],
      exclude: alone,
      maxWorkers: 2,
      sequence: { groupOrder: 1 },
    },
  },
  { test: { ...long, name: "alone", include: alone, maxWorkers: 1, sequence: { groupOrder: 2 } } },
];

const whole: ViteUserConfig["test"] = {
  globalSetup: "test/support/build-bot.ts",
  teardownTimeout: 5_000,
  coverage: { include: ["src/**/*.ts"], reporter: ["text-summary", "html"] },
};

/** `vitest run` for the tests that take seconds, `vitest run --mode long` for those that take minutes. */
export default defineConfig(({ mode }) => ({
  test: mode === "long" ? { ...whole, projects: longGroups } : { ...whole, ...short },
}));
