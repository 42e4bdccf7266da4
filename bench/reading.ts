// How long it takes to read what people type: `npm run bench:reading`.
import en from "../test/phrases/everyday-en.json" with { type: "json" };
import fr from "../test/phrases/everyday-fr.json" with { type: "json" };
import { readWords } from "../test/support/read-words.ts";
import { percentile } from "./percentile.ts";
import { printTable, verdict } from "./print-table.ts";

const rounds = 20;
const longestText = 4_096;
const mostForUsual = 1;
const mostForLongest = 20;

/** Texts that could take long: as many characters as are read at most. */
const longest: Readonly<Record<string, string>> = {
  "4,000 × “ﷺ”": "ﷺ".repeat(4_000),
  "one sentence again and again": "je ne sais pas si le formulaire marche ",
  "unknown words": "zorglub frimousse patatras ",
  "mistyped words": "facebok instagran formulare ",
  "short words": "a b c ",
  "full stops": "a.b.",
  accounts: "facebook ",
  emoji: "😀",
};

function timeOf(text: string, language: string): number {
  const began = performance.now();
  readWords(text, "accounts", language);
  return performance.now() - began;
}

const usual = [
  ...fr.map(({ text }) => [text, "fr"] as const),
  ...en.map(({ text }) => [text, "en"] as const),
];
const times = Array.from({ length: rounds }, () => usual.map(([text, language]) => timeOf(text, language)))
  .slice(rounds / 2)
  .flat();
const median = percentile(times, 0.5);
const slowest = Object.entries(longest).map(([name, text]) => {
  const whole = text.repeat(Math.ceil(longestText / text.length)).slice(0, longestText);
  return [name, Math.min(...Array.from({ length: 5 }, () => timeOf(whole, "fr")))] as const;
});

printTable([
  ["", "ms"],
  ["a usual message, median", median.toFixed(3)],
  ["a usual message, p95", percentile(times, 0.95).toFixed(3)],
  ...slowest.map(([name, ms]) => [`4,096 characters: ${name}`, ms.toFixed(1)]),
]);
const worst = Math.max(...slowest.map(([, ms]) => ms));
console.log(`\na usual message under ${mostForUsual} ms: ${verdict(median < mostForUsual)}`);
console.log(`the longest text under ${mostForLongest} ms: ${verdict(worst < mostForLongest)}`);
