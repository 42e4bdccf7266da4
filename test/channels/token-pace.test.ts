import { describe, expect, it } from "vitest";
import { createTokenPace } from "../../src/channels/token-pace.ts";

describe("a pace", () => {
  it.each([1, 5, 28, 1_000])("of %i a second is kept in every second, evenly", (perSecond) => {
    let now = 0;
    const pace = createTokenPace(perSecond, { now: () => now });
    const taken: number[] = [];
    for (now = 0; now < 10_000; now += 10) {
      const room = pace.room();
      pace.take(room);
      taken.push(...Array.from({ length: room }, () => now));
    }
    const inSecondFrom = (start: number) => taken.filter((at) => at >= start && at < start + 1_000).length;
    const most = Math.max(...taken.map(inSecondFrom));
    expect(most).toBeLessThanOrEqual(Math.ceil(perSecond + Math.max(1, (perSecond * 2) / 28)));
    expect(taken.length).toBeGreaterThan(perSecond * 9.5);
  });
});
