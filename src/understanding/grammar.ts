import { indexWords, type WordIndex } from "./near-words.ts";
import type { Template } from "./parse-template.ts";

/** Templates with what they mean, compiled into a network over words: each rule stands in it once. */
export interface Grammar<Meaning> {
  readonly entries: Index<Entry<Meaning>>;
  readonly words: WordIndex;
  /** Words that change nothing, wherever they stand. */
  readonly skip: ReadonlySet<string>;
}

interface Entry<Meaning> {
  readonly node: Node;
  readonly meaning: Meaning;
}

/** A compiled part of a template, with the words that it can begin with. */
export type Node = { readonly first: ReadonlySet<string>; readonly canBeEmpty: boolean } & (
  | { readonly type: "word"; readonly word: string }
  | { readonly type: "all"; readonly parts: readonly Node[] }
  | { readonly type: "any"; readonly parts: Index<Node> }
  | { readonly type: "value"; readonly value: SlotValue; readonly node: Node }
  /** Takes whatever follows. */
  | { readonly type: "rest" }
);

/** Things by the word that they begin with; those that can be empty begin anywhere. */
export interface Index<Thing> {
  readonly byWord: ReadonlyMap<string, readonly Thing[]>;
  readonly anywhere: readonly Thing[];
}

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
        return dropped.has(template.word) ? nothing : wordNode(template.word);
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
    if (phrases === undefined) return { type: "rest", first: new Set(), canBeEmpty: true };
    return anyNode(
      phrases.map(([phrase, value]): Node => {
        const node = compileWhole(phrase);
        return {
          type: "value",
          value: { slot, value },
          node,
          first: node.first,
          canBeEmpty: node.canBeEmpty,
        };
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
    entries: indexBy(entries, ({ node }) => node),
    words: indexWords(words, isForgiven, vocabulary),
    skip: skipped,
  };
}

const nothing: Node = { type: "all", parts: [], first: new Set(), canBeEmpty: true };

function wordNode(word: string): Node {
  return { type: "word", word, first: new Set([word]), canBeEmpty: false };
}

function allNode(parts: readonly Node[]): Node {
  const [only, ...others] = parts;
  if (only === undefined) return nothing;
  if (others.length === 0) return only;
  const end = parts.findIndex(({ canBeEmpty }) => !canBeEmpty);
  const leading = end < 0 ? parts : parts.slice(0, end + 1);
  return {
    type: "all",
    parts,
    first: new Set(leading.flatMap(({ first }) => [...first])),
    canBeEmpty: end < 0,
  };
}

function anyNode(parts: readonly Node[]): Node {
  const different = [...new Set(parts)];
  const [only, ...others] = different;
  if (only !== undefined && others.length === 0) return only;
  return {
    type: "any",
    parts: indexBy(different, (part) => part),
    first: new Set(different.flatMap(({ first }) => [...first])),
    canBeEmpty: different.some(({ canBeEmpty }) => canBeEmpty),
  };
}

function indexBy<Thing>(things: readonly Thing[], nodeOf: (thing: Thing) => Node): Index<Thing> {
  const byWord = new Map<string, Thing[]>();
  for (const thing of things.filter((each) => !nodeOf(each).canBeEmpty)) {
    for (const word of nodeOf(thing).first) {
      const list = byWord.get(word);
      if (list === undefined) byWord.set(word, [thing]);
      else list.push(thing);
    }
  }
  return { byWord, anywhere: things.filter((each) => nodeOf(each).canBeEmpty) };
}
