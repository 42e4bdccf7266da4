import type { ToldReport } from "../wire.ts";
import { make } from "./make.ts";
import { drawBar, drawNumbers, type Pen } from "./pen.ts";

type Counts = ToldReport["understood"]["languages"][string];

const outcomes = ["answered", "asked-back", "suggested", "not-understood"] as const;

/** What typed texts came to in each language, and the topics most asked. */
export function drawUnderstanding(pen: Pen): readonly Node[] {
  const { report, texts, times } = pen;
  const counted = Object.entries(report.understood.languages);
  if (counted.length === 0) return [make("p", {}, texts.text("understanding.none"))];
  const names = new Intl.DisplayNames(texts.language(), { type: "language" });
  const languages = counted.flatMap(([tag, counts]) => drawLanguage(names.of(tag) ?? tag, counts, pen));
  const since = texts.text("understanding.since", { since: times.moment(report.since) });
  return [
    make("div", { className: "side-by-side" }, make("div", {}, ...languages), drawTopics(pen)),
    make("p", {}, since),
  ];
}

function drawLanguage(name: string, counts: Counts, { texts, number }: Pen): readonly Node[] {
  const numbers = outcomes.map(
    (outcome) => [texts.text(`understanding.${outcome}`), number(counts[outcome]), false] as const,
  );
  return [make("h3", {}, name), drawNumbers(numbers)];
}

function drawTopics({ report: { understood }, texts, number }: Pen): HTMLElement {
  const all = Object.values(understood.languages)
    .flatMap((counts) => Object.values(counts))
    .reduce((sum, count) => sum + count, 0);
  // What is no help topic has no label: its id stands there.
  const bars = understood.topics.map(({ topic, count }) =>
    drawBar(texts.text(`topic.${topic}`) || topic, count, all, number),
  );
  return make(
    "div",
    {},
    make("h3", {}, texts.text("understanding.topics")),
    make("ol", { className: "bars" }, ...bars),
  );
}
