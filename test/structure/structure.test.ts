import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { memoized } from "../../src/support/memoized.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { type Borders, borders } from "./borders.ts";
import { checkImports, readSources } from "./check-imports.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const src = join(root, "src");
const read = memoized((folder: string) => readSources(join(root, folder)));

describe("The imports of src", () => {
  it("cross no border, go around in no circle, and stay within the size of the building", () => {
    expect(checkImports(src, borders)).toEqual([]);
  });

  it("are divided by borders that are there: each names files, folders and libraries that exist", () => {
    const { places, libraries } = borders;
    const named = [places, libraries].flatMap((rows) => Object.values(rows).flat());
    const ours = [...Object.keys(places), ...named.map((name) => name.replace("type ", ""))];
    expect(ours.filter((name) => !existsSync(join(src, name)))).toEqual([]);
    const used = read("src").imports.map(({ to }) => `${to}/`.replace(":", "/"));
    const isUsed = (library: string) => used.some((name) => name.startsWith(`${library}/`));
    expect(Object.keys(libraries).filter((library) => !isUsed(library))).toEqual(["xstate/graph"]);
  });
});

it.each(["src", "test", "bench"])("starts nothing by an import in %s: nobody imports main.ts", (folder) => {
  const { files, imports } = read(folder);
  expect(files.length).toBeGreaterThan(10);
  expect(imports.filter(({ to }) => to.endsWith("main.ts"))).toEqual([]);
});

describe("The check of imports", () => {
  const small: Borders = {
    places: {
      app: ["core", "type channels/web/wire.ts"],
      "app/words.ts": ["type core"],
      channels: ["app", "channels/web"],
      "channels/web": ["app/words.ts"],
      core: [],
      "main.ts": ["app", "channels"],
    },
    libraries: {
      hono: ["channels/web"],
      "hono/etag": [],
      node: ["channels", "main.ts"],
      pg: ["app/store.ts"],
    },
    atMost: { looseFiles: 1, floors: 4 },
  };

  /** Returns what the check says to a folder with these files. */
  function check(files: Readonly<Record<string, string>>): readonly string[] {
    const folder = temporaryFolder();
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), text);
    }
    return checkImports(folder, small);
  }

  it.each([
    ["the place itself", "core/step.ts", 'import "./machine.ts";'],
    ["another place", "app/inbox.ts", 'import { step } from "../core/step.ts";'],
    ["one file of another place", "channels/web/read.ts", 'import { hello } from "../../app/words.ts";'],
    ["types", "app/inbox.ts", 'import type { Wire } from "../channels/web/wire.ts";'],
    ["a library at home in the place", "channels/web/read.ts", 'import { Hono } from "hono";'],
    ["a part of that library", "channels/web/read.ts", 'import { secure } from "hono/secure-headers";'],
    ["a library at home in the file", "app/store.ts", 'import pg from "pg";'],
    ["a module of Node", "main.ts", 'import { once } from "node:events";'],
  ])("allows what a row names: %s", (_name, file, text) => {
    expect(check({ [file]: text })).toEqual([]);
  });

  it.each([
    ["core/step.ts", 'import { inbox } from "../app/inbox.ts";', "app/inbox.ts"],
    ["core/step.ts", 'import "../app/inbox.ts";', "app/inbox.ts"],
    ["core/step.ts", 'export { inbox } from "../app/inbox.ts";', "app/inbox.ts"],
    ["core/step.ts", 'export * from "../app/inbox.ts";', "app/inbox.ts"],
    ["core/step.ts", 'const inbox = await import("../app/inbox.ts");', "app/inbox.ts"],
    ["core/step.ts", "const inbox = await import(path);", "what is computed"],
    ["core/step.ts", 'import type { Inbox } from "../app/inbox.ts";', "types of app/inbox.ts"],
    ["core/step.ts", 'export type { Inbox } from "../app/inbox.ts";', "types of app/inbox.ts"],
    ["core/step.ts", 'export type * from "../app/inbox.ts";', "types of app/inbox.ts"],
    ["core/step.ts", 'export type X = import("../app/inbox.ts").Inbox;', "types of app/inbox.ts"],
    ["core/step.ts", 'import { once } from "node:events";', "node:events"],
    ["app/inbox.ts", 'import { wire } from "../channels/web/wire.ts";', "channels/web/wire.ts"],
    ["app/words.ts", 'import { step } from "../core/step.ts";', "core/step.ts"],
    ["app/words.ts", 'import { inbox } from "./inbox.ts";', "app/inbox.ts"],
    ["channels/web/read.ts", 'import { inbox } from "../../app/inbox.ts";', "app/inbox.ts"],
    ["channels/web/read.ts", 'import { state } from "../state.ts";', "channels/state.ts"],
    ["channels/web/read.ts", 'import { etag } from "hono/etag";', "hono/etag"],
    ["channels/state.ts", 'import { Hono } from "hono";', "hono"],
    ["app/inbox.ts", 'import pg from "pg";', "pg"],
    ["app/inbox.ts", 'import leftPad from "left-pad";', "left-pad"],
  ])("refuses that %s says %s", (file, text, what) => {
    expect(check({ [file]: text })).toEqual([`${file} may not import ${what}`]);
  });

  it("refuses a circle of files, also of types alone, and names the way around", () => {
    const files = {
      "core/a.ts": 'import type { B } from "./b.ts";',
      "core/b.ts": 'import type { C } from "./c.ts";',
      "core/c.ts": 'export type D = import("./a.ts").A;',
    };
    expect(check(files)).toEqual(["circle: core/a.ts → core/b.ts → core/c.ts → core/a.ts"]);
  });

  it("refuses a circle of rooms, although their files go around in none", () => {
    const files = {
      "app/inbox.ts": 'import type { Wire } from "../channels/web/wire.ts";',
      "channels/web/wire.ts": "export type Wire = string;",
      "channels/web/read.ts": 'import { hello } from "../../app/words.ts";',
      "app/words.ts": "export const hello = 1;",
    };
    expect(check(files)).toEqual(["circle: app → channels → app"]);
  });

  it("refuses one loose file too many, and files that are in no place", () => {
    const files = { "main.ts": "", "other.ts": "", "elsewhere/file.ts": "" };
    expect(check(files)).toEqual([
      "elsewhere/file.ts is in no place",
      "other.ts is in no place",
      "2 loose files: expected at most 1",
    ]);
  });

  it("counts floors: each room is one above the highest that it imports, by types too", () => {
    const four = {
      "main.ts": 'import "./channels/web.ts";\nimport "./app/inbox.ts";',
      "channels/web.ts": 'import "../app/inbox.ts";',
      "app/inbox.ts": 'import type { Step } from "../core/step.ts";',
      "core/step.ts": "",
    };
    expect(check(four)).toEqual([]);
    const five = { ...four, "core/step.ts": 'import "../base/text.ts";', "base/text.ts": "" };
    expect(check(five)).toContain("5 floors: expected at most 4");
  });

  it("refuses a folder without files", () => {
    expect(check({ "readme.md": "import" })).toEqual([expect.stringMatching(/ has no TypeScript file$/)]);
  });
});
