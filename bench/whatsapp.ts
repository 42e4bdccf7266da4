// WhatsApp from end to end in a real browser on loopback, beside the library alone:
// `npm run bench:whatsapp [people] [trips of each] [rounds]`.
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readArguments } from "../test/support/read-arguments.ts";
import { findChromium } from "../test/support/whatsapp-web/browser-args.ts";
import {
  createWhatsAppWeb,
  type Person,
  type WhatsAppWeb,
} from "../test/support/whatsapp-web/whatsapp-web.ts";
import { type BrowserBot, startBrowserBot } from "./browser-bot.ts";
import { percentile } from "./percentile.ts";
import { count, printTable, verdict } from "./print-table.ts";

const { positionals } = await readArguments(
  [["npm run bench:whatsapp -- [people] [trips of each] [rounds]", "WhatsApp in a real browser"]],
  { allowPositionals: true },
);
const [people = 20, tripsOfEach = 40, rounds = 3] = positionals.map(Number);
const targets = { trips: 0.8, memory: 1.3 };

/** What one bot did in one round. */
interface Result {
  readonly readyMs: number;
  readonly tripsPerSecond: number;
  readonly medianMs: number;
  readonly aloneMs: number;
  readonly nodeCpuMs: number;
  readonly browserCpuMs: number;
  readonly nodeMegabytes: number;
  readonly browserMegabytes: number;
}

interface Contender {
  readonly file: string;
  readonly environment: (folder: string, web: WhatsAppWeb) => Readonly<Record<string, string>>;
  /** How many messages answer the first words. */
  readonly greetings: number;
}

function ours(polls: "on" | "off"): Contender {
  return {
    file: "../src/main.ts",
    greetings: polls === "on" ? 2 : 1,
    environment: (folder, web) => ({
      PORT: "0",
      WHATSAPP: "on",
      // Nobody would write that fast.
      MESSAGES_PER_MINUTE: "10000",
      WHATSAPP_POLLS: polls,
      WHATSAPP_TYPING_MS: "0",
      WHATSAPP_SESSION_DIR: folder,
      WHATSAPP_CHROMIUM_PATH: findChromium() ?? "",
      WHATSAPP_CHROMIUM_ARGS: web.browserArgs.map((arg) => `"${arg}"`).join(" "),
      DATABASE_URL: `file:${join(folder, "bot.db")}`,
      OPERATOR_NAME: "Les Exemples",
      OPERATOR_CONTACT: "contact@exemple.test",
    }),
  };
}

const contenders: Readonly<Record<"library" | "objecteur" | "withPolls", Contender>> = {
  library: {
    file: "yardsticks/whatsapp-ok.ts",
    greetings: 1,
    environment: (folder, web) => ({
      BENCH_BROWSER_ARGS: JSON.stringify(web.browserArgs),
      BENCH_SESSION: folder,
    }),
  },
  objecteur: ours("off"),
  withPolls: ours("on"),
};

async function compete({ file, environment, greetings }: Contender): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), "objecteur-bench-"));
  const session = join(folder, "whatsapp");
  mkdirSync(session);
  const web = await createWhatsAppWeb();
  const start = () => startBrowserBot(file, environment(session, web));
  const running: BrowserBot[] = [];
  try {
    const unlinked = start();
    running.push(unlinked);
    await unlinked.says("scan this");
    await web.scan();
    await unlinked.says("WhatsApp is ready");
    await unlinked.stop();
    const began = performance.now();
    const bot = start();
    running.push(bot);
    await bot.says("WhatsApp is ready");
    const readyMs = performance.now() - began;
    return { readyMs, ...(await rush(web, bot, greetings)) };
  } finally {
    for (const bot of running) await bot.stop();
    await web.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
  }
}

async function rush(web: WhatsAppWeb, bot: BrowserBot, greetings: number): Promise<Omit<Result, "readyMs">> {
  const crowd = Array.from({ length: people }, (_, index) => web.person(`${33600001000 + index}@c.us`));
  // A first time each, so that everybody is known, and as many again to warm up.
  await Promise.all(crowd.map((person) => travel(person, "Bonjour", greetings)));
  await everybody(crowd);
  const [began, cpuBefore] = [performance.now(), bot.cpuMs()];
  const times = await everybody(crowd);
  const [seconds, cpu] = [(performance.now() - began) / 1_000, bot.cpuMs()];
  const alone = [];
  const somebody = web.person("33600002000@c.us");
  await travel(somebody, "Bonjour", greetings);
  for (let trip = 0; trip < tripsOfEach; trip += 1) alone.push(await travel(somebody, "menu"));
  return {
    tripsPerSecond: times.length / seconds,
    medianMs: percentile(times, 0.5),
    aloneMs: percentile(alone, 0.5),
    nodeCpuMs: (cpu.node - cpuBefore.node) / times.length,
    browserCpuMs: (cpu.browser - cpuBefore.browser) / times.length,
    nodeMegabytes: bot.nodeMegabytes(),
    browserMegabytes: bot.browserMegabytes(),
  };
}

async function everybody(crowd: readonly Person[]): Promise<readonly number[]> {
  const times = await Promise.all(
    crowd.map(async (person) => {
      const own = [];
      for (let trip = 0; trip < tripsOfEach; trip += 1) own.push(await travel(person, "menu"));
      return own;
    }),
  );
  return times.flat();
}

/** From a person's words to the last message of the answer, in milliseconds. */
async function travel(person: Person, words: string, answers = 1): Promise<number> {
  const began = performance.now();
  await person.says(words);
  for (let answer = 0; answer < answers; answer += 1) await person.next(30_000);
  return performance.now() - began;
}

const results = { library: [] as Result[], objecteur: [] as Result[], withPolls: [] as Result[] };
for (let round = 0; round < rounds; round += 1) {
  // In turn, so that whatever else the machine does meets all of them.
  results.library.push(await compete(contenders.library));
  results.objecteur.push(await compete(contenders.objecteur));
  results.withPolls.push(await compete(contenders.withPolls));
}

function median(of: readonly Result[], what: keyof Result): number {
  return percentile(
    of.map((result) => result[what]),
    0.5,
  );
}

const row = (name: string, of: readonly Result[]) => [
  name,
  count(median(of, "readyMs")),
  median(of, "tripsPerSecond").toFixed(1),
  count(median(of, "medianMs")),
  count(median(of, "aloneMs")),
  median(of, "nodeCpuMs").toFixed(1),
  median(of, "browserCpuMs").toFixed(1),
  count(median(of, "nodeMegabytes")),
  count(median(of, "browserMegabytes")),
];
console.log(`${count(people)} people × ${tripsOfEach} round trips at once; the median of ${rounds} rounds\n`);
printTable([
  [
    "",
    "ms to ready",
    "round trips/s",
    "median ms",
    "ms alone",
    "cpu ms Node",
    "cpu ms browser",
    "Node peak MB",
    "browser MB",
  ],
  row('library, "ok"', results.library),
  row("objecteur", results.objecteur),
  row("objecteur, polls", results.withPolls),
]);

const [yardstick, measured] = [results.library, results.objecteur];
const trips = median(measured, "tripsPerSecond") / median(yardstick, "tripsPerSecond");
const memory = median(measured, "nodeMegabytes") / median(yardstick, "nodeMegabytes");
console.log(`
round trips/s: ${trips.toFixed(2)} × library, target at least ${targets.trips}: ${verdict(trips >= targets.trips)}
Node's memory: ${memory.toFixed(2)} × library, target at most ${targets.memory}: ${verdict(memory <= targets.memory)}`);
