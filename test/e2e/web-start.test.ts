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
