import { createAlertDesk } from "../../src/app/alert-desk.ts";
import type { AlertDesk } from "../../src/app/operator-report.ts";
import type { Store } from "../../src/app/ports.ts";
import type { Alert } from "../../src/conversation/vocabulary.ts";
import { createStore } from "../../src/storage/store.ts";
import type { Surroundings } from "./bot-process.ts";
import type { Client } from "./database.ts";
import { channelManners, channelNames } from "./platform.ts";

const alerts: readonly [Alert, ...Alert[]] = [
  { campaign: "meta", news: "form" },
  { campaign: "linkedin", news: "new" },
  { campaign: "meta", news: "date" },
];

/** An operator sends an alert, or changes one, also by a number that is none. Rejects if the store is away or full. */
export async function operate(client: Client, surroundings: Surroundings): Promise<void> {
  const { brain, campaigns, choices, database, time } = surroundings;
  const store = await createStore(database.engineOf(client), (count) => Buffer.alloc(count));
  const desk = createAlertDesk({
    ...brain,
    world: { ...brain.world, campaigns },
    store,
    clock: { now: () => time.now },
    channels: channelNames.map((name) => ({ name, limits: channelManners[name].limits })),
    show: () => "",
  });
  const work = choices.weighted([
    [4, publish],
    [3, change],
  ]);
  await work(desk, store, surroundings);
}

async function publish(desk: AlertDesk, store: Store, { choices, note }: Surroundings): Promise<void> {
  const alert = choices.pick(alerts);
  const refusal = await desk.queue(alert);
  const number = (await store.alerts()).at(-1)?.id ?? 0;
  note({ what: "alert", alert: refusal ? -1 : number, ...alert, is: refusal ? "refused" : "published" });
}

async function change(desk: AlertDesk, store: Store, { choices, note }: Surroundings): Promise<void> {
  const state = choices.pick<"cancelled" | "paused" | "running">(["cancelled", "paused", "running"]);
  const all = await store.alerts();
  const id = choices.pick([all.at(-1)?.id ?? 1, 999, 0, -1]);
  const { campaign = "", news = "" } = all.find((alert) => alert.id === id) ?? {};
  const isChanged = await desk.setState({ id, state });
  note({ what: "alert", alert: id, campaign, news, is: isChanged ? state : "refused" });
}
