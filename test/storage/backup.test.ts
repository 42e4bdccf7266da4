import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { openStore } from "../../src/storage/open-store.ts";
import { processesFolder } from "../support/build-bot.ts";
import { someConversation } from "../support/store-contract.ts";
import { until } from "../support/until.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

let folder: string;
let file: string;
let copy: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "objecteur-"));
  file = join(folder, "objecteur.db");
  copy = join(folder, "copy.db");
});
afterEach(() => rmSync(folder, { recursive: true }));

/** What came of the command. */
function backUp(to = copy, url = `file:${file}`) {
  return new Promise<{ code: unknown; said: string; refused: string }>((resolve) => {
    execFile(
      process.execPath,
      ["--no-opt", "dist/main.js", "backup", to],
      { cwd: root, env: { PATH: process.env["PATH"], DATABASE_URL: url } },
      (error, said, refused) => resolve({ code: error?.code ?? 0, said, refused }),
    );
  });
}

/** A process that writes to the store without end, and prints the number of what is kept. */
function startWriting(): {
  readonly child: ChildProcess;
  readonly kept: number[];
  readonly open: Promise<unknown>;
} {
  const script = `${processesFolder}/bot-process.mjs`;
  const child = spawn(process.execPath, [script, `file:${file}`], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const kept: number[] = [];
  const reader = createInterface({ input: child.stdout });
  reader.on("line", (line) => /^\d+$/.test(line) && kept.push(Number(line)));
  return { child, kept, open: once(reader, "line") };
}

async function makeStore(): Promise<void> {
  const store = await openStore(`file:${file}`);
  await store.transaction((transaction) => transaction.save("test:ana", someConversation(), 0));
  await store.close();
}

describe("a backup", () => {
  it("made while the bot writes holds all that was kept before, and comes back in its place", async () => {
    const bot = startWriting();
    await bot.open;
    await until(() => bot.kept.length > 100);
    const before = [...bot.kept];
    const { code, said } = await backUp();
    expect([code, said]).toEqual([0, expect.stringMatching(/copy\.db: \d{3,} conversations, checked\n$/)]);
    expect(statSync(copy).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder).filter((name) => name.startsWith("copy"))).toEqual(["copy.db"]);
    const during = bot.kept.length;
    await until(() => bot.kept.length > during);

    // Stop, put the file in place of the three, start.
    bot.child.kill("SIGKILL");
    await once(bot.child, "exit");
    for (const end of ["", "-wal", "-shm"]) rmSync(`${file}${end}`, { force: true });
    renameSync(copy, file);
    const store = await openStore(`file:${file}`);
    const restored = await store.conversationsWithOutbox(0, 1_000_000);
    const numbers = new Set(restored.map((id) => Number(id.slice("test:".length))));
    expect(before.filter((number) => !numbers.has(number))).toEqual([]);
    for (const id of restored)
      expect(await store.transaction((transaction) => transaction.load(id))).toBeDefined();
    await store.close();
  });

  it("made while nothing runs leaves the store as it is", async () => {
    await makeStore();
    expect(await backUp()).toMatchObject({
      code: 0,
      said: expect.stringContaining("1 conversations, checked"),
    });
    expect(readdirSync(folder).sort()).toEqual(["copy.db", "objecteur.db", "objecteur.db.lock"]);
  });

  it("overwrites nothing", async () => {
    await makeStore();
    writeFileSync(copy, "precious");
    expect(await backUp()).toMatchObject({ code: 1, refused: expect.stringContaining("exists already") });
    expect(statSync(copy).size).toBe("precious".length);
    rmSync(copy);
    writeFileSync(`${copy}.unfinished`, "half");
    expect(await backUp()).toMatchObject({ code: 1, refused: expect.stringContaining("was cut off") });
    expect(existsSync(copy)).toBe(false);
  });

  it("is refused, and nothing made, where there is no store, or none of ours", async () => {
    expect(await backUp()).toMatchObject({ code: 1, refused: expect.stringContaining("nothing to back up") });
    writeFileSync(file, "Dear diary, ".repeat(1_000));
    expect(await backUp()).toMatchObject({
      code: 1,
      refused: expect.stringContaining("is not a SQLite database"),
    });
    rmSync(file);
    new Database(file).exec("CREATE TABLE cookies (name TEXT)").close();
    expect(await backUp()).toMatchObject({ code: 1, refused: expect.stringContaining("another program's") });
    expect(readdirSync(folder)).toEqual(["objecteur.db"]);
  });

  it("of PostgreSQL is left to pg_dump, and the password is not shown", async () => {
    const { code, refused } = await backUp(copy, "postgres://bot:Zanzibar@localhost/objecteur");
    expect([code, refused]).toEqual([1, expect.stringContaining("pg_dump")]);
    expect(refused).not.toContain("Zanzibar");
  });
});
