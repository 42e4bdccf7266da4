// The road of a message without a network: read, understood, committed and delivered. `npx tsx bench/road.ts`
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createBot } from "../src/app/create-bot.ts";
import { renderMessage } from "../src/channels/telegram/render.ts";
import type { Channel, ConversationId, Inbox, OutgoingMessage } from "../src/ports.ts";
import { openStore } from "../src/storage/open-store.ts";
import { createBrain, unmetered } from "../test/support/bot-under-test.ts";
import { count } from "./print-table.ts";
import { buttonOf, type Move, walks } from "./walks.ts";

const people = Number(process.argv[2] ?? 1_000);
const folder = mkdtempSync(join(tmpdir(), "objecteur-bench-"));
const store = await openStore(`file:${join(folder, "bench.db")}`);
const waiting = new Map<ConversationId, (message: OutgoingMessage) => void>();
let inbox: Inbox | undefined;
let deliveries = 0;

const channel: Channel = {
  name: "telegram",
  async start(given) {
    inbox = given;
  },
  async stop() {},
  async send(id, message) {
    renderMessage(message);
    if (message.choices !== undefined) waiting.get(id)?.(message);
  },
};

async function walk(id: ConversationId, moves: readonly Move[]): Promise<void> {
  let last: OutgoingMessage | undefined;
  for (const move of moves) {
    const asked = new Promise<OutgoingMessage>((resolve) => waiting.set(id, resolve));
    const buttons = (last?.choices ?? []).map(({ id: button }) => button);
    deliveries += 1;
    await inbox?.receive({
      id: `update ${deliveries}`,
      conversationId: id,
      languageHint: "fr",
      ...("write" in move ? { text: move.write } : { tapped: buttonOf(move.press, buttons) }),
    });
    last = await asked;
  }
}

const log = { debug() {}, info() {}, warn: console.error, error: console.error };
const clock = { now: () => Date.now() };
const bot = createBot({
  ...createBrain(["meta"]),
  store,
  channels: [channel],
  clock,
  log,
  random: Math.random,
  ...unmetered,
});
await bot.start();

async function rush(first: number): Promise<void> {
  const ids = Array.from({ length: people }, (_, index) => first + index);
  await Promise.all(ids.map((id) => walk(`telegram:${id}`, walks[id % walks.length] ?? [])));
  await bot.settle();
}

await rush(1_000);
const before = process.cpuUsage();
const began = performance.now();
for (let round = 1; round <= 5; round += 1) await rush(round * 100_000);
const { user, system } = process.cpuUsage(before);
const steps = people * 25;
console.log(`processor µs a step: ${count((user + system) / steps)}`);
console.log(`steps/s: ${count((steps * 1_000) / (performance.now() - began))}`);
await bot.stop();
await store.close();
rmSync(folder, { recursive: true });
