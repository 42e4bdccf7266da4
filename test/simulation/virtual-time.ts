import type { Timers } from "../../src/support/timers.ts";
import type { Choices } from "./choices.ts";

/** Whose work waits: the world's own, or that of a process, which may be frozen or dead. */
export interface Owner {
  /** Its work is put off until it goes on. */
  readonly isFrozen: boolean;
  /** Its work never goes on. */
  readonly isDead: boolean;
}

interface Task {
  readonly at: number;
  readonly owner: Owner;
  readonly run: () => void;
}

const always: Owner = { isFrozen: false, isDead: false };
/** More than that at one instant is a loop. */
const mostAtOnce = 100_000;

/** A clock that only the world moves, and all that waits for it. What is due at the same instant goes on in any order. */
export class VirtualTime {
  #now: number;
  readonly #choices: Choices;
  readonly #goneOn: () => Promise<void>;
  readonly #tasks = new Set<Task>();

  /** `goneOn` resolves once all has gone on that does not wait for this clock. */
  constructor(start: number, choices: Choices, goneOn: () => Promise<void> = tick) {
    this.#now = start;
    this.#choices = choices;
    this.#goneOn = goneOn;
  }

  get now(): number {
    return this.#now;
  }

  /** Returns timers whose callbacks come while their owner lives and is not frozen. */
  timersOf(owner: Owner = always): Timers {
    return {
      after: (ms, callback) => this.#put(ms, callback, owner),
      soon: (callback) => void this.#put(0, callback, owner),
    };
  }

  #put(ms: number, run: () => void, owner: Owner): () => void {
    const task: Task = { at: this.#now + Math.max(0, Math.ceil(ms)), owner, run };
    this.#tasks.add(task);
    return () => this.#tasks.delete(task);
  }

  /** Resolves after so many milliseconds; never if its owner dies before. */
  wait(ms: number, owner: Owner = always): Promise<void> {
    return new Promise((resolve) => this.#put(ms, resolve, owner));
  }

  /** When the next of what waits is due; never if it is infinite. */
  nextDue(): number {
    let next = Number.POSITIVE_INFINITY;
    for (const { at, owner } of this.#tasks) if (!owner.isFrozen && at < next) next = at;
    return next;
  }

  /** Moves the clock, and runs all that is due by then, each after the other, in any order. */
  async moveTo(instant: number): Promise<void> {
    this.#now = Math.max(this.#now, instant);
    await this.runDue();
  }

  /** Lets as much time pass as this needs. */
  async passUntil<Result>(settled: Promise<Result>): Promise<Result> {
    let isSettled = false;
    const settle = () => {
      isSettled = true;
    };
    settled.then(settle, settle);
    await this.#goneOn();
    while (!isSettled)
      await this.moveTo(Math.max(this.#now + 1, Math.min(this.nextDue(), this.#now + 1_000)));
    return settled;
  }

  async runDue(): Promise<void> {
    // What was called before goes on first.
    await this.#goneOn();
    for (let count = 0; ; count += 1) {
      if (count > mostAtOnce) throw new Error("The world goes round in a circle without time passing");
      const due = this.#due();
      const [first] = due;
      if (first === undefined) return;
      const task = due.length === 1 ? first : (due[this.#choices.below(due.length)] ?? first);
      this.#tasks.delete(task);
      task.run();
      await this.#goneOn();
    }
  }

  #due(): Task[] {
    const due: Task[] = [];
    for (const task of this.#tasks) {
      if (task.owner.isDead) this.#tasks.delete(task);
      else if (task.at <= this.#now && !task.owner.isFrozen) due.push(task);
    }
    return due;
  }
}

/** Resolves once all has gone on that waits for nothing outside the program: a tick comes when no promise has anything left to do. */
export function tick(): Promise<void> {
  return new Promise((resolve) => process.nextTick(resolve));
}
