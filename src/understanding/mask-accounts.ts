import type { AccountId } from "../campaigns/schema.ts";
import { markedAccounts } from "./entities/find-entities.ts";
import type { Span } from "./entities/span.ts";
import { type Token, tokensOf, wordsOf } from "./tokens.ts";

const [openQuestion = [], other = []] = markedAccounts.map((mark) => tokensOf(mark));

/**
 * Rewrites a message for the classifier of a single account: the mark of the account that is asked
 * about stands first, and a mark replaces each name of an account.
 */
export function maskAccounts(
  tokens: readonly Token[],
  names: readonly Span<AccountId>[],
  account: AccountId,
): readonly Token[] {
  const places = tokens.flatMap((token, at) => (wordsOf([token]).length > 0 ? at : []));
  const masked = tokens.flatMap((token, at) => {
    const word = places.indexOf(at);
    const name = names.find(({ from, to }) => from <= word && word < to);
    if (name === undefined) return token;
    const mark = name.value === account ? openQuestion : other;
    return name.from === word ? mark : [];
  });
  return [...openQuestion, ...masked];
}
