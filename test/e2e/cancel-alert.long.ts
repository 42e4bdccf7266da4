import { expect, it } from "vitest";
import { newDialogue, stranger } from "../../src/conversation/context.ts";
import type { Transaction } from "../../src/ports.ts";
import { openStore } from "../../src/storage/open-store.ts";
import { runTool } from "../support/run-tool.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const ana = "telegram:1";
const soon = { campaign: "meta", slot: "soon", dueAt: Date.now() + 3_600_000 };

/** A store with an alert under way, and someone who waits for a reminder of their own. */
async function openScene() {
  const environment = {
    DATABASE_URL: `file:${temporaryFolder()}/bot.db`,
    TELEGRAM_BOT_TOKEN: "42:TEST-TOKEN-TEST-TOKEN-TEST-TOKEN-TEST",
  };
  const atStore = async <Result>(work: (transaction: Transaction) => Promise<Result>) => {
    const store = await openStore(environment.DATABASE_URL);
    const result = await store.transaction(work);
    await store.close();
    return result;
  };
  await atStore(async (transaction) => {
    const saved = { version: 1, state: "talk.fresh", dialogue: newDialogue } as const;
    await transaction.save(ana, { person: { ...stranger, alertsSince: 1 }, saved }, Date.now());
    await transaction.setReminder(ana, soon);
    await transaction.addAlert({ campaign: "linkedin", news: "new" }, Date.now());
  });
  const reminders = () => atStore((transaction) => transaction.reminders(ana));
  return { reminders, alert: (...args: readonly string[]) => runTool("alert", args, environment) };
}

it("the command that cancels an alert says of what is no alert’s number that nothing was changed, and so it is", async () => {
  const { reminders, alert } = await openScene();
  expect(await alert("cancel", "0.5")).toEqual({
    code: 1,
    printed: `"0.5": no alert of this number is under way; nothing was changed\n`,
  });
  expect(await reminders()).toMatchObject([soon]);
  expect(await alert("cancel", "1")).toEqual({
    code: 0,
    printed: expect.stringContaining("linkedin (new), cancelled"),
  });
  expect((await alert("cancel", "1")).printed).toContain("nothing was changed");
  expect(await reminders()).toMatchObject([soon]);
});
