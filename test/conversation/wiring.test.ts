import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";

/** Transitions by what stands at an event, with whether they compile. */
const planted: readonly (readonly [compiles: boolean, wired: string])[] = [
  [true, `tick: { actions: { type: "tick", params: ({ event }) => event.account } }`],
  [false, `zone: { actions: { type: "tick", params: ({ event }) => event.account } }`],
  [false, `zone: { actions: { type: "tick", params: ({ event }) => 1 } }`],
  [false, `tick: { actions: "tick" }`],
  [true, `linked: { guard: { type: "isUnknown", params: ({ event }) => event.linked } }`],
  [false, `sent: { guard: { type: "isUnknown", params: ({ event }) => event.linked } }`],
  [false, `linked: { guard: "isUnknown" }`],
  [false, `linked: { guard: "isUnheardOf" }`],
  [true, `link: { actions: judgeLink }`],
  [false, `topic: { actions: judgeLink }`],
  [true, `courtesy: { actions: perform(({ event }) => (event.courtesy === "ok" ? [] : [])) }`],
  [false, `human: { actions: perform(({ event }) => (event.courtesy === "ok" ? [] : [])) }`],
];

/** The numbers of the transitions that do not compile. */
function refused(): readonly number[] {
  const folder = mkdtempSync(join(tmpdir(), "objecteur-wiring-"));
  const from = (path: string) => JSON.stringify(resolve("src/conversation", path));
  const imports = `import { perform, statechart } from ${from("statechart.ts")}; import { judgeLink } from ${from("topics/opening.ts")}; void [perform, judgeLink];`;
  const lines = planted.map(([, wired]) => `statechart.createStateConfig({ on: { ${wired} } });`);
  try {
    writeFileSync(join(folder, "planted.ts"), [imports, ...lines].join("\n"));
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

describe("a transition", () => {
  let numbers: readonly number[];
  beforeAll(() => {
    numbers = refused();
  }, 60_000);

  it.each(
    planted.map(([compiles, wired], index) => [compiles ? "compiles" : "does not compile", wired, index]),
  )("%s: %s", (promise, _wired, index) => {
    expect(numbers.includes(Number(index))).toBe(promise === "does not compile");
  });
});
