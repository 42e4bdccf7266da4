import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it, onTestFinished } from "vitest";
import { newestVersion } from "../../src/storage/migrations.ts";
import { copyProject, startBot } from "../support/bot-process.ts";
import { until } from "../support/until.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Runs a command in the project's folder with no settings of ours. */
function run(command: string, args: readonly string[]) {
  const env = { PATH: process.env["PATH"], PORT: "0", LANG: "en" };
  const child = spawn(command, args, { cwd: root, env, detached: true, stdio: ["pipe", "pipe", "pipe"] });
  const ended = once(child, "close");
  onTestFinished(() => {
    // The whole group: npm and its shell too.
    if (child.exitCode === null) process.kill(-(child.pid ?? 0), "SIGKILL");
  });
  let shown = "";
  const keep = (chunk: Buffer) => {
    shown += chunk.toString();
  };
  child.stdout.on("data", keep);
  child.stderr.on("data", keep);
  return { child, ended, shown: () => shown };
}

// Without the build before it, which would rewrite dist/ under other tests.
it("ends in order when npm start gets SIGTERM", async () => {
  const { child, ended, shown } = run("npm", ["start", "--ignore-scripts"]);
  await until(() => shown().includes("the bot is up"));
  expect(shown()).toContain(`"version":"store-${newestVersion}"`);
  const url = /http:\/\/127[\d.:]+/.exec(shown())?.[0] ?? "";
  expect((await fetch(url)).status).toBe(200);
  child.kill("SIGTERM");
  expect(await ended).toEqual([0, null]);
  await expect(fetch(url)).rejects.toThrow("fetch failed");
});

// The terminal sends the signal to npm and to the bot, and npm sends it to the bot once more.
it("ends in order when Ctrl+C is pressed at npm start", async () => {
  const { child, ended, shown } = run("script", ["-qefc", "exec npm start --ignore-scripts", "/dev/null"]);
  await until(() => shown().includes("Ctrl+C"));
  child.stdin.write("\x03");
  expect(await ended).toEqual([0, null]);
});

it("shows a newcomer's terminal one sentence, with the address", async () => {
  // From util-linux: runs a command in a terminal of its own.
  const { shown } = run("script", ["-qefc", "node dist/main.js", "/dev/null"]);
  await until(() => shown().includes("Ctrl+C"));
  const url = /http:\/\/127[\d.:]+/.exec(shown())?.[0] ?? "";
  await expect.poll(async () => (await fetch(url)).ok).toBe(true);
  expect(shown().trim().split("\n")).toEqual([
    expect.stringMatching(/^Objecteur is at http:\/\/127\.0\.0\.1:/),
  ]);
});

it.skipIf(process.platform === "win32")("warns where every user can read .env, and not else", async () => {
  const folder = copyProject();
  for (const [mode, warnings] of [
    [0o644, 1],
    [0o600, 0],
  ] as const) {
    writeFileSync(`${folder}/.env`, "TIME_ZONE=Europe/Paris\n");
    chmodSync(`${folder}/.env`, mode);
    const bot = startBot({}, { folder });
    await bot.says("the bot is up");
    expect(bot.errors().match(/run chmod 600 \.env/g) ?? []).toHaveLength(warnings);
    await bot.end("SIGTERM");
  }
});
