import { defineConfig } from "vitest/config";

/** `vitest run` for the tests that take seconds, `vitest run --mode long` for those that take minutes. */
export default defineConfig(({ mode }) => {
  const long = mode === "long";
  return {
    test: {
      include: [long ? "test/**/*.long.ts" : "test/**/*.test.ts"],
      globalSetup: "test/support/build-bot.ts",
      pool: "forks",
      // One more than cores, as much of it waits for a browser, a database or a process. The long ones measure time themselves.
      maxWorkers: long ? 1 : 3,
      isolate: false,
      // What the short tests show on some of it, the long ones show on more.
      env: {
        PROPERTY_RUNS: long ? "400" : "15",
        DIALOGUES: long ? "on-all-channels" : "where-written",
        WALK: long ? "whole" : "once-per-shape",
      },
      // A busy machine takes long for what a free one does at once.
      testTimeout: long ? 300_000 : 120_000,
      hookTimeout: long ? 600_000 : 120_000,
      teardownTimeout: 5_000,
      expect: { poll: { timeout: 30_000 } },
      allowOnly: false,
      restoreMocks: true,
      unstubEnvs: true,
      coverage: { include: ["src/**/*.ts"], reporter: ["text-summary", "html"] },
    },
  };
});
