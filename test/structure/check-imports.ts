import { readdirSync, readFileSync } from "node:fs";
import { posix } from "node:path";
import { parseSync, Visitor } from "oxc-parser";
import type { Borders } from "./borders.ts";

/** `to` is a path, like `from`, or the name of a library as it is written. */
interface Import {
  readonly from: string;
  readonly to: string;
  readonly isType: boolean;
}

type Sources = ReturnType<typeof readSources>;

/** Returns what is wrong with the imports in a folder of TypeScript files, a line for each problem. */
export function checkImports(folder: string, borders: Borders): readonly string[] {
  const { files, imports } = readSources(folder);
  const { looseFiles, floors } = borders.atMost;
  const rooms = climb(graphOf({ files, imports }, roomOf));
  const circles = new Set([...climb(graphOf({ files, imports })).circles, ...rooms.circles]);
  const loose = files.filter((file) => !file.includes("/")).length;
  const highest = Math.max(...rooms.floors.values());
  return [
    ...(files.length === 0 ? [`${folder} has no TypeScript file`] : []),
    ...files.filter((file) => !innermost(file, borders.places)).map((file) => `${file} is in no place`),
    ...imports
      .filter((each) => !isAllowed(each, borders))
      .map(({ from, to, isType }) => `${from} may not import ${isType ? "types of " : ""}${to}`),
    ...[...circles].map((circle) => `circle: ${circle}`),
    ...(loose > looseFiles ? [`${loose} loose files: expected at most ${looseFiles}`] : []),
    ...(highest > floors ? [`${highest} floors: expected at most ${floors}`] : []),
  ];
}

/** Reads the imports of all TypeScript files in a folder: also of types, and what is re-exported. */
export function readSources(folder: string) {
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();
  const files = paths.filter((path) => path.endsWith(".ts")).map((path) => path.replaceAll("\\", "/"));
  const read = (file: string) => readFileSync(`${folder}/${file}`, "utf8");
  return { files, imports: files.flatMap((file) => importsOf(file, read(file))) };
}

function importsOf(from: string, text: string): readonly Import[] {
  const imports: Import[] = [];
  const add = (source: string, kind = "value") => {
    const to = source.startsWith(".") ? posix.join(from, "..", source) : source;
    imports.push({ from, to, isType: kind === "type" });
  };
  new Visitor({
    ImportDeclaration: ({ source, importKind }) => add(source.value, importKind),
    ExportAllDeclaration: ({ source, exportKind }) => add(source.value, exportKind),
    ExportNamedDeclaration: ({ source, exportKind }) => source && add(source.value, exportKind),
    ImportExpression: ({ source }) => add("value" in source ? `${source.value}` : "what is computed"),
    TSImportType: ({ source }) => add(source.value, "type"),
  }).visit(parseSync(from, text).program);
  return imports;
}

function isAllowed({ from, to, isType }: Import, { places, libraries }: Borders): boolean {
  const place = innermost(from, places) ?? "";
  const there = innermost(to, places) ?? to;
  const homes = libraries[innermost(to, libraries) ?? ""];
  if (homes) return homes.includes(place) || homes.includes(from);
  const names = [there, to].flatMap((name) => (isType ? [name, `type ${name}`] : [name]));
  return place === there || names.some((name) => places[place]?.includes(name));
}

/** Returns the longest name that holds a path: `hono` holds `hono/etag`, and `node` holds `node:fs`. */
function innermost(path: string, names: object): string | undefined {
  const holding = Object.keys(names).filter((name) => `${path}/`.replace(":", "/").startsWith(`${name}/`));
  return holding.sort((one, other) => other.length - one.length)[0];
}

/** The rooms are the folders and loose files of the folder that is read. */
export const roomOf = (path: string) => path.replace(/\/.*/, "");

/** Returns who imports whom: files, or what holds them. */
export function graphOf({ files, imports }: Sources, nameOf = (path: string) => path) {
  const graph = new Map(files.map((file) => [nameOf(file), new Set<string>()]));
  for (const [from, to] of imports.map((each) => [nameOf(each.from), nameOf(each.to)] as const))
    if (from !== to && graph.has(to)) graph.get(from)?.add(to);
  return graph;
}

/** Returns the floor of each name, one above the highest that it imports, and a way around circles. */
export function climb(graph: ReadonlyMap<string, ReadonlySet<string>>) {
  const floors = new Map<string, number>();
  const circles: string[] = [];
  const floorOf = (name: string, path: readonly string[]): number => {
    const again = path.indexOf(name);
    if (again >= 0) circles.push([...path.slice(again), name].join(" → "));
    if (again >= 0 || floors.has(name)) return floors.get(name) ?? 0;
    const below = [...(graph.get(name) ?? [])].map((each) => floorOf(each, [...path, name]));
    const floor = 1 + Math.max(0, ...below);
    floors.set(name, floor);
    return floor;
  };
  for (const name of graph.keys()) floorOf(name, []);
  return { floors, circles };
}
