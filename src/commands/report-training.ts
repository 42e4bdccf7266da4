import { groupedBy } from "../understanding/grouped-by.ts";
import { type Prediction, predictPart } from "../understanding/intents/cross-validate.ts";
import { withThresholds } from "../understanding/intents/find-thresholds.ts";
import { type KnownIntent, never } from "../understanding/intents/intent-model.ts";
import type { Example } from "../understanding/intents/parse-examples.ts";
import type { TrainedIntents } from "../understanding/intents/train-intents.ts";
import { wordsOf } from "../understanding/tokens.ts";

const fewExamples = 30;
const shortMessage = 8;
const mostOffered = 3;
const mostListed = 25;

/**
 * Reports how well a model reads messages that it was not trained with, what it confuses, and which
 * intents lack examples. It also trains with fewer examples, to estimate what more of them would
 * bring.
 */
export function reportTraining(examples: readonly Example[], { model, predictions }: TrainedIntents): string {
  const isShort = ({ example }: Prediction) => wordsOf(example.tokens).length <= shortMessage;
  const byIntent = groupedBy(predictions, ({ example }) => example.intents[0]);
  const byKind = groupedBy(predictions, ({ example }) => example.intents[0].split(".")[0] ?? "");
  const few = [...byIntent].filter(([, own]) => own.length < fewExamples).map(([intent]) => intent);
  const unsure = model.intents.filter(({ threshold }) => threshold >= never).map(({ name }) => name);
  return [
    `${examples.length} examples of ${model.intents.length} intents. Right: the likeliest intent is one of the message's.`,
    `Offered: its main intent is one of the ${mostOffered} likeliest. All are messages that the model did not know.`,
    line("all", predictions),
    line(`up to ${shortMessage} words`, predictions.filter(isShort)),
    line(
      "longer",
      predictions.filter((each) => !isShort(each)),
    ),
    line(
      "with several intents",
      predictions.filter(({ example }) => example.intents.length > 1),
    ),
    ...sorted(byKind).map(([kind, own]) => line(kind, own)),
    `  mean of all intents: right ${percent(meanOf([...byIntent.values()].map((own) => shareOf(own, isRight))))}`,
    `  ${concludedLine(model.intents, predictions)}`,
    "A fifth of them, by a part of the others:",
    ...[4, 2].map((every) => line(`1/${every}`, predictPart(0, examples, every))),
    line(
      "all",
      predictions.filter(({ part }) => part === 0),
    ),
    "Confused most often:",
    ...confusedPairs(predictions),
    "Read worst:",
    ...sorted(byIntent, (own) => shareOf(own, isRight))
      .slice(0, mostListed)
      .map(([intent, own]) => line(intent, own)),
    `Fewer than ${fewExamples} examples: ${few.join(", ") || "none"}`,
    `Never concluded: ${unsure.join(", ") || "none"}`,
  ].join("\n");
}

function line(name: string, own: readonly Prediction[]): string {
  const [right, offered] = [isRight, isOffered].map((judge) => percent(shareOf(own, judge)));
  return `  ${name}: ${own.length}, right ${right}, offered ${offered}`;
}

function isRight({ example, ranked }: Prediction): boolean {
  return example.intents.includes(ranked[0]?.intent ?? "");
}

function isOffered({ example, ranked }: Prediction): boolean {
  return ranked.slice(0, mostOffered).some(({ intent }) => intent === example.intents[0]);
}

/**
 * Reports what would be concluded from each part of the messages, by the thresholds of the other
 * parts.
 */
function concludedLine(intents: readonly KnownIntent[], predictions: readonly Prediction[]): string {
  const judged = [...groupedBy(predictions, ({ part }) => part)].flatMap(([part, own]) => {
    const others = predictions.filter((each) => each.part !== part);
    const thresholds = new Map(
      withThresholds(intents, others).map(({ name, threshold }) => [name, threshold]),
    );
    return own.map(({ example, ranked }) => {
      const concluded = ranked.filter(
        ({ intent, confidence }) => confidence >= (thresholds.get(intent) ?? never),
      );
      const isWrong = concluded.some(({ intent }) => !example.intents.includes(intent));
      return isWrong ? "wrong" : concluded.length > 0 ? "right" : "nothing";
    });
  });
  const [right, wrong] = ["right", "wrong"].map((verdict) =>
    percent(shareOf(judged, (each) => each === verdict)),
  );
  return `above the thresholds of their intents: only right ones ${right}, a wrong one ${wrong}`;
}

function confusedPairs(predictions: readonly Prediction[]): readonly string[] {
  const wrong = predictions.filter((each) => !isRight(each));
  const pairs = groupedBy(
    wrong,
    ({ example, ranked }) => `${example.intents[0]} read as ${ranked[0]?.intent}`,
  );
  return sorted(pairs, (own) => -own.length)
    .slice(0, mostListed)
    .map(([pair, own]) => `  ${own.length} × ${pair}`);
}

/** Sorts the groups by a number, then by their names. */
function sorted<Item>(
  groups: ReadonlyMap<string, Item[]>,
  numberOf: (items: readonly Item[]) => number = () => 0,
): readonly (readonly [string, Item[]])[] {
  return [...groups].sort(
    ([name, own], [otherName, other]) => numberOf(own) - numberOf(other) || (name < otherName ? -1 : 1),
  );
}

function meanOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, each) => sum + each, 0) / Math.max(numbers.length, 1);
}

function shareOf<Item>(items: readonly Item[], judge: (item: Item) => boolean): number {
  return meanOf(items.map((item) => Number(judge(item))));
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
