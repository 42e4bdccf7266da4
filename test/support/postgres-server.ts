import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chownSync, existsSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";
import { freePort } from "./free-port.ts";

const debian = "/usr/lib/postgresql";
const deleteAll = `DO $$ DECLARE name TEXT; BEGIN
  FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename NOT IN ('store_version', 'setting')
  LOOP EXECUTE 'DELETE FROM ' || name; END LOOP;
END $$`;
const password = "Zanzibar-secret";

/** A throw-away PostgreSQL server on loopback. */
export interface PostgresServer {
  readonly port: number;
  /** The password in its addresses, which no error may show. */
  readonly password: string;
  /** The address of a database, as user "objecteur" where no other is named. */
  url(database: string, user?: string): string;
  /** Makes an empty database that belongs to "objecteur"; gives its address. */
  createDatabase(options?: string): Promise<string>;
  /** Empties a store that nobody has open: quicker than to make another database. */
  empty(url: string): Promise<void>;
  /** Runs statements as the server's owner; gives the rows of the last one. */
  query(text: string, database?: string): Promise<readonly Record<string, unknown>[]>;
  /** Ends the server as a crash does: nothing is said to anyone, nothing is written any more. */
  crash(): Promise<void>;
  start(): Promise<void>;
  /** Ends it, and leaves nothing of it. */
  remove(): Promise<void>;
}

/** Why no server can be started here, or nothing; throws in CI, where a test that is skipped would not be seen. */
export function missingPostgres(): string | undefined {
  if (findBinaries() !== undefined) return undefined;
  const reason = "initdb and postgres are missing: apt install postgresql";
  if (process.env["CI"] === "true") throw new Error(reason);
  return reason;
}

/** For the end of a title: what is missing, if anything is. */
export function whySkipped(): string {
  const missing = missingPostgres();
  return missing === undefined ? "" : ` (skipped: ${missing})`;
}

/** The newest version of Debian's, or what stands in PATH. */
function findBinaries(): string | undefined {
  const versions = existsSync(debian) ? readdirSync(debian) : [];
  const places = [
    ...versions.sort((a, b) => Number(b) - Number(a)).map((version) => join(debian, version, "bin")),
    ...(process.env["PATH"] ?? "").split(delimiter),
  ];
  return places.find((place) => ["initdb", "postgres"].every((name) => existsSync(join(place, name))));
}

/** PostgreSQL refuses to run as root: then it runs as its own user. */
function findOwner(): { readonly uid?: number; readonly gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const idOf = (flag: string) => Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }));
  return { uid: idOf("-u"), gid: idOf("-g") };
}

/**
 * The path of a new cluster that no server has run on, made once on this machine for its version of the programs: to make one takes
 * longer than to copy it.
 */
function findTemplate(binaries: string, owner: ReturnType<typeof findOwner>): string {
  const version = execFileSync(join(binaries, "postgres"), ["--version"], { encoding: "utf8" });
  const template = join(tmpdir(), `objecteur-cluster-${version.replace(/[^\d.]+/g, "-")}${owner.uid ?? ""}`);
  if (existsSync(template)) return template;
  const folder = mkdtempSync(`${template}-`);
  if (owner.uid !== undefined && owner.gid !== undefined) chownSync(folder, owner.uid, owner.gid);
  const secret = join(folder, "password");
  writeFileSync(secret, password);
  execFileSync(
    join(binaries, "initdb"),
    [
      ...["-D", join(folder, "cluster"), "-U", "postgres", "--auth=scram-sha-256", `--pwfile=${secret}`],
      ...["--encoding=UTF8", "--locale=C", "--no-sync", "--no-instructions"],
    ],
    { ...owner, cwd: folder, stdio: "ignore", env: { PATH: binaries, TZ: "UTC" } },
  );
  rmSync(secret);
  // Another process may have been quicker.
  if (existsSync(template)) rmSync(folder, { recursive: true });
  else renameSync(folder, template);
  return template;
}

/** Makes a cluster in a temporary folder and starts it. */
export async function startPostgres(): Promise<PostgresServer> {
  const binaries = findBinaries();
  if (binaries === undefined) throw new Error(missingPostgres());
  const owner = findOwner();
  const folder = mkdtempSync(join(tmpdir(), "objecteur-postgres-"));
  if (owner.uid !== undefined && owner.gid !== undefined) chownSync(folder, owner.uid, owner.gid);
  const cluster = join(folder, "cluster");
  execFileSync("cp", ["-a", join(findTemplate(binaries, owner), "cluster"), cluster]);
  const port = await freePort();
  const asOwner = { ...owner, cwd: folder, stdio: "ignore", env: { PATH: binaries, TZ: "UTC" } } as const;
  let running: ChildProcess | undefined;
  let databases = 0;

  const url = (database: string, user = "objecteur") =>
    `postgres://${user}:${password}@127.0.0.1:${port}/${database}`;

  async function query(text: string, database = "postgres") {
    const client = new Client({ connectionString: url(database, "postgres") });
    await client.connect();
    try {
      const { rows } = await client.query<Record<string, unknown>>(text);
      return rows;
    } finally {
      await client.end();
    }
  }

  async function start(): Promise<void> {
    const settings = ["shared_buffers=32MB", "max_connections=100", `unix_socket_directories=${folder}`];
    const server = spawn(
      join(binaries ?? "", "postgres"),
      ["-D", cluster, "-h", "127.0.0.1", "-p", String(port), ...settings.flatMap((line) => ["-c", line])],
      asOwner,
    );
    running = server;
    for (let tries = 0; tries < 200 && server.exitCode === null; tries += 1) {
      if (await isUp()) return;
      await sleep(50);
    }
    throw new Error("the server does not start");
  }

  function isUp(): Promise<boolean> {
    return query("SELECT 1").then(
      () => true,
      () => false,
    );
  }

  async function end(signal: NodeJS.Signals): Promise<void> {
    if (!running || running.exitCode !== null) return;
    const ended = once(running, "exit");
    running.kill(signal);
    await ended;
  }

  await start();
  await query(`CREATE ROLE objecteur LOGIN PASSWORD '${password}'`);
  return {
    port,
    password,
    url,
    query,
    start,
    async createDatabase(options = "") {
      databases += 1;
      const database = `test_${databases}`;
      await query(`CREATE DATABASE ${database} OWNER objecteur ${options}`);
      return url(database);
    },
    async empty(url) {
      await query(deleteAll, new URL(url).pathname.slice(1));
    },
    // As `pg_ctl stop -m immediate` does.
    crash: () => end("SIGQUIT"),
    async remove() {
      // Without the farewell of a server that is to start again.
      await end("SIGQUIT");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
