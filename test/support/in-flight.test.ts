import { expect, it } from "vitest";
import { InFlight } from "../../src/support/in-flight.ts";

it("is settled when all that was tracked has ended, what failed and what was added meanwhile too", async () => {
  const inFlight = new InFlight();
  const ends: (() => void)[] = [];
  const begin = () => inFlight.track(new Promise<void>((resolve) => ends.push(resolve)));
  let isSettled = false;
  void begin();
  const failing = inFlight.track(Promise.reject(new Error("broke")));
  const settled = inFlight.settled().then(() => {
    isSettled = true;
  });
  await expect(failing).rejects.toThrow("broke");
  void begin();
  ends[0]?.();
  await new Promise((resolve) => setImmediate(resolve));
  expect([inFlight.size, isSettled]).toEqual([1, false]);
  ends[1]?.();
  await settled;
  expect(inFlight.size).toBe(0);
});
