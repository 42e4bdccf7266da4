import { defineConfig, type TestProjectInlineConfiguration, type ViteUserConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

type TestConfig = NonNullable<TestProjectInlineConfiguration["test"]>;

/** Files that take long although they are small: they import what they run. */
const longest =
  /\/(all-that-is-said|any-campaign|every-state|find-thresholds|month|part-\d|properties|rehearse|train-intents|whatsapp)\./;

/**
 * Without the times of an earlier run, Vitest begins with the largest files: at the end, one worker alone
 * would be left with the longest.
 */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]) {
    const sorted = await super.sort(files);
    const isLong = ({ moduleId }: TestSpecification) => longest.test(moduleId);
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

const whole: ViteUserConfig["test"] = {
  sequence: { sequencer: LongestFirst },
  globalSetup: "test/support/build-bot.ts",
  teardownTimeout: 5_000,
  coverage: { include: ["src/**/*.ts"], reporter: ["text-summary", "html"] },
  // What is transformed for one run is kept for the next.
  experimental: { fsModuleCache: true },
};

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
  // A worker lives for a minute: code that is compiled at its first call takes a twentieth less than code that is interpreted first.
  execArgv: ["--always-sparkplug"],
  // `PATIENCE_MS`: how long is waited for what has to come. The others: how much of all is tried.
  env: { PATIENCE_MS: "15000", PROPERTY_RUNS: "8", DIALOGUES: "where-written", WALK: "brief" },
  testTimeout: 20_000,
  // A browser, a database and a bot start before the first test.
  hookTimeout: 120_000,
  expect: { poll: { timeout: 15_000 } },
};

const long: TestConfig = {
  ...both,
  env: { PATIENCE_MS: "30000", PROPERTY_RUNS: "100", DIALOGUES: "on-all-channels", WALK: "whole" },
  // In some of them minutes pass, or thousands of people talk; those that take longer still say why.
  testTimeout: 600_000,
  // A walk through all that is said takes nine minutes on two free cores.
  hookTimeout: 1_800_000,
  // As many tests of one file at a time, where it lets them.
  maxConcurrency: 2,
  expect: { poll: { timeout: 30_000 } },
};

/** Long tests that measure time. */
const alone = ["test/e2e/{kill,processes,restart}.long.ts"];
/** One that mostly waits, and those that take every processor themselves. */
const two = ["test/e2e/rehearse.long.ts", "test/simulation/*.long.ts"];

/** Three groups, one after the other. */
const longGroups: readonly TestConfig[] = [
  { name: "beside others", include: ["test/**/*.long.ts"], exclude: [...alone, ...two], maxWorkers: 3 },
  { name: "two", include: two, maxWorkers: 2 },
  { name: "alone", include: alone, maxWorkers: 1 },
];
const projects = longGroups.map((group, groupOrder) => ({
  test: { ...long, ...group, sequence: { groupOrder } },
}));

/** `vitest run` for the tests that take seconds, `vitest run --mode long` for those that take minutes. */
export default defineConfig(({ mode }) => ({
  test: { ...whole, ...(mode === "long" ? { projects } : short) },
}));
