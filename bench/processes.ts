// Several bot processes on one PostgreSQL, each update brought to one of them at random: `npm run bench:processes [people]`.
import { buildBot } from "../test/support/build-bot.ts";
import { startPostgres } from "../test/support/postgres-server.ts";
import { type SharedOutcome, talkThroughProcesses } from "../test/support/talk-through-processes.ts";
import { percentile } from "./percentile.ts";
import { count, printTable, verdict } from "./print-table.ts";
import { createUndo } from "./undo.ts";

const people = Number(process.argv[2] ?? 100);
const steps = 12;
const kills = { times: 15, everyMs: 4_000 };

buildBot();
const server = await startPostgres();

async function run(plan: Omit<Parameters<typeof talkThroughProcesses>[0], "server" | "people">) {
  const undo = createUndo();
  try {
    return await talkThroughProcesses({ server, people, ...plan }, undo.atEnd);
  } finally {
    await undo.run();
  }
}

const outcomes: Readonly<Record<string, SharedOutcome>> = {
  "one process": await run({ processes: 1, steps }),
  "three processes": await run({ processes: 3, steps }),
  "three, killed, and PostgreSQL too": await run({ processes: 3, kills, restartsDatabase: true }),
};
await server.remove();

console.log(`${count(people)} people at once\n`);
printTable([
  ["", "steps", "steps/s", "median ms", "p99 ms", "kills", "unanswered", "doubles", "unexplained", "astray"],
  ...Object.entries(outcomes).map(([name, outcome]) => [
    name,
    count(outcome.steps),
    count(outcome.steps / outcome.seconds),
    count(percentile(outcome.times, 0.5)),
    count(percentile(outcome.times, 0.99)),
    count(outcome.kills),
    count(outcome.unanswered.length),
    count(outcome.doubles),
    count(outcome.unexplained.length),
    count(outcome.wrong.length + outcome.astray.length),
  ]),
]);
const trouble = Object.values(outcomes).flatMap((outcome) => [
  ...outcome.unanswered,
  ...outcome.wrong,
  ...outcome.unexplained,
  ...outcome.astray,
]);
console.log(`\neveryone answered, each step taken once: ${verdict(trouble.length === 0)}`);
for (const line of trouble.slice(0, 20)) console.log(line);
process.exitCode = trouble.length === 0 ? 0 : 1;
