import { existsSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { expect, it, onTestFinished } from "vitest";
import { openPushKeys } from "../../src/storage/push-keys.ts";
import { missingDisk, openSmallDisk } from "../support/small-disk.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const keys = { publicKey: "public", privateKey: "private" };
const others = { publicKey: "other", privateKey: "other" };

it("are made once, for their user alone, and leave nothing else beside them", () => {
  const folder = temporaryFolder();
  expect(openPushKeys(`file:${folder}/data/bot.db`, () => keys)).toEqual(keys);
  expect(openPushKeys(`file:${folder}/data/bot.db`, () => others)).toEqual(keys);
  expect(readdirSync(`${folder}/data`)).toEqual(["push-keys.json"]);
  expect(statSync(`${folder}/data/push-keys.json`).mode & 0o777).toBe(0o600);
});

it("are not replaced if they cannot be read", () => {
  const folder = temporaryFolder();
  writeFileSync(`${folder}/push-keys.json`, "{");
  expect(() => openPushKeys(`file:${folder}/bot.db`, () => keys)).toThrow(
    `${folder}/push-keys.json does not hold the keys for push messages: restore it, or set WEB_PUSH_PUBLIC_KEY`,
  );
});

it("beside a PostgreSQL can be set, where no file can be", () => {
  const folder = temporaryFolder();
  const before = process.cwd();
  process.chdir(folder);
  onTestFinished(() => process.chdir(before));
  writeFileSync("data", "no folder");
  expect(() => openPushKeys("postgres://localhost/bot", () => keys)).toThrow(
    /^data\/push-keys\.json cannot be made: .+: set WEB_PUSH_PUBLIC_KEY and WEB_PUSH_PRIVATE_KEY\.$/,
  );
});

const missing = missingDisk();

it.skipIf(missing)(`on a full disk, it is the disk that is to blame${missing ? ` (${missing})` : ""}`, () => {
  const disk = openSmallDisk(onTestFinished);
  const url = `file:${disk.folder}/bot.db`;
  disk.fill();
  expect(() => openPushKeys(url, () => keys)).toThrow(
    `${disk.folder}/push-keys.json cannot grow, the disk is full: make room on it.`,
  );
  expect(existsSync(`${disk.folder}/push-keys.json`)).toBe(false);
  disk.makeRoom();
  expect(openPushKeys(url, () => keys)).toEqual(keys);
  disk.fill();
  expect(openPushKeys(url, () => others)).toEqual(keys);
});

it.skipIf(missing)(`on a disk that is read-only, so is the blame${missing ? ` (${missing})` : ""}`, () => {
  const disk = openSmallDisk(onTestFinished);
  const url = `file:${disk.folder}/bot.db`;
  disk.makeReadOnly();
  expect(() => openPushKeys(url, () => keys)).toThrow(`${disk.folder}/push-keys.json is read-only: `);
});
