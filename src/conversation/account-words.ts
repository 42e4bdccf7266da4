import type { AccountId } from "../campaigns/schema.ts";
import { compileLexicon, type Lexicon, type Piece, piecesOf } from "./lexicon.ts";
import type { SetWord, Words } from "./words.ts";

/** What a piece of an answer about accounts means. */
export type Sign =
  | { readonly type: "account"; readonly account: AccountId }
  /** All accounts; a `count` must be theirs. */
  | { readonly type: "all"; readonly count?: number }
  | { readonly type: "unknown" | "pause" | "stop" | "question" }
  | { readonly type: Exclude<SetWord, "all"> };

export type Mark = Piece<Sign>;

/** The words for the accounts of one campaign, in all languages at once: people mix them. */
export interface AccountWords {
  readonly accounts: readonly AccountId[];
  readonly lexicon: Lexicon<Sign>;
}

/** The order decides what a phrase means that stands in two lists. */
const order: readonly Exclude<SetWord, "all">[] = [
  "yes",
  "no",
  "refusal",
  "allBut",
  "none",
  "notOrUnknown",
  "nor",
  "only",
  "except",
  "either",
  "but",
  "asks",
  "have",
  "others",
  "past",
  "unused",
  "corrects",
  "gone",
  "goneOrAnd",
  "not",
  "or",
  "and",
  "unsure",
  "elsewhere",
  "things",
  "tail",
  "now",
  "me",
  "sorry",
  "mainly",
  "small",
];

const punctuation: readonly (readonly [string, Sign])[] = [
  ...[",", ";", "(", ")", "-"].map((sign) => [sign, { type: "pause" }] as const),
  ...[".", "!"].map((sign) => [sign, { type: "stop" }] as const),
  ["?", { type: "question" }],
  ...["/", "+", "&"].map((sign) => [sign, { type: "and" }] as const),
  ...[":", "=", "#", "°"].map((sign) => [sign, { type: "small" }] as const),
];

/** Compiles what is said about accounts whichever they are: it is the same for all campaigns. */
export function compileSetWords(languages: readonly Pick<Words, "sets" | "unknown">[]): Lexicon<Sign> {
  return compileLexicon(setPhrases(languages), isTolerant);
}

/** Compiles the words for one campaign's accounts. `names` may come from several languages. */
export function compileAccountWords(
  accounts: readonly AccountId[],
  names: readonly Readonly<Record<AccountId, readonly string[]>>[],
  setWords: Lexicon<Sign>,
): AccountWords {
  const known = accounts.flatMap((account): Known => {
    const sign: Sign = { type: "account", account };
    return [[account, sign], ...names.flatMap((words) => listed(words[account] ?? [], sign))];
  });
  return { accounts, lexicon: compileLexicon(known, isTolerant, setWords) };
}

/** Other words carry too much when they are guessed: "s'inscrire" is not "inscrit", "amis" is not "mais". */
const tolerated: ReadonlySet<Sign["type"]> = new Set([
  "account",
  "all",
  "none",
  "only",
  "unknown",
  "elsewhere",
  "gone",
]);
const shortestSmall = 6;

function isTolerant(sign: Sign, word: string): boolean {
  return tolerated.has(sign.type) || (sign.type === "small" && word.length >= shortestSmall);
}

type Known = readonly (readonly [phrase: string, sign: Sign])[];

function listed(words: readonly string[], sign: Sign): Known {
  return words.map((word) => [word, sign]);
}

function setPhrases(languages: readonly Pick<Words, "sets" | "unknown">[]): Known {
  // One object a meaning, so that words of two languages that are equally near to a typing error agree.
  const unknownSign: Sign = { type: "unknown" };
  const ofType = (type: (typeof order)[number]): Known => {
    const sign: Sign = { type };
    return [
      // "Pas sûr" says that one does not know, before "pas" denies.
      ...(type === "not" ? languages.flatMap(({ unknown }) => listed(unknown, unknownSign)) : []),
      ...languages.flatMap(({ sets }) => listed(sets[type], sign)),
    ];
  };
  const counted = languages.flatMap(({ sets }) =>
    Object.entries(sets.allOf).flatMap(([count, words]) =>
      listed(words, { type: "all", count: Number(count) }),
    ),
  );
  return [
    ...punctuation,
    ...counted,
    ...languages.flatMap(({ sets }) => listed(sets.all, { type: "all" })),
    ...order.flatMap(ofType),
  ];
}

const year = /^(?:19|20)\d\d$/;

/** Cuts an answer into its signs; since which year does not matter. */
export function marksOf(text: string, words: AccountWords): readonly Mark[] {
  return piecesOf(text, words.lexicon).map((mark) =>
    mark.meaning === undefined && year.test(mark.text) ? { ...mark, meaning: { type: "small" } } : mark,
  );
}
