import type { AccountId, CampaignId } from "../../campaigns/schema.ts";
import { cutIntoChunks } from "../match.ts";
import { type Names, parsedTemplates, type Sentences, skipOf, templatesUnder } from "../sentences.ts";
import { compileTemplates, type TemplateSet, wordsIn } from "../template-set.ts";
import { findOneService, type Searched } from "./find-services.ts";
import { type Span, valuesOf } from "./span.ts";

/** The words from which a set of accounts is read: the keys of `accounts.json`. */
export type AccountWord = Quantity | Denial | Link | "have" | "and" | "but" | "yes" | "no" | "small";
/** `two` and `three` mean all accounts only if there are as many. */
type Quantity = "only" | "all" | "two" | "three" | "none";
/**
 * `gone` ("I deleted", "my daughter has") and `unsure` ("I think") leave it in doubt; `except` is
 * all but what follows; `corrects` ("no wait") takes back what was said.
 */
type Denial = "not" | "nor" | "gone" | "unsure" | "except" | "corrects";
/** Whether the accounts are linked. */
type Link = "linked" | "apart";

/**
 * Keys of `accounts.json` that are word lists: skip words that count here, words that tell which
 * accounts one has, and words that add accounts.
 */
export const wordLists = ["kept", "tells", "more"] as const;
const isListOfWords = (key: string) => wordLists.some((list) => list === key);

/** Shorter words are other words in the plural: "grams". */
const isLongName = /^\p{L}{5,}$/u;

export type AccountToken = { readonly account: AccountId } | { readonly word: AccountWord };

/** Compiles the names of a campaign's accounts together with the account words of one language. */
export function compileAccounts(
  { accounts, names }: NonNullable<ReturnType<Names["get"]>>,
  sentences: Sentences,
  vocabulary: Set<string>,
): TemplateSet<AccountToken> {
  const named = accounts.flatMap((account) =>
    names
      .flatMap((each) => (each.accounts[account] ?? []).flatMap(inPlural))
      .map((phrase) => [phrase, { account }] as const),
  );
  const tokens = parsedTemplates(sentences, "accounts").flatMap(([template, word]) =>
    isListOfWords(word) ? [] : [[template, { word: word as AccountWord }] as const],
  );
  const kept = wordsIn(templatesUnder(sentences, "accounts", "kept"));
  const skip = skipOf(sentences).filter((word) => !kept.has(word));
  return compileTemplates<AccountToken>({ templates: [...named, ...tokens], skip, vocabulary });
}

/** "Two instas and a Facebook": a name of one word stands for several accounts too. */
function inPlural(phrase: string): readonly string[] {
  return isLongName.test(phrase) ? [phrase, `${phrase}s`] : [phrase];
}

/** Finds the accounts that words name, also those that are denied. */
export function findAccounts(
  words: readonly string[],
  templates: TemplateSet<AccountToken>,
): readonly Span<AccountId>[] {
  return findAccountTokens(words, templates).flatMap(({ value, ...place }) =>
    value && "account" in value ? { ...place, value: value.account } : [],
  );
}

/**
 * Cuts words into stretches with their account token; undefined if a stretch is not known. If a
 * stretch is both a name and a word, the name counts.
 */
export function findAccountTokens(
  words: readonly string[],
  templates: TemplateSet<AccountToken>,
): readonly Span<AccountToken | undefined>[] {
  return cutIntoChunks(words, templates).map(({ from, to, matches }) => {
    const match = matches.find(({ meaning }) => "account" in meaning) ?? matches[0];
    return { from, to, value: match?.meaning };
  });
}

/** What the search for accounts needs of a message. */
interface SearchedForAccounts extends Searched {
  readonly reading: { readonly accounts: ReadonlyMap<CampaignId, TemplateSet<AccountToken>> };
  readonly openQuestion?: { readonly campaign?: CampaignId | undefined } | undefined;
}

/** Returns the accounts that words name, of a service: by default, of the one that the message is about. */
export function accountsIn(
  words: readonly string[],
  message: SearchedForAccounts,
  campaign = findOneService(message) ?? message.openQuestion?.campaign ?? "",
): readonly AccountId[] {
  const templates = message.reading.accounts.get(campaign);
  return templates === undefined ? [] : valuesOf(findAccounts(words, templates));
}
