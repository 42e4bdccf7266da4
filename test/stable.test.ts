import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { z } from "zod";
import { campaignJsonSchema } from "../src/campaigns/schema.ts";
import { variableNames } from "../src/config/config.ts";
import { createMetrics } from "../src/operator/metrics.ts";

const root = new URL("../", import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), "utf8");
const listed = z.record(z.string(), z.array(z.string())).parse(JSON.parse(read("docs/stable.json")));
const { scripts } = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(read("package.json")));

interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
}

/** The fields of a JSON schema, such as "accounts[].id, needed". */
function fieldsOf(schema: JsonSchema, path = ""): readonly string[] {
  const { properties = {}, required = [], items, additionalProperties, anyOf = [], oneOf = [] } = schema;
  return [
    ...Object.entries(properties).flatMap(([name, field]) => {
      const whole = path === "" ? name : `${path}.${name}`;
      return [required.includes(name) ? `${whole}, needed` : whole, ...fieldsOf(field, whole)];
    }),
    ...(items === undefined ? [] : fieldsOf(items, `${path}[]`)),
    ...(typeof additionalProperties === "object" ? fieldsOf(additionalProperties, `${path}.<name>`) : []),
    ...[...anyOf, ...oneOf].flatMap((either) => fieldsOf(either, path)),
  ];
}

/** The files of a language, but for those of its campaigns, examples and replies, which are named after what they hold. */
function localeFiles(): readonly string[] {
  const files = readdirSync(new URL("locales/en", root), { recursive: true, encoding: "utf8" });
  return files
    .filter((file) => /^(sentences\W)?[\w-]+\.json$/.test(file))
    .map((file) => file.replace("\\", "/"));
}

async function metricNames(): Promise<readonly string[]> {
  const metrics = createMetrics();
  const store = {
    outboxState: async () => ({ count: 0 }),
    writeTrouble: async () => undefined,
    countReminders: async () => 0,
  };
  metrics.watch(store, [], { now: () => 0 });
  return matchesOf((await metrics.read()).text, /^# TYPE (objecteur_\w+)/gm);
}

/** What the first columns of the tables under a heading name. */
function namesInTables(page: string, heading: string): readonly string[] {
  const [, section = ""] = new RegExp(`\n## ${heading}\n(.*?)(\n## |$)`, "s").exec(read(page)) ?? [];
  const cells = section.split("\n").map((line) => /^\| (`.*?) +\|/.exec(line)?.[1] ?? "");
  return cells.flatMap((cell) => matchesOf(cell, /`([^`]+)`/g));
}

function matchesOf(text: string, pattern: RegExp): readonly string[] {
  return [...text.matchAll(pattern)].map(([, name = ""]) => name);
}

/** The commands of operators, each alone and with each of its options, such as "seal --new-key". */
function commandsWithOptions(): readonly string[] {
  const isForOperators = (name: string) => name === "start" || scripts[name]?.startsWith("npm start ");
  const files = ["main.ts", ...readdirSync(new URL("src/commands", root)).map((file) => `commands/${file}`)];
  const usages = files.flatMap((file) => [
    ...read(`src/${file}`).matchAll(/(["'])npm (?:run )?([\w:-]+)(?: -- (.*?))?\1,/g),
  ]);
  return usages
    .filter(([, , name = ""]) => isForOperators(name))
    .flatMap(([, , name = "", given = ""]) => [
      name,
      ...matchesOf(given, /(--[\w-]+)/g).map((option) => `${name} ${option}`),
    ]);
}

const now: Readonly<Record<string, readonly string[]>> = {
  settings: variableNames,
  metrics: await metricNames(),
  commands: commandsWithOptions(),
  embed: namesInTables("docs/web.md", "In an article"),
  "locale files": localeFiles(),
  "campaign files": fieldsOf(JSON.parse(campaignJsonSchema())),
};
const sorted = (names: readonly string[] = []) => [...new Set(names)].toSorted();

it.each(Object.keys(now))("keeps what is promised until 2.0.0: %s", (part) => {
  const gone = sorted(listed[part]).filter((name) => !now[part]?.includes(name));
  expect(gone, "docs/stability.md promises these until 2.0.0: bring them back under their names").toEqual([]);
});

it.each(Object.keys(now))("promises what is new: %s", (part) => {
  const added = sorted(now[part]).filter((name) => !listed[part]?.includes(name));
  expect(
    added,
    "From now on these have to stay: write them into docs/stable.json, or name them better",
  ).toEqual([]);
});

it("has an embed that knows every attribute that is promised", () => {
  const code = read("src/page/embed.ts");
  const camel = (name: string) =>
    name.replace(/^data-/, "").replace(/-(\w)/g, (_, letter) => letter.toUpperCase());
  const attributes = sorted(listed["embed"]).filter((name) => name.startsWith("data-"));
  expect(attributes.length).toBeGreaterThan(8);
  expect(attributes.filter((name) => !new RegExp(`\\b${camel(name)}\\b`).test(code))).toEqual([]);
});
