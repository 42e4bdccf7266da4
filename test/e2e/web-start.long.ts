import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it, onTestFinished } from "vitest";
import { startBot } from "../support/bot-process.ts";
import { startWithPipe } from "../support/start-with-pipe.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

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

it("refuses to show the preview to other machines, and says what to do", async () => {
  const bot = startBot({ PORT: "0", HOST: "0.0.0.0" });
  expect(await bot.ended()).toBe(1);
  expect(bot.errors()).toContain("HOST: the preview is for this machine only");
  expect(bot.errors().trim().split("\n")).toHaveLength(1);
});

it("keeps nothing that a person wrote, and no session, in its store", async () => {
  const folder = temporaryFolder();
  const bot = startBot({
    WEB: "public",
    PORT: "0",
    DATABASE_URL: `file:${folder}/bot.db`,
    LOG_LEVEL: "trace",
  });
  await bot.says("the bot is up");
  const port = /"port":(\d+)/.exec(bot.errors())?.[1] ?? "";
  const session = "s".repeat(43);
  const answer = await fetch(`http://127.0.0.1:${port}/chat/messages`, {
    method: "POST",
    headers: { "x-session": session },
    body: JSON.stringify({ id: crypto.randomUUID(), text: "my secret sentence" }),
  });
  expect(answer.status).toBe(200);
  expect(await bot.end("SIGTERM")).toBe(0);
  const kept = readdirSync(folder)
    .map((name) => readFileSync(`${folder}/${name}`, "latin1"))
    .join("");
  expect(kept).toContain("web:");
  for (const secret of [session, "my secret sentence"]) expect(kept + bot.errors()).not.toContain(secret);
});

it.each([
  ["http://chat.example.org", "the chat is open at http://chat.example.org", true],
  ["https://chat.example.org", "the chat is open at https://chat.example.org", false],
  ["", "the chat is open at http://127.0.0.1:", false],
])(
  "logs where the public chat is, and warns once of plain http: WEB_URL=%s",
  async (address, place, warns) => {
    const bot = startBot({
      WEB: "public",
      WEB_URL: address,
      DATABASE_URL: `file:${temporaryFolder()}/bot.db`,
    });
    await bot.says(place);
    expect(bot.errors().split("WEB_URL is http://")).toHaveLength(warns ? 2 : 1);
    expect(await bot.end("SIGTERM")).toBe(0);
  },
);
