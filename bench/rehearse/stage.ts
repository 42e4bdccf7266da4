import { execFile } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { query } from "../../test/support/bot-api-scene.ts";
import { createBotApiServer } from "../../test/support/bot-api-server.ts";
import type { AtEnd } from "../../test/support/bot-process.ts";
import type { Talker } from "../../test/support/gather-crowd.ts";
import { lookForStrays } from "../../test/support/look-for-strays.ts";
import { missingDisk, openSmallDisk } from "../../test/support/small-disk.ts";
import { temporaryFolder } from "../../test/support/temporary-folder.ts";
import { openCloudScene } from "../../test/support/whatsapp-cloud/open-scene.ts";
import { type BotProcess, startBotProcess } from "../bot-process.ts";
import { sameClock, setClock } from "./day-clock.ts";
import type { ChannelName } from "./guests.ts";
import { limits } from "./limits-alone.ts";

/** A time in which nobody could be answered, in milliseconds of `performance.now()`. */
export interface Outage {
  readonly what: string;
  readonly at: number;
  readonly ended: number;
}

const run = promisify(execFile);
const root = fileURLToPath(new URL("../..", import.meta.url));
const token = "123456789:AARehearsalRehearsalRehearsalRehearsal";
const diskMegabytes = 128;
/** What the operator has had raised at Meta: it counts only people who have not written for a day. */
const dailyCap = 10_000;

export type Stage = Awaited<ReturnType<typeof openStage>>;

/** The platforms, the disk and the bot, with what an operator does to it. */
export async function openStage(atEnd: AtEnd) {
  const telegram = await createBotApiServer({ token, mostASecond: limits.telegram });
  atEnd(() => telegram.close());
  const cloud = await openCloudScene(atEnd, {
    now: () => Date.now(),
    throughput: limits["whatsapp-cloud"],
    batchMs: 100,
    statusesWithinMs: 500,
  });
  const missing = missingDisk();
  const disk = missing === undefined ? openSmallDisk(atEnd, diskMegabytes) : undefined;
  const file = `${disk?.folder ?? temporaryFolder(atEnd)}/objecteur.db`;
  const environment = {
    ...cloud.environment,
    TELEGRAM_BOT_TOKEN: token,
    TELEGRAM_API_ROOT: telegram.url,
    DATABASE_URL: `file:${file}`,
    WHATSAPP_CLOUD_DAILY_CAP: String(dailyCap),
    OPERATOR_NAME: "Les Exemples",
    OPERATOR_CONTACT: "contact@exemple.test",
    LOG_LEVEL: "fatal",
  };
  const readyUrl = `http://127.0.0.1:${cloud.environment["PORT"]}/readyz`;
  const outages: Outage[] = [];
  const used = { cpuMs: 0, peakMegabytes: 0 };
  let bot: BotProcess | undefined;
  let newest = 0;

  async function isReady(): Promise<boolean> {
    return fetch(readyUrl).then(
      ({ ok }) => ok,
      () => false,
    );
  }

  async function untilReady(isWanted = true, withinMs = Number.POSITIVE_INFINITY): Promise<void> {
    const until = performance.now() + withinMs;
    while ((await isReady()) !== isWanted && performance.now() < until) await sleep(100);
  }

  async function start(): Promise<void> {
    bot = startBotProcess("../src/main.ts", { ...environment, ...sameClock() });
    await untilReady();
  }

  async function end(how: "kill" | "stop"): Promise<void> {
    used.cpuMs += bot?.cpuMs() ?? 0;
    used.peakMegabytes = Math.max(used.peakMegabytes, bot?.peakMegabytes() ?? 0);
    await bot?.[how]();
  }

  function countCharged(what: string): number {
    const [row] = query(file, `SELECT sum(count) AS count FROM daily_count WHERE what = '${what}'`);
    return (row as { readonly count: number | null }).count ?? 0;
  }

  async function goThroughOutage(what: string, happen: () => Promise<void>): Promise<void> {
    const at = performance.now();
    await happen();
    outages.push({ what, at, ended: performance.now() });
  }

  return {
    file,
    outages,
    /** Why the disk is not filled; undefined if it can be. */
    missing,
    newPerson(channel: ChannelName): Talker {
      newest += 1;
      const place = channel === "telegram" ? telegram : cloud.server;
      return place.person(newest, { languageCode: "en" });
    },
    conversationOf: (channel: ChannelName, { id }: Talker) =>
      channel === "telegram" ? `telegram:${id}` : cloud.conversationOf(id),
    /** They have written before: without that, nobody on Telegram can be written to. */
    hasBegun(person: Talker): void {
      person.says("/start");
      telegram.updates.dropPending();
    },
    start,
    end,
    crash: () =>
      goThroughOutage("crash", async () => {
        await end("kill");
        await start();
      }),
    async fillDisk(forMs: number): Promise<void> {
      if (disk === undefined) return;
      await goThroughOutage("full disk", async () => {
        disk.fill();
        await untilReady(false, forMs);
        await sleep(forMs);
        disk.makeRoom();
        await untilReady();
      });
    },
    /** As `docs/operating.md` says; the new version begins at another hour. */
    upgrade: (hour: string) =>
      goThroughOutage("upgrade", async () => {
        const copy = `${temporaryFolder(atEnd)}/copy.db`;
        await run(process.execPath, ["dist/main.js", "backup", copy], { cwd: root, env: environment });
        await end("stop");
        setClock(hour);
        await start();
      }),
    /** What the store holds in the end and should not, or does not hold and should. */
    async lookIntoStore(people: number): Promise<readonly string[]> {
      const read = (sql: string) => query(file, sql);
      const wrong = (await cloud.lookFurther?.(read)) ?? [];
      return [...wrong, ...(await lookForStrays(read, new Set(), people))];
    },
    figures: () => ({
      ...used,
      refused: {
        telegram: telegram.calls.filter(({ status }) => status === 429).length,
        whatsapp: cloud.api.countRefused(),
      },
      charged: { answers: countCharged("charged-service"), templates: countCharged("charged-utility") },
    }),
  };
}
