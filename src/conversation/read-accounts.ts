import type { AccountId } from "../campaigns/schema.ts";
import { type Claim, claimOf } from "./account-claims.ts";
import type { Vote } from "./account-clause-state.ts";
import { type Clause, clausesOf, isMention, nextWeighty, typeOf } from "./account-clauses.ts";
import { withoutCorrected } from "./account-corrections.ts";
import { readPairs } from "./account-pairs.ts";
import { type AccountWords, type Mark, marksOf, type Sign } from "./account-words.ts";

/** What a person said about the accounts they have. */
export type AccountsReading =
  | { readonly kind: "accounts"; readonly accounts: readonly AccountId[] }
  | { readonly kind: "none" }
  | { readonly kind: "unknown" };

/** Reads which accounts a person says they have; nothing where that can be doubted. */
export function readAccounts(text: string, words: AccountWords): AccountsReading | undefined {
  const marks = withoutCorrected(marksOf(text, words));
  if (!marks || isSumOrLoss(marks)) return undefined;
  const pairs = readPairs(marks);
  if (pairs) return { kind: "accounts", accounts: words.accounts.filter((account) => pairs.get(account)) };
  return readClauses(marks, words.accounts);
}

function readClauses(marks: readonly Mark[], accounts: readonly AccountId[]): AccountsReading | undefined {
  const clauses = clausesOf(marks);
  const claims = clauses.map((clause) => claimOf(clause, accounts));
  if (claims.some((claim) => claim.doubtful) || isTangled(clauses, claims, accounts)) return undefined;
  const own = claims.filter((claim) => claim.speaks && !claim.ofOthers);
  if (own.length === 0) return isUnknown(claims) ? { kind: "unknown" } : undefined;
  const firm = own.filter((claim) => !claim.unclear);
  return isSettled(claims, own, firm) ? conclude(withoutEmphasis(firm), accounts) : undefined;
}

/** "Both, mostly Facebook" is both. */
function withoutEmphasis(claims: readonly Claim[]): readonly Claim[] {
  return claims.some((claim) => claim.all) ? claims.filter((claim) => claim.all || !claim.notOnly) : claims;
}

const beforeSum: ReadonlySet<Sign["type"] | undefined> = new Set<Sign["type"] | undefined>([
  ...(["account", "pause", "and"] as const),
]);

/** "Facebook plus Instagram" is both in English, and only Facebook in French. */
function isSumOrLoss(marks: readonly Mark[]): boolean {
  return marks.some((mark, at) => {
    if (typeOf(mark) !== "goneOrAnd" || typeOf(nextWeighty(marks, at + 1)) !== "account") return false;
    const before = marks.slice(0, at).filter((other) => typeOf(other) !== "small");
    return before.some(isMention) && beforeSum.has(typeOf(before.at(-1)));
  });
}

/** True where nothing that was said besides can change what the firm claims say. */
function isSettled(claims: readonly Claim[], own: readonly Claim[], firm: readonly Claim[]): boolean {
  // "I only have Instagram" settles what other sentences leave open.
  const isWhole = firm.length === own.length || firm.some((claim) => claim.only && !claim.negated);
  return isWhole && (!claims.some(isStray) || firm.every((claim) => claim.explicit));
}

/** A clause beside the answer that we cannot weigh, or that is about somebody else. */
function isStray(claim: Claim): boolean {
  return claim.ofOthers || (!claim.speaks && (claim.unclear || claim.refuses || claim.unknown));
}

function isUnknown(claims: readonly Claim[]): boolean {
  return claims.some((claim) => claim.unknown) && claims.every((claim) => !claim.unclear && !claim.ofOthers);
}

/** True where a negation, or what is said of an account's use, may or may not reach over the border of two clauses. */
function isTangled(
  clauses: readonly Clause[],
  claims: readonly Claim[],
  accounts: readonly AccountId[],
): boolean {
  return claims.some((claim, index) => {
    if (claim.unused) return !isHad(claims.slice(0, index).findLast((earlier) => earlier.speaks));
    const before = claims[index - 1];
    const clause = clauses[index];
    if (!before || !clause || before.ofOthers) return false;
    return clause.after === "pause"
      ? isOpen(before, claim) && !isContrast(clauses, before, claim, accounts)
      : isDeniedAfter(before, claim, clause);
  });
}

/** "I don't have Facebook, Instagram": is the second denied too? */
function isOpen(before: Claim, claim: Claim): boolean {
  return before.negated && !claim.negated && !claim.explicit && claim.votes.size > 0;
}

/** "Facebook I don't have": which one? */
function isDeniedAfter(before: Claim, claim: Claim, { after, marks }: Clause): boolean {
  const isTurned = after === "turn" && typeOf(marks[0]) === "have";
  return isTurned && claim.negated && !before.explicit && !before.negated && before.votes.size > 0;
}

function isHad(claim: Claim | undefined): boolean {
  return claim?.explicit === true && !claim.negated && !claim.ofOthers;
}

/** "Not Facebook, Instagram": the one is named to set it off from the other. "I don't have" would list both. */
function isContrast(
  clauses: readonly Clause[],
  before: Claim,
  claim: Claim,
  accounts: readonly AccountId[],
): boolean {
  const [first] = clauses;
  const weighty = first?.marks.filter((mark) => typeOf(mark) !== "small") ?? [];
  const [denial] = weighty;
  const isBare = typeOf(denial) === "not" && !denial?.text.includes(" ");
  const namesAll = weighty.length === 2 && before.votes.size + claim.votes.size === accounts.length;
  return clauses.length === 2 && isBare && namesAll;
}

function conclude(claims: readonly Claim[], accounts: readonly AccountId[]): AccountsReading | undefined {
  const votes = votesOf(claims);
  if ([...votes.values()].some((said) => said.has("yes") && said.size > 1)) return undefined;
  const had = accounts.filter((account) => votes.get(account)?.has("yes"));
  const denied = accounts.filter((account) => votes.has(account) && !had.includes(account));
  if (claims.some((claim) => claim.all)) return concludeAll(claims, accounts, had, denied);
  const isNone = claims.some((claim) => claim.none);
  if (had.length === 0)
    return isNone || denied.length === accounts.length ? noneUnlessGone(votes) : undefined;
  return !isNone && claims.every((claim) => isWhole(claim, accounts, had))
    ? { kind: "accounts", accounts: had }
    : undefined;
}

/** Collects what is said of each account; "now I only have Facebook" settles what is gone. */
function votesOf(claims: readonly Claim[]): ReadonlyMap<AccountId, ReadonlySet<Vote>> {
  const settled = claims
    .flatMap((claim) => (claim.only ? [...claim.votes] : []))
    .filter(([, vote]) => vote === "yes");
  const votes = new Map<AccountId, Set<Vote>>();
  for (const [account, vote] of claims.flatMap((claim) => [...claim.votes])) {
    const isSettled = vote === "gone" && settled.some(([had]) => had === account);
    if (!isSettled) votes.set(account, (votes.get(account) ?? new Set()).add(vote));
  }
  return votes;
}

function concludeAll(
  claims: readonly Claim[],
  accounts: readonly AccountId[],
  had: readonly AccountId[],
  denied: readonly AccountId[],
): AccountsReading | undefined {
  if (claims.some((claim) => claim.none)) return undefined;
  const excepting = claims.some((claim) => claim.all && [...claim.votes.values()].includes("no"));
  if (excepting && had.length === 0) {
    return { kind: "accounts", accounts: accounts.filter((account) => !denied.includes(account)) };
  }
  if (denied.length > 0 || (had.length > 0 && had.length < accounts.length)) return undefined;
  return { kind: "accounts", accounts };
}

/** What somebody had once may still be there: nothing is concluded from it alone. */
function noneUnlessGone(votes: ReadonlyMap<AccountId, ReadonlySet<Vote>>): AccountsReading | undefined {
  return [...votes.values()].some((said) => said.has("gone")) ? undefined : { kind: "none" };
}

/** True where "only" leaves out nothing that is said elsewhere, and "not only" is followed by all the rest. */
function isWhole(claim: Claim, accounts: readonly AccountId[], had: readonly AccountId[]): boolean {
  if (claim.notOnly && had.length < accounts.length) return false;
  if (!claim.only) return true;
  const named = [...claim.votes].filter(([, vote]) => vote === "yes");
  return named.length === 0 || named.length === had.length;
}
