import { memoized } from "../support/memoized.ts";
import { indexWords, type WordIndex } from "./near-words.ts";
import { keepWords, phraseTemplate, type Template } from "./parse-template.ts";

/** Templates with what they mean, ready to be matched. */
export interface TemplateSet<Meaning> {
  /** The entries that a text with this known word can be; what is found for a word is kept. */
  readonly entriesWith: (word: string) => readonly Entry<Meaning>[];
  /** The words of which a template needs one at least; nothing if it can do without, or if they are many. */
  readonly neededBy: (template: Template) => ReadonlySet<string> | undefined;
  /** Whether a template can be left out, because it says so or is skipped. */
  readonly canBeEmpty: (template: Template) => boolean;
  readonly words: WordIndex;
  /** How many words it knows. */
  readonly size: number;
  /** Words that change nothing, wherever they stand. */
  readonly skip: ReadonlySet<string>;
  readonly slots: Slots<Template>;
}

interface Entry<Meaning> {
  readonly template: Template;
  readonly meaning: Meaning;
}

/** The phrases of each slot, with what they name; a slot without any takes any words. */
type Slots<Phrase> = ReadonlyMap<string, readonly (readonly [phrase: Phrase, value: string])[]>;

const mostNeeded = 500;

/** What a set is compiled from. */
export interface TemplateSource<Meaning> {
  /** A phrase, or a parsed template, with what it means. */
  readonly templates: Iterable<readonly [template: Template | string, meaning: Meaning]>;
  readonly skip?: Iterable<string>;
  readonly slots?: Slots<Template | string>;
  /** The words in which mistakes are forgiven; all by default. */
  readonly isForgiven?: (word: string) => boolean;
  /** The words of all sets that are read together, this one's added: what is a word of one is none that is mistyped in another. */
  readonly vocabulary?: Set<string>;
}

/** Compiles templates; a template of skip words alone keeps them. */
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
    canBeEmpty,
    words: indexWords(words, isForgiven, vocabulary),
    size: words.size,
    skip: skipped,
    slots: named,
  };
}

/** Nothing if one of them is nothing, or if all together are too many to tell texts apart. */
function unionOf(sets: readonly (ReadonlySet<string> | undefined)[]): ReadonlySet<string> | undefined {
  const union = new Set(sets.flatMap((words) => [...(words ?? [])]));
  return sets.includes(undefined) || union.size === 0 || union.size > mostNeeded ? undefined : union;
}

/** All words of these templates; a part that they share is gone through once. */
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
