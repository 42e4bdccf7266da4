import { setTimeout as sleep } from "node:timers/promises";
import { type CrowdScene, openScene, query } from "./bot-api-scene.ts";
import { startBot } from "./bot-process.ts";
import { type Double, gatherCrowd } from "./gather-crowd.ts";
import { lookForStrays, type ReadStore } from "./look-for-strays.ts";

/** What came of people talking with a bot that is ended again and again. */
export interface Outcome {
  readonly steps: number;
  readonly ends: number;
  /** Steps to which the answer did not come, or not the whole of it. */
  readonly unanswered: readonly string[];
  /** Messages that do not belong to the answer: the sign of a step that was taken twice, or not at all. */
  readonly wrong: readonly string[];
  /** Messages that came twice. */
  readonly doubles: number;
  /** Messages that came twice although the bot was not killed shortly after the first. */
  readonly unexplained: readonly string[];
  /** What the store holds in the end and should not, or does not hold and should. */
  readonly astray: readonly string[];
  /** Ends that were not of their own accord, with 0, within five seconds: where it was asked to end. */
  readonly unruly: readonly string[];
}

interface Plan {
  readonly ends: number;
  readonly people: number;
  /** Telegram by polling where absent. */
  readonly scene?: CrowdScene;
  /** SIGKILL where absent. */
  readonly signal?: "SIGKILL" | "SIGTERM";
  /** A file of SQLite where absent. */
  readonly database?: { readonly url: string; readonly read: ReadStore };
}

/** When the signal was sent, and when the process had ended. */
export interface End {
  readonly at: number;
  readonly ended: number;
  readonly code: number | NodeJS.Signals | null;
}

const patienceMs = 60_000;
/** Between a send and its mark lies one transaction; the machine may be busy. */
const markedWithinMs = 4_000;
/** What was on its way to the Bot API when the process ended is read a moment later. */
const onItsWayMs = 1_000;
const endsWithinMs = 5_000;

/** Lets people talk while the process is ended at random moments and started again at once. */
export async function talkThroughKills(plan: Plan): Promise<Outcome> {
  const { people, signal = "SIGKILL", database, scene = await openScene("polling") } = plan;
  const environment = {
    ...scene.environment,
    MESSAGES_PER_MINUTE: "10000",
    ...(database && { DATABASE_URL: database.url }),
  };
  let bot = startBot(environment);
  const crowd = await gatherCrowd(scene.server, { people, patienceMs });
  const ends: End[] = [];

  /** Resolves when this many further messages have been sent. */
  async function sent(messages: number): Promise<void> {
    const enough = scene.countSent() + messages;
    const until = performance.now() + patienceMs;
    while (scene.countSent() < enough && performance.now() < until) await sleep(10);
  }

  for (let number = 0; number < plan.ends; number += 1) {
    // Most in the middle of the traffic, some before the bot is up again.
    if (signal === "SIGTERM" || Math.random() < 0.85) await sent(2 * people);
    await sleep(Math.random() * 400);
    const at = performance.now();
    const code = await bot.end(signal);
    ends.push({ at, ended: performance.now(), code });
    bot = startBot(environment);
  }
  await sent(2 * people);
  await crowd.end();
  const read = database?.read ?? ((sql: string) => query(scene.file, sql));
  const missing = (await scene.lookFurther?.(read)) ?? [];
  await bot.end("SIGTERM");
  const { notes } = crowd;
  const strays = await lookForStrays(read, notes.reminded, people + 1, scene.conversationOf);
  const isUnexplained = (double: Double) => signal === "SIGTERM" || !isExplained(double, ends);
  return {
    steps: notes.steps,
    ends: ends.length,
    unanswered: notes.unanswered,
    wrong: notes.wrong,
    doubles: notes.doubles.length,
    unexplained: notes.doubles.filter(isUnexplained).map(writeDouble),
    astray: [...crowd.late(), ...missing, ...strays],
    unruly: signal === "SIGTERM" ? ends.filter((end) => !isOrderly(end)).map(writeEnd) : [],
  };
}

/** Whether an end fell shortly after the first sending, and before the second. */
export function isExplained(
  { first, second }: Double,
  ends: readonly Pick<End, "at" | "ended">[],
  withinMs = markedWithinMs,
): boolean {
  return ends.some(
    ({ at, ended }) => first.at < ended + onItsWayMs && at < second.at && at - first.at < withinMs,
  );
}

export function writeDouble({ id, first, second }: Double): string {
  return `${id}: ${first.text.slice(0, 40)} again after ${Math.round(second.at - first.at)} ms`;
}

function isOrderly({ at, ended, code }: End): boolean {
  return code === 0 && ended - at < endsWithinMs;
}

function writeEnd({ at, ended, code }: End): string {
  return `${code} after ${Math.round(ended - at)} ms`;
}
