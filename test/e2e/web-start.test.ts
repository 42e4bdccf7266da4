import { expect, it } from "vitest";
import { startBot } from "../support/bot-process.ts";

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
