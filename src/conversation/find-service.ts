import { distance } from "fastest-levenshtein";
import type { CampaignId } from "../campaigns/schema.ts";
import { isSwap } from "./closest.ts";
import { keyOf } from "./fold.ts";
import type { SetWord, Words } from "./words.ts";

/** The services that a text names: the one, or those between which one has to ask. */
export type FoundService =
  | { readonly kind: "one"; readonly campaign: CampaignId }
  | { readonly kind: "several"; readonly campaigns: readonly CampaignId[] };

/** What services are called, compiled once. */
export interface ServiceNames {
  readonly names: ReadonlyMap<string, readonly CampaignId[]>;
  /** The names in which slips are forgiven, by the letters that a slip can begin with. */
  readonly forgiven: ReadonlyMap<
    string,
    readonly (readonly [name: string, campaigns: readonly CampaignId[]])[]
  >;
  /** Phrases that may stand beside a name without anything else being meant. */
  readonly around: ReadonlySet<string>;
  readonly ids: ReadonlySet<CampaignId>;
}

/** A stretch of a text that names campaigns; a sure one does so whatever else is said. */
interface Named {
  readonly campaigns: readonly CampaignId[];
  readonly isSure: boolean;
  readonly length: number;
}

/** Words of accounts that may stand beside a service's name. */
const around: readonly SetWord[] = [
  "small",
  "have",
  "me",
  "now",
  "only",
  "and",
  "or",
  "things",
  "unused",
  "asks",
];
const longestText = 500;
const mostWords = 4;
const shortestSure = 5;
const shortestForgiven = 5;
const shortestForgivenAnywhere = 7;

/** Compiles what each service is called: `words.service` of the campaigns' text files, in all languages. */
export function compileServiceNames(
  services: ReadonlyMap<CampaignId, readonly string[]>,
  words: Iterable<Words>,
): ServiceNames {
  const names = new Map<string, readonly CampaignId[]>();
  for (const [campaign, phrases] of services) {
    for (const name of new Set([keyOf(campaign), ...phrases.map(keyOf)])) {
      names.set(name, [...(names.get(name) ?? []), campaign]);
    }
  }
  const beside = [...words].flatMap(({ courtesies, sets }) => [
    ...courtesies,
    ...around.flatMap((set) => sets[set]),
  ]);
  return {
    names,
    forgiven: byFirstLetters(names),
    around: new Set(beside.flatMap((phrase) => [keyOf(phrase), keyOf(phrase.replace(/['’]/g, ""))])),
    ids: new Set([...services.keys()].map(keyOf)),
  };
}

/** The first letter is hardly ever wrong, but the first two may be swapped. */
function byFirstLetters(names: ServiceNames["names"]): ServiceNames["forgiven"] {
  const forgiven = [...names].filter(([name]) => name.length >= shortestForgiven && !/[\d ]/.test(name));
  const letters = new Set(forgiven.flatMap(([name]) => name.slice(0, 2).split("")));
  return new Map(
    [...letters].map((letter) => [letter, forgiven.filter(([name]) => name.slice(0, 2).includes(letter))]),
  );
}

/** Finds the service that a text names; several where it names more, or one that can be two; undefined where none. */
export function findService(text: string, known: ServiceNames): FoundService | undefined {
  if (text.length > longestText) return undefined;
  const { named, isAlone } = namedIn(wordsOf(text), known);
  const counting = named.filter(({ isSure }) => isSure || isAlone);
  const campaigns = [...new Set(counting.flatMap((each) => each.campaigns))];
  const [campaign, ...others] = campaigns;
  if (campaign === undefined) return undefined;
  return others.length === 0 ? { kind: "one", campaign } : { kind: "several", campaigns };
}

/** Returns the words of a text that name no service: a name is of no language ("Google's AI" is not French for "j'ai"). */
export function withoutNames(text: string, known: ServiceNames): string {
  const words = wordsOf(text);
  const kept: string[] = [];
  for (let at = 0; at < words.length; ) {
    const named = namedAt(words, at, known);
    if (named === undefined) kept.push(words[at] ?? "");
    at += named?.length ?? 1;
  }
  return kept.join(" ");
}

function wordsOf(text: string): readonly string[] {
  return keyOf(text).split(" ");
}

/** The names in a text, and whether nothing else of weight stands beside them. */
function namedIn(
  words: readonly string[],
  known: ServiceNames,
): { readonly named: readonly Named[]; readonly isAlone: boolean } {
  const named: Named[] = [];
  let isAlone = true;
  for (let at = 0; at < words.length; ) {
    const stretch = stretchAt(words, at, known);
    if (stretch === undefined) isAlone = false;
    else if (stretch.campaigns.length > 0) named.push(stretch);
    at += stretch?.length ?? 1;
  }
  return { named, isAlone };
}

/** What begins here: a name, or a phrase beside names; nothing where it is neither. */
function stretchAt(words: readonly string[], at: number, known: ServiceNames): Named | undefined {
  const exact = namedAt(words, at, known);
  if (exact) return exact;
  const length = besideAt(words, at, known);
  return length > 0 ? { campaigns: [], isSure: false, length } : mistypedAt(words[at] ?? "", known);
}

/** How many words the longest phrase has that begins here and means nothing else. */
function besideAt(words: readonly string[], at: number, { around }: ServiceNames): number {
  for (let length = Math.min(mostWords, words.length - at); length > 0; length--) {
    if (around.has(words.slice(at, at + length).join(" "))) return length;
  }
  return 0;
}

/** The longest name that begins here, its parts written together or apart: "linked in", "chat gpt". */
function namedAt(words: readonly string[], at: number, { names, ids }: ServiceNames): Named | undefined {
  for (let length = Math.min(mostWords, words.length - at); length > 0; length--) {
    const parts = words.slice(at, at + length);
    const together = parts.join("");
    const campaigns =
      names.get(parts.join(" ")) ?? (together.length >= shortestSure ? names.get(together) : undefined);
    // Short names are also other words: "face", "x".
    const isId = together.length === shortestSure - 1 && ids.has(together);
    if (campaigns) return { campaigns, isSure: together.length >= shortestSure || isId, length };
  }
  return undefined;
}

/** The campaigns whose names are nearest to a mistyped word. */
function mistypedAt(word: string, { forgiven }: ServiceNames): Named | undefined {
  if (word.length < shortestForgiven || /\d/.test(word)) return undefined;
  const near = (forgiven.get(word[0] ?? "") ?? []).flatMap(([name, campaigns]) => {
    const edits = editsBetween(word, name);
    return edits === undefined ? [] : [{ edits, campaigns }];
  });
  const least = Math.min(...near.map(({ edits }) => edits));
  const campaigns = near.filter(({ edits }) => edits === least).flatMap((each) => each.campaigns);
  if (campaigns.length === 0) return undefined;
  return { campaigns, isSure: word.length >= shortestForgivenAnywhere, length: 1 };
}

/** Counts the edits between a word and a name; nothing where they are too many. */
function editsBetween(word: string, name: string): number | undefined {
  if (isSwap(word, name)) return 1;
  const allowed = Math.floor(Math.min(word.length, name.length) / 4);
  if (word[0] !== name[0] || Math.abs(word.length - name.length) > allowed) return undefined;
  const edits = distance(word, name);
  return edits <= allowed ? edits : undefined;
}
