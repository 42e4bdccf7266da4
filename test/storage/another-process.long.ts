import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import Database from "better-sqlite3";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { openStore } from "../../src/storage/open-store.ts";
import { processesFolder } from "../support/build-bot.ts";
import { until } from "../support/until.ts";

const script = `${processesFolder}/bot-process.mjs`;
const folder = mkdtempSync(join(tmpdir(), "objecteur-"));
const running = new Set<ChildProcess>();
let file: string;
let files = 0;
beforeEach(() => {
  file = join(folder, `${files++}.db`);
});
afterAll(() => {
  for (const child of running) child.kill("SIGKILL");
  rmSync(folder, { recursive: true });
});

interface Bot {
  readonly child: ChildProcess;
  readonly lines: string[];
  readonly firstLine: Promise<string>;
  readonly ended: Promise<unknown>;
}

function startBot(first = 0): Bot {
  const child = spawn(process.execPath, [script, `file:${file}`, String(first)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  running.add(child);
  const ended = once(child, "close").then(() => running.delete(child));
  const lines: string[] = [];
  const reader = createInterface({ input: child.stdout });
  reader.on("line", (line) => lines.push(line));
  const firstLine = once(reader, "line").then(([line]) => String(line));
  return { child, lines, firstLine, ended };
}

async function kill(bot: Bot): Promise<void> {
  bot.child.kill("SIGKILL");
  await bot.ended;
}

describe("another process", () => {
  it("that is a second bot on the same file is refused clearly, until the first is gone, however it went", async () => {
    const first = startBot();
    expect(await first.firstLine).toBe("open");

    const second = startBot();
    expect(await second.firstLine).toContain(`${file} is in use by another Objecteur: stop that one first`);
    await second.ended;
    expect(second.child.exitCode).toBe(1);
    await expect(openStore(`file:${file}`)).rejects.toThrow("in use by another Objecteur");

    await kill(first);
    const store = await openStore(`file:${file}`);
    await store.close();
  });

  it("that is a backup or a look at the file is let in while the bot writes", async () => {
    const bot = startBot();
    await bot.firstLine;
    const look = new Database(file, { readonly: true });
    await look.backup(`${file}.backup`);
    expect(look.prepare("SELECT count(*) FROM outbox").pluck().get()).toBeGreaterThanOrEqual(0);
    look.close();
    const before = bot.lines.length;
    await until(() => bot.lines.length > before);
    await kill(bot);

    const copy = new Database(`${file}.backup`);
    expect(copy.pragma("integrity_check", { simple: true })).toBe("ok");
    copy.close();
  });

  it("killed at any moment leaves all that the store called kept, and nothing in half", async () => {
    const acknowledged: number[] = [];
    let next = 0;
    for (let round = 0; round < 3; round++) {
      const bot = startBot(next);
      // The first one may be killed before it is open, or while it makes its tables.
      if (round > 0) await until(() => bot.lines.length > 20);
      await new Promise((resolve) => setTimeout(resolve, (round === 0 ? 300 : 0) + Math.random() * 200));
      await kill(bot);
      acknowledged.push(...bot.lines.filter((line) => /^\d+$/.test(line)).map(Number));
      next += 10_000;
    }
    expect(acknowledged.length).toBeGreaterThan(50);

    const store = await openStore(`file:${file}`);
    const kept = new Set(
      (await store.conversationsWithOutbox(0, 1_000_000)).map((id) => Number(id.slice("test:".length))),
    );
    expect(acknowledged.filter((number) => !kept.has(number))).toEqual([]);
    for (const number of kept) {
      const all = await store.transaction(async (transaction) => [
        await transaction.claimUpdateId(`update ${number}`, 0),
        (await transaction.load(`test:${number}`))?.person.following["meta"]?.sent["facebook"],
        (await transaction.reminders(`test:${number}`)).length,
      ]);
      expect(all).toEqual([false, number, 1]);
    }
    expect(await store.dueReminders({ channel: "test" }, Number.MAX_SAFE_INTEGER, 1_000_000)).toHaveLength(
      kept.size,
    );
    await store.close();
  });
});
