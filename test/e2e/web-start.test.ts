import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { startBot } from "../support/bot-process.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

it("serves a chat in the browser with nothing set up, on this machine only, and says where", async () => {
  const bot = startBot({ PORT: "0", OPERATOR_NAME: "", OPERATOR_CONTACT: "" });
  await bot.shows("Objecteur est sur http://127.0.0.1:");
  const url = /http:\S+/.exec(bot.shown())?.[0] ?? "";
  expect(await (await fetch(url)).text()).toContain("<title>Objecteur</title>");
  const begun = performance.now();
  expect(await bot.end("SIGTERM")).toBe(0);
  // What is kept alive would last for five seconds.
  expect(performance.now() - begun).toBeLessThan(4_500);
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
