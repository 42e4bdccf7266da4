import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import { openStore } from "../../src/storage/open-store.ts";
import { storeContract } from "../support/store-contract.ts";

const folder = mkdtempSync(join(tmpdir(), "objecteur-"));
let files = 0;
afterAll(() => rmSync(folder, { recursive: true }));

storeContract("SQLite file", () => openStore(`file:${join(folder, `${files++}.db`)}`));
storeContract("memory", () => openStore("memory:"));
