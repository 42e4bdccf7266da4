import { fileURLToPath } from "node:url";
import { memoized, once } from "../../src/support/memoized.ts";
import { climb, graphOf, readSources, roomOf } from "./check-imports.ts";

const src = fileURLToPath(new URL("../../src", import.meta.url));

const roomsOfSrc = once(() => graphOf(readSources(src), roomOf));

/** Draws who imports whom, the highest floor first; what follows from other arrows has none. */
export function drawImports(): string {
  const rooms = roomsOfSrc();
  const floors = [...climb(rooms).floors];
  const named = floors.sort(([one, floor], [other, of]) => of - floor || one.localeCompare(other));
  const importsOf = (name: string) => [...(rooms.get(name) ?? [])].sort();
  /** All that a room imports, and what is imported by these. */
  const beneath: (name: string) => ReadonlySet<string> = memoized(
    (name) => new Set(importsOf(name).flatMap((each) => [each, ...beneath(each)])),
  );
  const arrows = named.flatMap(([name]) => {
    const further = new Set(importsOf(name).flatMap((each) => [...beneath(each)]));
    const drawn = importsOf(name).filter((to) => !further.has(to));
    return drawn.map((to) => `  ${nodeOf(name)} --> ${nodeOf(to)}`);
  });
  const nodes = named.map(([name, floor]) => `  ${nodeOf(name)}["${name} (${floor})"]`);
  return ["flowchart TD", ...nodes, ...arrows].join("\n");
}

/** A name that Mermaid takes. */
function nodeOf(name: string): string {
  return name.replaceAll(/\W/g, "_");
}
