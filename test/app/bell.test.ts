import { expect, it } from "vitest";
import { Bell } from "../../src/app/bell.ts";

const long = 60_000;

/** Whether the wait ends at once, or goes on. */
async function endsSoon(wait: Promise<void>): Promise<boolean> {
  const ended = wait.then(() => true);
  const stillWaiting = new Promise<false>((resolve) => setTimeout(() => resolve(false), 30));
  return await Promise.race([ended, stillWaiting]);
}

it("ends a wait when it is rung, and only one that may be rung out of", async () => {
  const bell = new Bell();
  const wait = bell.wait(long, { untilRung: true });
  bell.ring();
  expect(await endsSoon(wait)).toBe(true);
  bell.hush();
  const patient = bell.wait(long, { untilRung: false });
  bell.ring();
  expect(await endsSoon(patient)).toBe(false);
  bell.silence();
  await patient;
});

it("does not wait when it was rung before, until it is hushed", async () => {
  const bell = new Bell();
  bell.ring();
  expect(await endsSoon(bell.wait(long, { untilRung: true }))).toBe(true);
  bell.hush();
  const wait = bell.wait(long, { untilRung: true });
  expect(await endsSoon(wait)).toBe(false);
  bell.silence();
  await wait;
});

it("ends every wait once it is silenced", async () => {
  const bell = new Bell();
  const wait = bell.wait(long, { untilRung: false });
  bell.silence();
  expect(await endsSoon(wait)).toBe(true);
  expect(await endsSoon(bell.wait(long, { untilRung: false }))).toBe(true);
});
