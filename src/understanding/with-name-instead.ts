import { findAccounts } from "./entities/find-accounts.ts";
import { addsAccounts } from "./read-own-answer.ts";
import type { Given } from "./read-passage.ts";
import { keyOf } from "./tokens.ts";
import { withoutStretches } from "./typed-pieces.ts";

/** A message of so few words is little more than a name: "it was Instagram". */
export const mostWordsOfName = 4;

/**
 * Returns a report with the account that is named behind it instead of its own: "sent Facebook",
 * then "the Instagram one"; undefined if more is said.
 */
export function withNameInstead(report: string, instead: string, { grammar }: Given): string | undefined {
  const words = keyOf(instead).split(" ");
  const readings = [...grammar.readings.values()];
  // "And Instagram too" replaces nothing.
  const isMore = readings.some((reading) => addsAccounts({ words, reading }));
  if (isMore || words.length > mostWordsOfName) return undefined;
  for (const templates of readings.flatMap(({ accounts }) => [...accounts.values()])) {
    const names = findAccounts(keyOf(report).split(" "), templates);
    if (names.length > 0 && findAccounts(words, templates).length > 0)
      return `${withoutStretches(report, names)} ${instead}`;
  }
  return undefined;
}
