import { describe, expect, it, onTestFinished } from "vitest";
import { createFloodLimit } from "../../src/app/limit-flood.ts";
import type { ConversationId } from "../../src/ports.ts";
import { createPersonUnderTest } from "../support/person-under-test.ts";

const minute = 60_000;

describe("a person who writes faster than can be read", () => {
  it("is told once, and answered again after a while", () => {
    const limit = createFloodLimit(3);
    const judgeAt = (now: number) => limit.judge("test:1", now);
    expect([0, 0, 0, 0, 0, 1].map(judgeAt)).toEqual([
      "fine",
      "fine",
      "fine",
      "first-too-many",
      "too-many",
      "too-many",
    ]);
    expect(judgeAt(minute / 3)).toBe("fine");
    expect(judgeAt(minute / 3)).toBe("too-many");
    expect(judgeAt(2 * minute)).toBe("fine");
    expect([1, 2, 3].map(() => judgeAt(2 * minute))).toEqual(["fine", "fine", "first-too-many"]);
  });

  it("is forgotten after a quiet minute, and told anew after that", () => {
    const limit = createFloodLimit(1);
    const judgeAt = (now: number) => limit.judge("test:1", now);
    expect([0, 0, 0].map(judgeAt)).toEqual(["fine", "first-too-many", "too-many"]);
    limit.forgetQuiet(minute / 2);
    expect(judgeAt(minute / 2)).toBe("too-many");
    limit.forgetQuiet(2 * minute);
    expect([1, 2].map(() => judgeAt(2 * minute))).toEqual(["fine", "first-too-many"]);
  });

  it("slows nobody else", () => {
    const limit = createFloodLimit(1);
    const judge = (id: ConversationId) => limit.judge(id, 0);
    expect([judge("test:1"), judge("test:1"), judge("test:2")]).toEqual(["fine", "first-too-many", "fine"]);
  });

  it("gets one message for a thousand, and goes on where they were", async () => {
    const person = await createPersonUnderTest(["meta"], "2025-05-20T10:00", (parts) => ({
      ...parts,
      messagesPerMinute: 5,
    }));
    onTestFinished(() => person.store.close());
    const receipts: string[] = [];
    const texts: string[] = [];
    for (let count = 0; count < 1_000; count += 1) {
      const { receipt, sent } = await person.gives({ text: "bonjour" });
      receipts.push(receipt);
      if (receipt === "too-many") texts.push(...sent.flatMap(({ text }) => text.map((span) => span.text)));
    }
    expect(receipts.filter((receipt) => receipt === "answered")).toHaveLength(5);
    expect(texts.join("")).toContain("Trop de messages");
    expect(texts).toHaveLength(1);
    person.clock.advance(minute);
    expect((await person.gives({ text: "les deux" })).receipt).toBe("answered");
  });
});
