import { at, type Brain } from "../support/bot-under-test.ts";
import { BotProcess, type Surroundings } from "./bot-process.ts";
import { Choices, inclined, type Tape, type Weighted } from "./choices.ts";
import { Collections } from "./collections.ts";
import type { Database, DatabaseWorld } from "./database.ts";
import type { Event, Happening, History, Readiness } from "./history.ts";
import { isUndocumented } from "./judge-memory.ts";
import { Operators } from "./operators.ts";
import { People } from "./people.ts";
import { day, hour, minute, second } from "./person-history.ts";
import { Platform } from "./platform.ts";
import { SqliteDatabase } from "./sqlite-database.ts";
import { VirtualTime } from "./virtual-time.ts";

/** What the bot knows: by the campaigns that there are, and by the words that it has for them. */
export type Brains = Readonly<Record<"whole" | "reduced", Readonly<Record<"shipped" | "reworded", Brain>>>>;

/** What was installed last. */
interface Version {
  readonly campaigns: keyof Brains;
  readonly words: keyof Brains[keyof Brains];
}

/** The campaign that is removed and added. */
export const removable = "pinterest";

/** What a run begins with. */
export interface RunOptions {
  readonly seed: number;
  readonly steps: number;
  /** One to three; drawn if absent. */
  readonly bots?: number | undefined;
  /** What the bot knows with all campaigns, and without the one that is removed now and then. */
  readonly brains: Brains;
  /** Makes the database; one in memory if absent. */
  readonly databaseIn?: ((world: DatabaseWorld) => Database) | undefined;
  /** Replays these choices in place of drawing them. */
  readonly tape?: Tape | undefined;
}

/** What a run leaves. */
export interface Run {
  readonly history: History;
  readonly tape: Tape;
}

/** By then all has to have gone out that became due last: a channel may take one an hour. */
const settleWithin = 14 * hour;
/** So long after the faults have stopped what was promised last is due, and its night over. */
const promisedWithin = 5 * day;
/** For so long nothing happens before it is looked what processes remember. */
const restMs = 3 * minute;
const begins = "2025-05-01T10:00";

/** Lets the world go on for so many steps, then in peace until all has settled. */
export async function runWorld(options: RunOptions): Promise<Run> {
  const world = new World(options);
  world.collections.watch();
  try {
    await world.begin();
    for (let step = 0; step < world.steps; step += 1) await world.step();
    await world.end();
  } finally {
    world.collections.leave();
  }
  return { history: world.history, tape: world.tape };
}

class World {
  readonly history: Event[] = [];
  readonly collections = new Collections();
  readonly steps: number;
  readonly #choices: Choices;
  readonly #time: VirtualTime;
  readonly #database: Database;
  readonly #platform: Platform;
  readonly #people: People;
  readonly #surroundings: Surroundings;
  readonly #brains: Brains;
  #version: Version = { campaigns: "whole", words: "shipped" };
  readonly #processes: BotProcess[] = [];
  readonly #wanted: number;
  readonly #operators: Operators;
  readonly #acts: Weighted<() => void | Promise<void>>;
  #started = 0;

  constructor({ seed, steps, bots, brains, databaseIn, tape }: RunOptions) {
    this.#choices = new Choices(seed, tape);
    this.steps = this.#choices.stepsToReplay ?? steps;
    this.#time = new VirtualTime(at(begins), this.#choices, () => this.#database.goneOn());
    const note = (happening: Happening) => this.#note(happening);
    const world: DatabaseWorld = { time: this.#time, choices: this.#choices, note };
    this.#database = databaseIn?.(world) ?? new SqliteDatabase(world);
    this.#platform = new Platform(this.#time, this.#choices, note);
    this.#people = new People(this.#choices, this.#platform, note);
    this.#brains = brains;
    this.#wanted = bots ?? this.#choices.pick([1, 2, 3]);
    this.#surroundings = {
      time: this.#time,
      choices: this.#choices,
      database: this.#database,
      platform: this.#platform,
      brain: brains.whole.shipped,
      note,
    };
    this.#operators = new Operators(this.#surroundings);
    this.#acts = this.#inclinedActs();
  }

  #inclinedActs(): Weighted<() => void | Promise<void>> {
    const choices = this.#choices;
    return [
      [50, () => this.#people.act()],
      ...inclined<() => void | Promise<void>>(choices, [
        [16, () => this.#pass(choices.pick([second, 4 * second, 200]))],
        [10, () => this.#leap(choices.pick([hour, 10 * minute, 6 * hour, day, 3 * day]))],
        [6, () => this.#operate()],
        [3, () => this.#kill()],
        [2, () => this.#freeze()],
        [2, () => this.#stopOne()],
        [2, () => this.#trouble("platform")],
        [2, () => this.#trouble("store-away")],
        [1, () => this.#trouble("disk-full")],
        [1, () => this.#install()],
        [1, () => this.#restart()],
        [1, () => this.#jumpClock()],
      ]),
    ];
  }

  get tape(): Tape {
    return this.#choices.tape;
  }

  async begin(): Promise<void> {
    await this.#database.begin();
    this.#keepUp();
    await this.#pass(5 * second);
  }

  async step(): Promise<void> {
    this.#choices.beginStep();
    const act = this.#choices.weighted(this.#acts);
    await act();
    await this.#pass(
      this.#choices.weighted([
        [4, 50],
        [4, 1],
        [2, 700],
        [1, 2 * second],
      ]),
    );
  }

  /** Faults stop; then the world waits until nothing is left to be done. */
  async end(): Promise<void> {
    this.#choices.beginStep();
    this.#note({ what: "peace" });
    this.#platform.isFaulty = false;
    await this.#endTrouble("platform");
    await this.#endTrouble("store-away");
    await this.#endTrouble("disk-full");
    this.#people.comeBack();
    await this.#leap(40 * second);
    await this.#lookAtStore();
    await this.#leap(promisedWithin);
    const until = this.#time.now + settleWithin;
    while (this.#time.now < until && !(await this.#isQuiet({ withLeases: true })))
      await this.#leap(20 * minute);
    // Whoever was still to be started has started.
    await this.#pass(12 * second);
    await this.#lookAtStore();
    this.#note({
      what: "end",
      ...(await this.#database.view.countWaiting(this.#time.now)),
      leaders: await this.#database.view.countLeaders(),
      ready: await this.#askAll(),
    });
    // To collect garbage takes a fifth of the time that a world takes.
    if (this.#choices.oneIn(2)) await this.#lookAtMemory();
    for (const process of this.#processes) process.end();
    await this.#database.close();
  }

  #note(happening: Happening): void {
    this.history.push({ at: this.#time.now, ...happening });
    if (happening.what === "sent" && (happening.outcome === "taken" || happening.outcome === "lost"))
      this.#people.see(happening.chat, happening.message);
  }

  /** Time passes, and all that is due goes on in its order. */
  async #pass(ms: number): Promise<void> {
    const until = this.#time.now + ms;
    for (;;) {
      this.#keepUp();
      this.#platform.handOver();
      await this.#time.runDue();
      const next = Math.min(
        this.#time.nextDue(),
        Math.max(this.#platform.nextDue(), this.#time.now + 1),
        until,
      );
      if (next >= until) break;
      await this.#time.moveTo(next);
    }
    await this.#time.moveTo(until);
  }

  /** Much time passes, and what is not waited for is passed over: the clock goes from one reminder to the next. */
  async #leap(ms: number): Promise<void> {
    const until = this.#time.now + ms;
    while (this.#time.now < until) {
      await this.#pass(2 * second);
      const isQuiet = await this.#isQuiet();
      const due = isQuiet ? await this.#database.view.nextReminder(this.#time.now) : await this.#nextTry();
      const next = Math.min(due, until);
      if (!isQuiet) this.#note({ what: "leap", byMs: next - this.#time.now });
      await this.#time.moveTo(next);
    }
    await this.#pass(2 * second);
  }

  /** Soon if something is on its way, later if a channel takes no more now. */
  async #nextTry(): Promise<number> {
    const { outbox } = await this.#database.view.countWaiting(this.#time.now);
    return this.#time.now + (outbox + this.#platform.waiting > 0 ? 5 : 20) * minute;
  }

  async #isQuiet({ withLeases = false } = {}): Promise<boolean> {
    const { outbox, due, leases } = await this.#database.view.countWaiting(this.#time.now);
    const waiting = outbox + due + (withLeases ? leases : 0);
    const isServed = this.#processes.some(({ isRunning, isUp }) => isRunning && isUp);
    return isServed && waiting === 0 && this.#platform.waiting === 0;
  }

  /** Whoever runs the bot starts it again. */
  #keepUp(): void {
    for (const [index, process] of this.#processes.entries())
      if (process.isDead) {
        this.#processes.splice(index, 1);
        void this.#time.wait(this.#choices.pick([second, 20 * second])).then(() => this.#startOne());
      }
    while (this.#started < this.#wanted) {
      this.#started += 1;
      this.#startOne();
    }
  }

  #startOne(): void {
    const process = new BotProcess(this.#nextNumber(), this.#surroundings);
    this.#processes.push(process);
    void process.start();
  }

  #number = 0;
  #nextNumber(): number {
    this.#number += 1;
    return this.#number;
  }

  #oneRunning(): BotProcess | undefined {
    const running = this.#processes.filter(({ isRunning }) => isRunning);
    return running[this.#choices.below(running.length)];
  }

  #kill(): void {
    this.#oneRunning()?.kill();
  }

  #freeze(): void {
    this.#oneRunning()?.freeze(this.#choices.pick([2 * second, 8 * second, 30 * second]));
  }

  #stopOne(): void {
    const process = this.#oneRunning();
    if (process?.isUp) void process.stop();
  }

  readonly #troubles = new Set<string>();

  async #trouble(kind: "platform" | "store-away" | "disk-full"): Promise<void> {
    if (this.#troubles.has(kind)) return this.#endTrouble(kind);
    if (kind === "disk-full" && !this.#database.setFull) return;
    this.#troubles.add(kind);
    this.#note({ what: "trouble", kind, is: "begins" });
    await this.#set(kind, true);
    void this.#time
      .wait(this.#choices.pick([3 * second, 40 * second, 2 * minute]))
      .then(() => this.#endTrouble(kind));
  }

  async #endTrouble(kind: "platform" | "store-away" | "disk-full"): Promise<void> {
    if (!this.#troubles.delete(kind)) return;
    this.#note({ what: "trouble", kind, is: "ends" });
    await this.#set(kind, false);
  }

  async #set(kind: "platform" | "store-away" | "disk-full", isTrue: boolean): Promise<void> {
    if (kind === "platform") this.#platform.isDown = isTrue;
    else if (kind === "store-away") this.#database.isAway = isTrue;
    else await this.#database.setFull?.(isTrue);
  }

  async #jumpClock(): Promise<void> {
    const byMs = this.#choices.pick([second, hour, 31 * day]);
    this.#note({ what: "clock", byMs });
    await this.#time.moveTo(this.#time.now + byMs);
  }

  /** Another version is installed: all are started again with it. Whoever adds a service tells of it at once. */
  async #install(): Promise<void> {
    if (this.#choices.oneIn(3)) this.#reword();
    else this.#addOrRemove();
    const { campaigns, words } = this.#version;
    this.#surroundings.brain = this.#brains[campaigns][words];
    await this.#restart();
  }

  #addOrRemove(): void {
    const isAdded = this.#version.campaigns === "reduced";
    this.#version = { ...this.#version, campaigns: isAdded ? "whole" : "reduced" };
    this.#note({ what: "campaign", campaign: removable, is: isAdded ? "added" : "removed" });
  }

  #reword(): void {
    const words = this.#version.words === "shipped" ? "reworded" : "shipped";
    this.#version = { ...this.#version, words };
    this.#note({ what: "reworded" });
  }

  /** One after the other, so that people find one; meanwhile an operator works. */
  async #restart(): Promise<void> {
    for (const process of [...this.#processes]) {
      if (process.isRunning && process.isUp) void process.stop();
      await this.#pass(this.#choices.pick([second, 200, 3 * second]));
      if (this.#choices.oneIn(2)) await this.#operate();
    }
  }

  /** The operator works beside the bot. */
  async #operate(): Promise<void> {
    if (this.#database.isAway) return;
    const operator = new BotProcess(0, this.#surroundings);
    let isDone = false;
    // The disk is full, or the store goes away meanwhile: the operator tries again another time.
    const work = this.#operators.act(operator).catch(() => {});
    void work.then(() => {
      isDone = true;
    });
    while (!isDone) await this.#pass(10);
    operator.end();
  }

  /** Whoever watches over the processes asks them. */
  async #askAll(): Promise<readonly Readiness[]> {
    const living = this.#processes.filter(({ isDead }) => !isDead);
    const answers = Promise.all(living.map((process) => process.askReady()));
    await this.#pass(5 * second);
    return answers;
  }

  async #lookAtStore(): Promise<void> {
    this.#note({ what: "store", rows: await this.#database.view.readRows() });
  }

  /** What was remembered for a moment is forgotten once nothing has happened for a few minutes. */
  async #lookAtMemory(): Promise<void> {
    const until = this.#time.now + settleWithin;
    for (let restedSince = this.#time.now; this.#time.now < Math.min(until, restedSince + restMs); ) {
      const { length } = this.history;
      await this.#time.moveTo(this.#time.now + minute);
      await this.#pass(second);
      if (this.history.length > length) restedSince = this.#time.now;
    }
    this.#note({ what: "memory", holdings: await this.collections.holding(isUndocumented) });
  }
}
