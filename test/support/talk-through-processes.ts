import { setTimeout as sleep } from "node:timers/promises";
import { onTestFinished } from "vitest";
import { type CrowdScene, openScene } from "./bot-api-scene.ts";
import { type BotProcess, startBot } from "./bot-process.ts";
import { freePort } from "./free-port.ts";
import { type Crowd, gatherCrowd } from "./gather-crowd.ts";
import { lookForStrays } from "./look-for-strays.ts";
import type { PostgresServer } from "./postgres-server.ts";
import { spreadRequests } from "./spread-requests.ts";
import { type End, isExplained, type Outcome, writeDouble } from "./talk-through-kills.ts";

/** What came of people talking with several processes on one database; an end of the database explains a double too. */
export interface SharedOutcome
  extends Pick<Outcome, "steps" | "unanswered" | "wrong" | "doubles" | "unexplained" | "astray"> {
  /** Milliseconds from each act to the last message of its answer. */
  readonly times: readonly number[];
  readonly seconds: number;
  readonly kills: number;
}

interface Plan {
  readonly server: PostgresServer;
  /** Telegram where absent. */
  readonly scene?: CrowdScene;
  readonly processes: number;
  readonly people: number;
  /** How many times one of the processes is killed, every so often. */
  readonly kills: { readonly times: number; readonly everyMs: number };
  /** Crashes the database after half of the kills, and starts it again. */
  readonly restartsDatabase?: boolean;
}

/** A kill, or an end of the database. */
type Trouble = Pick<End, "at" | "ended">;

const patienceMs = 90_000;
/** Processes that start again and again on the same machine leave the others little of it: a mark may take long. */
const markedWithinMs = 10_000;
const databaseIsAwayMs = 2_000;
/** A process is back at the database a second after it is up, at the latest. */
const backWithinMs = 2_000;

/** Lets people talk with processes that share a webhook and a database, each update coming to one of them at random. */
export async function talkThroughProcesses(plan: Plan): Promise<SharedOutcome> {
  const { server, people, kills } = plan;
  const scene = plan.scene ?? (await openScene("webhook"));
  const url = await server.createDatabase();
  const read = (sql: string) => server.query(sql, new URL(url).pathname.slice(1));
  const bots = await startProcesses(plan.processes, url, scene);
  const crowd = await gatherCrowd(scene.server, { people, patienceMs });
  const began = performance.now();
  const troubles: Trouble[] = [];

  async function trouble(work: () => Promise<unknown>, lastsMs = 0): Promise<void> {
    const at = performance.now();
    await work();
    troubles.push({ at, ended: performance.now() + lastsMs });
  }

  for (let number = 0; number < kills.times; number += 1) {
    await sleep(kills.everyMs * (0.5 + Math.random()));
    if (plan.restartsDatabase && number === Math.floor(kills.times / 2))
      await trouble(() => restart(server), backWithinMs);
    await trouble(() => bots.kill());
  }
  await sleep(kills.everyMs);
  await crowd.end();
  const seconds = (performance.now() - began) / 1_000;
  await untilEmpty(read);
  const missing = (await scene.lookFurther?.(read)) ?? [];
  await bots.end();
  const strays = await lookForStrays(read, crowd.notes.reminded, people + 1, scene.conversationOf);
  return { ...sum(crowd, troubles), seconds, astray: [...crowd.late(), ...missing, ...strays] };

  function sum({ notes }: Crowd, troubles: readonly Trouble[]) {
    const { steps, times, unanswered, wrong, doubles } = notes;
    const unexplained = doubles
      .filter((double) => !isExplained(double, troubles, markedWithinMs))
      .map(writeDouble);
    return { steps, times, unanswered, wrong, doubles: doubles.length, unexplained, kills: kills.times };
  }
}

async function restart(server: PostgresServer): Promise<void> {
  await server.crash();
  await sleep(databaseIsAwayMs);
  await server.start();
}

/** What a kill has left is taken up by the others within seconds. */
async function untilEmpty(read: (sql: string) => Promise<readonly unknown[]>): Promise<void> {
  const until = performance.now() + patienceMs;
  while ((await read("SELECT 1 FROM outbox LIMIT 1")).length > 0 && performance.now() < until)
    await sleep(100);
}

/** Starts processes behind one address. */
async function startProcesses(count: number, url: string, scene: CrowdScene) {
  const ports: number[] = [];
  while (ports.length < count) ports.push(await freePort());
  const spreader = await spreadRequests(ports);
  onTestFinished(() => spreader.close());
  const environment = { ...scene.environment, ...scene.deliverTo(spreader.port) };

  function startOn(port: number): BotProcess {
    return startBot({
      ...environment,
      LOG_LEVEL: "info",
      DATABASE_URL: url,
      MESSAGES_PER_MINUTE: "10000",
      PORT: String(port),
    });
  }

  const running = ports.map((port) => ({ port, bot: startOn(port) }));
  await Promise.all(running.map(({ bot }) => bot.says("the bot is up", patienceMs)));
  return {
    /** Kills one of them, and starts it again. */
    async kill(): Promise<void> {
      const place = running[Math.floor(Math.random() * running.length)];
      if (place === undefined) return;
      await place.bot.end("SIGKILL");
      place.bot = startOn(place.port);
    },
    async end(): Promise<void> {
      await Promise.all(running.map(({ bot }) => bot.end("SIGTERM")));
    },
  };
}
