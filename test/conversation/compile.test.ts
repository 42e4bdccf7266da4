import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";

type Planted = readonly [compiles: boolean, code: string];

/** Transitions by what stands at an event. */
const transitions: readonly Planted[] = [
  [true, `tick: { actions: inDialogue((_, event) => ({ ticked: [event.account] })) }`],
  [false, `zone: { actions: inDialogue((_, event) => ({ ticked: [event.account] })) }`],
  [false, `tick: { actions: inDialogue((_, event) => ({ ticked: event.account })) }`],
  [false, `tick: { actions: "tick" }`],
  [true, `linked: { guard: when((_, event) => event.linked === "unknown") }`],
  [false, `sent: { guard: when((_, event) => event.linked === "unknown") }`],
  [true, `country: { actions: noteCountry }`],
  [false, `zone: { actions: noteCountry }`],
  [false, `linked: { guard: "isUnheardOf" }`],
  [true, `link: { actions: judgeLink }`],
  [false, `topic: { actions: judgeLink }`],
  [true, `courtesy: { actions: perform((_, event) => (event.courtesy === "ok" ? [] : [])) }`],
  [false, `human: { actions: perform((_, event) => (event.courtesy === "ok" ? [] : [])) }`],
];

/** A day, an instant and a wall time in each other's place. */
const units: readonly Planted[] = [
  [true, `nameOf(localDay(Date.now(), "UTC"));`],
  [true, `instantAt(wallTimeAt(0, "UTC"), "UTC");`],
  [false, `localDay(dayNamed("2025-05-20"), "UTC");`],
  [false, `localDay(wallTimeAt(0, "UTC"), "UTC");`],
  [false, `instantAt(Date.now(), "UTC");`],
  [false, `atMinute(localDay(0, "UTC") + 1, 0, "UTC");`],
];

/** The numbers of the pieces that do not compile. */
function refused(code: readonly string[]): readonly number[] {
  const folder = mkdtempSync(join(tmpdir(), "objecteur-wiring-"));
  const from = (path: string) => JSON.stringify(resolve("src/conversation", path));
  const imports = [
    `import { inDialogue, perform, statechart, when } from ${from("statechart.ts")};`,
    `import { noteCountry } from ${from("assigns.ts")};`,
    `import { judgeLink } from ${from("links/links-anywhere.ts")};`,
    `import { atMinute, dayNamed, instantAt, localDay, nameOf, wallTimeAt } from ${from("calendar-day.ts")};`,
  ].join(" ");
  try {
    writeFileSync(join(folder, "planted.ts"), [imports, ...code].join("\n"));
    const config = {
      extends: resolve("tsconfig.json"),
      compilerOptions: { typeRoots: [resolve("node_modules/@types")], noUnusedParameters: false },
      include: ["planted.ts"],
    };
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
    const { stdout } = spawnSync(resolve("node_modules/.bin/tsc"), ["-p", folder], { encoding: "utf8" });
    const errors = [...stdout.matchAll(/^(.*)\((\d+),\d+\): error/gm)];
    const elsewhere = errors.filter(([, file]) => !file?.endsWith("planted.ts"));
    if (elsewhere.length > 0) throw new Error(stdout);
    return [...new Set(errors.map(([, , line]) => Number(line) - 2))];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const planted = [
  ...transitions.map(
    ([compiles, code]) => [compiles, `statechart.createStateConfig({ on: { ${code} } });`] as const,
  ),
  ...units,
];

describe("the compiler", () => {
  let numbers: readonly number[];
  beforeAll(() => {
    numbers = refused(planted.map(([, code]) => code));
  });

  it.each(planted.map(([compiles, code], index) => [compiles ? "takes" : "refuses", code, index] as const))(
    "%s %s",
    (promise, _code, index) => {
      expect(numbers.includes(index)).toBe(promise === "refuses");
    },
  );
});
