import { expect, it } from "vitest";
import { WakeSignal } from "../../src/app/deliver.ts";

const long = 60_000;

/** Whether the wait ends at once, or goes on. */
async function endsSoon(wait: Promise<void>): Promise<boolean> {
  const ended = wait.then(() => true);
  const stillWaiting = new Promise<false>((resolve) => setTimeout(() => resolve(false), 30));
  return await Promise.race([ended, stillWaiting]);
}

it("ends a wait when it is notified", async () => {
  const signal = new WakeSignal();
  const wait = signal.wait(long, new AbortController().signal);
  expect(await endsSoon(wait)).toBe(false);
  signal.notify();
  expect(await endsSoon(wait)).toBe(true);
});

it("does not wait when it was notified before, until it is reset", async () => {
  const cancelled = new AbortController();
  const signal = new WakeSignal();
  signal.notify();
  expect(await endsSoon(signal.wait(long, cancelled.signal))).toBe(true);
  signal.reset();
  const wait = signal.wait(long, cancelled.signal);
  expect(await endsSoon(wait)).toBe(false);
  cancelled.abort();
  await wait;
});

it("waits no more once all waits are cancelled", async () => {
  const cancelled = new AbortController();
  const signal = new WakeSignal();
  const wait = signal.wait(long, cancelled.signal);
  cancelled.abort();
  expect(await endsSoon(wait)).toBe(true);
  expect(await endsSoon(signal.wait(long, cancelled.signal))).toBe(true);
});
