import type { AccountId } from "../campaigns/schema.ts";
import type { ToldAccounts } from "../conversation/vocabulary.ts";
import { type Chunk, cutIntoChunks } from "./match.ts";
import { phraseTemplate } from "./parse-template.ts";
import { type Names, parsedTemplates, type Sentences, skipOf, templatesUnder } from "./sentences.ts";
import { compileTemplates, type TemplateSet, wordsIn } from "./template-set.ts";

/** The words from which a set of accounts is read: the keys of `accounts.json`. */
export type AccountWord = Quantity | Denial | Link | "have" | "and" | "but" | "yes" | "no" | "small";
/** `two` and `three` are all only if there are as many. */
type Quantity = "only" | "all" | "two" | "three" | "none";
/** What is gone leaves doubt ("I deleted", "my daughter has"); `except` is all but what follows; "no wait" takes back what was said. */
type Denial = "not" | "nor" | "gone" | "except" | "corrects";
/** Whether they are linked, told along with them. */
type Link = "linked" | "apart";

/** Skip words that count here, words that tell accounts, and words that tell more of them. */
export const wordLists = ["kept", "told", "more"] as const;
const isListOfWords = (key: string) => wordLists.some((list) => list === key);

/** What a stretch of words says about accounts. */
export type AccountToken = { readonly account: AccountId } | { readonly word: AccountWord };

/** The accounts that a person says they have. */
export interface AccountsRead {
  readonly told: ToldAccounts;
  /** False if words are left over that could change the meaning: then one asks back. */
  readonly isSure: boolean;
}

/** Compiles the names of a campaign's accounts with the words around them. */
export function compileAccounts(
  { accounts, names }: NonNullable<ReturnType<Names["get"]>>,
  sentences: Sentences,
  vocabulary: Set<string>,
): TemplateSet<AccountToken> {
  const named = accounts.flatMap((account) =>
    names
      .flatMap((each) => each.accounts[account] ?? [])
      .map((phrase) => [phraseTemplate(phrase), { account }] as const),
  );
  const tokens = parsedTemplates(sentences, "accounts").flatMap(([template, word]) =>
    isListOfWords(word) ? [] : [[template, { word: word as AccountWord }] as const],
  );
  const kept = wordsIn(templatesUnder(sentences, "accounts", "kept"));
  const skip = skipOf(sentences).filter((word) => !kept.has(word));
  return compileTemplates<AccountToken>({ templates: [...named, ...tokens], skip, vocabulary });
}

/** The accounts that words name, whatever is said of them. */
export function namedAccounts(
  words: readonly string[],
  templates: TemplateSet<AccountToken>,
): readonly AccountId[] {
  const tokens = cutIntoChunks(words, templates).flatMap((chunk) => tokenOf(chunk) ?? []);
  return [...new Set(tokens.flatMap((token) => ("account" in token ? [token.account] : [])))];
}

/** Reads which accounts a person says they have; nothing if no account is spoken of, or what is said contradicts itself. */
export function readAccounts(
  words: readonly string[],
  templates: TemplateSet<AccountToken>,
  accounts: readonly AccountId[],
): AccountsRead | undefined {
  const chunks = cutIntoChunks(words, templates);
  const all = chunks.flatMap((chunk) => tokenOf(chunk) ?? []).filter((token) => !isWord(token, "small"));
  const corrected = all.findLastIndex((token) => isWord(token, "corrects"));
  const tokens = all.slice(corrected + 1);
  // "Facebook no, Instagram yes": each account has its answer behind it.
  const isAnsweredBehind =
    tokens.some(isAccount) &&
    tokens.every((token, at) => !isAccount(token) || isWord(tokens[at + 1], "yes", "no"));
  const denials = isAnsweredBehind ? tokens.map((_, at) => isWord(tokens[at + 1], "no")) : denialsIn(tokens);
  const line = { tokens, denials, count: accounts.length };
  const read = conclude(line, accounts);
  const isDoubtful = tokens.some((_, at) => isDoubtfulAt(at, line));
  const isKnown = chunks.every(({ matches }) => matches.length > 0);
  const isSettled = isKnown && corrected <= 0 && (isAnsweredBehind || !isDoubtful);
  return read && { told: { accounts: read.accounts, ...linkIn(tokens) }, isSure: read.isSure && isSettled };
}

function linkIn(tokens: readonly AccountToken[]): Pick<ToldAccounts, "linked"> {
  const link = tokens.findLast((token) => isWord(token, "linked", "apart"));
  return link === undefined ? {} : { linked: isWord(link, "linked") ? "yes" : "no" };
}

/** What is said, word by word: whether each stands under a denial, and how many accounts there are. */
interface Line {
  readonly tokens: readonly AccountToken[];
  readonly denials: readonly boolean[];
  readonly count: number;
}

/** A name counts before a word that looks like one. */
function tokenOf({ matches }: Chunk<AccountToken>): AccountToken | undefined {
  return (matches.find(({ meaning }) => "account" in meaning) ?? matches[0])?.meaning;
}

function isWord(token: AccountToken | undefined, ...words: readonly AccountWord[]): boolean {
  return token !== undefined && "word" in token && words.includes(token.word);
}

function isAccount(token: AccountToken | undefined): boolean {
  return token !== undefined && "account" in token;
}

/** Whether each token stands under a denial. */
function denialsIn(tokens: readonly AccountToken[]): readonly boolean[] {
  let isDenied = false;
  return tokens.map((token, at) => {
    isDenied = isDeniedAfter(token, tokens[at - 1], isDenied);
    return isDenied;
  });
}

function isDeniedAfter(token: AccountToken, before: AccountToken | undefined, isDenied: boolean): boolean {
  if (isWord(token, "not", "no", "nor", "gone", "except")) return true;
  if (isWord(token, "but", "yes", "only")) return false;
  // "I don't have Facebook", and "no Facebook, I have Instagram".
  return isWord(token, "have") ? isDenied && isWord(before, "not", "nor") : isDenied;
}

/** Those that are meant, and whether nothing else can be. */
type Conclusion = Pick<ToldAccounts, "accounts"> & Pick<AccountsRead, "isSure">;

function conclude(line: Line, accounts: readonly AccountId[]): Conclusion | undefined {
  const [had = [], denied = []] = [false, true].map((isDenied) =>
    accounts.filter((account) => isSaid(account, isDenied, line)),
  );
  if (had.some((account) => denied.includes(account))) return undefined;
  const left = accounts.filter((account) => !denied.includes(account));
  const whole = wholeOf(line.tokens);
  if (whole !== undefined) return concludeWhole(whole, had, denied, left);
  // What others have, or what is gone, says nothing about the rest.
  return had.length === 0 && line.tokens.some((token) => isWord(token, "gone"))
    ? undefined
    : concludeNamed(had, denied, left);
}

/** Who only says what they do not have is asked about the rest. */
function concludeNamed(
  had: readonly AccountId[],
  denied: readonly AccountId[],
  left: readonly AccountId[],
): Conclusion | undefined {
  if (had.length > 0) return { accounts: had, isSure: true };
  return denied.length === 0 ? undefined : { accounts: left, isSure: left.length === 0 };
}

/** "Both", "none", "all but", unless single accounts are named that do not fit. */
function concludeWhole(
  whole: NonNullable<ReturnType<typeof wholeOf>>,
  had: readonly AccountId[],
  denied: readonly AccountId[],
  left: readonly AccountId[],
): Conclusion | undefined {
  const isWhole = had.length === 0 || had.length === left.length;
  const isClear =
    whole === "all"
      ? denied.length === 0 && isWhole
      : had.length === 0 && (whole === "none" || denied.length > 0);
  const accounts = { all: left, none: [], "all-but": left, "none-but": denied }[whole];
  return isClear ? { accounts, isSure: true } : undefined;
}

function isSaid(account: AccountId, isDenied: boolean, { tokens, denials }: Line): boolean {
  return tokens.some(
    (token, at) => "account" in token && token.account === account && denials[at] === isDenied,
  );
}

/** Whether a word covers several accounts at once. */
function wholeOf(tokens: readonly AccountToken[]): "all" | "none" | "all-but" | "none-but" | undefined {
  const has = (...words: readonly AccountWord[]) => tokens.some((token) => isWord(token, ...words));
  if (has("except")) return has("none") ? "none-but" : "all-but";
  if (has("all", "two", "three")) return "all";
  return has("none") ? "none" : undefined;
}

/** What makes a word doubtful at its place. */
type Doubt = (at: number, line: Line) => boolean;

const isDeniedThere: Doubt = (at, { tokens, denials }) =>
  denials[at] === true && !isWord(tokens[at + 1], "except");

/** Words that can be meant in two ways, or for another number of accounts. */
const doubts: Readonly<Partial<Record<AccountWord, Doubt>>> = {
  all: isDeniedThere,
  two: (at, line) => line.count !== 2 || isDeniedThere(at, line),
  three: (at, line) => line.count !== 3 || isDeniedThere(at, line),
  only: (at, { tokens }) => isWord(tokens[at - 1], "not"),
  gone: () => true,
  // "Facebook, no, Instagram"; but not "yes Facebook, no Instagram".
  no: (at, { tokens }) => isAccount(tokens[at - 1]) && !isWord(tokens[0], "yes", "no"),
  // "Instagram I don't have".
  not: (at, { tokens }) => isAccount(tokens[at - 1]) && !isAccount(tokens[at + 1]),
};

function isDoubtfulAt(at: number, line: Line): boolean {
  const [before, token] = [line.tokens[at - 1], line.tokens[at]];
  if (token === undefined) return false;
  if ("word" in token) return doubts[token.word]?.(at, line) ?? false;
  // "Not Facebook and Instagram": is the second one denied too?
  return line.denials[at] === true && (isAccount(before) || isWord(before, "and"));
}
