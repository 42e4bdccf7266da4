import { indexWords, type WordIndex } from "./near-words.ts";
import type { Template } from "./parse-template.ts";

/** Templates with what they mean, compiled into a network over words: each rule stands in it once. */
export interface Grammar<Meaning> {
  readonly entries: Choice<Entry<Meaning>>;
  readonly words: WordIndex;
  /** Words that change nothing, wherever they stand. */
  readonly skip: ReadonlySet<string>;
}

interface Entry<Meaning> {
  readonly node: Node;
  readonly meaning: Meaning;
}

/** A compiled part of a template. */
export type Node = { readonly canBeEmpty: boolean } & (
  | { readonly type: "words"; readonly words: ReadonlySet<string> }
  | { readonly type: "all"; readonly parts: readonly Node[] }
  | { readonly type: "any"; readonly parts: readonly Node[]; readonly choice: Choice<Node> }
  | { readonly type: "value"; readonly value: SlotValue; readonly node: Node }
  /** Takes whatever follows. */
  | { readonly type: "rest" }
);

/** The things that can begin with a known word, or be empty. A word's are found when it is first asked for. */
export type Choice<Thing> = (word: string | undefined) => readonly Thing[];

export interface SlotValue {
  readonly slot: string;
  readonly value: string;
}

/** What a grammar is compiled from. */
export interface GrammarSource<Meaning> {
  readonly templates: Iterable<readonly [template: Template, meaning: Meaning]>;
  readonly skip?: Iterable<string>;
  /** The phrases of each slot; a slot without any takes all the rest. */
  readonly slots?: ReadonlyMap<string, readonly (readonly [phrase: Template, value: string])[]>;
  /** The words in which mistakes are forgiven; all by default. */
  readonly isForgiven?: (word: string) => boolean;
  /** The words of all grammars that are read together, this one's added: what is a word of one is none that is mistyped in another. */
  readonly vocabulary?: Set<string>;
}

/** Compiles templates; a template of skip words alone keeps them. */
export function compileGrammar<Meaning>({
  templates,
  skip = [],
  slots = new Map(),
  isForgiven = () => true,
  vocabulary = new Set(),
}: GrammarSource<Meaning>): Grammar<Meaning> {
  const skipped = new Set(skip);
  const words = new Set<string>(skipped);
  // Rules are parsed once, and so compiled once.
  const compiled = new Map<Template, Node>();

  function compile(template: Template, dropped: ReadonlySet<string>): Node {
    const known = dropped === skipped ? compiled.get(template) : undefined;
    const node = known ?? compileNew(template, dropped);
    if (dropped === skipped) compiled.set(template, node);
    return node;
  }

  function compileNew(template: Template, dropped: ReadonlySet<string>): Node {
    switch (template.type) {
      case "word":
        words.add(template.word);
        return dropped.has(template.word) ? nothing : wordsNode([template.word]);
      case "all":
        return allNode(
          template.parts.map((part) => compile(part, dropped)).filter((part) => part !== nothing),
        );
      case "any":
        return anyNode(template.parts.map((part) => compile(part, dropped)));
      case "slot":
        return slotNode(template.slot);
    }
  }

  function slotNode(slot: string): Node {
    const phrases = slots.get(slot);
    if (phrases === undefined) return { type: "rest", canBeEmpty: true };
    return anyNode(
      phrases.map(([phrase, value]): Node => {
        const node = compileWhole(phrase);
        return { type: "value", value: { slot, value }, node, canBeEmpty: node.canBeEmpty };
      }),
    );
  }

  function compileWhole(template: Template): Node {
    const node = compile(template, skipped);
    return node.canBeEmpty ? compile(template, new Set()) : node;
  }

  const entries = [...templates].map(([template, meaning]) => ({ node: compileWhole(template), meaning }));
  for (const word of words) vocabulary.add(word);
  return {
    entries: choiceOf(entries, ({ node }) => node),
    words: indexWords(words, isForgiven, vocabulary),
    skip: skipped,
  };
}

const nothing: Node = { type: "all", parts: [], canBeEmpty: true };

function wordsNode(words: readonly string[]): Node {
  return { type: "words", words: new Set(words), canBeEmpty: false };
}

function allNode(parts: readonly Node[]): Node {
  const [only, ...others] = parts;
  if (only !== undefined && others.length === 0) return only;
  return { type: "all", parts, canBeEmpty: parts.every(({ canBeEmpty }) => canBeEmpty) };
}

function anyNode(all: readonly Node[]): Node {
  const words = all.flatMap((part) => (part.type === "words" ? [...part.words] : []));
  const others = all.filter(({ type }) => type !== "words");
  const parts = [...new Set(words.length === 0 ? others : [wordsNode(words), ...others])];
  const [only, ...more] = parts;
  if (only !== undefined && more.length === 0) return only;
  const canBeEmpty = parts.some((part) => part.canBeEmpty);
  return { type: "any", parts, choice: choiceOf(parts, (part) => part), canBeEmpty };
}

function choiceOf<Thing>(things: readonly Thing[], nodeOf: (thing: Thing) => Node): Choice<Thing> {
  const known = new Map<string | undefined, readonly Thing[]>();
  return (word) => {
    const found =
      known.get(word) ??
      things.filter((thing) => nodeOf(thing).canBeEmpty || canBeginWith(word, nodeOf(thing)));
    known.set(word, found);
    return found;
  };
}

function canBeginWith(word: string | undefined, node: Node): boolean {
  switch (node.type) {
    case "words":
      return word !== undefined && node.words.has(word);
    case "all": {
      const last = node.parts.findIndex(({ canBeEmpty }) => !canBeEmpty);
      return node.parts.some((part, at) => (last < 0 || at <= last) && canBeginWith(word, part));
    }
    case "any":
      return node.parts.some((part) => canBeginWith(word, part));
    case "value":
      return canBeginWith(word, node.node);
    case "rest":
      return true;
  }
}
