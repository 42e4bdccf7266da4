import { chmodSync, writeFileSync } from "node:fs";
import { expect, it } from "vitest";
import { isOpenToEveryone } from "../../src/support/is-open-to-everyone.ts";
import { temporaryFolder } from "./temporary-folder.ts";

it.skipIf(process.platform === "win32").each([
  [0o600, false],
  [0o640, false],
  [0o644, true],
  [0o604, true],
])("knows whether everyone on the machine can read a file: with mode %o, %j", (mode, isOpen) => {
  const file = `${temporaryFolder()}/.env`;
  expect(isOpenToEveryone(file)).toBe(false);
  writeFileSync(file, "");
  chmodSync(file, mode);
  expect(isOpenToEveryone(file)).toBe(isOpen);
});
