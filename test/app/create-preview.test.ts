import { expect, it, onTestFinished } from "vitest";
import { createPreview, type TimeTravel } from "../../src/app/create-preview.ts";
import type { ConversationId, OutgoingMessage } from "../../src/ports.ts";
import { at, createBrain, createTroubleLog, unmetered } from "../support/bot-under-test.ts";
import { openMemoryStore } from "../support/open-memory-store.ts";
import { testChannel } from "../support/person-under-test.ts";
import { until } from "../support/until.ts";

const hour = 3_600_000;
const today = "2025-11-25T10:00";

async function start() {
  const heard: { readonly id: ConversationId; readonly text: string }[] = [];
  const { log, trouble } = createTroubleLog();
  const store = await openMemoryStore();
  let time: TimeTravel | undefined;
  const { bot } = createPreview({
    ...createBrain(["meta"]),
    ...unmetered,
    log,
    store,
    random: () => 0.5,
    clock: { now: () => at(today) },
    channel(travel) {
      time = travel;
      const send = async (id: ConversationId, { text }: OutgoingMessage) =>
        void heard.push({ id, text: text.map((span) => span.text).join("") });
      return { ...testChannel, send };
    },
  });
  await bot.start();
  onTestFinished(async () => {
    await bot.stop();
    await store.close();
  });
  async function says(id: ConversationId, text: string, hears: string): Promise<void> {
    const before = heard.length;
    await bot.inbox.receive({ id: crypto.randomUUID(), conversationId: id, text });
    await until(() => heard.slice(before).some((each) => each.id === id && each.text.includes(hears)), hears);
  }
  if (time === undefined) throw new Error("the preview has given no time");
  return { time, heard, trouble, says };
}

it("moves its clock, back as well, for everyone who looks at it", async () => {
  const { time, says, trouble } = await start();
  const ahead = at("2025-05-20T10:00") - at(today);
  await time.travel(ahead);
  for (const id of ["test:ann", "test:bob"] as const) {
    await says(id, "/start fr", "Quels comptes");
    await says(id, "facebook", "Il reste 6");
    expect(await time.timeOf(id)).toEqual({ ahead });
  }
  await time.travel(0);
  await says("test:ann", "mes formulaires", "Il n’est pas trop tard");
  expect(trouble).toEqual([]);
});

it("brings a reminder as soon as the clock is moved beyond it", async () => {
  const { time, says, heard } = await start();
  for (const [text, hears] of [
    ["/start fr", "Quels comptes"],
    ["facebook", "Et maintenant"],
    ["rappelle-moi demain à 15h", "C’est noté"],
  ] as const)
    await says("test:ann", text, hears);
  const nextReminder = at("2025-11-26T15:00");
  expect(await time.timeOf("test:ann")).toEqual({ ahead: 0, nextReminder });
  expect(await time.timeOf("test:bob")).toEqual({ ahead: 0 });
  await time.travel(29 * hour + 1);
  await until(() => heard.at(-1)?.text.includes("rappel") ?? false, "the reminder");
  expect(await time.timeOf("test:ann")).toEqual({ ahead: 29 * hour + 1 });
});
