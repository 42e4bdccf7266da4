import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { variableNames } from "../src/config/config.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const pages = ["README.md", "CONTRIBUTING.md", "bench/README.md", ...filesIn("docs").filter(isPage)];
const files = [
  "CHANGELOG.md",
  "LICENSE",
  ".env.example",
  "compose.yaml",
  ...pages,
  ...["src", "test", "locales", "bench", "docs"].flatMap((folder) => filesIn(folder)),
];
const packageFile = z.object({ scripts: z.record(z.string(), z.string()) });
const { scripts } = packageFile.parse(JSON.parse(read("package.json")));

it("keeps the README within 150 lines", () => {
  expect(read("README.md").trimEnd().split("\n").length).toBeLessThanOrEqual(150);
});

it("has a README that quotes what the bot says now", () => {
  const [, sample = ""] = /The same in the terminal.*\n\n```\n([^`]+)```/.exec(read("README.md")) ?? [];
  const said = piecesOf(read("test/transcripts/readme-sample-fr.txt"));
  const quoted = piecesOf(sample);
  expect(quoted.filter((piece) => !said.some((each) => each.includes(piece)))).toEqual([]);
  expect(quoted.length).toBeGreaterThan(7);
});

it.each(pages)("leads nowhere that is not there: the links of %s", (page) => {
  const text = read(page);
  const targets = matchesOf(text, /\]\(([^)\s]+)\)|(?:src|href)="([^"]+)"/g);
  const ours = targets.filter((target) => !/^(https?|mailto):/.test(target));
  const broken = ours.filter((target) => {
    const [path = "", anchor] = target.split("#");
    const file = path === "" ? page : normalize(join(dirname(page), path));
    if (!files.includes(file)) return true;
    return anchor !== undefined && !anchorsOf(read(file)).includes(anchor);
  });
  expect(broken).toEqual([]);
});

it.each(pages)("names only files and folders that are there: %s", (page) => {
  const named = matchesOf(read(page), /(?<![\w/.])((?:src|test|locales|bench|docs)\/[\w./<>*-]*[\w/>*])/g);
  expect(named.filter((path) => !isExample(path) && !isThere(path))).toEqual([]);
});

it.each(pages)("names only commands that there are: %s", (page) => {
  const text = read(page);
  const run = matchesOf(text, /npm run (?:--[\w-]+ )*([\w:-]+)/g);
  const started = matchesOf(text, /node (?:--\S+ )*dist\/main\.js ([\w-]+)/g);
  expect(run.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
  expect(started.filter((name) => scripts[name] !== `npm start --silent -- ${name}`)).toEqual([]);
});

it("says of each command whether it is for operators or for developers", () => {
  const isForOperators = (name: string) => name === "start" || scripts[name]?.startsWith("npm start ");
  const names = Object.keys(scripts).filter((name) => name !== "prestart");
  expect(commandsOf("docs/operating.md", /`npm (?:run )?([\w-]+)`/g)).toEqual(names.filter(isForOperators));
  const forDevelopers = commandsOf("CONTRIBUTING.md", /`([\w:-]+)`/g);
  const others = names.filter((name) => !isForOperators(name) && !/^bench:(?!core)/.test(name));
  expect(forDevelopers.toSorted()).toEqual(others.toSorted());
});

it.each(pages)("names only settings that there are: %s", (page) => {
  const prefix =
    "TELEGRAM|WHATSAPP|WEB|COMMUNITY|OPERATOR|PRIVACY|RETENTION|DATABASE|STORE|LOG|MESSAGES|DEFAULT|TIME";
  const named = matchesOf(read(page), new RegExp(`\\b((?:${prefix})_[A-Z_]+)\\b`, "g"));
  expect(named.filter((name) => !variableNames.includes(name))).toEqual([]);
});

describe("each road through the code", () => {
  const roads = [...read("docs/architecture.md").matchAll(/\n## The road of ([^\n]*)\n(.*?)(?=\n## )/gs)];
  const filesOn = (road: string) => new Set(matchesOf(road, /`(src\/[\w./-]+\.ts)`/g));

  it("is told: what comes in, what goes out, what is sent by itself, what is sent to many", () => {
    const names = roads.map(([, name]) => name);
    expect(names).toEqual(["a text", "what is sent", "a reminder", "an alert", "a WhatsApp message"]);
  });

  it.each(roads.map(([, name = "", road = ""]) => [name, filesOn(road)] as const))(
    "is short and names files that are there: %s",
    (_, named) => {
      expect([...named].filter((path) => !files.includes(path))).toEqual([]);
      expect(named.size).toBeGreaterThan(5);
      expect(named.size).toBeLessThanOrEqual(25);
    },
  );
});

/** The names in the table of a page's section on commands. */
function commandsOf(page: string, pattern: RegExp): readonly string[] {
  const [, section = ""] = /\n## Commands\n(.*?)\n## /s.exec(read(page)) ?? [];
  const rows = section.split("\n").filter((line) => line.startsWith("|"));
  return matchesOf(rows.join("\n"), pattern);
}

/** The words of a dialogue between what was left out and who speaks, without what frames them. */
function piecesOf(dialogue: string): readonly string[] {
  return dialogue
    .split(/\(…\)|^(?:bot|user) +[>*]/m)
    .map((piece) =>
      piece
        .replace(/[[\]<>|→]/g, " ")
        .replace(/\s+/g, " ")
        .trim(),
    )
    .filter((piece) => piece !== "");
}

/** The first group that took part in each match. */
function matchesOf(text: string, pattern: RegExp): readonly string[] {
  return [...text.matchAll(pattern)].flatMap(
    ([, ...groups]) => groups.find((group) => group !== undefined) ?? [],
  );
}

/** The anchors of a page's headings, as GitHub makes them. */
function anchorsOf(text: string): readonly string[] {
  return matchesOf(text, /^#+ (.*)$/gm).map((heading) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} -]/gu, "")
      .replaceAll(" ", "-"),
  );
}

/** What the guides call what is yet to be written. */
function isExample(path: string): boolean {
  return /\bexample\.json$|^locales\/(de|es|<tag>)\b/.test(path);
}

/** True for a file, a folder, or a pattern of such: `<…>` and `*` stand for a part of a name. */
function isThere(path: string): boolean {
  const parts = path.replace(/\/$/, "").split(/<[^>]*>|\*/);
  const pattern = new RegExp(`^${parts.map((part) => part.replaceAll(".", "\\.")).join("[^/]*")}(?:/|$)`);
  return files.some((file) => pattern.test(file));
}

function isPage(file: string): boolean {
  return file.endsWith(".md");
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => normalize(join(entry.parentPath, entry.name)).slice(root.length));
}

function read(path: string): string {
  return readFileSync(join(root, path), "utf8");
}
