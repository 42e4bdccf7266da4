import { beforeAll, describe, expect, it } from "vitest";
import { lintPlanted, type Planted } from "./borders/lint-planted.ts";

/** Who imports what, and what the linter has to say about it: nothing where that is allowed. */
const imports: readonly (readonly [file: string, from: string, says?: string])[] = [
  ["src/planted.ts", "./main.ts", "Nobody imports main.ts"],
  ["src/support/log.ts", "./main.ts", "Nobody imports main.ts"],
  ["src/conversation/topics/planted.ts", "../../main.ts", "Nobody imports main.ts"],
  ["src/campaigns/planted.ts", "../main.ts", "Nobody imports main.ts"],
  ["src/app/planted.ts", "../main.ts", "Nobody imports main.ts"],
  ["src/channels/terminal/planted.ts", "../../main.ts", "Nobody imports main.ts"],
  ["src/channels/telegram/planted.ts", "../../main.ts", "Nobody imports main.ts"],
  ["src/channels/whatsapp/adapter.ts", "../../main.ts", "Nobody imports main.ts"],
  ["src/content/planted.ts", "../main.ts", "Nobody imports main.ts"],
  ["src/storage/planted.ts", "../main.ts", "Nobody imports main.ts"],
  ["test/app/planted.ts", "../../src/main.ts", "Nobody imports main.ts"],
  ["bench/planted.ts", "../src/main.ts", "Nobody imports main.ts"],

  ["src/conversation/planted.ts", "../config.ts", "Only main.ts knows config.ts and log.ts"],
  ["src/campaigns/planted.ts", "../log.ts", "Only main.ts knows config.ts and log.ts"],
  ["src/app/planted.ts", "../log.ts", "Only main.ts knows config.ts and log.ts"],
  ["src/channels/web/planted.ts", "../../config.ts", "Only main.ts knows config.ts and log.ts"],
  ["src/channels/telegram/planted.ts", "../../log.ts", "Only main.ts knows config.ts and log.ts"],
  ["src/channels/whatsapp/adapter.ts", "../../log.ts", "Only main.ts knows config.ts and log.ts"],
  ["src/content/planted.ts", "../log.ts", "Only main.ts knows config.ts and log.ts"],
  ["src/storage/planted.ts", "../config.ts", "Only main.ts knows config.ts and log.ts"],
  ["src/other.ts", "./config.ts"],
  ["src/other.ts", "./log.ts"],

  ["src/conversation/planted.ts", "../app/ports.ts", "conversation is pure"],
  ["src/conversation/topics/planted.ts", "../../channels/telegram/read.ts", "conversation is pure"],
  ["src/conversation/planted.ts", "../content/wording.ts", "conversation is pure"],
  ["src/conversation/planted.ts", "../storage/store.ts", "conversation is pure"],
  ["src/conversation/planted.ts", "node:fs", "conversation is pure"],
  ["src/conversation/planted.ts", "../understanding/understand.ts", "conversation is pure"],
  ["src/conversation/planted.ts", "../links/judge-link.ts", "conversation is pure"],
  ["src/conversation/topics/planted.ts", "../../campaigns/schema.ts"],
  ["src/conversation/topics/planted.ts", "../vocabulary.ts"],

  ["src/understanding/planted.ts", "../app/ports.ts", "understanding is pure"],
  ["src/understanding/settle.ts", "../channels/web/read.ts", "understanding is pure"],
  ["src/understanding/guess-language.ts", "../content/texts.ts", "understanding is pure"],
  ["src/understanding/near-words.ts", "../storage/store.ts", "understanding is pure"],
  ["src/understanding/planted.ts", "../links/judge-link.ts", "understanding is pure"],
  ["src/understanding/planted.ts", "../conversation/machine.ts", "understanding is pure"],
  ["src/understanding/planted.ts", "node:fs", "understanding is pure"],
  ["src/understanding/planted.ts", "../main.ts", "Nobody imports main.ts"],
  ["src/understanding/planted.ts", "../log.ts", "Only main.ts knows config.ts and log.ts"],
  ["src/understanding/planted.ts", "../conversation/vocabulary.ts"],
  ["src/understanding/planted.ts", "../conversation/tap.ts"],
  ["src/understanding/planted.ts", "../campaigns/schema.ts"],
  ["src/understanding/planted.ts", "./tokens.ts"],

  ["src/links/planted.ts", "../app/ports.ts", "links is pure"],
  ["src/links/planted.ts", "../channels/web/read.ts", "links is pure"],
  ["src/links/planted.ts", "../content/texts.ts", "links is pure"],
  ["src/links/planted.ts", "../storage/store.ts", "links is pure"],
  ["src/links/planted.ts", "../understanding/tokens.ts", "links is pure"],
  ["src/links/planted.ts", "../conversation/tap.ts", "links is pure"],
  ["src/links/planted.ts", "node:url", "links is pure"],
  ["src/links/planted.ts", "../main.ts", "Nobody imports main.ts"],
  ["src/links/planted.ts", "../config.ts", "Only main.ts knows config.ts and log.ts"],
  ["src/links/planted.ts", "../conversation/vocabulary.ts"],
  ["src/links/planted.ts", "../campaigns/links-of.ts"],

  ["src/campaigns/planted.ts", "../understanding/tokens.ts", "campaigns is data and its schema"],
  ["src/campaigns/planted.ts", "../links/judge-link.ts", "campaigns is data and its schema"],
  ["src/campaigns/planted.ts", "../conversation/vocabulary.ts", "campaigns is data and its schema"],
  ["src/campaigns/planted.ts", "../app/ports.ts", "campaigns is data and its schema"],
  ["src/campaigns/planted.ts", "../channels/web/read.ts", "campaigns is data and its schema"],
  ["src/campaigns/planted.ts", "../content/wording.ts", "campaigns is data and its schema"],
  ["src/campaigns/planted.ts", "../storage/store.ts", "campaigns is data and its schema"],

  ["src/app/planted.ts", "../channels/telegram/adapter.ts", "the outside comes in through the ports"],
  ["src/app/planted.ts", "../content/wording.ts", "the outside comes in through the ports"],
  ["src/app/planted.ts", "../storage/store.ts", "the outside comes in through the ports"],
  ["src/app/planted.ts", "../conversation/step.ts"],
  ["src/app/planted.ts", "../understanding/understand.ts"],
  ["src/app/planted.ts", "../links/judge-link.ts"],
  ["src/app/planted.ts", "../campaigns/schema.ts"],
  ["src/app/planted.ts", "./ports.ts"],

  ["src/channels/telegram/planted.ts", "../../app/deliver.ts", "channels imports app/ports.ts"],
  ["src/channels/whatsapp/adapter.ts", "../../app/deliver.ts", "channels imports app/ports.ts"],
  ["src/channels/whatsapp/planted.ts", "../../content/wording.ts", "channels imports app/ports.ts"],
  ["src/channels/terminal/planted.ts", "../../storage/store.ts", "channels imports app/ports.ts"],
  ["src/channels/terminal/planted.ts", "../../understanding/tokens.ts", "channels imports app/ports.ts"],
  ["src/channels/web/planted.ts", "../../links/judge-link.ts", "channels imports app/ports.ts"],
  ["src/channels/telegram/planted.ts", "../../app/ports.ts"],
  ["src/channels/telegram/planted.ts", "../whatsapp/read.ts", "Channels never import each other"],
  ["src/channels/whatsapp/adapter.ts", "../telegram/read.ts", "Channels never import each other"],
  ["src/channels/web/planted.ts", "../terminal/render.ts", "Channels never import each other"],
  ["src/channels/web/load-page.ts", "../terminal/render.ts", "Channels never import each other"],
  ["src/page/planted.ts", "node:fs", "The page runs in a browser"],
  ["src/page/planted.ts", "../adapter.ts", "The page runs in a browser"],
  ["src/page/planted.ts", "../wire.ts"],
  ["src/page/planted.ts", "./planted.ts"],
  ["src/http/planted.ts", "../app/deliver.ts", "http imports app/ports.ts"],
  ["src/http/planted.ts", "../channels/web/adapter.ts", "http imports app/ports.ts"],
  ["src/http/planted.ts", "../understanding/tokens.ts", "http imports app/ports.ts"],
  ["src/http/planted.ts", "../log.ts", "Only main.ts knows config.ts and log.ts"],
  ["src/support/planted.ts", "../app/ports.ts", "concurrency imports nothing of ours"],
  ["src/support/planted.ts", "node:fs", "concurrency imports nothing of ours"],
  ["src/support/planted.ts", "../main.ts", "Nobody imports main.ts"],
  ["src/support/planted.ts", "../config.ts", "Only main.ts knows config.ts and log.ts"],
  ["src/support/planted.ts", "./timers.ts"],
  ["src/conversation/planted.ts", "../concurrency/timers.ts", "conversation is pure"],
  ["src/http/planted.ts", "../app/ports.ts"],
  ["src/http/planted.ts", "../app/operator-report.ts"],
  ["src/channels/web/planted.ts", "../../app/operator-report.ts"],
  ["src/channels/web/planted.ts", "../../app/deliver.ts", "channels imports app/ports.ts"],
  ["src/channels/telegram/planted.ts", "../../app/operator-report.ts", "channels imports app/ports.ts"],
  ["src/channels/telegram/planted.ts", "./read.ts"],

  ["src/content/planted.ts", "../app/handle-message.ts", "content imports app/ports.ts"],
  ["src/content/planted.ts", "../channels/telegram/read.ts", "content imports app/ports.ts"],
  ["src/content/planted.ts", "../storage/store.ts", "content imports app/ports.ts"],
  ["src/content/planted.ts", "../links/judge-link.ts", "content imports app/ports.ts"],
  ["src/content/planted.ts", "../understanding/parse-template.ts"],
  ["src/content/planted.ts", "../understanding/intents/intent-model.ts"],
  ["src/content/planted.ts", "../app/ports.ts"],

  ["src/storage/planted.ts", "../app/handle-message.ts", "storage imports app/ports.ts"],
  ["src/storage/planted.ts", "../channels/telegram/read.ts", "storage imports app/ports.ts"],
  ["src/storage/planted.ts", "../content/wording.ts", "storage imports app/ports.ts"],
  ["src/storage/planted.ts", "../understanding/tokens.ts", "storage imports app/ports.ts"],
  ["src/storage/planted.ts", "../app/ports.ts"],
];

/** Each library and the places in `src` that may import it. */
const homes: Readonly<Record<string, readonly string[]>> = {
  grammy: ["src/channels/telegram/library.ts"],
  "@grammyjs/auto-retry": ["src/channels/telegram/library.ts"],
  "whatsapp-web.js": ["src/channels/whatsapp/adapter.ts"],
  "better-sqlite3": ["src/storage/library.ts"],
  pg: ["src/storage/library.ts"],
  i18next: ["src/content/library.ts"],
  xstate: [
    "src/conversation/library.ts",
    "src/channels/whatsapp/supervise.ts",
    "src/page/network.ts",
  ],
  "xstate/graph": ["src/conversation/library.ts", "src/channels/whatsapp/supervise.ts"],
  "tinyld/light": ["src/understanding/guess-language.ts"],
  "fastest-levenshtein": [
    "src/understanding/near-words.ts",
    "src/links/library.ts",
    // The name of a setting that is nearly right.
    "src/main.ts",
    "src/config/config.ts",
  ],
  // Bundling is for npm run build alone.
  esbuild: [],
  pino: ["src/support/log.ts"],
  hono: ["src/channels/web/library.ts", "src/channels/telegram/library.ts", "src/http/library.ts"],
  "@hono/node-server": ["src/channels/web/library.ts", "src/http/library.ts"],
};
const places = new Set([
  ...Object.values(homes).flat(),
  "src/main.ts",
  "src/app/library.ts",
  "src/campaigns/library.ts",
  "src/support/library.ts",
  "src/understanding/library.ts",
  "src/channels/terminal/library.ts",
  "src/channels/whatsapp/library.ts",
]);
const libraries = Object.entries(homes).flatMap(([library, own]) =>
  [...places].map((file) => {
    const code = `import "${library}";`;
    return own.includes(file) ? { file, code } : { file, code, says: "Each library has one home" };
  }),
);

const world = [
  "src/app/world.ts",
  "src/conversation/topics/world.ts",
  "src/understanding/world.ts",
  "src/links/world.ts",
].flatMap((file): Planted[] => [
  { file, code: "Date.now();", says: "Ask for the world" },
  { file, code: "new Date();", says: "Ask for the world" },
  { file, code: "Temporal.Now.instant();", says: "Ask for the world" },
  { file, code: "performance.now();", says: "Ask for the world" },
  { file, code: "Math.random();", says: "Ask for the world" },
  { file, code: "setTimeout(() => {}, 1);", says: "Ask for the world" },
  { file, code: "setImmediate(() => {});", says: "Ask for the world" },
  { file, code: "new Date(0);" },
]);

const habits: readonly Planted[] = [
  { file: "src/main.ts", code: "Date.now();" },
  { file: "src/support/planted.ts", code: "setInterval(() => {}, 1);", says: "Ask for the world" },
  { file: "src/storage/planted.ts", code: "setTimeout(() => {}, 1);", says: "Ask for the world" },
  { file: "src/storage/postgres-planted.ts", code: "setTimeout(() => {}, 1);" },
  { file: "src/app/habit.ts", code: 'console.info("up");', says: "noConsole" },
  { file: "src/channels/terminal/habit.ts", code: 'console.info("up");' },
  { file: "src/support/log.ts", code: 'console.info("up");' },
  { file: "src/app/habit.ts", code: "export const path = process.env;", says: "noProcessEnv" },
  { file: "src/config/config.ts", code: "export const path = process.env;" },
  { file: "src/app/habit.ts", code: "export const read = (x: any) => x;", says: "noExplicitAny" },
  { file: "src/app/habit.ts", code: "export const f = (x: string[]) => x[0]!;", says: "noNonNullAssertion" },
  { file: "src/app/habit.ts", code: "export enum Colour {}", says: "noEnum" },
  { file: "src/app/habit.ts", code: "export const g = (x: number) => (x = 1);", says: "noParameterAssign" },
  { file: "src/app/default.ts", code: "export default 1;", says: "noDefaultExport" },
  { file: "vitest.config.ts", code: "export default 1;" },
  { file: "src/app/all.ts", code: 'export * from "./ports.ts";', says: "noReExportAll" },
  { file: "src/app/barrel.ts", code: 'export { x } from "./ports.ts";', says: "noBarrelFile" },
  {
    file: "src/app/type.ts",
    code: 'import { X } from "./ports.ts";\nexport type Y = X;',
    says: "useImportType",
  },
  { file: "src/app/PlantedFile.ts", code: "export const x = 1;", says: "useFilenamingConvention" },
  { file: "src/app/circle.ts", code: 'import "./circle-back.ts";', says: "noImportCycles" },
  { file: "src/app/circle-back.ts", code: 'import "./circle.ts";', says: "noImportCycles" },
  { file: "src/app/simple.ts", code: branches(8) },
  { file: "src/app/complex.ts", code: branches(9), says: "noExcessiveCognitiveComplexity" },
];

const typesOnly = [
  ["src/channels/telegram", "../../conversation/saved.ts"],
  ["src/content", "../campaigns/schema.ts"],
  ["src/content", "../understanding/sentences.ts"],
  ["src/content", "../understanding/intents/train-intents.ts"],
  ["src/understanding", "../campaigns/schema.ts"],
  ["src/links", "../conversation/vocabulary.ts"],
  ["src/storage", "../conversation/saved.ts"],
].flatMap(([folder, from], index): Planted[] => [
  {
    file: `${folder}/value-${index}.ts`,
    code: `import { x } from "${from}";\nexport const y = x;`,
    says: "types only",
  },
  { file: `${folder}/type-${index}.ts`, code: `import type { X } from "${from}";\nexport type Y = X;` },
]);

/** The words of the vocabulary may be used by value, as it loads nothing else. */
const words: readonly Planted[] = [
  ...["src/content", "src/storage", "src/understanding"].map((folder) => ({
    file: `${folder}/words.ts`,
    code: 'import { x } from "../conversation/vocabulary.ts";\nexport const y = x;',
  })),
  {
    file: "src/conversation/vocabulary.ts",
    code: 'import { x } from "./context.ts";\nexport const y = x;',
    says: "vocabulary.ts is data",
  },
];

const promises: readonly Planted[] = [
  {
    file: "src/app/floating.ts",
    code: "const f = async () => {};\nexport const g = () => {\n  f();\n};",
    says: "no-floating-promises",
  },
  {
    file: "src/app/misused.ts",
    code: "export const f = () => [1].forEach(async () => {});",
    says: "no-misused-promises",
  },
  {
    file: "src/app/await.ts",
    code: "export const f = async (x: number) => await x;",
    says: "await-thenable",
  },
  {
    file: "src/app/switch.ts",
    code: 'export function f(x: "a" | "b") {\n  switch (x) {\n    case "a":\n      return 1;\n  }\n}',
    says: "switch-exhaustiveness-check",
  },
];

describe("biome", () => {
  const borders = imports.map(([file, from, says]) => {
    const code = `import "${from}";`;
    return says === undefined ? { file, code } : { file, code, says };
  });
  holds("biome", [...borders, ...libraries, ...world, ...habits]);
});

describe("oxlint", () => {
  holds("oxlint", [...typesOnly, ...words, ...promises]);
});

function holds(linter: "biome" | "oxlint", planted: readonly Planted[]): void {
  let answers: readonly (readonly string[])[];
  beforeAll(() => {
    answers = lintPlanted(planted, linter);
  });
  const cases = planted.map(({ file, code, says }, index) => {
    const promise = says === undefined ? "allows" : `says "${says}" to`;
    return [`${promise} ${code.replaceAll(/\s+/g, " ")} in ${file}`, index, says] as const;
  });
  it.each(cases)("%s", (_title, index, says) => {
    const about = answers[index]?.filter((answer) => says === undefined || answer.includes(says));
    expect(about).toHaveLength(says === undefined ? 0 : 1);
  });
}

function branches(count: number): string {
  return `export function f(x: boolean) {\n${"  if (x) f(!x);\n".repeat(count)}}`;
}
