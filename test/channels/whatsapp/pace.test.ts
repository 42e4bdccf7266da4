import { expect, test } from "vitest";
import { createPace } from "../../../src/channels/whatsapp/pace.ts";

const minute = 60_000;
const hour = 60 * minute;

function paceOf(options: Partial<Parameters<typeof createPace>[0]> = {}) {
  let now = 10 * 24 * hour;
  const pace = createPace({
    hourlyCap: 30,
    dailyCap: 200,
    clock: { now: () => now },
    random: () => 0,
    ...options,
  });
  return {
    ask: (chat: number) => pace.ask(`whatsapp:${chat}@c.us`),
    pass: (ms: number) => {
      now += ms;
    },
    now: () => now,
    recall: (sent: readonly number[]) => pace.recall(sent),
  };
}

test.each([
  [0, 5_000],
  [0.999_999, 30_000],
])("two unprompted messages are 5 to 30 seconds apart (%f)", (random, gap) => {
  const { ask } = paceOf({ random: () => random });
  expect(ask(1)).toBe(0);
  expect(Math.round(ask(2))).toBe(gap);
  expect(Math.round(ask(3))).toBe(2 * gap);
});

test("who has asked keeps their turn, and asking again early takes no second one", () => {
  const { ask, pass } = paceOf();
  ask(1);
  expect(ask(2)).toBe(5_000);
  expect(ask(3)).toBe(10_000);
  pass(4_000);
  expect(ask(2)).toBe(1_000);
  pass(1_000);
  expect(ask(2)).toBe(0);
  expect(ask(3)).toBe(5_000);
});

test("the hourly cap holds over a sliding hour", () => {
  const { ask, pass } = paceOf({ hourlyCap: 2 });
  expect(ask(1)).toBe(0);
  pass(30 * minute);
  expect(ask(2)).toBe(0);
  expect(ask(3)).toBe(30 * minute);
  expect(ask(4)).toBe(60 * minute);
});

test("the daily cap holds over a sliding day, across a restart too", () => {
  const { now } = paceOf();
  const sent = [now() - 23 * hour, now() - 2 * hour];
  const after = (dailyCap: number) => {
    const pace = paceOf({ dailyCap });
    pace.recall(sent);
    return pace.ask(1);
  };
  expect([after(2), after(3)]).toEqual([hour, 0]);
});

test("a turn that nobody came for does not stand in the way of who asks anew", () => {
  const { ask, pass } = paceOf();
  ask(1);
  expect(ask(2)).toBe(5_000);
  pass(10 * minute);
  expect(ask(2)).toBe(0);
});
