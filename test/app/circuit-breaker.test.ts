import { describe, expect, it } from "vitest";
import { createCircuitBreaker } from "../../src/app/circuit-breaker.ts";

function begin(failures: number) {
  const breaker = createCircuitBreaker();
  for (let person = 0; person < failures; person += 1) breaker.failed("test", `test:${person}`);
  return breaker;
}

describe("an outage", () => {
  it("is told from the trouble of a few, however often these are tried", () => {
    const breaker = begin(27);
    for (let attempt = 0; attempt < 100; attempt += 1) breaker.failed("test", "test:0");
    expect(breaker.isOpen("test")).toBe(false);
    breaker.failed("test", "test:27");
    expect(breaker.isOpen("test")).toBe(true);
    expect(breaker.isOpen("other")).toBe(false);
  });

  it("ends with the first message that passes", () => {
    const breaker = begin(100);
    breaker.succeeded("other");
    expect(breaker.isOpen("test")).toBe(true);
    breaker.succeeded("test");
    expect(breaker.isOpen("test")).toBe(false);
  });

  it("does not outlast those who could tell that it is over", () => {
    const breaker = begin(28);
    breaker.ended("test:5");
    expect(breaker.isOpen("test")).toBe(false);
  });
});
