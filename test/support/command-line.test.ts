import { expect, it } from "vitest";
import { StoreError } from "../../src/ports.ts";
import { stopAll } from "../../src/support/command-line.ts";
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
