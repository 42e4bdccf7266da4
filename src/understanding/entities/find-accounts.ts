import type { AccountId } from "../../campaigns/schema.ts";
import { cutIntoChunks } from "../match.ts";
import { type Names, parsedTemplates, type Sentences, skipOf, templatesUnder } from "../sentences.ts";
import { compileTemplates, type TemplateSet, wordsIn } from "../template-set.ts";
import type { Span } from "./span.ts";

/** The words from which a set of accounts is read: the keys of `accounts.json`. */
export type AccountWord = Quantity | Denial | Link | "have" | "and" | "but" | "yes" | "no" | "small";
/** `two` and `three` are all only if there are as many. */
type Quantity = "only" | "all" | "two" | "three" | "none";
/** What is gone leaves doubt ("I deleted", "my daughter has"), and so does "I think"; `except` is all but what follows; "no wait" takes back what was said. */
type Denial = "not" | "nor" | "gone" | "unsure" | "except" | "corrects";
/** Whether they are linked, told along with them. */
type Link = "linked" | "apart";

/** Skip words that count here, words that tell accounts, and words that tell more of them. */
export const wordLists = ["kept", "told", "more"] as const;
const isListOfWords = (key: string) => wordLists.some((list) => list === key);

/** What a stretch of words says about accounts. */
export type AccountToken = { readonly account: AccountId } | { readonly word: AccountWord };

/** Compiles the names of a campaign's accounts with the words around them. */
export function compileAccounts(
  { accounts, names }: NonNullable<ReturnType<Names["get"]>>,
  sentences: Sentences,
  vocabulary: Set<string>,
): TemplateSet<AccountToken> {
  const named = accounts.flatMap((account) =>
    names.flatMap((each) => each.accounts[account] ?? []).map((phrase) => [phrase, { account }] as const),
  );
  const tokens = parsedTemplates(sentences, "accounts").flatMap(([template, word]) =>
    isListOfWords(word) ? [] : [[template, { word: word as AccountWord }] as const],
  );
  const kept = wordsIn(templatesUnder(sentences, "accounts", "kept"));
  const skip = skipOf(sentences).filter((word) => !kept.has(word));
  return compileTemplates<AccountToken>({ templates: [...named, ...tokens], skip, vocabulary });
}

/** Finds the accounts that words name, whatever is said of them. */
export function findAccounts(
  words: readonly string[],
  templates: TemplateSet<AccountToken>,
): readonly Span<AccountId>[] {
  return findAccountTokens(words, templates).flatMap(({ value, ...place }) =>
    value && "account" in value ? { ...place, value: value.account } : [],
  );
}

/** Cuts words into what they say about accounts; nothing stands for what is not known. A name counts before a word that looks like one. */
export function findAccountTokens(
  words: readonly string[],
  templates: TemplateSet<AccountToken>,
): readonly Span<AccountToken | undefined>[] {
  return cutIntoChunks(words, templates).map(({ from, to, matches }) => {
    const match = matches.find(({ meaning }) => "account" in meaning) ?? matches[0];
    return { from, to, value: match?.meaning };
  });
}
