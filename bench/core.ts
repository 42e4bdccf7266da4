// How many steps the pure core takes in a second of one core: `npm run bench:core`.
import { understand } from "../src/app/understand.ts";
import { openQuestion, step } from "../src/conversation/step.ts";
import { createBrain } from "../test/support/bot-under-test.ts";
import { readArguments } from "../test/support/read-arguments.ts";
import { measure } from "./measure.ts";
import { count, printTable } from "./print-table.ts";
import { type RecordedStep, recordSteps } from "./record-steps.ts";

await readArguments([["npm run bench:core", "how many steps the pure core takes"]], {});
const brain = createBrain(["meta"]);
const recorded = recordSteps(brain, Date.now());
const typed = recorded.filter(({ message }) => "text" in message);
const tapped = recorded.filter(({ message }) => "tapped" in message);

const takeStep = ({ before, acts, facts, words }: RecordedStep) =>
  step(before, acts, facts, { words, hint: "fr" });
const ask = ({ before, facts }: RecordedStep) => openQuestion(before, facts);
const read = ({ before, facts, asked, message }: RecordedStep) =>
  understand(message, asked, before.person, facts, brain.grammar);
const all = (one: RecordedStep) => {
  const asked = openQuestion(one.before, one.facts)?.question;
  const { acts, unread, language } = understand(
    one.message,
    asked,
    one.before.person,
    one.facts,
    brain.grammar,
  );
  return step(one.before, acts, one.facts, { words: language, hint: "fr", unread });
};

function rateOf(steps: readonly RecordedStep[], work: (one: RecordedStep) => unknown) {
  return measure(steps.length, () => steps.forEach(work));
}

const rates = {
  step: rateOf(recorded, takeStep),
  openQuestion: rateOf(recorded, ask),
  "understand: a press": rateOf(tapped, read),
  "understand: words": rateOf(typed, read),
  "all three, as for a message": rateOf(recorded, all),
};

console.log(`${recorded.length} steps of ${typed.length} texts and ${tapped.length} presses\n`);
printTable([
  ["", "a second of a core", "µs each", "at best", "µs each"],
  ...Object.entries(rates).map(([name, { median, best }]) => [
    name,
    count(median),
    (1_000_000 / median).toFixed(1),
    count(best),
    (1_000_000 / best).toFixed(1),
  ]),
]);
