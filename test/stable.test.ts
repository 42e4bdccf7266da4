import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { z } from "zod";
import { campaignJsonSchema } from "../src/campaigns/schema.ts";
import { variableNames } from "../src/config/config.ts";
import { createMetrics } from "../src/operator/metrics.ts";
import {
  type ChannelProblem,
  type ErrorKind,
  type Meter,
  outboxKinds,
  type RefusalReason,
  type UnderstandingOutcome,
} from "../src/ports.ts";

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

/** All names of a closed set: the compiler misses none. */
function every<Name extends string>(names: Readonly<Record<Name, true>>): readonly Name[] {
  return Object.keys(names) as Name[];
}

const receipts = every<Parameters<Meter["received"]>[1]>({
  answered: true,
  "said-before": true,
  past: true,
  repeated: true,
  "too-many": true,
  "too-late": true,
  failed: true,
});
const outcomes = every<UnderstandingOutcome>({
  answered: true,
  "asked-back": true,
  suggested: true,
  "not-understood": true,
});
const problems = every<ChannelProblem["reason"]>({
  "rate-limited": true,
  unavailable: true,
  held: true,
  away: true,
  rejected: true,
  gone: true,
  moved: true,
});
const errors = every<ErrorKind>({ step: true, reminder: true, polling: true, store: true, work: true });
const refused: Record<RefusalReason, number> = { all: 1, address: 1, rate: 1 };

/** What a scrape answers once everything that can be counted was counted. */
async function scrape(): Promise<string> {
  const { meter, watch, read } = createMetrics();
  for (const receipt of receipts) meter.received("any", receipt, 0);
  for (const outcome of outcomes) meter.understood(outcome, "any", "any");
  for (const reason of problems) meter.failed("any", reason);
  for (const kind of errors) meter.erred(kind);
  for (const kind of outboxKinds) {
    meter.sent("any", kind, 0);
    meter.givenUp("any", kind);
  }
  const store = { outboxState: async () => ({ count: 0 }), countReminders: async () => 0 };
  watch(store, [{ name: "any", state: () => ({ ready: true, since: 0, refused }) }], { now: () => 0 });
  return (await read()).text;
}

/** The metrics with each of their labels, and with its values where these are a closed set. */
function labelsOf(scraped: string): readonly string[] {
  const samples = scraped.matchAll(/^(objecteur_\w+?)(?:_bucket|_sum|_count)?\{(.+)\} /gm);
  return [...samples].flatMap(([, name = "", labels = ""]) =>
    [...labels.matchAll(/(\w+)="(.*?)"/g)]
      .filter(([, label]) => label !== "le")
      .map(([, label, value]) => `${name} ${label}${value === "any" ? "" : `=${value}`}`),
  );
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

const scraped = await scrape();
const now: Readonly<Record<string, readonly string[]>> = {
  settings: variableNames,
  metrics: matchesOf(scraped, /^# TYPE (objecteur_\w+)/gm),
  "labels of metrics": labelsOf(scraped),
  commands: commandsWithOptions(),
  embed: [
    ...namesInTables("docs/web.md", "In an article"),
    ...matchesOf(read("docs/web.md"), /`(--objecteur-[\w-]+)`/g),
  ],
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

it("has an embed that reads every custom property that is promised", () => {
  const style = read("src/page/embed.css");
  const properties = sorted(listed["embed"]).filter((name) => name.startsWith("--"));
  expect(properties.length).toBeGreaterThan(3);
  expect(properties.filter((name) => !style.includes(`var(${name}, `))).toEqual([]);
});
