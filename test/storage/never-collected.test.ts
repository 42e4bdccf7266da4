import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

const folder = new URL("../../src/storage/", import.meta.url);
const code = readdirSync(folder).map((file) => readFileSync(new URL(file, folder), "utf8"));
const count = (pattern: RegExp) => code.join("\n").match(pattern)?.length ?? 0;

it("never ends the bot by collecting what better-sqlite3 made: each database and statement is kept", () => {
  expect(count(/new Database\(/g)).toBeGreaterThan(3);
  expect(count(/\.prepare\b/g)).toBeGreaterThan(3);
  expect(count(/neverCollected\(new Database\(/g)).toBe(count(/new Database\(/g));
  expect(count(/neverCollected\(\w+\.prepare\b/g)).toBe(count(/\.prepare\b/g));
});

it("makes no statement that is not seen: db.pragma prepares one, db.exec does not", () => {
  expect(count(/\.(pragma|transaction)\(["`]/g)).toBe(0);
});
