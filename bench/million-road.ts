// Started by million.ts as a process of its own, so that its memory is a bot's: measures the road on the store at this address.
import { createMovableClock } from "../src/app/movable-clock.ts";
import { sendReminders } from "../src/app/send-reminders.ts";
import { openStore } from "../src/storage/open-store.ts";
import { at } from "../test/support/bot-under-test.ts";
import { createRoad } from "./create-road.ts";
import { seededId } from "./seed.ts";

const [url = "", people = "0", now = ""] = process.argv.slice(2);
const messages = 5_000;
const claims = 100;
const looks = 500;
const texts = ["menu", "mes rappels", "retour", "aide", "bonjour", "c'est fait"];

const store = await openStore(url);
const clock = createMovableClock({ now: () => Date.now() }, at(now));
const { parts, channel, inbox, delivery, trouble } = createRoad({ store, clock });

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

async function repeated(times: number, work: () => Promise<unknown>): Promise<readonly number[]> {
  const took: number[] = [];
  while (took.length < times) took.push(await timed(work));
  return took;
}

let updates = 0;
async function receive(): Promise<void> {
  updates += 1;
  const conversationId = seededId(Math.floor(Math.random() * Number(people)));
  const text = texts[updates % texts.length] ?? "";
  await inbox.receive({ id: `update ${updates}`, conversationId, text });
}

async function claim(): Promise<void> {
  const { count } = await sendReminders(parts, [channel]);
  if (count !== 500) throw new Error(`only ${count} were due`);
}

// A tenth before, so that what is measured is a bot that has been running for a while.
await repeated(messages / 10, receive);
await delivery.idle();
const alone = await repeated(messages, receive);
await delivery.idle();
const workers = Array.from({ length: 16 }, () => repeated(messages / 16, receive));
const together = (await Promise.all(workers)).flat();
await delivery.idle();
const looking = await repeated(looks, () => store.dueReminders({ channel: "telegram" }, clock.now(), 6));
const claiming: number[] = [];
for (let number = 0; number < claims; number += 1) {
  claiming.push(await timed(claim));
  await delivery.idle();
}
await store.close();
const megabytes = process.resourceUsage().maxRSS / 1_024;
process.stdout.write(JSON.stringify({ alone, together, looking, claiming, megabytes, trouble }));
