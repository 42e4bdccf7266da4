import type { Choice, Grammar, Node, SlotValue } from "./grammar.ts";

/** What a stretch of words can mean. */
export interface Match<Meaning> {
  readonly meaning: Meaning;
  /** The values that were named for its slots, in order. */
  readonly values: readonly SlotValue[];
  /** How many words were mistyped. */
  readonly mistakes: number;
}

/** A stretch of words with all that it can mean; nothing if the grammar does not know it. */
export interface Piece<Meaning> {
  readonly words: readonly string[];
  readonly matches: readonly Match<Meaning>[];
}

/** No template is as long as this. */
const longestSentence = 40;
/** Looking for what is mistyped costs time that a very long text is not given. */
const mostWordsForgiven = 60;

/** Finds what all of the words mean together, skip words apart. */
export function matchWhole<Meaning>(
  words: readonly string[],
  grammar: Grammar<Meaning>,
): readonly Match<Meaning>[] {
  const all = optionsOf(words, grammar);
  const content = all.filter((option) => !isSkipped(option, grammar));
  const read = content.length > 0 ? content : all;
  if (read.length === 0 || read.length > longestSentence) return [];
  return matchesFrom(0, newPath(read), grammar).get(read.length) ?? [];
}

/** Cuts words, without skip words, into the longest stretches that mean something. */
export function cutIntoPieces<Meaning>(
  words: readonly string[],
  grammar: Grammar<Meaning>,
): readonly Piece<Meaning>[] {
  const path = newPath(optionsOf(words, grammar).filter((option) => !isSkipped(option, grammar)));
  const pieces: Piece<Meaning>[] = [];
  for (let at = 0; at < path.options.length; ) {
    const found = matchesFrom(at, path, grammar);
    const end = Math.max(at + 1, ...found.keys());
    pieces.push({
      words: path.options.slice(at, end).map(({ typed }) => typed),
      matches: found.get(end) ?? [],
    });
    at = end;
  }
  return pieces;
}

/** A word and what it may stand for: itself if it is known, else the known words nearest to it, if any. */
interface Option {
  readonly typed: string;
  readonly words: readonly string[];
  readonly mistakes: number;
}

/** A text on its way through the grammar, with the ends that were found from each word on. */
interface Path {
  readonly options: readonly Option[];
  readonly known: readonly Map<Node, readonly Thread[]>[];
}

/** One way of reading the words from somewhere on: where it ends. */
interface Thread {
  readonly at: number;
  readonly values: readonly SlotValue[];
  readonly mistakes: number;
}

function optionsOf<Meaning>(words: readonly string[], { words: known }: Grammar<Meaning>): readonly Option[] {
  const isForgiven = words.length <= mostWordsForgiven;
  return words.map((typed) =>
    known.has(typed)
      ? { typed, words: [typed], mistakes: 0 }
      : { typed, words: isForgiven ? known.near(typed) : [], mistakes: 1 },
  );
}

function isSkipped<Meaning>({ words }: Option, { skip }: Grammar<Meaning>): boolean {
  return words.length > 0 && words.every((word) => skip.has(word));
}

function newPath(options: readonly Option[]): Path {
  return { options, known: [...options, undefined].map(() => new Map()) };
}

/** All that begins at this word, by the index after its last word. */
function matchesFrom<Meaning>(
  from: number,
  path: Path,
  { entries }: Grammar<Meaning>,
): ReadonlyMap<number, readonly Match<Meaning>[]> {
  const found = new Map<number, Match<Meaning>[]>();
  for (const { node, meaning } of beginningAt(from, path, entries)) {
    for (const { at, values, mistakes } of follow(node, from, path)) {
      if (at > from) found.set(at, [...(found.get(at) ?? []), { meaning, values, mistakes }]);
    }
  }
  return found;
}

function follow(node: Node, at: number, path: Path): readonly Thread[] {
  if (node.type === "words") return followWords(node.words, at, path);
  const known = path.known[at]?.get(node);
  if (known !== undefined) return known;
  const threads = followNew(node, at, path);
  path.known[at]?.set(node, threads);
  return threads;
}

function followWords(words: ReadonlySet<string>, at: number, { options }: Path): readonly Thread[] {
  const option = options[at];
  return option?.words.some((word) => words.has(word))
    ? [{ at: at + 1, values: [], mistakes: option.mistakes }]
    : [];
}

function followNew(
  node: Exclude<Node, { readonly type: "words" }>,
  at: number,
  path: Path,
): readonly Thread[] {
  switch (node.type) {
    case "all":
      return node.parts.reduce<readonly Thread[]>(
        (threads, part) => fewest(threads.flatMap((thread) => goOn(thread, part, path))),
        [{ at, values: [], mistakes: 0 }],
      );
    case "any":
      return fewest(beginningAt(at, path, node.choice).flatMap((part) => follow(part, at, path)));
    case "value":
      return follow(node.node, at, path).map((thread) => ({
        ...thread,
        values: [node.value, ...thread.values],
      }));
    case "rest":
      return [{ at: path.options.length, values: [], mistakes: 0 }];
  }
}

function goOn(before: Thread, part: Node, path: Path): readonly Thread[] {
  return follow(part, before.at, path).map(({ at, values, mistakes }) => ({
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

function beginningAt<Thing>(at: number, { options }: Path, choice: Choice<Thing>): readonly Thing[] {
  const [word, ...others] = options[at]?.words ?? [];
  return others.length === 0 ? choice(word) : [...new Set([word, ...others].flatMap((each) => choice(each)))];
}
