import type { UnderstoodReport } from "./app/operator-report.ts";
import type { UnderstandingOutcome } from "./app/ports.ts";

/** One value of the counter `objecteur_understood_total`. */
interface Counted {
  readonly labels: Partial<Record<string, string | number>>;
  readonly value: number;
}

const mostTopics = 10;

/** Sums the counter up: the outcomes in each language, and the topics most asked in all languages. */
export function sumUnderstood(counted: readonly Counted[]): UnderstoodReport {
  const asked = [...labelled(counted, "outcome", "answered"), ...labelled(counted, "outcome", "suggested")];
  return {
    languages: Object.fromEntries(
      valuesOf(counted, "language").map((language) => [
        language,
        outcomesOf(labelled(counted, "language", language)),
      ]),
    ),
    topics: valuesOf(asked, "topic")
      .map((topic) => ({ topic, count: sum(labelled(asked, "topic", topic)) }))
      .toSorted((one, other) => other.count - one.count)
      .slice(0, mostTopics),
  };
}

function outcomesOf(counted: readonly Counted[]): Readonly<Record<UnderstandingOutcome, number>> {
  const count = (outcome: UnderstandingOutcome) => sum(labelled(counted, "outcome", outcome));
  return {
    answered: count("answered"),
    "asked-back": count("asked-back"),
    suggested: count("suggested"),
    "not-understood": count("not-understood"),
  };
}

function valuesOf(counted: readonly Counted[], label: string): readonly string[] {
  return [...new Set(counted.map(({ labels }) => String(labels[label])))];
}

function labelled(counted: readonly Counted[], label: string, value: string): readonly Counted[] {
  return counted.filter(({ labels }) => labels[label] === value);
}

function sum(counted: readonly Counted[]): number {
  return counted.reduce((total, { value }) => total + value, 0);
}
