import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { machine } from "../src/conversation/machine.ts";
import { chartFile, charts, drawStatechart, withDiagrams } from "./support/draw-statechart.ts";

describe("The statecharts in docs/architecture.md", () => {
  it("are the machines as they are: draw it anew with npm run diagram", () => {
    const text = readFileSync(chartFile, "utf8");
    expect(text).toBe(withDiagrams(text));
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

  it("show how the page's network and the supervision of WhatsApp Web go on, each state with its way out", () => {
    expect(charts.network()).toContain("leading_stream_listening --> leading_stream_busy: full");
    expect(charts.network()).toContain("leading_outbox_posting --> leading_outbox_slowed: done [isTooFast]");
    expect(charts.supervision()).toContain("open --> closing: failed, stop");
    expect(charts.supervision()).toContain("pausing --> open: after pauseMs");
  });

  it("are written so that Mermaid can read them", () => {
    const line =
      /^ *(?:stateDiagram-v2|state \w+ \{|\}|--|state "[\w -]+" as \w+|(?:\[\*\]|\w+) --> \w+(?:: [\w, <>/[\]-]+)?)$/;
    const drawn = Object.values(charts).flatMap((draw) => draw().split("\n"));
    expect(drawn.filter((text) => !line.test(text))).toEqual([]);
  });

  it("keep everything around the diagrams", () => {
    const marks = Object.keys(charts).map((name) => `<!-- ${name}:begin -->\nold\n<!-- ${name}:end -->\n`);
    const drawn = withDiagrams(`# Title\n${marks.join("between\n")}The end.\n`);
    expect(drawn.startsWith("# Title\n<!-- statechart:begin -->\n```mermaid\nstateDiagram-v2\n")).toBe(true);
    expect(drawn.split("between")).toHaveLength(3);
    expect(drawn.endsWith("\n```\n<!-- supervision:end -->\nThe end.\n")).toBe(true);
    expect(withDiagrams(drawn)).toBe(drawn);
  });

  it("are not drawn where their marks are missing", () => {
    expect(() => withDiagrams("# Title")).toThrow(
      /docs\/architecture\.md: expected <!-- statechart:begin -->/,
    );
  });
});
