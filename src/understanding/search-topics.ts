import MiniSearch from "minisearch";
import type { Phrase } from "../conversation/vocabulary.ts";
import { indexWords } from "./near-words.ts";
import { type Sentences, skipOf } from "./sentences.ts";
import { keyOf } from "./tokens.ts";

/** A help topic that can be suggested. */
export interface Topic {
  readonly id: string;
  readonly label: Phrase;
}

/** The help topics of one language, to be searched. */
export interface TopicIndex {
  /** The topics nearest to these words, best first, at most three. */
  search(words: readonly string[]): readonly string[];
}

/** How many topics are offered at most. */
export const mostSuggested = 3;
/** How far behind the best another topic may be. */
const leastScore = 0.4;
/** Words are forgiven from this length on: what is off topic resembles something more often than what is asked. */
const shortestForgiven = 7;

/** Indexes topics by their labels and keywords; a topic is near only if one of its keywords is used. */
export function indexTopics(
  topics: readonly Topic[],
  sentences: Sentences,
  label: (phrase: Phrase) => string,
): TopicIndex {
  const skip = new Set(skipOf(sentences));
  const index = new MiniSearch<Record<"id" | "label" | "keywords", string>>({
    fields: ["label", "keywords"],
    tokenize: (text) => text.split(" "),
    processTerm: (term) => (term.length < 2 || skip.has(term) ? null : term),
    searchOptions: { boost: { keywords: 2 } },
  });
  const documents = topics.map(({ id, label: own }) => {
    const keywords = (sentences.keywords[id] ?? []).map(keyOf).join(" ");
    return [id, { id, label: keyOf(label(own)), keywords }] as const;
  });
  const known = indexWords(
    documents.flatMap(([, { label: own, keywords }]) => `${own} ${keywords}`.split(" ")),
    (word) => word.length >= shortestForgiven,
    skip,
  );
  index.addAll([...new Map(documents).values()]);

  return {
    search(words) {
      const found = index
        .search(words.flatMap((word) => (known.has(word) ? word : known.near(word))).join(" "))
        .filter(({ match }) => Object.values(match).some((fields) => fields.includes("keywords")));
      const best = found[0]?.score ?? 0;
      return found
        .filter(({ score }) => score >= leastScore * best)
        .slice(0, mostSuggested)
        .map(({ id }) => `${id}`);
    },
  };
}
