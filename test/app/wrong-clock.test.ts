import { expect, it } from "vitest";
import { openStore } from "../../src/storage/open-store.ts";
import { startBot } from "../support/bot-under-test.ts";
import { createPacedChannel } from "../support/paced-channel.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const day = 86_400_000;

it("a reminder that a clock 400 days ahead has put off comes when it was wished for", async () => {
  const file = `file:${temporaryFolder()}/bot.db`;
  const start = async (now: string) => {
    const { channel, sent } = createPacedChannel();
    const store = await openStore(file);
    return { sent, ...(await startBot({ campaigns: ["meta"], now, store, channel: () => channel })) };
  };
  const before = await start("2025-05-20T10:00");
  for (const [index, text] of ["/start", "meta", "facebook", "on friday at 18:00"].entries())
    await before.bot.inbox.receive({ id: `${index}`, conversationId: "test:1", text, languageHint: "en" });
  await before.bot.settle();
  before.clock.advance(400 * day + day / 2);
  await before.bot.remind();
  await before.stop();

  const { bot, clock, sent, stop } = await start("2025-05-21T10:00");
  await bot.remind();
  expect(sent).toEqual([]);
  clock.advance(2 * day + day / 3);
  await bot.remind();
  await expect.poll(() => sent).toMatchObject([{ kind: "reminder" }]);
  await stop();
});
