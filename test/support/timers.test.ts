import { expect, it, vi } from "vitest";
import { sleep, systemTimers, withTimeout } from "../../src/support/timers.ts";

it("sleeps as long as it is told, or until one of the signals is aborted", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  try {
    const [one, other] = [new AbortController(), new AbortController()];
    const sleeping = sleep(systemTimers, 1_000);
    const ended = sleep(systemTimers, 60_000, one.signal, other.signal);
    other.abort();
    await ended;
    await sleep(systemTimers, 60_000, one.signal, other.signal);
    expect(vi.getTimerCount()).toBe(1);
    vi.advanceTimersByTime(1_000);
    await sleeping;
  } finally {
    vi.useRealTimers();
  }
});

it("settles as the work does, or rejects after the time-out, and leaves no timer", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  try {
    expect(await withTimeout(systemTimers, 1_000, Promise.resolve("done"))).toBe("done");
    await expect(withTimeout(systemTimers, 1_000, Promise.reject(new Error("broke")))).rejects.toThrow(
      "broke",
    );
    expect(vi.getTimerCount()).toBe(0);
    const late = withTimeout(systemTimers, 1_000, new Promise(() => {}), () => new Error("late"));
    vi.advanceTimersByTime(1_000);
    await expect(late).rejects.toThrow("late");
  } finally {
    vi.useRealTimers();
  }
});
