import { expect, it } from "vitest";
import { isLongAgo } from "../../src/campaigns/facts.ts";

it.each([
  { now: "2027-05-29T23:59Z", isLong: false },
  { now: "2027-05-30T00:00Z", isLong: true },
])("a check of 30 November 2026 is long ago at $now: $isLong", ({ now, isLong }) => {
  expect(isLongAgo("2026-11-30", Date.parse(now))).toBe(isLong);
});
