import type { Stretch } from "./entities/span.ts";
import type { Template, WordsTemplate } from "./parse-template.ts";
import type { TemplateSet } from "./template-set.ts";

/** One meaning of a stretch of words. */
export interface Match<Meaning> extends Omit<Thread, "at"> {
  readonly meaning: Meaning;
}

/** A stretch of words with all that it can mean; no matches if the set does not know it. */
export interface Chunk<Meaning> extends Stretch {
  readonly words: readonly string[];
  readonly matches: readonly Match<Meaning>[];
}

/** Words of which one must stand at a place. */
type Choice = Pick<ReadonlySet<string>, "size" | "has">;

const none: readonly Thread[] = [];
/** How far, in bits, a match may be behind the likeliest one and still be meant. */
const mostBehind = 8;
const bitsOfMistake = 10;
/** No template is as long as this. */
const longestSentence = 40;
/** In a longer text no typing mistakes are forgiven: searching for them would take too long. */
const mostWordsForgiven = 60;

/** Returns what all of the words mean together, skip words apart. */
export function matchWhole<Meaning>(
  words: readonly string[],
  set: TemplateSet<Meaning>,
): readonly Match<Meaning>[] {
  const all = optionsOf(words, set);
  const isOnlySkipped = all.every((option) => isSkipped(option, set.skip));
  const options = isOnlySkipped
    ? all
    : all.map((option) => ({ ...option, isSkipped: isSkipped(option, set.skip) }));
  const weighty = options.filter((option) => !option.isSkipped).length;
  if (weighty === 0 || weighty > longestSentence) return [];
  const end = options.findLastIndex((option) => !option.isSkipped) + 1;
  return [...matchesFrom(0, newPath(options, set))].flatMap(([at, matches]) =>
    at < end
      ? []
      : matches.map((match) => ({
          ...match,
          surprisal: match.surprisal + bitsOf(set.skip, options.length - at),
        })),
  );
}

/**
 * Returns the matches within a few bits of the likeliest: a template that explains every word rules
 * out one that skips some.
 */
export function likeliest<Meaning>(matches: readonly Match<Meaning>[]): readonly Match<Meaning>[] {
  const least = Math.min(...matches.map(({ surprisal }) => surprisal));
  return matches.filter(({ surprisal }) => surprisal <= least + mostBehind);
}

/** Cuts words, without skip words, into the longest stretches that mean something. */
export function cutIntoChunks<Meaning>(
  words: readonly string[],
  set: TemplateSet<Meaning>,
): readonly Chunk<Meaning>[] {
  const path = newPath(
    optionsOf(words, set).filter((option) => !isSkipped(option, set.skip)),
    set,
  );
  const chunks: Chunk<Meaning>[] = [];
  for (let at = 0; at < path.options.length; ) {
    const found = matchesFrom(at, path);
    const end = Math.max(at + 1, ...found.keys());
    const [first, last] = [path.options[at], path.options[end - 1]];
    chunks.push({
      from: first?.place ?? at,
      to: (last?.place ?? at) + 1,
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
  /** Its index in the text. */
  readonly place: number;
  readonly words: readonly string[];
  readonly mistakes: number;
  /** True if a template may skip it. */
  readonly isSkipped: boolean;
}

/** The state of matching one text with a set; `known` keeps the threads found from each word on. */
interface Path<Meaning = unknown> {
  readonly set: TemplateSet<Meaning>;
  readonly options: readonly Option[];
  /** The known words that a template can begin with at each word. */
  readonly heads: readonly (readonly string[])[];
  /** The entries that one of the known words allows. */
  readonly entries: ReturnType<TemplateSet<Meaning>["entriesWith"]>;
  readonly known: Map<Template, readonly Thread[]>[];
}

/** One way to match the words from somewhere on. */
interface Thread {
  /** Where it ends. */
  readonly at: number;
  /** The values that were named for slots, in order. */
  readonly values: readonly string[];
  /** How many words were mistyped. */
  readonly mistakes: number;
  /**
   * How unlikely the template makes these words, in bits: each word costs the logarithm of the number
   * of words that could stand in its place.
   */
  readonly surprisal: number;
}

function optionsOf<Meaning>(
  words: readonly string[],
  { words: known }: TemplateSet<Meaning>,
): readonly Option[] {
  const isForgiven = words.length <= mostWordsForgiven;
  return words.map((typed, place) =>
    known.has(typed)
      ? { typed, place, words: [typed], mistakes: 0, isSkipped: false }
      : { typed, place, words: isForgiven ? known.near(typed) : [], mistakes: 1, isSkipped: false },
  );
}

function isSkipped({ words }: Option, skip: ReadonlySet<string>): boolean {
  return words.length > 0 && words.every((word) => skip.has(word));
}

function newPath<Meaning>(options: readonly Option[], set: TemplateSet<Meaning>): Path<Meaning> {
  const present = [...new Set(options.flatMap(({ words }) => words))];
  const entries = [...new Set(present.flatMap(set.entriesWith))];
  return { set, options, heads: headsIn(options), entries, known: [] };
}

/** Returns all matches that begin at this word, by the index after their last word. */
function matchesFrom<Meaning>(
  from: number,
  path: Path<Meaning>,
): ReadonlyMap<number, readonly Match<Meaning>[]> {
  const found = new Map<number, Match<Meaning>[]>();
  const begun = path.entries.filter(({ template }) => canBegin(template, from, path));
  for (const { template, meaning } of begun) {
    for (const { at, ...thread } of follow(template, from, path)) {
      if (at > from) found.set(at, [...(found.get(at) ?? []), { meaning, ...thread }]);
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
          threads.length === 0 ? threads : likeliestAt(threads.flatMap((thread) => goOn(thread, part, path))),
        [threadAt(at)],
      );
    case "any":
      return likeliestAt(
        template.parts.flatMap((part) => (canBegin(part, at, path) ? follow(part, at, path) : [])),
      );
    case "slot":
      return followSlot(template.slot, at, path);
  }
}

function followWords(template: WordsTemplate, at: number, path: Path): readonly Thread[] {
  const { words, isKept } = template;
  const next = nextOf(at, path, words, isKept);
  return path.set.canBeEmpty(template) ? [...next, threadAt(at)] : next;
}

/**
 * Goes past skip words to the next word that counts, or to a skip word that the template asks for;
 * no thread if that is none of these words.
 */
function nextOf(at: number, { options, set }: Path, choice: Choice, isKept = false): readonly Thread[] {
  let next = at;
  let option = options[next];
  while (option?.isSkipped && !(isKept && isOneOf(option, choice))) option = options[++next];
  if (!option || !isOneOf(option, choice)) return none;
  const { mistakes } = option;
  const surprisal = bitsOf(set.skip, next - at) + bitsOf(choice, 1) + bitsOfMistake * mistakes;
  return [{ at: next + 1, values: [], mistakes, surprisal }];
}

function isOneOf({ words }: Option, choice: Choice): boolean {
  return words.some((word) => choice.has(word));
}

/** How unlikely so many words of a choice are, in bits. */
function bitsOf({ size }: { readonly size: number }, count: number): number {
  return count * Math.log2(Math.max(size, 1));
}

/** A slot without phrases takes any number of words, known or not, at the highest cost per word. */
function followSlot(slot: string, at: number, path: Path): readonly Thread[] {
  const phrases = path.set.slots.get(slot);
  if (phrases === undefined)
    return Array.from({ length: path.options.length - at + 1 }, (_, taken) => {
      return { ...threadAt(at + taken), surprisal: bitsOf(path.set, taken) + bitsOfMistake * taken };
    });
  return phrases.flatMap(([phrase, value]) =>
    follow(phrase, at, path).map((thread) => ({ ...thread, values: [value, ...thread.values] })),
  );
}

function threadAt(at: number): Thread {
  return { at, values: [], mistakes: 0, surprisal: 0 };
}

function goOn(before: Thread, part: Template, path: Path): readonly Thread[] {
  const threads = follow(part, before.at, path);
  if (before.values.length === 0 && before.surprisal === 0) return threads;
  return threads.map(({ at, values, mistakes, surprisal }) => ({
    at,
    values: [...before.values, ...values],
    mistakes: before.mistakes + mistakes,
    surprisal: before.surprisal + surprisal,
  }));
}

/** Keeps the likeliest thread for each place. */
function likeliestAt(threads: readonly Thread[]): readonly Thread[] {
  if (threads.length < 2) return threads;
  const best = new Map<number, Thread>();
  for (const thread of threads) {
    const known = best.get(thread.at);
    if (known === undefined || thread.surprisal < known.surprisal) best.set(thread.at, thread);
  }
  return [...best.values()];
}

/** Whether a template can begin at this word, or take no word at all. */
function canBegin(template: Template, at: number, { set, heads }: Path): boolean {
  const begunBy = set.begunBy(template);
  return begunBy === undefined || (heads[at]?.some((word) => begunBy.has(word)) ?? false);
}

/** Returns, for each word, those that a template could begin with there: itself, or what follows skip words. */
function headsIn(options: readonly Option[]): readonly (readonly string[])[] {
  const heads: (readonly string[])[] = [];
  for (const [at, { words, isSkipped }] of [...options.entries()].reverse())
    heads[at] = isSkipped ? [...words, ...(heads[at + 1] ?? [])] : words;
  return heads;
}
