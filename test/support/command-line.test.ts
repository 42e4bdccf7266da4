import { readFileSync } from "node:fs";
import { expect, it, vi } from "vitest";
import { StoreError } from "../../src/ports.ts";
import {
  createCommand,
  refuseOldNode,
  stopAll,
  UsageError,
  usageOf,
} from "../../src/support/command-line.ts";
import { createTroubleLog } from "./bot-under-test.ts";

it("stops the last first, and all the others when one cannot, which is logged", async () => {
  const { log, trouble } = createTroubleLog();
  const stopped: string[] = [];
  await stopAll(
    [
      async () => void stopped.push("store"),
      () => Promise.reject(new StoreError("the disk is full")),
      async () => void stopped.push("bot"),
    ],
    log,
  );
  expect(stopped).toEqual(["bot", "store"]);
  expect(trouble).toEqual([expect.stringContaining("the disk is full")]);
});

it("answers --help with the usage and --version with the version, and does nothing else", async () => {
  const { command, done, printed } = commandUnderTest();
  await command(["copy.db", "--help"]);
  await command(["--version"]);
  const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
  expect(printed.mock.calls).toEqual([["Usage: npm run copy -- [--slow]\n"], [`${version}\n`]]);
  expect(done).toEqual([]);
});

it("says which option is unknown, and what the usage is", async () => {
  const { command, done } = commandUnderTest();
  await command(["--slow"]);
  await expect(command(["--slwo"])).rejects.toThrow(
    new UsageError("Unknown option '--slwo'\nUsage: npm run copy -- [--slow]"),
  );
  await expect(command(["copy.db"])).rejects.toThrow(/^Unexpected argument 'copy\.db'\nUsage:/);
  expect(done).toEqual([true]);
});

function commandUnderTest() {
  const done: unknown[] = [];
  const printed = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  const options = { slow: { type: "boolean" } } as const;
  const command = createCommand("Usage: npm run copy -- [--slow]", { options }, ({ values }) => {
    done.push(values.slow);
  });
  return { command, done, printed };
}

it("shows each way to call a command beside what it does, one below the other", () => {
  expect(
    usageOf([
      ["npm run seal", "seals the store"],
      ["npm run seal -- --new-key", "makes a key"],
    ]),
  ).toBe(
    [
      "Usage:",
      "  npm run seal               seals the store",
      "  npm run seal -- --new-key  makes a key",
    ].join("\n"),
  );
});

it.each(["18.20.8", "20.18.3", "9.11.2"])("says that Node.js %s is too old, and what to do", (version) => {
  expect(() => refuseOldNode(version, ">=20.19")).toThrow(
    `This is Node.js ${version}: install 20.19 or newer, then run npm ci again.`,
  );
});

it.each(["20.19.0", "20.20.2", "22.0.0", "100.1.0"])("runs on Node.js %s", (version) => {
  expect(() => refuseOldNode(version, ">=20.19")).not.toThrow();
});
