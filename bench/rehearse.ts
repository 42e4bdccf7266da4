// A newsroom's launch day, played against the built bot on stand-ins: `npm run rehearse [-- --minutes 15]`.
import { createCommand, runCommand, UsageError, usageOf } from "../src/support/command-line.ts";
import { judge } from "./rehearse/judge-day.ts";
import { judgeLateness } from "./rehearse/judge-lateness.ts";
import { mostMinutes, playDay } from "./rehearse/play-day.ts";
import { complaints, printPage } from "./rehearse/print-page.ts";
import { openStage } from "./rehearse/stage.ts";
import { createUndo } from "./undo.ts";

const leastMinutes = 3;
const usage = usageOf([
  [
    `npm run rehearse -- --minutes ${leastMinutes}`,
    `plays a launch day in ${leastMinutes} to ${mostMinutes} minutes`,
  ],
  ["npm run rehearse -- --price 0.07", "a message on WhatsApp costs so many euros, in place of 0.046"],
]);
const options = {
  minutes: { type: "string", default: String(mostMinutes) },
  /** About Germany's utility rate of 2025. */
  price: { type: "string", default: "0.046" },
} as const;

const rehearse = createCommand(usage, { options }, async ({ values }) => {
  const minutes = readNumber("--minutes", values.minutes, leastMinutes, mostMinutes);
  const price = readNumber("--price", values.price, 0, 1);
  const undo = createUndo();
  try {
    const stage = await openStage(undo.atEnd);
    const played = await playDay(stage, minutes);
    const astray = await stage.lookIntoStore(played.guests.length);
    await stage.end("stop");
    const { outages } = stage;
    const judgement = judge(played.guests, outages);
    const lateness = judgeLateness(played.guests, outages);
    const day = { ...played, ...stage.figures(), outages, judgement, lateness, price, astray };
    printPage(day);
    process.exitCode = complaints(day).length > 0 ? 1 : 0;
  } finally {
    await undo.run();
  }
  // Whoever still waits for an answer would keep it alive.
  process.exit();
});

function readNumber(option: string, words: string, least: number, most: number): number {
  const number = Number(words);
  if (number >= least && number <= most) return number;
  throw new UsageError(`${option}: expected a number from ${least} to ${most}\n${usage}`);
}

await runCommand(rehearse);
