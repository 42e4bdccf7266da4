import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { expect, it } from "vitest";
import { openScene, setReminder, talk } from "../support/bot-api-scene.ts";
import { startBot, temporaryFolder } from "../support/bot-process.ts";

it("goes on from a backup on a fresh machine: with the conversation and its reminder", async () => {
  const { server, file, environment } = await openScene("polling");
  const before = startBot(environment);
  const person = server.person(1, { languageCode: "fr" });
  await talk(person, setReminder);
  const fresh = `${temporaryFolder()}/data/objecteur.db`;
  mkdirSync(dirname(fresh));
  execFileSync(process.execPath, ["dist/backup.js", fresh], { env: { ...process.env, ...environment } });
  expect(await before.end("SIGKILL")).toBe("SIGKILL");
  rmSync(file);

  const after = startBot({ ...environment, DATABASE_URL: `file:${fresh}` });
  await talk(person, [
    ["mes rappels", "Voici vos rappels"],
    ["mes données", "Instagram"],
  ]);
  expect(await after.end("SIGTERM")).toBe(0);
});
