// People talk while one call of the Bot API in 25 goes wrong, on loopback: `npm run bench:faults [people]`.
import { buildBot } from "../test/support/build-bot.ts";
import { readArguments } from "../test/support/read-arguments.ts";
import { talkThroughFaults } from "../test/support/talk-through-faults.ts";
import { percentile } from "./percentile.ts";
import { count, printTable, verdict } from "./print-table.ts";
import { createUndo } from "./undo.ts";

const { positionals } = await readArguments(
  [["npm run bench:faults -- [people]", "people talk while calls of the Bot API go wrong"]],
  { allowPositionals: true },
);
const [people = 2_000] = positionals.map(Number);
const steps = 6;

buildBot();
const undo = createUndo();
const outcome = await talkThroughFaults({ people, steps, patienceMs: 120_000 }, undo.atEnd);
await undo.run();

const { unanswered, wrong, unexplained, astray, faults, times } = outcome;
console.log(`${count(people)} people × ${steps} steps at once, in ${outcome.seconds.toFixed(1)} s\n`);
printTable([
  ["", "count"],
  ["steps", count(outcome.steps)],
  ["calls of the Bot API, polls included", count(outcome.calls)],
  ["answered with 502", count(faults["502"] ?? 0)],
  ["answered with 429, wait 1 s", count(faults["429"] ?? 0)],
  ["connection cut, nothing done", count(faults["cut"] ?? 0)],
  ["done, and the answer lost", count(faults["drop-answer"] ?? 0)],
  ["of these, messages to people", count(outcome.lostAnswers)],
  ["steps without an answer", count(unanswered.length)],
  ["messages that came twice", count(outcome.doubles)],
  ["twice, and no answer was lost", count(unexplained.length)],
  ["messages that are out of place", count(wrong.length)],
  ["rows of the store that are out of place", count(astray.length)],
  ["median ms of a step", count(percentile(times, 0.5))],
  ["p99 ms of a step", count(percentile(times, 0.99))],
]);
const trouble = [...unanswered, ...wrong, ...unexplained, ...astray];
console.log(`\nnobody stuck, twice only what was lost: ${verdict(trouble.length === 0)}`);
for (const line of trouble.slice(0, 20)) console.log(line);
process.exitCode = trouble.length === 0 ? 0 : 1;
