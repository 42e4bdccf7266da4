import { expect, it } from "vitest";
import { gradeOf, type SourceKind } from "../../src/campaigns/facts.ts";

const source = (name: string, kind: SourceKind) => ({ name, kind, url: "https://press.example" });

it.each([
  { what: "the service says it", sources: [source("Service", "primary")], grade: "A" },
  { what: "an authority says it", sources: [source("CNIL", "authority")], grade: "A" },
  { what: "two newspapers report it", sources: [source("a", "press"), source("b", "press")], grade: "A" },
  {
    what: "a newspaper and an association say it",
    sources: [source("a", "press"), source("b", "association")],
    grade: "A",
  },
  {
    what: "one newspaper reports it twice",
    sources: [source("a", "press"), source("a", "press")],
    grade: "B",
  },
  { what: "one association says it", sources: [source("a", "association")], grade: "B" },
  {
    what: "one newspaper reports it, and sites retell it",
    sources: [source("a", "press"), source("b", "other")],
    grade: "B",
  },
  { what: "sites retell it", sources: [source("a", "other"), source("b", "other")], grade: "C" },
  { what: "nobody puts a name to it", sources: [{ unnamed: "audit" }], grade: "C" },
] as const)("is $grade if $what", ({ sources, grade }) => {
  expect(gradeOf({ sources })).toBe(grade);
});

it("is C if the service says it and nobody knows where, since nobody can check that", () => {
  expect(gradeOf({ sources: [{ name: "Service", kind: "primary" }] })).toBe("C");
});

it("is C if sources contradict each other, however good they are", () => {
  expect(gradeOf({ disputed: true, sources: [source("Service", "primary")] })).toBe("C");
});
