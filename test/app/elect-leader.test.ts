import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { electLeader } from "../../src/app/elect-leader.ts";
import type { Hold, Store } from "../../src/ports.ts";
import { createTroubleLog, unmetered } from "../support/bot-under-test.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const looksOnce = () => vi.advanceTimersByTimeAsync(1_000);

/** A role in a store that several processes share, and that can be away. */
function createRole() {
  let holder: object | undefined;
  let isAway = false;
  const store: Pick<Store, "hold"> = {
    async hold(): Promise<Hold | undefined> {
      if (isAway) throw new Error("the store is away");
      if (holder !== undefined) return undefined;
      const mine = {};
      holder = mine;
      return {
        isHeld: () => holder === mine,
        async release() {
          if (holder === mine) holder = undefined;
        },
      };
    },
  };
  return {
    store,
    /** The connection of the one who holds it breaks. */
    breaks: () => {
      holder = undefined;
    },
    goesAway: (away: boolean) => {
      isAway = away;
    },
  };
}

/** A process that notes when it begins and loses; `onElected` may be made to fail. */
async function startProcess(store: Pick<Store, "hold">, failures: Error[] = []) {
  const done: string[] = [];
  const { log, trouble } = createTroubleLog();
  const lead = await electLeader({
    store,
    log,
    ...unmetered,
    async onElected() {
      done.push("onElected");
      const failure = failures.shift();
      if (failure !== undefined) throw failure;
    },
    async onDemoted() {
      done.push("onDemoted");
    },
  });
  return { lead, done, trouble };
}

describe("one of several processes", () => {
  it("leads, and the others stand by until it ends", async () => {
    const { store } = createRole();
    const one = await startProcess(store);
    const two = await startProcess(store);
    await looksOnce();
    expect([one.lead.isLeading(), two.lead.isLeading()]).toEqual([true, false]);
    expect([one.done, two.done]).toEqual([["onElected"], []]);
    await one.lead.stop();
    await looksOnce();
    expect(two.lead.isLeading()).toBe(true);
    expect([one.done, two.done]).toEqual([["onElected"], ["onElected"]]);
    await two.lead.stop();
  });

  it("leads on, and begins nothing anew, where the store was away for a moment", async () => {
    const { store, breaks, goesAway } = createRole();
    const one = await startProcess(store);
    goesAway(true);
    breaks();
    await looksOnce();
    expect(one.lead.isLeading()).toBe(false);
    goesAway(false);
    await looksOnce();
    expect(one.lead.isLeading()).toBe(true);
    expect(one.done).toEqual(["onElected"]);
    await one.lead.stop();
  });

  it("stands by where another was quicker, and begins again when that one has ended, as often as it happens", async () => {
    const { store, breaks } = createRole();
    const one = await startProcess(store);
    for (const times of [1, 2]) {
      breaks();
      const other = await startProcess(store);
      await looksOnce();
      expect(one.lead.isLeading()).toBe(false);
      expect(one.done.slice(-2)).toEqual(["onElected", "onDemoted"]);
      await other.lead.stop();
      await looksOnce();
      expect(one.lead.isLeading()).toBe(true);
      expect(one.done.filter((what) => what === "onElected")).toHaveLength(times + 1);
    }
    await one.lead.stop();
  });

  it("says at the start why it cannot onElected", async () => {
    const { store } = createRole();
    await expect(startProcess(store, [new Error("the token is wrong")])).rejects.toThrow(
      "the token is wrong",
    );
  });

  it("that cannot onElected later undoes it, lets others lead, and tries again in a minute", async () => {
    const { store } = createRole();
    const one = await startProcess(store);
    const two = await startProcess(store, [new Error("the token is wrong")]);
    await one.lead.stop();
    await looksOnce();
    expect(two.lead.isLeading()).toBe(false);
    expect(two.done).toEqual(["onElected", "onDemoted"]);
    expect(two.trouble.join()).toContain("the token is wrong");
    const three = await startProcess(store);
    expect(three.lead.isLeading()).toBe(true);
    await three.lead.stop();
    await vi.advanceTimersByTimeAsync(58_000);
    expect(two.lead.isLeading()).toBe(false);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(two.lead.isLeading()).toBe(true);
    expect(two.done).toEqual(["onElected", "onDemoted", "onElected"]);
    await two.lead.stop();
  });
});
