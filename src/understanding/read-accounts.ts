import type { AccountId } from "../campaigns/schema.ts";
import type { StatedAccounts } from "../conversation/vocabulary.ts";
import { type AccountToken, type AccountWord, findAccountTokens } from "./entities/find-accounts.ts";
import type { TemplateSet } from "./template-set.ts";

/** The accounts that a person says they have. */
export interface AccountsRead {
  readonly stated: StatedAccounts;
  /** False if unknown or doubtful words could change the meaning: then the bot asks back. */
  readonly isSure: boolean;
  /** True if nothing but unknown words could change the meaning. */
  readonly isLikely: boolean;
  /** True if every word is known, and none leaves it in doubt. */
  readonly isKnown: boolean;
  /** True if "only" stands beside some accounts, and all the others are denied by name. */
  readonly isSaidTwice: boolean;
}

/**
 * Reads which accounts a person says they have; undefined if no account is spoken of, or if the
 * words contradict each other.
 */
export function readAccounts(
  words: readonly string[],
  templates: TemplateSet<AccountToken>,
  accounts: readonly AccountId[],
): AccountsRead | undefined {
  const spans = findAccountTokens(words, templates);
  const all = withoutSmall(spans.flatMap(({ value }) => value ?? []));
  const corrected = all.findLastIndex((token) => isWord(token, "corrects"));
  const tokens = all.slice(corrected + 1);
  const isAnsweredBehind = areAnsweredBehind(tokens);
  const line = { tokens, denials: denialsIn(tokens), count: accounts.length };
  const read = conclude(line, accounts);
  const isDoubtful = tokens.some((_, at) => isDoubtfulAt(at, line));
  const isKnown = spans.every(({ value }) => value !== undefined && !isWord(value, "gone", "unsure"));
  const isLikely = read?.isSure === true && corrected <= 0 && (isAnsweredBehind || !isDoubtful);
  const isSure = isLikely && isKnown;
  const isSaidTwice = read?.isSure === true && restIsDenied(line, accounts);
  const stated = { accounts: read?.accounts ?? [], ...linkIn(tokens) };
  return read && { stated, isSure, isLikely, isKnown, isSaidTwice };
}

/** Whether "just Instagram" is followed, or preceded, by "no Facebook". */
function restIsDenied(line: Line, accounts: readonly AccountId[]): boolean {
  const areNamed = accounts.every((account) =>
    [true, false].some((isDenied) => isSaid(account, isDenied, line)),
  );
  return areNamed && line.denials.includes(true) && line.tokens.some((token) => isWord(token, "only"));
}

function withoutSmall(tokens: readonly AccountToken[]): readonly AccountToken[] {
  return tokens.filter((token) => !isWord(token, "small"));
}

/** Words that say nothing about accounts if none is named. */
const inPassing: ReadonlySet<AccountWord> = new Set([
  ...(["have", "and", "but", "yes", "not", "small", "linked", "apart"] as const),
]);

/**
 * Whether words say which accounts somebody has: they name one, count them, deny having them, or
 * cast doubt.
 */
export function speakOfAccounts(words: readonly string[], templates: TemplateSet<AccountToken>): boolean {
  const tokens = findAccountTokens(words, templates).flatMap(({ value }) => value ?? []);
  const has = (word: AccountWord) => tokens.some((token) => isWord(token, word));
  return (
    (has("not") && has("have")) || tokens.some((token) => isAccount(token) || !isWord(token, ...inPassing))
  );
}

/** Whether words say that these are all the accounts ("only"). */
export function saysOnly(words: readonly string[], templates: TemplateSet<AccountToken>): boolean {
  return findAccountTokens(words, templates).some(
    ({ value }) => value !== undefined && isWord(value, "only"),
  );
}

/** Whether words leave it in doubt whether the accounts that are named are the person's. */
export function castsDoubt(words: readonly string[], templates: TemplateSet<AccountToken>): boolean {
  return findAccountTokens(words, templates).some(
    ({ value }) => value !== undefined && isWord(value, "unsure", "corrects"),
  );
}

/** Whether words take back what was said before them. */
export function takesBack(words: readonly string[], templates: TemplateSet<AccountToken>): boolean {
  return findAccountTokens(words, templates).some(
    ({ value }) => value !== undefined && isWord(value, "corrects"),
  );
}

/** Returns the accounts that words name and do not deny, however many the words say there are. */
export function undeniedIn(
  words: readonly string[],
  templates: TemplateSet<AccountToken>,
): readonly AccountId[] {
  const tokens = withoutSmall(findAccountTokens(words, templates).flatMap(({ value }) => value ?? []));
  const denials = denialsIn(tokens);
  return tokens.flatMap((token, at) => ("account" in token && !denials[at] ? token.account : []));
}

/** Whether words only name accounts, and say nothing of them that is not known. */
export function isMereNaming(words: readonly string[], templates: TemplateSet<AccountToken>): boolean {
  return findAccountTokens(words, templates).every(({ value }) => value !== undefined);
}

function linkIn(tokens: readonly AccountToken[]): Pick<StatedAccounts, "linked"> {
  const link = tokens.findLast((token) => isWord(token, "linked", "apart"));
  return link === undefined ? {} : { linked: isWord(link, "linked") ? "yes" : "no" };
}

/**
 * The account tokens of a message, whether each stands under a denial, and how many accounts there
 * are.
 */
interface Line {
  readonly tokens: readonly AccountToken[];
  readonly denials: readonly boolean[];
  readonly count: number;
}

function isWord(token: AccountToken | undefined, ...words: readonly AccountWord[]): boolean {
  return token !== undefined && "word" in token && words.includes(token.word);
}

function isAccount(token: AccountToken | undefined): boolean {
  return token !== undefined && "account" in token;
}

/** "Facebook no, Instagram yes": whether each account has its answer behind it. */
function areAnsweredBehind(tokens: readonly AccountToken[]): boolean {
  return (
    tokens.some(isAccount) &&
    tokens.every((token, at) => !isAccount(token) || isWord(tokens[at + 1], "yes", "no"))
  );
}

/** Whether each token stands under a denial. */
function denialsIn(tokens: readonly AccountToken[]): readonly boolean[] {
  if (areAnsweredBehind(tokens)) return tokens.map((_, at) => isWord(tokens[at + 1], "no"));
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

/** The accounts that are meant, and whether no others can be. */
type Conclusion = Pick<StatedAccounts, "accounts"> & Pick<AccountsRead, "isSure">;

function conclude(line: Line, accounts: readonly AccountId[]): Conclusion | undefined {
  const [had = [], denied = []] = [false, true].map((isDenied) =>
    accounts.filter((account) => isSaid(account, isDenied, line)),
  );
  if (had.some((account) => denied.includes(account))) return undefined;
  const left = accounts.filter((account) => !denied.includes(account));
  const whole = wholeOf(line.tokens);
  if (whole !== undefined) return concludeWhole(whole, had, denied, left);
  const only = onlyOf(line, had);
  if (only !== undefined) return { accounts: only, isSure: false };
  // An account that is gone, or that others have, says nothing about the rest.
  return had.length === 0 && line.tokens.some((token) => isWord(token, "gone"))
    ? undefined
    : concludeNamed(had, denied, left);
}

/**
 * Returns the accounts behind "only" if others are named besides: "just Instagram, the Facebook one is
 * my mum's".
 */
function onlyOf({ tokens }: Line, had: readonly AccountId[]): readonly AccountId[] | undefined {
  const at = tokens.findIndex((token, place) => isWord(token, "only") && !isWord(tokens[place - 1], "not"));
  const behind = at < 0 ? [] : tokens.slice(at + 1);
  const isListed = (token: AccountToken, place: number) =>
    isAccount(token) ? place === 0 || !isAccount(behind[place - 1]) : place > 0 && isWord(token, "and");
  const end = behind.findIndex((token, place) => !isListed(token, place));
  const listed = end < 0 ? behind : behind.slice(0, end);
  const only = had.filter((account) =>
    listed.some((token) => "account" in token && token.account === account),
  );
  return only.length > 0 && only.length < had.length ? only : undefined;
}

/** A person who only says which accounts they do not have is asked about the rest. */
function concludeNamed(
  had: readonly AccountId[],
  denied: readonly AccountId[],
  left: readonly AccountId[],
): Conclusion | undefined {
  if (had.length > 0) return { accounts: had, isSure: true };
  return denied.length === 0 ? undefined : { accounts: left, isSure: left.length === 0 };
}

/**
 * Concludes from "both", "none" or "all but"; undefined if single accounts are named that
 * contradict it.
 */
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

function namedFrom(tokens: readonly AccountToken[]): ReadonlySet<AccountId> {
  return new Set(tokens.flatMap((token) => ("account" in token ? token.account : [])));
}

/** Returns what a word says about all accounts at once, if one does. */
function wholeOf(tokens: readonly AccountToken[]): "all" | "none" | "all-but" | "none-but" | undefined {
  const has = (...words: readonly AccountWord[]) => tokens.some((token) => isWord(token, ...words));
  if (has("except")) return has("none") ? "none-but" : "all-but";
  if (has("all", "two", "three")) return "all";
  return has("none") ? "none" : undefined;
}

/** Whether a word can be meant in two ways at its place. */
type Doubt = (at: number, line: Line) => boolean;

const isDeniedThere: Doubt = (at, { tokens, denials }) =>
  denials[at] === true && !isWord(tokens[at + 1], "except");

/** Words that can be meant in two ways, or for another number of accounts. */
const doubts: Readonly<Partial<Record<AccountWord, Doubt>>> = {
  all: isDeniedThere,
  two: (at, line) => line.count !== 2 || isDeniedThere(at, line),
  three: (at, line) => line.count !== 3 || isDeniedThere(at, line),
  // "Not only Facebook" leaves open what else, unless that is named too.
  only: (at, { tokens }) => isWord(tokens[at - 1], "not") && namedFrom(tokens.slice(at)).size < 2,
  // « Je ne publie jamais rien » denies no account.
  none: (at, { tokens }) => isWord(tokens[at - 1], "not"),
  gone: () => true,
  unsure: () => true,
  // "Facebook, no, Instagram", and "yes Facebook, Instagram no"; but not "yes Facebook, no Instagram".
  no: (at, { tokens }) =>
    isAccount(tokens[at - 1]) && !(isWord(tokens[0], "yes", "no") && isAccount(tokens[at + 1])),
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
