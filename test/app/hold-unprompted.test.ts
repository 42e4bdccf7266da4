import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createHeldUnprompted } from "../../src/app/hold-unprompted.ts";
import type { ConversationId, OutboxRow } from "../../src/app/ports.ts";
import { createFixedPace } from "../support/paced-channel.ts";
import { testChannel } from "../support/person-under-test.ts";

beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
afterEach(() => void vi.useRealTimers());

const paced = { ...testChannel, pace: createFixedPace(100_000) };
const rowOf = (conversationId: ConversationId, kind: OutboxRow["kind"]): OutboxRow => ({
  id: 1,
  conversationId,
  kind,
  message: { text: [] },
  createdAt: 0,
  goodUntil: 1,
});
const ana = rowOf("test:ana", "reminder");
const ben = rowOf("test:ben", "reminder");
const send = async () => {};

describe("a message that nobody has asked for", () => {
  it("waits while as many as may be are under way, and an answer does not", async () => {
    const held = createHeldUnprompted(1, () => 0);
    let end = () => {};
    const sending = held.during(testChannel, ana, () => new Promise((resolve) => (end = resolve)));
    expect(held.wait(testChannel, ben)).toBe(500);
    expect(held.wait(testChannel, rowOf("test:ben", "answer"))).toBe(0);
    expect(held.wait(paced, ben)).toBe(0);
    end();
    await sending;
    expect(held.wait(testChannel, ben)).toBe(0);
  });

  it("gives its place back where it failed, and its chat need not rest", async () => {
    const held = createHeldUnprompted(1, () => 0);
    await expect(held.during(paced, ana, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
    expect(held.wait(paced, ana)).toBe(0);
  });

  it("lets its chat rest for a second, on a channel that keeps a pace, from all but answers", async () => {
    const held = createHeldUnprompted(9, () => 0);
    await held.during(paced, ana, send);
    expect([held.wait(paced, ana), held.wait(paced, ben)]).toEqual([1_000, 0]);
    expect(held.wait(paced, rowOf("test:ana", "answer"))).toBe(0);
    vi.advanceTimersByTime(1_000);
    expect(held.wait(paced, ana)).toBe(0);
    await held.during(testChannel, ana, send);
    await held.during(paced, rowOf("test:ben", "answer"), send);
    expect([held.wait(paced, ana), held.wait(paced, ben)]).toEqual([0, 0]);
  });
});
