import { setMaxListeners } from "node:events";
import { type Bot, createBot } from "../../src/app/create-bot.ts";
import { serveOperations } from "../../src/operator/serve-operations.ts";
import { StoreError } from "../../src/ports.ts";
import { createStore } from "../../src/storage/store.ts";
import { type Brain, unmetered } from "../support/bot-under-test.ts";
import type { Choices } from "./choices.ts";
import type { Client, Database } from "./database.ts";
import type { Happening, Readiness } from "./history.ts";
import { silentMs } from "./network.ts";
import { channelNames, type Platform, type Receiver } from "./platform.ts";
import type { VirtualTime } from "./virtual-time.ts";

/** What a process runs in. */
export interface Surroundings {
  readonly time: VirtualTime;
  readonly choices: Choices;
  readonly database: Database;
  readonly platform: Platform;
  /** Of whatever starts from now on. */
  brain: Brain;
  readonly note: (happening: Happening) => void;
}

/** One process of the bot. It can die and freeze at anything that it awaits. */
export class BotProcess implements Client, Receiver {
  readonly number: number;
  readonly death: AbortSignal;
  isFrozen = false;
  isDead = false;
  /** It has started, and was not told to stop. */
  isUp = false;
  readonly #surroundings: Surroundings;
  readonly #dying = new AbortController();
  #bot: Bot | undefined;
  #operations: ReturnType<typeof serveOperations> | undefined;

  constructor(number: number, surroundings: Surroundings) {
    this.number = number;
    this.#surroundings = surroundings;
    this.death = this.#dying.signal;
    setMaxListeners(0, this.death);
  }

  get isRunning(): boolean {
    return !this.isDead && !this.isFrozen;
  }

  /** What `/readyz` says, as whoever watches over it asks. */
  async askReady(): Promise<Readiness> {
    const answer = await this.#operations?.request("/readyz");
    const said = answer === undefined ? "it has not started" : await answer.text();
    return { process: this.number, isReady: answer?.ok ?? false, said };
  }

  async start(): Promise<void> {
    const { time, choices, database, platform, brain, note } = this.#surroundings;
    note({ what: "process", process: this.number, is: "starts" });
    try {
      const store = await createStore(await database.open(this), (count) =>
        Buffer.alloc(
          count,
          Uint8Array.from({ length: 32 }, () => choices.below(256)),
        ),
      );
      this.#bot = createBot({
        ...unmetered,
        messagesPerMinute: 20,
        ...brain,
        store,
        channels: channelNames.map((name) => platform.channelOf(name, this)),
        clock: { now: () => time.now },
        timers: time.timersOf(this),
        random: () => choices.fraction(),
        log: {
          debug: () => {},
          info: () => {},
          warn: () => {},
          error: (fields, message) => this.#noteError(message, fields),
        },
      });
      this.#operations = serveOperations({
        store,
        channels: this.#bot.channels,
        timers: time.timersOf(this),
        readMetrics: async () => ({ contentType: "", text: "" }),
      });
      await this.#bot.start();
      this.isUp = true;
      note({ what: "process", process: this.number, is: "up" });
    } catch {
      note({ what: "process", process: this.number, is: "refuses to start" });
      this.end();
    }
  }

  #noteError(message: string, fields: object): void {
    const { error } = { error: undefined, ...fields } as { readonly error: unknown };
    // The store was away or full, or the process ends before it is there again.
    if (this.isDead || error instanceof StoreError || message.startsWith("delivery failed")) return;
    const text = error instanceof Error ? `${error.message} ${placeOf(error)}` : "";
    this.#surroundings.note({ what: "erred", process: this.number, error: `${message}: ${text}` });
  }

  /** From one instant to the next, in the middle of whatever it awaits. */
  kill(): void {
    this.#surroundings.note({ what: "process", process: this.number, is: "killed" });
    this.end();
  }

  async stop(): Promise<void> {
    this.isUp = false;
    this.#surroundings.note({ what: "process", process: this.number, is: "stops" });
    // Whoever runs it logs what did not stop well, and ends it all the same.
    await this.#bot?.stop().catch(() => {});
    this.#surroundings.note({ what: "process", process: this.number, is: "stopped" });
    this.end();
  }

  end(): void {
    this.isDead = true;
    this.isUp = false;
    this.#surroundings.database.cut(this);
    this.#surroundings.platform.forget(this);
    this.#dying.abort();
  }

  /** It does nothing for a while: others hold it for dead if that is long. */
  freeze(ms: number): void {
    const { time, database, note } = this.#surroundings;
    this.isFrozen = true;
    note({ what: "process", process: this.number, is: "frozen" });
    if (ms > silentMs) void time.wait(silentMs).then(() => database.cut(this));
    void time.wait(ms).then(() => {
      this.isFrozen = false;
      if (!this.isDead) note({ what: "process", process: this.number, is: "woken" });
    });
  }
}

/** Where an error was thrown, without folders. */
function placeOf({ stack = "" }: Error): string {
  return (
    stack
      .match(/at (.*) \(.*\/(src\/[^)]*)\)/)
      ?.slice(1)
      .join(" ") ?? ""
  );
}
