import { expect, it } from "vitest";
import { createSlots } from "../../src/app/take-slots.ts";

/** Work that is done when it is told so. */
function createWork() {
  const begun: number[] = [];
  const ends: (() => void)[] = [];
  const work = (number: number) => () => {
    begun.push(number);
    return new Promise<number>((resolve) => ends.push(() => resolve(number)));
  };
  return { begun, ends, work };
}

it("begins no more than it has slots, and the others in the order of asking", async () => {
  const slots = createSlots(2);
  const { begun, ends, work } = createWork();
  const results = [1, 2, 3, 4].map((number) => slots(work(number)));
  expect(begun).toEqual([1, 2]);
  ends[1]?.();
  expect(await results[1]).toBe(2);
  expect(begun).toEqual([1, 2, 3]);
  ends[0]?.();
  ends[2]?.();
  await results[2];
  expect(begun).toEqual([1, 2, 3, 4]);
});

it("has its slot back after what has failed", async () => {
  const slots = createSlots(1);
  const failed = slots(() => Promise.reject(new Error("no")));
  const next = slots(async () => "done");
  await expect(failed).rejects.toThrow("no");
  expect(await next).toBe("done");
  expect(await slots(async () => "again")).toBe("again");
});
