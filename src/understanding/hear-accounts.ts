import type { AccountId } from "../campaigns/schema.ts";
import { findAccounts } from "./entities/find-accounts.ts";
import type { Said } from "./hear.ts";
import { maskAccounts } from "./mask-accounts.ts";

/** Which accounts somebody has, as learnt from examples. */
export interface HeardAccounts {
  readonly accounts: readonly AccountId[];
  /** How sure it is of the account of which it is least sure, from 0 to 1. */
  readonly confidence: number;
}

/** The accounts that the examples were written for are two; with more, "the other" says something else. */
const accountsOfExamples = 2;

/** Asks the classifier of each of a campaign's accounts whether the person has it; nothing if it cannot know. */
export function hearAccounts(
  { tokens, words, reading }: Said,
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
