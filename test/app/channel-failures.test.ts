import { describe, expect, it } from "vitest";
import { createChannelFailures } from "../../src/app/channel-failures.ts";

function begin(count: number) {
  const failures = createChannelFailures();
  for (let person = 0; person < count; person += 1) failures.failed(`test:${person}`);
  return failures;
}

describe("an outage", () => {
  it("is told from the trouble of a few, however often these are tried", () => {
    const failures = begin(27);
    for (let attempt = 0; attempt < 100; attempt += 1) failures.failed("test:0");
    expect(failures.isOpen("test")).toBe(false);
    failures.failed("test:27");
    expect(failures.isOpen("test")).toBe(true);
    expect(failures.isOpen("other")).toBe(false);
  });

  it("ends with the first message that passes", () => {
    const failures = begin(100);
    failures.succeeded("other");
    expect(failures.isOpen("test")).toBe(true);
    failures.succeeded("test");
    expect(failures.isOpen("test")).toBe(false);
  });

  it("does not outlast those who could tell that it is over", () => {
    const failures = begin(28);
    failures.ended("test:5");
    expect(failures.isOpen("test")).toBe(false);
  });
});

describe("a refusal that says how long to wait", () => {
  it("holds up its chat exactly so long, and no other", () => {
    const failures = createChannelFailures();
    failures.refused("test:1", 5_000);
    expect(failures.wait("test:1", 0)).toBe(5_000);
    expect(failures.wait("test:1", 4_999)).toBe(1);
    expect(failures.wait("test:2", 0)).toBe(0);
    expect(failures.wait("test:1", 5_000)).toBe(0);
  });

  it("means the whole channel where a second chat is refused meanwhile, and no other channel", () => {
    const failures = createChannelFailures();
    failures.refused("test:1", 5_000);
    failures.refused("test:2", 7_000);
    expect(failures.wait("test:3", 0)).toBe(7_000);
    expect(failures.wait("other:1", 0)).toBe(0);
    expect(failures.wait("test:3", 5_000)).toBe(0);
    expect(failures.wait("test:2", 5_000)).toBe(2_000);
  });

  it("never means the channel where it names its chat, however many chats are refused", () => {
    const failures = createChannelFailures();
    for (const chat of ["test:1", "test:2", "test:3"] as const) failures.refused(chat, 5_000, "chat");
    expect(failures.wait("test:4", 0)).toBe(0);
    expect(failures.wait("test:1", 0)).toBe(5_000);
    failures.refused("test:4", 7_000);
    expect(failures.wait("test:5", 0)).toBe(0);
  });

  it("concern the chats alone where another message was taken in between", () => {
    const failures = createChannelFailures();
    failures.refused("test:1", 5_000);
    failures.succeeded("test");
    failures.refused("test:2", 7_000);
    expect(failures.wait("test:1", 0)).toBe(5_000);
    expect(failures.wait("test:2", 0)).toBe(7_000);
    expect(failures.wait("test:3", 0)).toBe(0);
    failures.refused("test:3", 6_000);
    expect(failures.wait("test:4", 0)).toBe(7_000);
  });
});
