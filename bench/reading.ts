// How long it takes to read what people type: `npm run bench:reading`.
import { firstWords, mostWords } from "../src/understanding/first-words.ts";
import { tokensOf, wordsOf } from "../src/understanding/tokens.ts";
import en from "../test/phrases/messages-en.json" with { type: "json" };
import fr from "../test/phrases/messages-fr.json" with { type: "json" };
import { readArguments } from "../test/support/read-arguments.ts";
import { readWords } from "../test/support/read-words.ts";
import { percentile } from "./percentile.ts";
import { printTable, verdict } from "./print-table.ts";

await readArguments([["npm run bench:reading", "how long it takes to read what people type"]], {});
const rounds = 4;
const tries = 3;
const usualTexts = 5;
const mostForUsual = 1;
const mostTimesUsual = 3;
const longestText = 4_096;

/** Texts that could take long, again and again up to as many characters as a channel lets through. */
const shapes: Readonly<Record<string, string>> = {
  "“no, ”": "no, ",
  "“no” a line": "no\n",
  "“a ”": "a ",
  "“je ”": "je ",
  "“i live in ”": "i live in ",
  conjunctions: "et and ou or mais but ",
  "yes and no": "oui non yes no ",
  courtesies: "merci, ok, thanks, ",
  accounts: "facebook ",
  "accounts, cut": "facebook, instagram, ",
  services: "linkedin, whatsapp, ",
  digits: "1 ",
  "numbers, cut": "12, 7, ",
  dates: "12/05 ",
  hours: "lundi à 18h30 ",
  "wishes for a reminder": "rappelle-moi demain, ",
  places: "new york saint france ",
  accents: "é ",
  "accents apart": "e\u0301 ",
  "a letter that is many": "ﷺ ",
  emoji: "😀 a ",
  "unknown words": "zorglub frimousse patatras ",
  "mistyped words": "facebok instagran formulare ",
  "full stops": "a.b.",
  questions: "is it legal? does it stop? ",
  "one sentence": "je ne sais pas si le formulaire marche ",
  passwords: "my password is ",
};
const questions = [
  ...(["accounts", "next", "service", "ask-linked", "remind", "remind-set"] as const),
  ...(["zone", "complain", "complaint-country", "forget"] as const),
];
type QuestionId = (typeof questions)[number];

const phrases = [
  ...fr.map(({ text }) => [text, "fr"] as const),
  ...en.map(({ text }) => [text, "en"] as const),
];

function timeOf(text: string, asked: QuestionId, language: string): number {
  const began = performance.now();
  readWords(text, asked, language);
  return performance.now() - began;
}

const wordsIn = (text: string) => wordsOf(tokensOf(text)).length;

/** As many words as people write in messages, one after the other. */
function usualText(words: number, from: number): string {
  let text = "";
  for (let at = from; wordsIn(text) < words; at += 1) text += `${phrases[at % phrases.length]?.[0] ?? ""}. `;
  return text;
}

const times = Array.from({ length: rounds }, () =>
  phrases.map(([text, language]) => timeOf(text, "accounts", language)),
)
  .slice(rounds / 2)
  .flat();

/** The least of several times of each text, all in turn. */
function leastTimes(texts: readonly string[], asked: QuestionId): readonly number[] {
  const turns = Array.from({ length: tries }, () => texts.map((text) => timeOf(text, asked, "fr")));
  return texts.map((_, at) => Math.min(...turns.map((turn) => turn[at] ?? Infinity)));
}

const longest = Object.values(shapes).map(
  (shape) => firstWords(shape.repeat(longestText / shape.length)).text,
);
const usual = Array.from({ length: usualTexts }, (_, index) => usualText(mostWords, index * 97));
const compared = questions.map((asked) => {
  const all = leastTimes([...longest, ...usual], asked);
  const beside = percentile(all.slice(longest.length), 0.5);
  return all.slice(0, longest.length).map((own) => ({ asked, own, beside, ratio: own / beside }));
});
const slowest = Object.keys(shapes).map((name, at) => {
  const [first, ...others] = compared.flatMap((each) => each[at] ?? []);
  if (first === undefined) throw new Error(`${name} was not read`);
  return { name, ...others.reduce((one, other) => (other.ratio > one.ratio ? other : one), first) };
});
const median = percentile(times, 0.5);

printTable([
  ["", "ms"],
  ["a usual message, median", median.toFixed(3)],
  ["a usual message, p95", percentile(times, 0.95).toFixed(3)],
]);
console.log();
printTable([
  [`${mostWords} words`, "at the question", "ms", "a usual message of as many words", "times"],
  ...slowest
    .toSorted((one, other) => other.ratio - one.ratio)
    .map(({ name, asked, own, beside, ratio }) => [
      name,
      asked,
      own.toFixed(1),
      beside.toFixed(1),
      ratio.toFixed(2),
    ]),
]);
const worst = Math.max(...slowest.map(({ ratio }) => ratio));
console.log(`\na usual message under ${mostForUsual} ms: ${verdict(median < mostForUsual)}`);
console.log(
  `no shape over ${mostTimesUsual} × a usual message of as many words: ${verdict(worst <= mostTimesUsual)}`,
);
