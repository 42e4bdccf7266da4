import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import {
  createSupervision,
  type SupervisorOptions,
  usualTiming,
} from "../../src/channels/whatsapp/supervision.ts";
import { network } from "../../src/page/network.ts";
import { drawImports } from "../structure/draw-imports.ts";
import { drawNested, drawStatechart } from "./draw-statechart.ts";
import { readArguments } from "./read-arguments.ts";

/** The file that holds the diagrams, each between two marks. */
export const diagramFile = fileURLToPath(new URL("../../docs/architecture.md", import.meta.url));
const supervision = createSupervision({ timing: usualTiming } as SupervisorOptions);
/** What is drawn, by the name of its marks. */
export const diagrams = {
  imports: drawImports,
  statechart: drawStatechart,
  network: () => drawNested(network),
  supervision: () => drawNested(supervision),
} as const;

/** The text with each diagram between its marks. */
export function withDiagrams(text: string): string {
  return Object.entries(diagrams).reduce((before, [name, draw]) => {
    const [begin, end] = [`<!-- ${name}:begin -->`, `<!-- ${name}:end -->`];
    const from = before.indexOf(begin);
    const to = before.indexOf(end);
    if (from < 0 || to < from) throw new Error(`docs/architecture.md: expected ${begin} and ${end} after it`);
    return `${before.slice(0, from)}${begin}\n\`\`\`mermaid\n${draw()}\n\`\`\`\n${before.slice(to)}`;
  }, text);
}

const isRun = process.argv[1] === fileURLToPath(import.meta.url);
if (isRun) {
  await readArguments([["npm run diagram", "draws the diagrams of docs/architecture.md anew"]], {});
  writeFileSync(diagramFile, withDiagrams(readFileSync(diagramFile, "utf8")));
}
