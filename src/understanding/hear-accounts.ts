import type { AccountId } from "../campaigns/schema.ts";
import { findAccounts } from "./entities/find-accounts.ts";
import type { Utterance } from "./hear.ts";
import { maskAccounts } from "./mask-accounts.ts";

/** Which accounts somebody has, according to the classifier. */
export interface HeardAccounts {
  readonly accounts: readonly AccountId[];
  /** The lowest confidence among the accounts, from 0 to 1. */
  readonly confidence: number;
}

/**
 * The examples were written for campaigns with two accounts; with more, "the other" means something
 * else.
 */
const accountsOfExamples = 2;

/**
 * Asks the classifier, for each account of a campaign, whether the person has it; undefined if
 * there are not two.
 */
export function hearAccounts(
  { tokens, words, reading }: Utterance,
  accounts: readonly AccountId[],
  templates: Parameters<typeof findAccounts>[1],
): HeardAccounts | undefined {
  if (accounts.length !== accountsOfExamples) return undefined;
  const names = findAccounts(words, templates);
  const heard = accounts.map((account) => {
    const { has = 0, "has-not": hasNot = 0 } = reading.classifyAccount(maskAccounts(tokens, names, account));
    return { account, has, hasNot };
  });
  return {
    accounts: heard.filter(({ has, hasNot }) => has > hasNot).map(({ account }) => account),
    confidence: Math.min(...heard.map(({ has, hasNot }) => Math.max(has, hasNot))),
  };
}
