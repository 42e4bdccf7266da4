import { expect, it } from "vitest";
import { sendAtLimit, type Wanted } from "../../bench/rehearse/limits-alone.ts";

const perSecond = 2;

function at(moment: number, kind: Wanted["kind"] = "answer"): Wanted {
  return { at: moment, kind };
}

function sendTimes(
  wanted: readonly Wanted[],
  pauses?: Parameters<typeof sendAtLimit>[2],
): readonly (number | undefined)[] {
  const sent = sendAtLimit(wanted, perSecond, pauses);
  return wanted.map((message) => sent.get(message));
}

it("sends at once what the limit lets through, and no more in any second", () => {
  expect(sendTimes([at(0), at(400), at(500), at(500), at(500)])).toEqual([0, 400, 1_000, 1_400, 2_000]);
});

it("sends answers before reminders that have waited longer", () => {
  const times = sendTimes([at(0), at(0), at(1, "reminder"), at(2), at(3)]);
  expect(times).toEqual([0, 0, 2_000, 1_000, 1_000]);
});

it("counts what comes in", () => {
  expect(sendTimes([at(0, "incoming"), at(0, "incoming"), at(0)])).toEqual([undefined, undefined, 1_000]);
});

it("sends nothing in a pause", () => {
  expect(sendTimes([at(100), at(300)], [{ at: 200, ended: 5_000 }])).toEqual([100, 5_000]);
});
