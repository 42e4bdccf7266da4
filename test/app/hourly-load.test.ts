import { describe, expect, it, onTestFinished } from "vitest";
import { createHourlyLoad } from "../../src/app/hourly-load.ts";
import { openStore } from "../../src/storage/open-store.ts";
import { at, createTestClock } from "../support/bot-under-test.ts";
import { createPacedChannel } from "../support/paced-channel.ts";

const ana = "test:ana";
const sixOclock = at("2025-05-23T18:00");
const sevenOclock = at("2025-05-23T19:00");
const perHour = 100;

async function begin(reminders: number, hasLimits = true) {
  const store = await openStore("memory:");
  onTestFinished(() => store.close());
  const promise = (person: string, dueAt: number) =>
    store.transaction((transaction) =>
      transaction.setReminder(`test:${person}`, { campaign: "meta", slot: "soon", dueAt }),
    );
  for (let person = 0; person < reminders; person += 1) await promise(`${person}`, sixOclock + person);
  const { channel } = createPacedChannel(hasLimits ? { limits: { perHour } } : {});
  const clock = createTestClock("2025-05-20T10:00");
  const load = createHourlyLoad({ store, channels: [channel], clock });
  await load.refresh();
  return { load, promise };
}

describe("what is known of the hours to come", () => {
  it("is how far each is taken by what was promised", async () => {
    const { load } = await begin(25);
    const loadAt = load.loadAt(ana);
    expect(loadAt?.(sixOclock)).toBe(0.25);
    expect(loadAt?.(sixOclock + 59 * 60_000)).toBe(0.25);
    expect(loadAt?.(sixOclock - 1)).toBe(0);
    expect(loadAt?.(sevenOclock)).toBe(0);
  });

  it("grows with each promise, before it is counted anew", async () => {
    const { load } = await begin(25);
    load.note(ana, sixOclock);
    load.note(ana, sevenOclock);
    expect(load.loadAt(ana)?.(sixOclock)).toBe(0.26);
    expect(load.loadAt(ana)?.(sevenOclock)).toBe(0.01);
  });

  it("counts anew what other processes have promised, and forgets what was cancelled", async () => {
    const { load, promise } = await begin(25);
    load.note(ana, sevenOclock);
    for (let person = 0; person < 10; person += 1) await promise(`other ${person}`, sixOclock);
    await load.refresh();
    expect(load.loadAt(ana)?.(sixOclock)).toBe(0.35);
    expect(load.loadAt(ana)?.(sevenOclock)).toBe(0);
  });

  it("is never more than full", async () => {
    const { load } = await begin(120);
    expect(load.loadAt(ana)?.(sixOclock)).toBe(1);
  });

  it("is nothing while so few have asked that it does not matter", async () => {
    const { load } = await begin(9);
    expect(load.loadAt(ana)).toBeUndefined();
    load.note(ana, sixOclock);
    expect(load.loadAt(ana)).toBeUndefined();
  });

  it("is nothing on a channel that takes whatever there is, and on one that is not there", async () => {
    expect((await begin(25, false)).load.loadAt(ana)).toBeUndefined();
    expect((await begin(25)).load.loadAt("other:ana")).toBeUndefined();
  });
});
