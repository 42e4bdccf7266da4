import { defineConfig, type ViteUserConfig } from "vitest/config";

type TestConfig = ViteUserConfig["test"];

const both: TestConfig = {
  globalSetup: "test/support/build-bot.ts",
  pool: "forks",
  isolate: false,
  teardownTimeout: 5_000,
  allowOnly: false,
  restoreMocks: true,
  unstubEnvs: true,
  coverage: { include: ["src/**/*.ts"], reporter: ["text-summary", "html"] },
};

const short: TestConfig = {
  include: ["test/**/*.test.ts"],
  // One more than cores, as much of it waits for a browser, a database or a process.
  maxWorkers: 3,
  // `PATIENCE_MS`: how long is waited for what has to come. The others: how much of all is tried.
  env: { PATIENCE_MS: "15000", PROPERTY_RUNS: "15", DIALOGUES: "where-written", WALK: "brief" },
  testTimeout: 20_000,
  // A browser, a database and a bot start before the first test.
  hookTimeout: 120_000,
  expect: { poll: { timeout: 15_000 } },
};

const long: TestConfig = {
  include: ["test/**/*.long.ts"],
  // They measure time themselves.
  maxWorkers: 1,
  env: { PATIENCE_MS: "30000", PROPERTY_RUNS: "400", DIALOGUES: "on-all-channels", WALK: "whole" },
  // In some of them minutes pass, or thousands of people talk; those that take longer still say why.
  testTimeout: 300_000,
  hookTimeout: 600_000,
  expect: { poll: { timeout: 30_000 } },
};

/** `vitest run` for the tests that take seconds, `vitest run --mode long` for those that take minutes. */
export default defineConfig(({ mode }) => ({ test: { ...both, ...(mode === "long" ? long : short) } }));
