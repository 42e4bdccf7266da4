import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { stepsOf } from "../../src/campaigns/links-of.ts";
import type { Step } from "../../src/campaigns/parts.ts";
import { readCampaigns } from "../../src/campaigns/read-files.ts";
import type { Campaign } from "../../src/campaigns/schema.ts";
import { readJsonFile } from "../../src/support/data-files.ts";
import { readArguments } from "./read-arguments.ts";

const pathOf = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** The file that holds the table. */
export const tableFile = pathOf("docs/campaigns.md");

const head = ["campaign", "what people do", "announced", "begins", "facts by grade", "checked since"];
const named = z.object({ name: z.string() });

/** Returns the whole file: every campaign with its way, its dates, the grades of its facts and the day since which all of them are checked. */
export function drawCampaigns(): string {
  const rows = [head, ...[...readCampaigns(pathOf("src/campaigns")).values()].map(cellsOf)];
  const widths = head.map((_, column) => Math.max(...rows.map((cells) => (cells[column] ?? "").length)));
  const [first = "", ...others] = rows.map((cells) => lineOf(cells, widths));
  return [
    "# Campaigns\n",
    "`npm run table` writes this file from `src/campaigns`. How a fact gets its grade stands in [CONTRIBUTING.md](../CONTRIBUTING.md): `A` the service itself,",
    "an authority, or two independent sources; `B` one newspaper or association; `C` disputed or only retold, and told as uncertain.\n",
    ...[first, `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`, ...others, ""],
  ].join("\n");
}

function lineOf(cells: readonly string[], widths: readonly number[]): string {
  return `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`;
}

function cellsOf(campaign: Campaign): readonly string[] {
  const { id, announced, dates, facts } = campaign;
  const checked = Object.values(facts).map((fact) => fact.checked);
  const oldest = [...checked].sort()[0] ?? "";
  return [
    `${nameOf(id)} (\`${id}\`)`,
    waysOf(campaign),
    announced ?? "",
    dates?.starts ?? "",
    gradesOf(campaign),
    oldest,
  ];
}

function nameOf(id: string): string {
  const file = readJsonFile(pathOf(`locales/en/campaigns/${id}.json`));
  if ("problem" in file) throw new Error(file.problem);
  return named.parse(file.content).name;
}

/** Such as "setting, or form": each kind once, with what is special about it. */
function waysOf(campaign: Campaign): string {
  const steps = stepsOf(campaign).map(({ step }) => wayOf(step));
  return steps.length === 0 ? "nothing" : [...new Set(steps)].join(", ");
}

function wayOf(step: Step): string {
  if (step.kind === "email") return "e-mail";
  return step.links === undefined ? `${step.kind} (no address known)` : step.kind;
}

function gradesOf({ facts }: Campaign): string {
  const grades = Object.values(facts).map(({ grade }) => grade);
  const counts = (["A", "B", "C"] as const).map(
    (grade) => [grade, grades.filter((each) => each === grade).length] as const,
  );
  return counts.flatMap(([grade, count]) => (count === 0 ? [] : [`${grade} ${count}`])).join(", ");
}

const isRun = process.argv[1] === fileURLToPath(import.meta.url);
if (isRun) {
  await readArguments([["npm run table", "writes docs/campaigns.md anew"]], {});
  writeFileSync(tableFile, drawCampaigns());
}
