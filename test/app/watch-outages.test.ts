import { describe, expect, it } from "vitest";
import { createOutages } from "../../src/app/watch-outages.ts";

function begin(failures: number) {
  const outages = createOutages();
  for (let person = 0; person < failures; person += 1) outages.failed("test", `test:${person}`);
  return outages;
}

describe("an outage", () => {
  it("is told from the trouble of a few, however often these are tried", () => {
    const outages = begin(27);
    for (let attempt = 0; attempt < 100; attempt += 1) outages.failed("test", "test:0");
    expect(outages.isOut("test")).toBe(false);
    outages.failed("test", "test:27");
    expect(outages.isOut("test")).toBe(true);
    expect(outages.isOut("other")).toBe(false);
  });

  it("ends with the first message that passes", () => {
    const outages = begin(100);
    outages.passed("other");
    expect(outages.isOut("test")).toBe(true);
    outages.passed("test");
    expect(outages.isOut("test")).toBe(false);
  });

  it("does not outlast those who could tell that it is over", () => {
    const outages = begin(28);
    outages.ended("test:5");
    expect(outages.isOut("test")).toBe(false);
  });
});
