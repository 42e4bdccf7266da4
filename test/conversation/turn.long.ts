import { expect, it } from "vitest";
import { walkMachine } from "../support/machine-walk.ts";
import { walkPairs } from "../support/walk-pairs.ts";

it("asks once, last, says nothing twice, loses nothing and never fails, whatever two things a message says in any state", () => {
  const { count, ...problems } = walkPairs(walkMachine(6), 3);
  expect(problems).toEqual({ askedBadly: [], saidTwice: [], lost: [], failed: [] });
  expect(count).toBeGreaterThan(100_000);
});
