import type { Alert } from "../../src/conversation/vocabulary.ts";
import { type AlertDesk, createAlertDesk } from "../../src/operator/alert-desk.ts";
import type { Store } from "../../src/ports.ts";
import { createStore } from "../../src/storage/store.ts";
import type { Surroundings } from "./bot-process.ts";
import { inclined, type Weighted } from "./choices.ts";
import type { Client } from "./database.ts";
import { channelManners, channelNames } from "./platform.ts";

type Work = (desk: AlertDesk, store: Store) => Promise<void>;

/** Those who run the bot: they send alerts, and change them, also by a number that is none. */
export class Operators {
  readonly #surroundings: Surroundings;
  readonly #works: Weighted<Work>;

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
    const publish = (alert: Alert): Work => {
      return (desk, store) => this.#publish(alert, desk, store);
    };
    const change = (state: "cancelled" | "paused" | "running"): Work => {
      return (desk, store) => this.#change(state, desk, store);
    };
    this.#works = inclined(surroundings.choices, [
      [2, publish({ campaign: "meta", news: "form" })],
      [2, publish({ campaign: "pinterest", news: "new" })],
      [2, publish({ campaign: "meta", news: "date" })],
      [2, change("cancelled")],
      [1, change("paused")],
      [1, change("running")],
    ]);
  }

  /** Rejects if the store is away or full. */
  async act(client: Client): Promise<void> {
    const { brain, choices, database, time } = this.#surroundings;
    const store = await createStore(await database.open(client), (count) => Buffer.alloc(count));
    const desk = createAlertDesk({
      ...brain,
      store,
      clock: { now: () => time.now },
      channels: channelNames.map((name) => ({ name, limits: channelManners[name].limits })),
      show: () => "",
    });
    await choices.weighted(this.#works)(desk, store);
  }

  async #publish(alert: Alert, desk: AlertDesk, store: Store): Promise<void> {
    this.#surroundings.note({ what: "alert", alert: -1, ...alert, is: "tried" });
    const refusal = await desk.queue(alert);
    const number = (await store.alerts()).at(-1)?.id ?? 0;
    const is = refusal ? "refused" : "published";
    this.#surroundings.note({ what: "alert", alert: refusal ? -1 : number, ...alert, is });
  }

  async #change(state: "cancelled" | "paused" | "running", desk: AlertDesk, store: Store): Promise<void> {
    const all = await store.alerts();
    const last = all.at(-1)?.id ?? 1;
    const id = this.#surroundings.choices.pick([last, last, 999, 0]);
    const { campaign = "", news = "" } = all.find((alert) => alert.id === id) ?? {};
    const isChanged = await desk.setState({ id, state });
    this.#surroundings.note({ what: "alert", alert: id, campaign, news, is: isChanged ? state : "refused" });
  }
}
