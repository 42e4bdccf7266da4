import { memoized } from "../support/memoized.ts";
import { indexWords, type WordIndex } from "./near-words.ts";
import { keepWords, phraseTemplate, type Template } from "./parse-template.ts";

/** Templates with what they mean, ready to be matched. */
export interface TemplateSet<Meaning> {
  /** Returns the entries that a text with this known word may match; results are cached. */
  readonly entriesWith: (word: string) => readonly Entry<Meaning>[];
  /**
   * Returns words of which a template needs at least one; undefined if it needs none, or if they are
   * too many.
   */
  readonly neededBy: (template: Template) => ReadonlySet<string> | undefined;
  /**
   * Returns the words with which a template begins; undefined if it can take none or any, or if they
   * are too many.
   */
  readonly begunBy: (template: Template) => ReadonlySet<string> | undefined;
  /** Whether a template can be left out, because it is optional or its words are skipped. */
  readonly canBeEmpty: (template: Template) => boolean;
  readonly words: WordIndex;
  /** The number of known words. */
  readonly size: number;
  /** Words that change nothing, wherever they stand. */
  readonly skip: ReadonlySet<string>;
  readonly slots: Slots<Template>;
}

interface Entry<Meaning> {
  readonly template: Template;
  readonly meaning: Meaning;
}

/** The phrases of each slot, each with its value; a slot without phrases takes any words. */
type Slots<Phrase> = ReadonlyMap<string, readonly (readonly [phrase: Phrase, value: string])[]>;

const mostNeeded = 500;

/** What a set is compiled from. */
export interface TemplateSource<Meaning> {
  /** Phrases or parsed templates, each with its meaning. */
  readonly templates: Iterable<readonly [template: Template | string, meaning: Meaning]>;
  readonly skip?: Iterable<string>;
  readonly slots?: Slots<Template | string>;
  /** The words in which typing mistakes are forgiven; all by default. */
  readonly isForgiven?: (word: string) => boolean;
  /**
   * The words of all sets that are used together; this set's words are added. A word of one set is no
   * typing mistake in another.
   */
  readonly vocabulary?: Set<string>;
}

/** Compiles templates. A template that only has skip words keeps them. */
export function compileTemplates<Meaning>({
  templates,
  skip = [],
  slots = new Map(),
  isForgiven = () => true,
  vocabulary = new Set(),
}: TemplateSource<Meaning>): TemplateSet<Meaning> {
  const skipped = new Set(skip);
  const canBeEmpty = memoized((template: Template): boolean => {
    switch (template.type) {
      case "words":
        return !template.isKept && [...template.words].some((word) => skipped.has(word));
      case "all":
        return template.parts.every(canBeEmpty);
      case "any":
        return template.parts.some(canBeEmpty);
      case "slot":
        return !named.has(template.slot);
    }
  });

  const neededBy = memoized((template: Template): ReadonlySet<string> | undefined => {
    if (canBeEmpty(template)) return undefined;
    switch (template.type) {
      case "words":
        return template.words;
      case "all":
        return template.parts
          .flatMap((part) => neededBy(part) ?? [])
          .sort((one, other) => one.size - other.size)[0];
      case "any":
        return unionOf(template.parts.map(neededBy));
      case "slot":
        return unionOf((named.get(template.slot) ?? []).map(([phrase]) => neededBy(phrase)));
    }
  });

  const headsOf = memoized((template: Template): ReadonlySet<string> | undefined => {
    switch (template.type) {
      case "words":
        return template.words;
      case "all": {
        const last = template.parts.findIndex((part) => !canBeEmpty(part));
        return unionOf(template.parts.slice(0, last + 1 || undefined).map(headsOf));
      }
      case "any":
        return unionOf(template.parts.map(headsOf));
      case "slot":
        return named.has(template.slot)
          ? unionOf((named.get(template.slot) ?? []).map(([phrase]) => headsOf(phrase)))
          : undefined;
    }
  });

  const whole = (given: Template | string) => {
    const template = typeof given === "string" ? phraseTemplate(given) : given;
    return canBeEmpty(template) ? keepWords(template) : template;
  };
  const named: Slots<Template> = new Map(
    [...slots].map(([slot, phrases]) => [slot, phrases.map(([phrase, value]) => [whole(phrase), value])]),
  );
  const entries = [...templates].map(([template, meaning]) => ({ template: whole(template), meaning }));
  const phrases = [...named.values()].flat().map(([phrase]) => phrase);
  const words = new Set([...skipped, ...wordsIn([...entries.map(({ template }) => template), ...phrases])]);
  for (const word of words) vocabulary.add(word);
  const entriesWith = memoized((word: string) =>
    entries.filter(({ template }) => neededBy(template)?.has(word) ?? true),
  );

  return {
    entriesWith,
    neededBy,
    begunBy: memoized((template) => (canBeEmpty(template) ? undefined : headsOf(template))),
    canBeEmpty,
    words: indexWords(words, isForgiven, vocabulary),
    size: words.size,
    skip: skipped,
    slots: named,
  };
}

/**
 * Returns the union; undefined if one of the sets is, or if the union is too large to tell texts
 * apart.
 */
function unionOf(sets: readonly (ReadonlySet<string> | undefined)[]): ReadonlySet<string> | undefined {
  if (sets.length === 1) return sets[0];
  const union = new Set(sets.flatMap((words) => [...(words ?? [])]));
  return sets.includes(undefined) || union.size > mostNeeded ? undefined : union;
}

/** Returns all words of these templates; a part that several share is visited once. */
export function wordsIn(templates: readonly Template[]): ReadonlySet<string> {
  const parts = new Set(templates);
  const words = new Set<string>();
  for (const part of parts) {
    if (part.type === "words") for (const word of part.words) words.add(word);
    for (const inner of partsOf(part)) parts.add(inner);
  }
  return words;
}

function partsOf(template: Template): readonly Template[] {
  return template.type === "all" || template.type === "any" ? template.parts : [];
}
