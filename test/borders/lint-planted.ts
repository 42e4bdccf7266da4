import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { z } from "zod";

/** A piece of code put where it may or may not stand. */
export interface Planted {
  readonly file: string;
  readonly code: string;
  /** A part of what the linter has to say about it; absent where it has to keep silent. */
  readonly says?: string;
}

/** The linters, each with the arguments that make it print what `readers` reads. */
const commands = {
  biome: ["lint", "--reporter=json", "--max-diagnostics=none", "."],
  oxlint: ["--format=json"],
} as const;

const biomeSays = z.object({
  diagnostics: z.array(
    z.object({
      message: z.string(),
      category: z.string(),
      location: z.object({ path: z.string(), start: z.object({ line: z.int() }) }),
    }),
  ),
});
const oxlintSays = z.object({
  diagnostics: z.array(
    z.object({
      message: z.string(),
      code: z.string(),
      help: z.string().optional(),
      filename: z.string(),
      labels: z.array(z.object({ span: z.object({ line: z.int() }) })),
    }),
  ),
});

/** What the project's linter says about each planted piece, in a copy that holds the configuration and no source. */
export function lintPlanted(planted: readonly Planted[], linter: keyof typeof commands): readonly string[][] {
  const folder = mkdtempSync(join(tmpdir(), "objecteur-borders-"));
  try {
    for (const file of ["biome.json", ".oxlintrc.json", "tsconfig.json", "package.json"])
      cpSync(file, join(folder, file));
    cpSync("test/borders/ask-for-the-world.grit", join(folder, "test/borders/ask-for-the-world.grit"));
    symlinkSync(resolve("node_modules"), join(folder, "node_modules"));
    const places = plant(planted, folder);
    const diagnostics = run(linter, folder);
    return places.map(({ file, from, to }) =>
      diagnostics
        .filter((said) => said.file === file && said.line >= from && said.line <= to)
        .map((said) => said.text),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Writes the pieces, those for one file below each other, and tells on which lines each stands. */
function plant(planted: readonly Planted[], folder: string) {
  const files = new Map<string, string[]>();
  const places = planted.map(({ file, code }) => {
    const lines = files.get(file) ?? [];
    files.set(file, lines);
    const from = lines.length + 1;
    lines.push(...code.split("\n"));
    return { file, from, to: lines.length };
  });
  for (const [file, lines] of files) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), `${lines.join("\n")}\n`);
  }
  return places;
}

function run(linter: keyof typeof commands, folder: string) {
  const program = resolve("node_modules/.bin", linter);
  const { stdout } = spawnSync(program, commands[linter], { cwd: folder, encoding: "utf8" });
  const said: unknown = JSON.parse(stdout);
  if (linter === "biome")
    return biomeSays.parse(said).diagnostics.map(({ message, category, location }) => ({
      file: location.path,
      // What concerns the file as a whole stands on no line.
      line: Math.max(1, location.start.line),
      text: `${category}: ${message}`,
    }));
  return oxlintSays.parse(said).diagnostics.map(({ message, code, help, filename, labels }) => ({
    file: filename,
    line: labels[0]?.span.line ?? 0,
    text: [code, message, help].join(": "),
  }));
}
