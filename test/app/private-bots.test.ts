import { expect, it, onTestFinished } from "vitest";
import { createPrivateBots } from "../../src/app/private-bots.ts";
import type { ConversationId, OutgoingMessage } from "../../src/ports.ts";
import { openPreviewStores } from "../../src/storage/open-store.ts";
import { at, createBrain, createTroubleLog, unmetered } from "../support/bot-under-test.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { until } from "../support/until.ts";

const hour = 3_600_000;

function start(folder = temporaryFolder(), most = 30, idleMs = 24 * hour) {
  const heard: { readonly id: ConversationId; readonly text: string }[] = [];
  const send = async (id: ConversationId, { text }: OutgoingMessage) =>
    void heard.push({ id, text: text.map((span) => span.text).join("") });
  const { log, trouble } = createTroubleLog();
  const clock = { now: () => at("2025-11-25T10:00") };
  const stores = openPreviewStores(folder);
  const parts = {
    ...createBrain(["meta"]),
    ...unmetered,
    log,
    random: () => 0.5,
    clock,
    stores,
    most,
    idleMs,
  };
  const bots = createPrivateBots({ ...parts, channel: () => ({ name: "web", send }) });
  onTestFinished(() => bots.stop());
  return {
    bots,
    stores,
    trouble,
    heard,
    says: async (id: ConversationId, text: string, hears: string) => {
      const before = heard.length;
      await bots.inbox.receive({ id: crypto.randomUUID(), conversationId: id, text });
      await until(
        () => heard.slice(before).some((each) => each.id === id && each.text.includes(hears)),
        hears,
      );
    },
  };
}

it("moves one conversation's clock, and no other's", async () => {
  const { bots, says, trouble } = start();
  await bots.travel("web:ann", at("2025-05-20T10:00") - at("2025-11-25T10:00"));
  await says("web:ann", "/start fr", "Quels comptes");
  await says("web:bob", "/start fr", "Quels comptes");
  await says("web:ann", "facebook", "Il reste 6");
  await says("web:bob", "facebook", "Il n’est pas trop tard");
  expect((await bots.told("web:bob")).ahead).toBe(0);
  expect(trouble).toEqual([]);
});

it("brings a reminder as soon as the clock is moved beyond it", async () => {
  const { bots, says, heard } = start();
  for (const [text, hears] of [
    ["/start fr", "Quels comptes"],
    ["facebook", "Et maintenant"],
    ["rappelle-moi demain à 15h", "C’est noté"],
  ] as const)
    await says("web:ann", text, hears);
  const { nextReminder } = await bots.told("web:ann");
  expect(nextReminder).toBe(at("2025-11-26T15:00"));
  await bots.travel("web:ann", 29 * hour + 1);
  await until(() => heard.at(-1)?.text.includes("rappel") ?? false, "the reminder");
  expect(await bots.told("web:ann")).toEqual({ ahead: 29 * hour + 1 });
});

it("goes on after a restart, with the clock where it was", async () => {
  const folder = temporaryFolder();
  const first = start(folder);
  await first.bots.travel("web:ann", -hour);
  await first.says("web:ann", "/start fr", "Quels comptes");
  await first.bots.stop();
  const second = start(folder);
  expect((await second.bots.told("web:ann")).ahead).toBe(-hour);
  await second.says("web:ann", "facebook", "Et maintenant");
});

it("goes on under the new id of a conversation that moves, with its clock, whatever was there", async () => {
  const folder = temporaryFolder();
  const first = start(folder);
  await first.bots.travel("web:frame", hour);
  await first.says("web:frame", "/start fr", "Quels comptes");
  await first.says("web:tab", "/start en", "Which accounts");
  await first.bots.inbox.moved("web:frame", "web:tab");
  await first.bots.inbox.moved("web:nobody", "web:tab");
  await first.says("web:tab", "facebook", "Et maintenant");
  expect(first.stores.has("web:frame")).toBe(false);
  await first.bots.stop();
  const second = start(folder);
  expect((await second.bots.told("web:tab")).ahead).toBe(hour);
  await second.says("web:tab", "menu", "Que voulez-vous faire");
  await second.says("web:frame", "/start fr", "Quels comptes");
  expect([...first.trouble, ...second.trouble]).toEqual([]);
});

it("lets the one that was used the longest ago make way, and takes it up again where it was", async () => {
  const { says, trouble } = start(temporaryFolder(), 1);
  await says("web:ann", "/start fr", "Quels comptes");
  await says("web:bob", "/start fr", "Quels comptes");
  await says("web:ann", "facebook", "Et maintenant");
  await says("web:bob", "instagram", "Et maintenant");
  expect(trouble).toEqual([]);
});

it("throws away while it runs what nobody has used for a day, and nothing that is in use", async () => {
  const folder = temporaryFolder();
  const tomorrow = Date.now() + 25 * hour;
  const inUse = start(folder);
  await inUse.says("web:ann", "/start fr", "Quels comptes");
  await inUse.bots.cleanUp(tomorrow);
  expect(inUse.stores.has("web:ann")).toBe(true);
  await inUse.bots.stop();
  const { bots, stores, says, trouble } = start(folder, 30, 50);
  await says("web:ann", "facebook", "Et maintenant");
  await new Promise((resolve) => setTimeout(resolve, 100));
  await bots.cleanUp(Date.now());
  expect(stores.has("web:ann")).toBe(true);
  await bots.cleanUp(tomorrow);
  expect(stores.has("web:ann")).toBe(false);
  await says("web:ann", "/start fr", "Quels comptes");
  expect(trouble).toEqual([]);
});

it("throws away what nobody has used for a day, and makes nothing for who only looks", async () => {
  const folder = temporaryFolder();
  const first = start(folder);
  await first.says("web:ann", "/start fr", "Quels comptes");
  first.bots.inbox.here("web:bob");
  await first.bots.stop();
  const stores = openPreviewStores(folder);
  stores.throwAway(Date.now());
  expect([stores.has("web:bob"), stores.has("web:ann")]).toEqual([false, true]);
  stores.throwAway(Date.now() + 25 * hour);
  expect(stores.has("web:ann")).toBe(false);
});
