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
    for (let one = 0; one < room; one += 1) {
      if (pace.ask(`test:${now}-${one}`) > 0) throw new Error("there was no room");
      taken.push(now);
    }
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

  it("has no room for more while what room was taken for is still to be sent, a minute at most", () => {
    let now = 0;
    const pace = createTokenPace(28, { now: () => now });
    expect(pace.room()).toBe(5);
    pace.take(5);
    now = 59_000;
    expect(pace.room()).toBe(0);
    now = 61_000;
    expect(pace.room()).toBe(5);
  });

  it("gives those who come all at once a turn each, in the order of asking", () => {
    let now = 0;
    const pace = createTokenPace(10, { now: () => now });
    const waits = Array.from({ length: 50 }, (_, chat) => pace.ask(`test:${chat}`));
    expect(waits.slice(0, 5)).toEqual([0, 0, 100, 200, 300]);
    expect(waits.at(-1)).toBe(4_800);
    expect(pace.room()).toBe(0);
    now = 4_800;
    expect(pace.ask("test:49")).toBe(0);
  });

  it("is kept where many come late for their turn", () => {
    let now = 0;
    const pace = createTokenPace(10, { now: () => now });
    const chats = Array.from({ length: 50 }, (_, chat) => `test:${chat}` as const);
    for (const chat of chats) pace.ask(chat);
    now = 5_000;
    expect(chats.filter((chat) => pace.ask(chat) === 0)).toHaveLength(10);
  });
});
