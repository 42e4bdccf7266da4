import type { AccountId } from "../campaigns/schema.ts";
import { findAccounts } from "./entities/find-accounts.ts";
import { valuesOf } from "./entities/span.ts";
import type { Utterance } from "./hear.ts";
import { castsDoubt, isMereNaming, readAccounts, takesBack, undeniedIn } from "./read-accounts.ts";
import { doubtedIn } from "./read-own-answer.ts";
import { claims, holdsListed, joinedClauses } from "./read-witness.ts";
import { tokensOf } from "./tokens.ts";

/**
 * Whether words behind a yes to the accounts that the bot asked back speak against these: "yes, and
 * Facebook"; "and how do I tell my mother-in-law?" does not.
 */
export function speaksAgainstDoubted(rest: string, utterance: Utterance): boolean {
  const { openQuestion, reading } = utterance;
  const clauses = joinedClauses(tokensOf(rest), reading.witnesses).flat();
  return clauses.some((words) => speaksAgainst(words, doubtedIn(openQuestion), utterance));
}

type Templates = Parameters<typeof undeniedIn>[1];

function speaksAgainst(
  words: readonly string[],
  doubted: readonly AccountId[],
  utterance: Utterance,
): boolean {
  const { openQuestion, reading } = utterance;
  const templates = reading.accounts.get(openQuestion?.campaign ?? "");
  if (templates === undefined || isOfOthers(words, utterance)) return false;
  if (takesBack(words, templates)) return true;
  const named = valuesOf(findAccounts(words, templates));
  return named.length > 0
    ? castsDoubt(words, templates) || differs(named, undeniedIn(words, templates), doubted)
    : countsOthers(words, doubted, utterance, templates);
}

function isOfOthers(words: readonly string[], { reading: { witnesses } }: Utterance): boolean {
  return holdsListed(words, "theirs", witnesses) && !claims(words, witnesses);
}

/** Whether an account is denied that the bot asked back, or another one is not. */
function differs(
  named: readonly AccountId[],
  had: readonly AccountId[],
  doubted: readonly AccountId[],
): boolean {
  return named.some((account) => had.includes(account) !== doubted.includes(account));
}

/** Whether words that name no account say nothing but how many: "yes, both". */
function countsOthers(
  words: readonly string[],
  doubted: readonly AccountId[],
  { openQuestion, reader }: Utterance,
  templates: Templates,
): boolean {
  const all = reader.campaigns.get(openQuestion?.campaign ?? "")?.accounts.map(({ id }) => id) ?? [];
  const read = isMereNaming(words, templates) ? readAccounts(words, templates, all) : undefined;
  return read !== undefined && String(read.stated.accounts) !== String(doubted);
}
