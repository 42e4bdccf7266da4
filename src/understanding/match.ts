import type { Template } from "./parse-template.ts";
import { anyWord, type TemplateSet } from "./template-set.ts";

/** What was named for a slot. */
export interface SlotValue {
  readonly slot: string;
  readonly value: string;
}

/** What a stretch of words can mean. */
export interface Match<Meaning> {
  readonly meaning: Meaning;
  /** The values that were named for its slots, in order. */
  readonly values: readonly SlotValue[];
  /** How many words were mistyped. */
  readonly mistakes: number;
}

/** A stretch of words with all that it can mean; nothing if the set does not know it. */
export interface Chunk<Meaning> {
  readonly words: readonly string[];
  readonly matches: readonly Match<Meaning>[];
}

type WordsTemplate = Extract<Template, { readonly type: "words" }>;

const none: readonly Thread[] = [];
/** No template is as long as this. */
const longestSentence = 40;
/** Looking for what is mistyped costs time that a very long text is not given. */
const mostWordsForgiven = 60;

/** Finds what all of the words mean together, skip words apart. */
export function matchWhole<Meaning>(
  words: readonly string[],
  set: TemplateSet<Meaning>,
): readonly Match<Meaning>[] {
  const all = optionsOf(words, set);
  const content = all.filter((option) => !isSkipped(option, set));
  const read = content.length > 0 ? content : all;
  if (read.length === 0 || read.length > longestSentence) return [];
  return matchesFrom(0, newPath(read, set)).get(read.length) ?? [];
}

/** Cuts words, without skip words, into the longest stretches that mean something. */
export function cutIntoChunks<Meaning>(
  words: readonly string[],
  set: TemplateSet<Meaning>,
): readonly Chunk<Meaning>[] {
  const path = newPath(
    optionsOf(words, set).filter((option) => !isSkipped(option, set)),
    set,
  );
  const chunks: Chunk<Meaning>[] = [];
  for (let at = 0; at < path.options.length; ) {
    const found = matchesFrom(at, path);
    const end = Math.max(at + 1, ...found.keys());
    chunks.push({
      words: path.options.slice(at, end).map(({ typed }) => typed),
      matches: found.get(end) ?? [],
    });
    at = end;
  }
  return chunks;
}

/** A word and what it may stand for: itself if it is known, else the known words nearest to it, if any. */
interface Option {
  readonly typed: string;
  readonly words: readonly string[];
  readonly mistakes: number;
}

/** A text on its way through a set, with the ends that were found from each word on. */
interface Path<Meaning = unknown> {
  readonly set: TemplateSet<Meaning>;
  readonly options: readonly Option[];
  /** All words that stand in it, each once. */
  readonly present: readonly string[];
  /** The entries that are possible with these words. */
  readonly entries: ReturnType<TemplateSet<Meaning>["entriesWith"]>;
  readonly known: Map<Template, readonly Thread[]>[];
}

/** One way of reading the words from somewhere on: where it ends. */
interface Thread {
  readonly at: number;
  readonly values: readonly SlotValue[];
  readonly mistakes: number;
}

function optionsOf<Meaning>(
  words: readonly string[],
  { words: known }: TemplateSet<Meaning>,
): readonly Option[] {
  const isForgiven = words.length <= mostWordsForgiven;
  return words.map((typed) =>
    known.has(typed)
      ? { typed, words: [typed], mistakes: 0 }
      : { typed, words: isForgiven ? known.near(typed) : [], mistakes: 1 },
  );
}

function isSkipped<Meaning>({ words }: Option, { skip }: TemplateSet<Meaning>): boolean {
  return words.length > 0 && words.every((word) => skip.has(word));
}

function newPath<Meaning>(options: readonly Option[], set: TemplateSet<Meaning>): Path<Meaning> {
  const present = [...new Set(options.flatMap(({ words }) => words))];
  const entries = [...new Set(present.flatMap(set.entriesWith))];
  return { set, options, present, entries, known: [] };
}

/** All that begins at this word, by the index after its last word. */
function matchesFrom<Meaning>(
  from: number,
  path: Path<Meaning>,
): ReadonlyMap<number, readonly Match<Meaning>[]> {
  const found = new Map<number, Match<Meaning>[]>();
  for (const { template, meaning } of path.entries) {
    for (const { at, values, mistakes } of follow(template, from, path)) {
      if (at > from) found.set(at, [...(found.get(at) ?? []), { meaning, values, mistakes }]);
    }
  }
  return found;
}

function follow(template: Template, at: number, path: Path): readonly Thread[] {
  if (template.type === "words") return followWords(template, at, path);
  path.known[at] ??= new Map();
  const known = path.known[at].get(template);
  if (known !== undefined) return known;
  const threads = followNew(template, at, path);
  path.known[at].set(template, threads);
  return threads;
}

function followNew(template: Exclude<Template, WordsTemplate>, at: number, path: Path): readonly Thread[] {
  switch (template.type) {
    case "all":
      return template.parts.reduce<readonly Thread[]>(
        (threads, part) =>
          threads.length === 0 ? threads : fewest(threads.flatMap((thread) => goOn(thread, part, path))),
        [threadAt(at)],
      );
    case "any":
      return fewest(template.parts.flatMap((part) => (isPossible(part, path) ? follow(part, at, path) : [])));
    case "slot":
      return followSlot(template.slot, at, path);
  }
}

function followWords(template: WordsTemplate, at: number, { options, set }: Path): readonly Thread[] {
  const option = options[at];
  const isNext = option?.words.some((word) => template.words.has(word));
  const next = isNext ? [threadAt(at + 1, option?.mistakes)] : none;
  return set.canBeEmpty(template) ? [...next, threadAt(at)] : next;
}

/** A slot without phrases takes all the rest. */
function followSlot(slot: string, at: number, path: Path): readonly Thread[] {
  if (slot === anyWord) {
    const isTaken = path.options[at]?.words.some((word) => !path.set.otherSubjects.has(word));
    return isTaken ? [threadAt(at + 1)] : [];
  }
  const phrases = path.set.slots.get(slot);
  if (phrases === undefined) return [threadAt(path.options.length)];
  return phrases.flatMap(([phrase, value]) =>
    follow(phrase, at, path).map((thread) => ({ ...thread, values: [{ slot, value }, ...thread.values] })),
  );
}

function threadAt(at: number, mistakes = 0): Thread {
  return { at, values: [], mistakes };
}

function goOn(before: Thread, part: Template, path: Path): readonly Thread[] {
  const threads = follow(part, before.at, path);
  if (before.values.length === 0 && before.mistakes === 0) return threads;
  return threads.map(({ at, values, mistakes }) => ({
    at,
    values: [...before.values, ...values],
    mistakes: before.mistakes + mistakes,
  }));
}

/** One thread for each place, with the fewest mistakes. */
function fewest(threads: readonly Thread[]): readonly Thread[] {
  if (threads.length < 2) return threads;
  const best = new Map<number, Thread>();
  for (const thread of threads) {
    const known = best.get(thread.at);
    if (known === undefined || thread.mistakes < known.mistakes) best.set(thread.at, thread);
  }
  return [...best.values()];
}

/** Whether the text has a word that a template needs. */
function isPossible(template: Template, { present, set }: Path): boolean {
  const needed = set.neededBy(template);
  return needed === undefined || present.some((word) => needed.has(word));
}
