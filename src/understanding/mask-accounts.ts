import type { AccountId } from "../campaigns/schema.ts";
import { markedAccounts } from "./entities/find-entities.ts";
import type { Span } from "./entities/span.ts";
import { type Token, tokensOf, wordsOf } from "./tokens.ts";

const [asked = [], other = []] = markedAccounts.map((mark) => tokensOf(mark));

/** Writes a message as one about a single account: which one is asked about stands first, and each name of an account, found among its words, becomes a mark. */
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
    const mark = name.value === account ? asked : other;
    return name.from === word ? mark : [];
  });
  return [...asked, ...masked];
}
