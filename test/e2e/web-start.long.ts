import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { expect, it, onTestFinished } from "vitest";
import { startWithPipe } from "../support/start-with-pipe.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

it("ends quietly when nobody reads on, as with | head", async () => {
  const child = spawn(process.execPath, ["dist/main.js"], { cwd: root, env: { PATH: process.env["PATH"] } });
  onTestFinished(() => void child.kill("SIGKILL"));
  let errors = "";
  child.stderr.on("data", (chunk: Buffer) => {
    errors += chunk.toString();
  });
  const ended = once(child, "exit");
  child.stdin.write("fr\n");
  await once(child.stdout, "data");
  child.stdout.destroy();
  child.stdin.end("meta\nles deux\n");
  expect(await ended).toEqual([0, null]);
  expect(errors).toBe("");
});

it.each([
  ["that stays silent", undefined],
  ["that is empty", ""],
])("serves the page to who starts it with a pipe %s", async (_kind, said) => {
  expect(await startWithPipe(said, "http://127.0.0.1:")).toMatch(/http:\/\/127\.0\.0\.1:\d+/);
});

it("talks through a pipe where somebody says something through it", async () => {
  const shown = await startWithPipe("fr\nmeta\nles deux\n");
  expect(shown).toContain("Vos comptes Facebook et Instagram sont-ils liés");
  expect(shown).not.toContain("http://127.0.0.1");
});
