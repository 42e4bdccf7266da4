import type { AccountId } from "../campaigns/schema.ts";
import { isMention, nextWeighty, typeOf } from "./account-clauses.ts";
import type { Mark, Sign } from "./account-words.ts";

/** What one clause says of an account: had, not had, or had once and perhaps no more. */
export type Vote = "yes" | "no" | "gone";

/** What is known of a clause while it is read, word by word. */
export class ClauseState {
  readonly marks: readonly Mark[];
  readonly accounts: readonly AccountId[];
  readonly votes = new Map<AccountId, Vote>();
  /** The accounts named since the last word that decides about accounts. */
  run: AccountId[] = [];
  /** What is said of the accounts that follow, if they are not simply had. */
  polarity: Exclude<Vote, "yes"> | undefined;
  /** Whether "or" stands between two denied accounts; with "and", perhaps only not both are had. */
  isJoined = true;
  exception: "all" | "none" | undefined;
  inTail = false;
  all = false;
  none = false;
  only = false;
  notOnly = false;
  explicit = false;
  ofOthers = false;
  ofMe = false;
  unknown = false;
  unclear = false;
  doubtful = false;
  refuses = false;
  unused = false;
  asks = false;
  negated = false;

  constructor(marks: readonly Mark[], accounts: readonly AccountId[]) {
    this.marks = marks;
    this.accounts = accounts;
  }

  /** True where the clause holds such a word. */
  has(type: Sign["type"]): boolean {
    return this.marks.some((mark) => typeOf(mark) === type);
  }

  /** Notes what is said of an account that is named. */
  vote(account: AccountId): void {
    if (this.polarity === "no" && this.run.length > 0 && !this.isJoined) this.doubtful = true;
    this.isJoined = false;
    const vote = this.voteNow();
    const before = this.votes.get(account);
    this.doubtful ||= before !== undefined && before !== vote;
    this.votes.set(account, vote);
    this.run.push(account);
  }

  private voteNow(): Vote {
    if (this.exception) return this.exception === "all" ? "no" : "yes";
    return this.polarity ?? "yes";
  }

  /** Notes that all accounts are meant; a count that is not theirs must be that of the named ones. */
  voteForAll(count: number | undefined): void {
    if (count !== undefined && count !== this.accounts.length) {
      const named = this.marks.filter((mark) => typeOf(mark) === "account").length;
      this.doubtful ||= named !== count;
      return;
    }
    if (this.polarity === "gone") {
      for (const account of this.accounts) this.votes.set(account, "gone");
      return;
    }
    // "Not both" may leave one.
    this.doubtful ||= this.polarity === "no";
    if (this.has("except")) this.exception = "all";
    this.all = true;
    this.explicit = true;
  }

  /** Notes that all accounts are meant but those that follow. */
  exceptFromAll(): void {
    this.exception = "all";
    this.all = true;
    this.explicit = true;
  }

  /** Notes a denial: of what follows, or else of what was named before it. */
  deny(at: number, vote: Exclude<Vote, "yes">): void {
    if (typeOf(nextWeighty(this.marks, at + 1)) === "only") {
      this.notOnly = vote === "no";
      this.doubtful ||= vote === "gone";
      return;
    }
    this.negated = true;
    if (!this.deniesAhead(at)) return this.denyRun(vote);
    this.polarity = vote === "gone" ? "gone" : (this.polarity ?? "no");
    this.doubtful ||= this.run.length > 0 && isTangled(this.marks, at);
    this.run = [];
  }

  private deniesAhead(at: number): boolean {
    const mentions = this.marks.slice(at + 1).filter(isMention);
    const isAfterRun = this.run.length > 0;
    return mentions.some((mark) => !isAfterRun || !["things", "either"].includes(typeOf(mark) ?? ""));
  }

  /** Denies the one account that was named last; of several, one cannot tell which. */
  denyRun(vote: Exclude<Vote, "yes">): void {
    const isDenied = this.run.every((account) => this.votes.get(account) !== "yes");
    this.doubtful ||= this.run.length > 1 && !isDenied;
    this.doubtful ||= this.run.length === 0 && this.marks.some(isMention);
    for (const account of this.run) {
      if (this.votes.get(account) !== "no" || vote === "gone") this.votes.set(account, vote);
    }
    this.run = [];
  }

  /** "J'ai pas Facebook j'ai": what follows a denied account may take it back. */
  doubtIfDenied(): void {
    this.doubtful ||= this.polarity !== undefined && this.run.length > 0;
  }
}

const movesBetween: ReadonlySet<Sign["type"] | undefined> = new Set<Sign["type"] | undefined>([
  ...(["have", "me", "no", "refusal", "past"] as const),
]);
const movesBehind: ReadonlySet<Sign["type"] | undefined> = new Set<Sign["type"] | undefined>([
  ...(["have", "yes", "no", "refusal", "not"] as const),
]);

/** True where a denial between two accounts can belong to either: "Instagram I have not Facebook". */
function isTangled(marks: readonly Mark[], at: number): boolean {
  const last = marks.findLastIndex((mark, index) => index < at && typeOf(mark) === "account");
  const next = marks.findIndex((mark, index) => index > at && isMention(mark));
  const between = marks.slice(last + 1, next).map(typeOf);
  const behind = marks.slice(next + 1).map(typeOf);
  return between.some((type) => movesBetween.has(type)) || behind.some((type) => movesBehind.has(type));
}
