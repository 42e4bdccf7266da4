import { expect, it } from "vitest";
import { orderSources, type Source } from "../../src/campaigns/facts.ts";

it("puts the service first, then Numerama, then the kinds, each with the latest first", () => {
  const sources: readonly Source[] = [
    { unnamed: "audit", date: "2026-10-02" },
    { name: "a site", kind: "other" },
    { name: "an old newspaper", kind: "press", date: "2024-05" },
    { name: "an undated newspaper", kind: "press" },
    { name: "a new newspaper", kind: "press", date: "2025-05-26" },
    { name: "Numerama", kind: "press", date: "2025-04" },
    { name: "an association", kind: "association" },
    { name: "an authority", kind: "authority", date: "2025-05-21" },
    { name: "the service", kind: "primary" },
  ];
  expect(orderSources(sources).map((source) => ("name" in source ? source.name : source.unnamed))).toEqual([
    ...["the service", "Numerama", "an authority", "an association"],
    ...["a new newspaper", "an old newspaper", "an undated newspaper", "a site", "audit"],
  ]);
});

it("leaves the given list as it is", () => {
  const sources: readonly Source[] = [
    { name: "a newspaper", kind: "press" },
    { name: "the service", kind: "primary" },
  ];
  orderSources(sources);
  expect(sources.map((source) => "name" in source && source.name)).toEqual(["a newspaper", "the service"]);
});
