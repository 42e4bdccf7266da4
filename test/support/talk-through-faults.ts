import { randomInt } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Fault } from "./bot-api-fault.ts";
import { openScene, query } from "./bot-api-scene.ts";
import { type AtEnd, startBot } from "./bot-process.ts";
import { type Double, gatherCrowd } from "./gather-crowd.ts";
import { lookForStrays } from "./look-for-strays.ts";
import { type Outcome, writeDouble } from "./talk-through-kills.ts";

/** What came of people talking while one call in twenty-five goes wrong. */
export interface FaultyOutcome
  extends Pick<Outcome, "steps" | "unanswered" | "wrong" | "doubles" | "unexplained" | "astray"> {
  /** Milliseconds from each act to the last message of its answer. */
  readonly times: readonly number[];
  readonly seconds: number;
  readonly calls: number;
  /** How many calls each kind of fault has befallen. */
  readonly faults: Readonly<Record<string, number>>;
  /** Messages that had arrived, and whose answers to the bot were lost: they explain doubles in their chats. */
  readonly lostAnswers: number;
}

/** Of a hundred calls each befalls one, by chance. */
const faults: readonly Fault[] = [
  { kind: "error", code: 502, description: "Bad Gateway" },
  { kind: "error", code: 429, description: "Too Many Requests: retry after 1", retryAfter: 1 },
  { kind: "drop-answer" },
  { kind: "cut" },
];
const sound = Array.from({ length: 100 - faults.length }, () => undefined);

function createDraw(): () => Fault | undefined {
  let left: (Fault | undefined)[] = [];
  return () => {
    if (left.length === 0) left = [...faults, ...sound];
    return left.splice(randomInt(left.length), 1)[0];
  };
}

/** Lets people take their steps, all at once, while the Bot API answers as on a bad day. */
export async function talkThroughFaults(
  {
    people,
    steps,
    patienceMs,
  }: { readonly people: number; readonly steps: number; readonly patienceMs: number },
  atEnd?: AtEnd,
): Promise<FaultyOutcome> {
  const { server, environment, file } = await openScene("polling", atEnd);
  const bot = startBot({ ...environment, LOG_LEVEL: "error" }, { ...(atEnd && { atEnd }) });
  const crowd = await gatherCrowd(server, { people, steps, patienceMs });
  const before = server.calls.length;
  const began = performance.now();
  server.faults.byChance(createDraw());
  await crowd.done;
  const seconds = (performance.now() - began) / 1_000;
  server.faults.clear();
  // What had arrived while its answer was lost is tried once more.
  while (query(file, "SELECT 1 FROM outbox").length > 0 && performance.now() - began < 10 * patienceMs)
    await sleep(100);
  await bot.end("SIGTERM");
  const { notes } = crowd;
  const calls = server.calls.slice(before);
  const lost = new Map<number, number>();
  for (const { method, params, fault } of calls) {
    const id = Number(params["chat_id"]);
    if (fault === "drop-answer" && method.startsWith("send")) lost.set(id, (lost.get(id) ?? 0) + 1);
  }
  return {
    steps: notes.steps,
    times: notes.times,
    seconds,
    calls: calls.length,
    faults: countFaults(calls),
    unanswered: notes.unanswered,
    wrong: notes.wrong,
    lostAnswers: [...lost.values()].reduce((sum, count) => sum + count, 0),
    doubles: notes.doubles.length,
    unexplained: notes.doubles.filter((double) => !isExplained(double, notes.doubles, lost)).map(writeDouble),
    astray: await lookForStrays((sql) => query(file, sql), notes.reminded, people + 1),
  };
}

function isExplained({ id }: Double, doubles: readonly Double[], lost: ReadonlyMap<number, number>): boolean {
  return doubles.filter((double) => double.id === id).length <= (lost.get(id) ?? 0);
}

function countFaults(
  calls: readonly { readonly fault?: string; readonly status: number }[],
): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { fault, status } of calls) {
    const name = fault === "error" ? String(status) : fault;
    if (name !== undefined) counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}
