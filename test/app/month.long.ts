import { statSync } from "node:fs";
import Database from "better-sqlite3";
import { expect, it, onTestFinished } from "vitest";
import { createBot } from "../../src/app/create-bot.ts";
import { createAlertDesk } from "../../src/operator/alert-desk.ts";
import { type Channel, ChannelError, type ConversationId } from "../../src/ports.ts";
import { openStore } from "../../src/storage/open-store.ts";
import { createBrain, createTestClock, createTroubleLog, unmetered } from "../support/bot-under-test.ts";
import { collectGarbage } from "../support/collect-garbage.ts";
import { testChannel } from "../support/person-under-test.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const hour = 3_600_000;
const day = 24 * hour;
/** As many come each day: 3,000 in a month, of whom those of the last days are there at the same time. */
const newcomers = 100;
const days = 30;
const retentionDays = 7;
/** What a third of the people says in a row: it ends with a reminder and with the wish for alerts. */
const dialogue = ["/start meta-fr", "facebook", "dans 2 jours à 15h", "préviens-moi des prochaines"];
/** What becomes of them later, by their number. */
const farewells = ["oubliez-moi", "stop", "plus d'alertes", "merci"];

/** The month: a bot on a file, its clock moved by the hour. Expiry is what the bot does by itself each hour. */
async function begin() {
  const clock = createTestClock("2025-04-20T06:00");
  const { log, trouble } = createTroubleLog();
  const file = `${temporaryFolder()}/month.db`;
  const store = await openStore(`file:${file}`);
  onTestFinished(() => store.close());
  /** To whom something was told unasked, and its first words. */
  const sent = { reminder: [] as string[], alert: [] as string[] };
  const gone = new Set<ConversationId>();
  const channel: Channel = {
    ...testChannel,
    async send(id, { text }, kind = "answer") {
      if (gone.has(id)) throw new ChannelError("test", { reason: "gone" }, "blocked");
      if (kind === "reminder" || kind === "alert") sent[kind].push(`${id} ${text[1]?.text}`);
    },
  };
  const brain = createBrain(["meta", "linkedin", "evergreen"], { retentionDays });
  const parts = { ...brain, store, clock, log, random: Math.random };
  const bot = createBot({ ...parts, ...unmetered, channels: [channel] });
  onTestFinished(() => bot.stop());
  const desk = createAlertDesk({ ...parts, channels: [channel], show: () => "" });
  let messages = 0;
  const says = (id: ConversationId, text: string) =>
    bot.inbox.receive({ id: `${messages++}`, conversationId: id, text, languageHint: "fr" });
  const expire = () => {
    const now = clock.now();
    const atRest = now - retentionDays * day;
    return store.expire({
      before: atRest,
      forgetIdsBefore: now - 2 * day,
      forgetRemindersBefore: atRest,
      forgetCountsBefore: "2025-04-27",
      forgetMemoryBefore: 0,
      forgetMessagesBefore: 0,
    });
  };
  return { clock, trouble, file, store, sent, gone, bot, desk, says, expire };
}

it("a month with 3,000 people who come and go: nothing grows, nothing is late, and nothing is left", async () => {
  const { clock, trouble, file, store, sent, gone, bot, desk, says, expire } = await begin();
  const stands: { heap: number; bytes: number; handles: number; people: number }[] = [];
  const read = new Database(file, { readonly: true });
  onTestFinished(() => void read.close());
  const count = (table: string) => Number(read.prepare(`SELECT COUNT(*) FROM ${table}`).pluck().get());
  const late: number[] = [];
  let people = 0;

  async function arrive(number: number): Promise<void> {
    for (const text of dialogue) await says(`test:${number}`, text);
  }

  /** Who came two days ago says what is to become of them, or blocks the bot. */
  async function leave(number: number): Promise<void> {
    if (number < 0) return;
    const farewell = farewells[number % 5];
    if (farewell === undefined) return void gone.add(`test:${number}`);
    for (const text of [farewell, "1"]) await says(`test:${number}`, text);
  }

  async function live(today: number): Promise<void> {
    for (let at = 0; at < 24; at += 3) {
      const arriving = Array.from({ length: Math.ceil(newcomers / 8) }, () => people++);
      await Promise.all(arriving.flatMap((number) => [arrive(number), leave(number - 2 * newcomers)]));
      await bot.settle();
      clock.advance(3 * hour);
      await bot.remind();
      late.push(await store.countReminders({ channel: "test" }, 0, clock.now() - 12 * hour, 9));
    }
    if (today % 10 === 5) await desk.queue({ campaign: today === 5 ? "linkedin" : "evergreen", news: "new" });
    await expire();
    collectGarbage();
    stands.push({
      heap: process.memoryUsage().heapUsed,
      bytes: statSync(file).size,
      handles: process.getActiveResourcesInfo().length,
      people: count("person"),
    });
  }

  for (let today = 0; today < days; today += 1) await live(today);
  process.stdout.write(`${stands.map((stand) => JSON.stringify(stand)).join("\n")}\n`);
  const told = `${sent.reminder.length} reminders, ${sent.alert.length} alerts`;
  process.stdout.write(`${people} people, ${told}\n`);
  expect(people).toBeGreaterThan(2_999);
  expect(trouble).toEqual([]);
  expect(late.filter((each) => each > 0)).toEqual([]);
  const most = (what: keyof (typeof stands)[number], from: number, to: number) =>
    Math.max(...stands.slice(from, to).map((stand) => stand[what]));
  // Whoever wants alerts stays for a year: 27 a day more, of whom each takes half a kilobyte.
  const level = expect.toSatisfy((growth: number) => growth < 1.35);
  for (const what of ["heap", "bytes", "handles"] as const)
    expect({ what, growth: most(what, 20, 30) / most(what, 10, 20) }).toEqual({ what, growth: level });
  expect(new Set(sent.alert).size).toBe(sent.alert.length);
  expect(sent.alert.length).toBeGreaterThan(300);
  expect(sent.reminder.length).toBeGreaterThan(1_000);

  // Whoever wants alerts is kept a year longer.
  clock.advance(400 * day + 6 * hour);
  await bot.remind();
  await expire();
  const left = ["person", "reminder", "outbox", "processed_update"].map((table) => [table, count(table)]);
  expect(left.filter(([, rows]) => rows !== 0)).toEqual([]);
});
