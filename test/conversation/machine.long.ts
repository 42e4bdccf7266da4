import { expect, it } from "vitest";
import { walkMachine } from "../support/machine-walk.ts";

it("asks something, or says something, and never fails, in every way through the machine", () => {
  const { states, silent, failed } = walkMachine();
  expect({ silent, failed }).toEqual({ silent: [], failed: [] });
  expect(states.size).toBeGreaterThan(30);
});
