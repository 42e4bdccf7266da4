import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { z } from "zod";

const root = fileURLToPath(new URL("../..", import.meta.url));
const run = promisify(execFile);
const packageFile = z.object({ version: z.string(), scripts: z.record(z.string(), z.string()) });
const { version, scripts } = packageFile.parse(JSON.parse(readFileSync(`${root}/package.json`, "utf8")));
/** The others pass what they are given on to a tool such as Vitest. */
const ours = Object.keys(scripts).filter((name) => /^(exec )?node |^npm start/.test(scripts[name] ?? ""));

const isTool = (name: string) => / (test|bench)\//.test(scripts[name] ?? "");

// Without the build before it, which would rewrite dist/ under other tests.
const answer = (name: string, option: string) =>
  run("npm", ["run", "--silent", "--ignore-scripts", name, "--", option], { cwd: root });

it.each(ours.filter((name) => !isTool(name)))("npm run %s answers --help and --version", async (name) => {
  expect((await answer(name, "--help")).stdout).toMatch(/^Usage:\n {2}npm (start|run \S+) .*\n$/s);
  expect((await answer(name, "--version")).stdout).toBe(`${version}\n`);
});

it.each(ours)("npm run %s refuses a wrong option, and says how it is called", async (name) => {
  await expect(answer(name, "--wrong")).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^Unknown option '--wrong'\nUsage:\n {2}npm (start|run \S+) /),
  });
});

it("knows all commands: those of operators, of developers, and the benches", () => {
  expect(ours).toEqual(expect.arrayContaining(["start", "backup", "campaigns", "simulate", "bench:core"]));
});

it("npm run chat refuses a language that is not there, and says which are", async () => {
  await expect(answer("chat", "--lang=it")).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^--lang: expected one of fr, en\nUsage:\n/),
  });
});
