import { expect, it } from "vitest";
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
