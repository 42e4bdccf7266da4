import type { Leases, Sql, SqlEngine } from "../../src/storage/sql.ts";
import { tick } from "./virtual-time.ts";

/** So long nothing comes back before it is asked who waits: longer than the server looks for a deadlock. */
const quietMs = 15;

/** Work that has begun. `pending` counts what it waits for from the server: nothing if it waits for the world. */
interface Work {
  pending: number;
}

/**
 * What is under way between the processes and a real server. The world's time stands still until all of it has
 * come back, or waits for locks of work that itself waits for the world.
 */
export class UnderWay {
  readonly #all = new Set<Work>();
  /** Work that waits for a lock, as long as no lock comes free. */
  readonly #blocked = new Set<Work>();
  readonly #countBlocked: () => Promise<number>;
  #onAnswer = () => {};

  /** `countBlocked` resolves with how many connections wait for a lock. */
  constructor(countBlocked: () => Promise<number>) {
    this.#countBlocked = countBlocked;
  }

  /** Work that waits for the server until it settles. */
  during<Result>(call: () => Promise<Result>): Promise<Result> {
    return this.#inWork(() => call());
  }

  async #inWork<Result>(call: (work: Work) => Promise<Result>): Promise<Result> {
    const work: Work = { pending: 1 };
    this.#all.add(work);
    try {
      return await call(work);
    } finally {
      this.#all.delete(work);
      this.#blocked.clear();
      this.#onAnswer();
    }
  }

  /** Returns an engine whose work is watched. */
  watch(engine: SqlEngine): SqlEngine {
    const { leases } = engine;
    const transaction: SqlEngine["transaction"] = (work, manner) =>
      this.#inWork((own) =>
        engine.transaction((sql) => this.#outside(own, () => work(this.#watchSql(own, sql))), manner),
      );
    return {
      ...engine,
      transaction,
      look: (work) => transaction(work, { isSingle: true }),
      hold: (role) =>
        this.during(async () => {
          const hold = await engine.hold(role);
          return hold && { ...hold, release: () => this.during(() => hold.release()) };
        }),
      ...(leases && { leases: this.#watchLeases(leases) }),
    };
  }

  #watchLeases(leases: Leases): Leases {
    return {
      ...leases,
      ready: () => this.during(() => leases.ready()),
      release: (id, now) => this.during(() => leases.release(id, now)),
      sweep: () => this.during(() => leases.sweep()),
    };
  }

  /** What it does meanwhile waits for the world, but for its statements. */
  async #outside<Result>(work: Work, call: () => Promise<Result>): Promise<Result> {
    work.pending -= 1;
    this.#onAnswer();
    try {
      return await call();
    } finally {
      work.pending += 1;
    }
  }

  #watchSql(work: Work, sql: Sql): Sql {
    const ask = async <Result>(call: () => Promise<Result>): Promise<Result> => {
      work.pending += 1;
      try {
        return await call();
      } finally {
        work.pending -= 1;
        this.#blocked.delete(work);
        this.#onAnswer();
      }
    };
    return {
      query: (text, parameters) => ask(() => sql.query(text, parameters)),
      run: (text, parameters) => ask(() => sql.run(text, parameters)),
      lock: (name) => ask(() => sql.lock(name)),
      tryLock: (name) => ask(() => sql.tryLock(name)),
      truncateLog: () => sql.truncateLog(),
    };
  }

  /** Resolves once nothing goes on any more without the world's time. */
  async goneOn(): Promise<void> {
    do await tick();
    while (await this.#isUnderWay());
  }

  async #isUnderWay(): Promise<boolean> {
    const waiting = [...this.#all].filter(({ pending }) => pending > 0);
    if (waiting.every((work) => this.#blocked.has(work))) return false;
    if (await this.#answers()) return true;
    // Who waits for each other alone goes on by itself.
    const isHeldUp = waiting.length < this.#all.size && (await this.#countBlocked()) >= waiting.length;
    if (isHeldUp) for (const work of waiting) this.#blocked.add(work);
    return true;
  }

  /** Whether anything comes back within a moment. */
  #answers(): Promise<boolean> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), quietMs);
      this.#onAnswer = () => {
        clearTimeout(timer);
        resolve(true);
      };
    });
  }
}
