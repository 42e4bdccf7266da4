import { expect, it } from "vitest";
import { WakeSignal } from "../../src/app/wake-signal.ts";

const long = 60_000;

/** Whether the wait ends at once, or goes on. */
async function endsSoon(wait: Promise<void>): Promise<boolean> {
  const ended = wait.then(() => true);
  const stillWaiting = new Promise<false>((resolve) => setTimeout(() => resolve(false), 30));
  return await Promise.race([ended, stillWaiting]);
}

it("ends a wait when it is rung, and only one that may be rung out of", async () => {
  const wakeSignal = new WakeSignal();
  const wait = wakeSignal.wait(long, { untilNotified: true });
  wakeSignal.notify();
  expect(await endsSoon(wait)).toBe(true);
  wakeSignal.reset();
  const patient = wakeSignal.wait(long, { untilNotified: false });
  wakeSignal.notify();
  expect(await endsSoon(patient)).toBe(false);
  wakeSignal.cancel();
  await patient;
});

it("does not wait when it was rung before, until it is hushed", async () => {
  const wakeSignal = new WakeSignal();
  wakeSignal.notify();
  expect(await endsSoon(wakeSignal.wait(long, { untilNotified: true }))).toBe(true);
  wakeSignal.reset();
  const wait = wakeSignal.wait(long, { untilNotified: true });
  expect(await endsSoon(wait)).toBe(false);
  wakeSignal.cancel();
  await wait;
});

it("ends every wait once it is silenced", async () => {
  const wakeSignal = new WakeSignal();
  const wait = wakeSignal.wait(long, { untilNotified: false });
  wakeSignal.cancel();
  await wait;
  await wakeSignal.wait(long, { untilNotified: false });
});
