import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, it } from "vitest";

const run = promisify(execFile);
/** What must not be, in the words of the page. */
const nothing = [
  "messages lost",
  "people who still wait",
  "… although no process had just ended",
  "messages out of place",
  "wrong in the store at the end",
];

it("plays a launch day in three minutes: through crashes, a full disk and an upgrade nothing is lost, and doubled only by a crash", {
  timeout: 1_000_000,
}, async () => {
  const play = run(process.execPath, ["--import", "tsx", "bench/rehearse.ts", "--minutes", "3"]);
  const { stdout } = await play.catch((error: { stdout: string }) => error);
  process.stdout.write(stdout);
  for (const what of nothing) expect(stdout).toMatch(new RegExp(`^${what} +0$`, "m"));
  const [, wanted, came] = /^answers and reminders wanted +(\S+)\n… that came +(\S+)$/m.exec(stdout) ?? [];
  expect(wanted).toMatch(/^\d,\d{3}$/);
  expect(came).toBe(wanted);
});
