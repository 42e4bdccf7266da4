import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { machine } from "../src/conversation/machine.ts";
import { chartFile, drawStatechart, withDiagram } from "./support/draw-statechart.ts";

describe("The statechart in docs/architecture.md", () => {
  it("is the machine as it is: draw it anew with npm run diagram", () => {
    const text = readFileSync(chartFile, "utf8");
    expect(text).toBe(withDiagram(text));
  });

  it("shows every state, and each under a name of its own", () => {
    const drawn = drawStatechart();
    const names = new Set(drawn.match(/\w+/g));
    const [talk = [], aside = []] = Object.values(machine.root.states).map((region) =>
      Object.keys(region.states).map((key) => key.replaceAll("-", "_")),
    );
    expect(talk.filter((state) => !names.has(state))).toEqual([]);
    expect(aside.filter((state) => state !== "again" && !names.has(`aside_${state}`))).toEqual([]);
    expect(talk.length + aside.length).toBeGreaterThan(20);
  });

  it("is written so that Mermaid can read it", () => {
    const line =
      /^ *(?:stateDiagram-v2|state \w+ \{|\}|state "[\w -]+" as \w+|(?:\[\*\]|\w+) --> \w+(?:: [\w, <>/[\]-]+)?)$/;
    expect(
      drawStatechart()
        .split("\n")
        .filter((text) => !line.test(text)),
    ).toEqual([]);
  });

  it("keeps everything around the diagram", () => {
    const text = "# Title\n<!-- statechart:begin -->\nold\n<!-- statechart:end -->\nThe end.\n";
    const drawn = withDiagram(text);
    expect(drawn.startsWith("# Title\n<!-- statechart:begin -->\n```mermaid\nstateDiagram-v2\n")).toBe(true);
    expect(drawn.endsWith("\n```\n<!-- statechart:end -->\nThe end.\n")).toBe(true);
    expect(withDiagram(drawn)).toBe(drawn);
  });

  it("is not drawn where its marks are missing", () => {
    expect(() => withDiagram("# Title")).toThrow(
      /docs\/architecture\.md: expected <!-- statechart:begin -->/,
    );
  });
});
