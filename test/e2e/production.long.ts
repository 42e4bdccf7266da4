import { mkdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { z } from "zod";
import { copyProject, startBot } from "../support/bot-process.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

it("starts from dist/ with what a production install needs, and says how to add WhatsApp", async () => {
  const folder = copyProject();
  rmSync(join(folder, "node_modules"));
  const { packages } = lockfile.parse(JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")));
  const production = Object.entries(packages)
    .filter(([path, { dev, optional }]) => isTopLevel(path) && !dev && !optional)
    .map(([path]) => path);
  for (const path of production) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    symlinkSync(join(root, path), join(folder, path));
  }
  for (const left of ["esbuild", "tsx", "whatsapp-web.js"])
    expect(production).not.toContain(`node_modules/${left}`);
  const bot = startBot({}, { folder });
  await bot.shows("http://127.0.0.1:");
  const url = /http:\/\/127[\d.:]+/.exec(bot.shown())?.[0] ?? "";
  expect(await (await fetch(url)).text()).toContain("<title>Objecteur</title>");
  const whatsapp = startBot({ WHATSAPP: "on", DATABASE_URL: `file:${folder}/bot.db` }, { folder });
  expect(await whatsapp.ended()).toBe(1);
  expect(whatsapp.errors()).toMatch(/^WHATSAPP: whatsapp-web\.js is not installed, run "npm ci" .+$/m);
  expect(whatsapp.errors()).not.toMatch(/^\s+at /m);
});

const lockfile = z.object({
  packages: z.record(z.string(), z.object({ dev: z.boolean().optional(), optional: z.boolean().optional() })),
});

function isTopLevel(path: string): boolean {
  return path.startsWith("node_modules/") && !path.includes("/node_modules/");
}
