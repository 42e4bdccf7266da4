import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { expect, it } from "vitest";
import { openScene } from "../support/bot-api-scene.ts";
import { startBot } from "../support/bot-process.ts";

it("says every wrong setting at once, with what to do, and nothing else", async () => {
  const bot = startBot({
    TELEGRAM_BOT_TOKEN: "wrong",
    TELEGRAM_WEBHOOK_URL: "ftp://example.org",
    RETENTION_DAYS: "soon",
    TIME_ZONE: "Mars",
    OPERATOR_CONTACT: "",
  });
  expect(await bot.ended()).toBe(1);
  const lines = bot.errors().trim().split("\n");
  const named = lines.map((line) => line.split(":")[0]);
  expect(named).toEqual(
    expect.arrayContaining([
      "TELEGRAM_BOT_TOKEN",
      "TELEGRAM_WEBHOOK_URL",
      "RETENTION_DAYS",
      "TIME_ZONE",
      "OPERATOR_CONTACT",
    ]),
  );
  for (const line of lines) expect(line).toMatch(/^[A-Z_]+: ./);
});

it("says in one line that the store's file is no database, and leaves it as it is", async () => {
  const { file, environment } = await openScene("polling");
  writeFileSync(file, "x".repeat(10_000));
  const bot = startBot(environment);
  expect(await bot.ended()).toBe(1);
  expect(bot.errors()).toMatch(/is not a SQLite database: move that file away/);
  expect(bot.errors().trim().split("\n")).toHaveLength(1);
  expect(readFileSync(file, "utf8")).toBe("x".repeat(10_000));
});

it.skipIf(!existsSync("/proc/self"))("does not hang at a folder in which nothing can be made", async () => {
  const bot = startBot({ WEB: "public", DATABASE_URL: "file:/proc/objecteur/objecteur.db" });
  expect(await bot.ended()).toBe(1);
  expect(bot.errors()).toMatch(
    /^\/proc\/objecteur\/.+ cannot be made: .+: set DATABASE_URL to another file\.\n$/,
  );
});
