import { describe, expect, it } from "vitest";
import { createTokenPace } from "../../src/channels/token-pace.ts";

const seconds = 10;

/** Takes all the room there is each time that it is looked at; gives the instants. */
function takeAll(perSecond: number, lookEveryMs: number): readonly number[] {
  let now = 0;
  const pace = createTokenPace(perSecond, { now: () => now });
  const taken: number[] = [];
  for (now = 0; now < seconds * 1_000; now += lookEveryMs) {
    const room = pace.room();
    pace.take(room);
    taken.push(...Array.from({ length: room }, () => now));
  }
  return taken;
}

function inSecondFrom(start: number, taken: readonly number[]): number {
  return taken.filter((at) => at >= start && at < start + 1_000).length;
}

describe("a pace", () => {
  it.each([1, 5, 28, 1_000])("of %i a second is kept in every second", (perSecond) => {
    const taken = takeAll(perSecond, 10);
    expect(Math.max(...taken.map((start) => inSecondFrom(start, taken)))).toBeLessThanOrEqual(perSecond);
    expect(taken.length).toBeGreaterThan(perSecond * (seconds - 0.5));
  });

  it("is even: no more than a third of a second’s messages go in a tenth of it", () => {
    const taken = takeAll(28, 10);
    const inTenthFrom = (start: number) => taken.filter((at) => at >= start && at < start + 100).length;
    expect(Math.max(...taken.map(inTenthFrom))).toBeLessThanOrEqual(28 / 3);
  });

  it.each([50, 70, 100, 125])("is reached where there is time to look every %i ms", (lookEveryMs) => {
    expect(takeAll(28, lookEveryMs).length).toBeGreaterThan(28 * seconds * 0.94);
  });
});
