import type { AccountId } from "../campaigns/schema.ts";
import { ClauseState, type Vote } from "./account-clause-state.ts";
import { type Clause, isMention, nextWeighty, typeOf } from "./account-clauses.ts";
import type { Sign } from "./account-words.ts";

/** What one clause claims. */
export interface Claim {
  readonly votes: ReadonlyMap<AccountId, Vote>;
  /** It names or counts accounts. */
  readonly speaks: boolean;
  /** It says in so many words that the person has what it names. */
  readonly explicit: boolean;
  readonly all: boolean;
  readonly none: boolean;
  readonly only: boolean;
  readonly notOnly: boolean;
  /** It is about other people. */
  readonly ofOthers: boolean;
  /** The person says that they do not know. */
  readonly unknown: boolean;
  /** Some of its words are not known. */
  readonly unclear: boolean;
  /** It can be read in more than one way. */
  readonly doubtful: boolean;
  /** A bare "no", which may correct what was said before. */
  readonly refuses: boolean;
  /** It says that something is not used, which may be why it is not had. */
  readonly unused: boolean;
  readonly negated: boolean;
}

type Taker = (state: ClauseState, at: number, sign: Sign | undefined) => void;

const ignore: Taker = () => {};

/** What each kind of word does to what a clause claims. */
const takers: Readonly<Record<Sign["type"], Taker>> = {
  account: (state, _, sign) => sign?.type === "account" && state.vote(sign.account),
  all: (state, _, sign) => sign?.type === "all" && state.voteForAll(sign.count),
  allBut: (state) => state.exceptFromAll(),
  none: takeNone,
  not: (state, at) => state.deny(at, "no"),
  nor: (state, at) => {
    // "Facebook ni Instagram": neither, or only the second?
    if (state.run.length > 0 && !state.polarity) state.doubtful = true;
    state.deny(at, "no");
  },
  notOrUnknown: (state, at) => {
    const next = nextWeighty(state.marks, at + 1);
    if (next && isMention(next)) state.deny(at, "no");
    else state.unknown = true;
  },
  no: (state, at) => takeNo(state, at, true),
  refusal: (state, at) => takeNo(state, at, false),
  past: (state, at) => state.deny(at, "gone"),
  gone: (state, at) => state.deny(at, "gone"),
  goneOrAnd: (state, at) => state.deny(at, "gone"),
  unused: (state) => {
    state.unused = true;
    state.doubtful ||= state.marks.some(isMention);
  },
  mainly: (state) => {
    state.notOnly = true;
  },
  only: takeOnly,
  either: takeEither,
  things: takeThings,
  except: (state) => {
    state.doubtful ||= state.exception === undefined;
  },
  or: (state) => {
    state.doubtful ||= state.polarity === undefined || state.run.length === 0;
    state.isJoined = true;
  },
  have: (state) => {
    state.doubtIfDenied();
    state.explicit = true;
    state.ofMe = true;
  },
  yes: (state) => {
    state.doubtIfDenied();
    state.explicit ||= state.run.length > 0;
    state.run = [];
  },
  me: (state) => {
    state.explicit = true;
    state.ofMe = true;
  },
  now: (state) => {
    state.explicit = true;
  },
  others: (state) => {
    state.ofOthers = true;
  },
  unknown: (state) => {
    state.unknown = true;
  },
  unsure: (state) => {
    state.unknown = true;
    state.doubtful ||= !state.has("unknown");
  },
  asks: (state) => {
    state.asks = true;
  },
  tail: (state, at) => {
    state.inTail = state.votes.size > 0 || state.all;
    // "An Instagram for my daughter" may be hers.
    if (state.inTail) state.doubtful ||= typeOf(nextWeighty(state.marks, at + 1)) === "others";
  },
  and: ignore,
  but: ignore,
  elsewhere: ignore,
  small: ignore,
  corrects: ignore,
  sorry: ignore,
  pause: ignore,
  stop: ignore,
  question: ignore,
};

/** What may stand among purposes and circumstances without changing the claim. */
const harmlessInTail: ReadonlySet<Sign["type"] | undefined> = new Set<Sign["type"] | undefined>([
  ...(["small", "elsewhere", "things", "others", "and", "tail", "have", "me", "now"] as const),
  undefined,
]);

/** Reads one clause, given the accounts there are. */
export function claimOf(clause: Clause, accounts: readonly AccountId[]): Claim {
  const state = new ClauseState(clause.marks, accounts);
  state.asks = clause.asked;
  for (const [at, { meaning }] of clause.marks.entries()) {
    if (state.inTail) state.doubtful ||= !harmlessInTail.has(meaning?.type);
    else if (meaning) takers[meaning.type](state, at, meaning);
    else state.unclear = true;
  }
  const { votes, explicit, all, none, only, notOnly, ofOthers, unknown, refuses, unused, negated } = state;
  const speaks = clause.marks.some(isMention);
  return {
    ...{ votes, speaks, explicit, all, none, only, notOnly, ofOthers, unknown, refuses, unused, negated },
    // A question beside the answer may be about it: "Facebook, what is that?"
    unclear: state.unclear || (state.asks && !speaks),
    doubtful: isDoubtful(state, speaks),
  };
}

function isDoubtful(state: ClauseState, speaks: boolean): boolean {
  if (state.doubtful) return true;
  if (!speaks) return state.negated && !state.refuses;
  if (state.asks || state.unknown) return true;
  // "I deleted all but Instagram" leaves Instagram, "I have all but Instagram" the others.
  if (state.exception === "all") return state.negated || state.votes.size === 0;
  return state.ofOthers && state.ofMe;
}

function takeNone(state: ClauseState, at: number): void {
  const rest = state.marks.slice(at + 1);
  const named = rest.find((mark) => !["small", "things"].includes(typeOf(mark) ?? ""));
  if (typeOf(named) === "account") state.polarity = "no";
  else if (typeOf(named) === "except") {
    state.exception = "none";
    state.only = true;
    state.explicit = true;
  } else if (state.run.length === 1 && state.polarity === undefined) state.denyRun("no");
  else {
    state.doubtful ||= state.polarity === "gone";
    state.none = true;
    state.explicit = true;
  }
}

function takeNo(state: ClauseState, at: number, deniesNext: boolean): void {
  // "No for Instagram" denies it too.
  const rest = state.marks.slice(at + 1).filter((mark) => typeOf(mark) !== "tail");
  const next = typeOf(nextWeighty(rest, 0));
  if (next === "account") {
    // "Facebook no Instagram" may name what is missing, or correct a slip.
    const isCorrection = state.run.length > 0 && state.polarity !== "no" && !state.only;
    state.doubtful ||= isCorrection || !deniesNext;
    state.negated = true;
    state.run = [];
    state.polarity = "no";
  } else if (next === "things" && state.votes.size === 0) state.polarity = "no";
  else if (state.votes.size > 0 || state.all) state.deny(at, "no");
  else {
    state.doubtful ||= next === "all";
    state.refuses = true;
  }
}

function takeOnly(state: ClauseState, at: number): void {
  if (state.notOnly) return;
  const hasTarget = state.marks.slice(at + 1).some(isMention);
  const isDenied = state.polarity !== undefined && state.run.length > 0;
  // "Plus sur Facebook que sur Instagram" compares.
  state.doubtful ||= isDenied && (state.polarity === "gone" || !hasTarget);
  state.doubtful ||= hasTarget && state.run.some((account) => state.votes.get(account) === "yes");
  if (hasTarget) state.polarity = undefined;
  state.only = true;
  state.explicit = true;
}

function takeEither(state: ClauseState): void {
  if (state.polarity !== "no") state.doubtful = true;
  else if (!state.has("account")) state.none = true;
}

function takeThings(state: ClauseState): void {
  if (!state.polarity || state.has("account")) return;
  if (state.polarity === "no") state.none = true;
  else state.doubtful = true;
}
