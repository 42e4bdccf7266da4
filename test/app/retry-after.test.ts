import { describe, expect, it } from "vitest";
import { createRetryAfter } from "../../src/app/retry-after.ts";
import { testChannel } from "../support/person-under-test.ts";

const other = { ...testChannel, name: "other" };

describe("a refusal that says how long to wait", () => {
  it("holds up its chat exactly so long, and no other", () => {
    const limits = createRetryAfter();
    limits.note(testChannel, "test:1", 5_000);
    expect(limits.wait(testChannel, "test:1", 0)).toBe(5_000);
    expect(limits.wait(testChannel, "test:1", 4_999)).toBe(1);
    expect(limits.wait(testChannel, "test:2", 0)).toBe(0);
    expect(limits.wait(testChannel, "test:1", 5_000)).toBe(0);
  });

  it("means the whole channel where a second chat is refused meanwhile, and no other channel", () => {
    const limits = createRetryAfter();
    limits.note(testChannel, "test:1", 5_000);
    limits.note(testChannel, "test:2", 7_000);
    expect(limits.wait(testChannel, "test:3", 0)).toBe(7_000);
    expect(limits.wait(other, "other:1", 0)).toBe(0);
    expect(limits.wait(testChannel, "test:3", 5_000)).toBe(0);
    expect(limits.wait(testChannel, "test:2", 5_000)).toBe(2_000);
  });

  it("concern the chats alone where another message was taken in between", () => {
    const limits = createRetryAfter();
    limits.note(testChannel, "test:1", 5_000);
    limits.passed(testChannel);
    limits.note(testChannel, "test:2", 7_000);
    expect(limits.wait(testChannel, "test:1", 0)).toBe(5_000);
    expect(limits.wait(testChannel, "test:2", 0)).toBe(7_000);
    expect(limits.wait(testChannel, "test:3", 0)).toBe(0);
    limits.note(testChannel, "test:3", 6_000);
    expect(limits.wait(testChannel, "test:4", 0)).toBe(7_000);
  });
});
