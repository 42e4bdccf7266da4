import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { z } from "zod";
import { addressOf, startBot } from "../support/bot-process.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
/** What the bot is built from. */
const sources = ["package.json", "package-lock.json", ".puppeteerrc.cjs", "tsconfig.json", "src", "locales"];

it("a clone without whatsapp-web.js talks, and says how to add it once WhatsApp is on", async () => {
  const folder = temporaryFolder();
  copy(sources, root, folder);
  run("npm ci", folder);
  run("npm uninstall --no-save whatsapp-web.js", folder);
  const said = run("npm start", folder, { input: "fr\nmeta\n", PORT: "0" });
  expect(said).toContain("Quels comptes avez-vous");
  await expectNoWhatsApp(folder);
});

it("the image is built without whatsapp-web.js, runs, and knows whether it is well", async () => {
  const folder = followDockerfile();
  const packages = ["grammy", "whatsapp-web.js", "puppeteer", "esbuild", "typescript", "vitest"];
  expect(packages.filter((name) => existsSync(join(folder, "node_modules", name)))).toEqual(["grammy"]);
  const bot = startBot({}, { folder });
  const { port } = new URL(await addressOf(bot));
  expect(healthAt(port)).toBe(0);
  await bot.end("SIGTERM");
  expect(healthAt(port)).toBe(1);
  await expectNoWhatsApp(folder);
});

/** The exit code of the image's health check where the bot has this port. */
function healthAt(PORT: string): number | null {
  const dockerfile = readFileSync(join(root, "Dockerfile"), "utf8");
  const [, check = ""] = /^HEALTHCHECK [^[]+CMD (\[.+\])$/m.exec(dockerfile) ?? [];
  const [command = "", ...args] = z.array(z.string()).parse(JSON.parse(check));
  return spawnSync(command, args, { env: { PATH: process.env["PATH"], PORT } }).status;
}

async function expectNoWhatsApp(folder: string): Promise<void> {
  const bot = startBot({ WHATSAPP: "on", DATABASE_URL: `file:${folder}/bot.db` }, { folder });
  expect(await bot.ended()).toBe(1);
  expect(bot.errors()).toMatch(/^WHATSAPP: whatsapp-web\.js is not installed, run "npm ci" .+$/m);
}

/** Runs a command in the folder, and returns what it printed; packages come out of npm's cache if they are in it. */
function run(
  command: string,
  cwd: string,
  { input = "", ...environment }: Readonly<Record<string, string>> = {},
): string {
  const env = { ...process.env, npm_config_prefer_offline: "true", ...environment };
  return execFileSync(command, { cwd, env, input, shell: true, encoding: "utf8" });
}

/** Takes the steps of the Dockerfile in folders, but for those of the system; returns the folder of the image. */
function followDockerfile(): string {
  const [, build = "", image = ""] = readFileSync(join(root, "Dockerfile"), "utf8").split(/^FROM .*$/m);
  const [buildFolder, imageFolder] = [temporaryFolder(), temporaryFolder()];
  for (const { paths, command } of stepsOf(build))
    if (command === undefined) copy(paths, root, buildFolder);
    else run(command, buildFolder, { WHATSAPP: "off" });
  for (const { isBuilt, paths } of stepsOf(image)) copy(paths, isBuilt ? buildFolder : root, imageFolder);
  return imageFolder;
}

/** What each step copies or runs, in their order. */
function stepsOf(stage: string) {
  const steps = stage
    .replaceAll("\\\n", "")
    .matchAll(/^(?:COPY (--from=build \/app\/)?(.+) \S+|RUN (.+))$/gm);
  return [...steps].map(([, built, paths, command]) => ({
    isBuilt: built !== undefined,
    paths: paths?.split(" ") ?? [],
    command,
  }));
}

function copy(paths: readonly string[], from: string, to: string): void {
  for (const path of paths)
    cpSync(join(from, path), join(to, path), { recursive: true, verbatimSymlinks: true });
}
