import type { AccountId } from "../campaigns/schema.ts";
import { compileGrammar, type Grammar } from "./grammar.ts";
import { cutIntoPieces, type Piece } from "./match.ts";
import { phraseTemplate } from "./parse-template.ts";
import { type Names, parsedTemplates, type Sentences, skipOf } from "./sentences.ts";

/** The words from which a set of accounts is read: the keys of `accounts.json`. */
export type AccountWord =
  | "have"
  | "only"
  /** All that there are; `two` and `three` only if there are as many. */
  | "all"
  | "two"
  | "three"
  | "none"
  | "not"
  | "nor"
  /** Denies what follows, and leaves doubt: "I deleted", "my daughter has". */
  | "gone"
  /** All but what follows. */
  | "except"
  /** Takes back what was said before: "no wait". */
  | "corrects"
  | "and"
  | "but"
  | "yes"
  | "no"
  | "small";

/** What a stretch of words says about accounts. */
export type AccountSign = { readonly account: AccountId } | { readonly word: AccountWord };

/** The accounts that a person says they have. */
export interface AccountsRead {
  readonly accounts: readonly AccountId[];
  /** False if words are left over that could change the meaning: then one asks back. */
  readonly isSure: boolean;
}

/** Compiles the names of a campaign's accounts with the words around them. */
export function compileAccounts(
  { accounts, names }: NonNullable<ReturnType<Names["get"]>>,
  sentences: Sentences,
  vocabulary: Set<string>,
): Grammar<AccountSign> {
  const named = accounts.flatMap((account) =>
    names
      .flatMap((each) => each.accounts[account] ?? [])
      .map((phrase) => [phraseTemplate(phrase), { account }] as const),
  );
  const { kept = [], ...words } = sentences.accounts;
  const signs = parsedTemplates({ ...sentences, accounts: words }, "accounts").map(
    ([template, word]) => [template, { word: word as AccountWord }] as const,
  );
  const skip = skipOf(sentences).filter((word) => !kept.includes(word));
  return compileGrammar<AccountSign>({ templates: [...named, ...signs], skip, vocabulary });
}

/** Reads which accounts a person says they have; nothing if no account is spoken of, or what is said contradicts itself. */
export function readAccounts(
  words: readonly string[],
  grammar: Grammar<AccountSign>,
  accounts: readonly AccountId[],
): AccountsRead | undefined {
  const pieces = cutIntoPieces(words, grammar);
  const all = pieces.flatMap((piece) => signOf(piece) ?? []).filter((sign) => !isWord(sign, "small"));
  const signs = all.slice(all.findLastIndex((sign) => isWord(sign, "corrects")) + 1);
  // "Facebook no, Instagram yes": each account has its answer behind it.
  const isAnsweredBehind =
    signs.some(isAccount) &&
    signs.every((sign, at) => !isAccount(sign) || isWord(signs[at + 1], "yes", "no"));
  const denials = isAnsweredBehind ? signs.map((_, at) => isWord(signs[at + 1], "no")) : denialsIn(signs);
  const read = conclude(signs, denials, accounts);
  const isDoubtful = signs.some((_, at) => isDoubtfulAt(at, signs, denials, accounts.length));
  const isKnown = pieces.every(({ matches }) => matches.length > 0);
  const isSettled = isKnown && signs.length === all.length && (isAnsweredBehind || !isDoubtful);
  return read && { ...read, isSure: read.isSure && isSettled };
}

/** A name counts before a word that looks like one. */
function signOf({ matches }: Piece<AccountSign>): AccountSign | undefined {
  return (matches.find(({ meaning }) => "account" in meaning) ?? matches[0])?.meaning;
}

function isWord(sign: AccountSign | undefined, ...words: readonly AccountWord[]): boolean {
  return sign !== undefined && "word" in sign && words.includes(sign.word);
}

function isAccount(sign: AccountSign | undefined): boolean {
  return sign !== undefined && "account" in sign;
}

/** Whether each sign stands under a denial. */
function denialsIn(signs: readonly AccountSign[]): readonly boolean[] {
  let isDenied = false;
  return signs.map((sign, at) => {
    isDenied = isDeniedAfter(sign, signs[at - 1], isDenied);
    return isDenied;
  });
}

function isDeniedAfter(sign: AccountSign, before: AccountSign | undefined, isDenied: boolean): boolean {
  if (isWord(sign, "not", "no", "nor", "gone", "except")) return true;
  if (isWord(sign, "but", "yes", "only")) return false;
  // "I don't have Facebook", and "no Facebook, I have Instagram".
  return isWord(sign, "have") ? isDenied && isWord(before, "not", "nor") : isDenied;
}

function conclude(
  signs: readonly AccountSign[],
  denials: readonly boolean[],
  accounts: readonly AccountId[],
): AccountsRead | undefined {
  const had = accounts.filter((account) => isSaid(account, false, signs, denials));
  const denied = accounts.filter((account) => isSaid(account, true, signs, denials));
  if (had.some((account) => denied.includes(account))) return undefined;
  const left = accounts.filter((account) => !denied.includes(account));
  const whole = wholeOf(signs);
  if (whole !== undefined) return concludeWhole(whole, had, denied, left);
  // What others have, or what is gone, says nothing about the rest.
  return had.length === 0 && signs.some((sign) => isWord(sign, "gone"))
    ? undefined
    : concludeNamed(had, denied, left);
}

/** Who only says what they do not have is asked about the rest. */
function concludeNamed(
  had: readonly AccountId[],
  denied: readonly AccountId[],
  left: readonly AccountId[],
): AccountsRead | undefined {
  if (had.length > 0) return { accounts: had, isSure: true };
  return denied.length === 0 ? undefined : { accounts: left, isSure: left.length === 0 };
}

/** "Both", "none", "all but", unless single accounts are named that do not fit. */
function concludeWhole(
  whole: NonNullable<ReturnType<typeof wholeOf>>,
  had: readonly AccountId[],
  denied: readonly AccountId[],
  left: readonly AccountId[],
): AccountsRead | undefined {
  const isWhole = had.length === 0 || had.length === left.length;
  const isClear =
    whole === "all"
      ? denied.length === 0 && isWhole
      : had.length === 0 && (whole === "none" || denied.length > 0);
  const accounts = { all: left, none: [], "all-but": left, "none-but": denied }[whole];
  return isClear ? { accounts, isSure: true } : undefined;
}

function isSaid(
  account: AccountId,
  isDenied: boolean,
  signs: readonly AccountSign[],
  denials: readonly boolean[],
): boolean {
  return signs.some((sign, at) => "account" in sign && sign.account === account && denials[at] === isDenied);
}

/** Whether a word covers several accounts at once. */
function wholeOf(signs: readonly AccountSign[]): "all" | "none" | "all-but" | "none-but" | undefined {
  const has = (...words: readonly AccountWord[]) => signs.some((sign) => isWord(sign, ...words));
  if (has("except")) return has("none") ? "none-but" : "all-but";
  if (has("all", "two", "three")) return "all";
  return has("none") ? "none" : undefined;
}

/** What makes a word doubtful at its place. */
type Doubt = (
  at: number,
  signs: readonly AccountSign[],
  denials: readonly boolean[],
  count: number,
) => boolean;

const isDeniedThere: Doubt = (at, signs, denials) => denials[at] === true && !isWord(signs[at + 1], "except");

/** Words that can be meant in two ways, or for another number of accounts. */
const doubts: Readonly<Partial<Record<AccountWord, Doubt>>> = {
  all: isDeniedThere,
  two: (at, signs, denials, count) => count !== 2 || isDeniedThere(at, signs, denials, count),
  three: (at, signs, denials, count) => count !== 3 || isDeniedThere(at, signs, denials, count),
  only: (at, signs) => isWord(signs[at - 1], "not"),
  gone: () => true,
  // "Facebook, no, Instagram"; but not "yes Facebook, no Instagram".
  no: (at, signs) => isAccount(signs[at - 1]) && !isWord(signs[0], "yes", "no"),
  // "Instagram I don't have".
  not: (at, signs) => isAccount(signs[at - 1]) && !isAccount(signs[at + 1]),
};

function isDoubtfulAt(
  at: number,
  signs: readonly AccountSign[],
  denials: readonly boolean[],
  count: number,
): boolean {
  const [before, sign] = [signs[at - 1], signs[at]];
  if (sign === undefined) return false;
  if ("word" in sign) return doubts[sign.word]?.(at, signs, denials, count) ?? false;
  // "Not Facebook and Instagram": is the second one denied too?
  return denials[at] === true && (isAccount(before) || isWord(before, "and"));
}
