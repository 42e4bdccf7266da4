import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { machine } from "../src/conversation/machine.ts";
import { diagramFile, diagrams, withDiagrams } from "./support/draw-diagrams.ts";

describe("The diagrams in docs/architecture.md", () => {
  it("are the code as it is: draw them anew with npm run diagram", () => {
    const text = readFileSync(diagramFile, "utf8");
    expect(text).toBe(withDiagrams(text));
  });

  it("show every state of the conversation, each under a name of its own", () => {
    const drawn = diagrams.statechart();
    const names = new Set(drawn.match(/\w+/g));
    const [talk = [], aside = []] = Object.values(machine.root.states).map((region) =>
      Object.keys(region.states).map((key) => key.replaceAll("-", "_")),
    );
    expect(talk.filter((state) => !names.has(state))).toEqual([]);
    expect(aside.filter((state) => state !== "again" && !names.has(`aside_${state}`))).toEqual([]);
    expect(talk.length + aside.length).toBeGreaterThan(20);
  });

  it("show how the page's network and the supervision of WhatsApp Web go on, each state with its way out", () => {
    expect(diagrams.network()).toContain("leading_stream_listening --> leading_stream_busy: full");
    expect(diagrams.network()).toContain(
      "leading_outbox_posting --> leading_outbox_slowed: done [isTooFast]",
    );
    expect(diagrams.supervision()).toContain("open --> closing: failed, stop");
    expect(diagrams.supervision()).toContain("pausing --> open: after pauseMs");
  });

  it("show which room imports which, but for what a room between them imports", () => {
    expect(diagrams.imports()).toContain("understanding --> conversation");
    expect(diagrams.imports()).toContain("conversation --> campaigns");
    expect(diagrams.imports()).not.toContain("understanding --> campaigns");
  });

  it("are written so that Mermaid can read them", () => {
    const line =
      /^ *(?:stateDiagram-v2|flowchart TD|state \w+ \{|\}|--|state "[\w -]+" as \w+|\w+\["[\w. -]+ \(\d+\)"\]|(?:\[\*\]|\w+) --> \w+(?:: [\w, <>/[\]-]+)?)$/;
    const drawn = Object.values(diagrams).flatMap((draw) => draw().split("\n"));
    expect(drawn.filter((text) => !line.test(text))).toEqual([]);
  });

  it("keep everything around the diagrams", () => {
    const marks = Object.keys(diagrams).map((name) => `<!-- ${name}:begin -->\nold\n<!-- ${name}:end -->\n`);
    const drawn = withDiagrams(`# Title\n${marks.join("between\n")}The end.\n`);
    expect(drawn.startsWith("# Title\n<!-- imports:begin -->\n```mermaid\nflowchart TD\n")).toBe(true);
    expect(drawn.split("between")).toHaveLength(4);
    expect(drawn.endsWith("\n```\n<!-- supervision:end -->\nThe end.\n")).toBe(true);
    expect(withDiagrams(drawn)).toBe(drawn);
  });

  it("are not drawn where their marks are missing", () => {
    expect(() => withDiagrams("# Title")).toThrow(/docs\/architecture\.md: expected <!-- imports:begin -->/);
  });
});
