import type { Campaign, CampaignId } from "../campaigns/schema.ts";
import type { ConversationEvent, Instant, Language, Question, Zone } from "../conversation/vocabulary.ts";
import { once } from "../support/memoized.ts";
import { cutClauses } from "./cut-parts.ts";
import type { Grammar, Intent, LanguageGrammar } from "./grammar.ts";
import type { ClassifiedIntent } from "./intents/intent-model.ts";
import { byAnswer } from "./intents/same-answer.ts";
import { type Chunk, type Match, matchWhole } from "./match.ts";
import { clausesOf, type Token, tokensOf, wordsOf } from "./tokens.ts";
import { beforePhrase } from "./typed-pieces.ts";

/** Whose words are read, and when. */
export interface Reader {
  readonly language: Language;
  readonly zone: Zone;
  /** True if they have told their zone. */
  readonly isZoneTold: boolean;
  readonly now: Instant;
  readonly campaigns: ReadonlyMap<CampaignId, Campaign>;
}

/** A message, cut into tokens, as one language reads it. */
export interface Utterance {
  readonly text: string;
  readonly tokens: readonly Token[];
  readonly words: readonly string[];
  readonly isQuestion: boolean;
  readonly openQuestion: Question | undefined;
  /** The language of the words, if they tell it. */
  readonly language: Language | undefined;
  readonly reading: LanguageGrammar;
  readonly matchedClauses: () => MatchedClauses;
  /** What the classifier says it may mean, the likeliest first. */
  readonly classified: () => readonly ClassifiedIntent[];
  /** The same, with the confidence of all intents that have one answer added up. */
  readonly answers: () => readonly ClassifiedIntent[];
  readonly grammar: Grammar;
  readonly reader: Reader;
  /** How the person's own language reads it, if this is another language. */
  readonly inOwnLanguage: Utterance | undefined;
}

/** Reads a message for one purpose; undefined if it means nothing of the kind. */
export type Read = (utterance: Utterance) => ConversationEvent | undefined;

/** The clauses of a message, each with everything that it can mean. */
export type MatchedClauses = readonly Pick<Chunk<Intent>, "words" | "matches">[];

export const endsOfSentences: ReadonlySet<string> = new Set([".", "!", "?", ";"]);
const endsOfClauses: ReadonlySet<string> = new Set([...endsOfSentences, ",", ":", "-", "(", ")"]);

/**
 * Matches a message as one clause, then sentence by sentence, then cut at commas too. Returns the
 * first result in which every clause is understood, else the last.
 */
export function hear(tokens: readonly Token[], { sentences, labels }: LanguageGrammar): MatchedClauses {
  let matchedClauses: MatchedClauses = [];
  for (const ends of [new Set<string>(), endsOfSentences, endsOfClauses]) {
    const clauses = clausesOf(tokens, ends);
    // As many clauses as before are the same clauses.
    if (clauses.length === matchedClauses.length) continue;
    matchedClauses = clauses.map((words) => {
      return { words, matches: [sentences, labels].flatMap((each) => matchWhole(words, each)) };
    });
    if (matchedClauses.every(({ matches }) => matches.length > 0)) return matchedClauses;
  }
  return matchedClauses;
}

/** Returns a message as one language reads it; it is matched and classified only if a reader asks for it. */
export function utteranceOf(
  message: Omit<Utterance, "matchedClauses" | "classified" | "answers">,
): Utterance {
  const { tokens, reading } = message;
  const classified = once(() => reading.classify(tokens));
  return {
    ...message,
    classified,
    matchedClauses: once(() => hear(tokens, reading)),
    answers: once(() => byAnswer(classified())),
  };
}

/**
 * Whether a message is read in the language of its words, or in the person's own if they do not tell
 * it: in another language all words are unknown.
 */
export function isInItsLanguage({ language, reading, inOwnLanguage }: Utterance): boolean {
  return language === undefined ? inOwnLanguage === undefined : language === reading.language;
}

/** Returns how a part of a message is read, as a statement. */
export function narrowTo(utterance: Utterance, text: string): Utterance {
  const tokens = tokensOf(text);
  const inOwnLanguage = utterance.inOwnLanguage && narrowTo(utterance.inOwnLanguage, text);
  const part = { text, tokens, words: wordsOf(tokens), isQuestion: false, inOwnLanguage };
  return utteranceOf({ ...utterance, ...part });
}

/** Returns what stands before one of these phrases, as a statement; all if nothing does. */
export function narrowBefore(utterance: Utterance, phrases: readonly string[]): Utterance {
  const kept = beforePhrase(utterance.text.split(/\s+/), phrases);
  return kept.length === 0 ? utterance : narrowTo(utterance, kept.join(" "));
}

/** Leaves out the word that joins a text to what stands before it: "and they refused". */
export function withoutJoin(utterance: Utterance): Utterance {
  const [, ...others] = utterance.text.trim().split(/\s+/);
  const isJoined = utterance.reading.witnesses.joins.has(utterance.words[0] ?? "");
  return isJoined && others.length > 0 ? narrowTo(utterance, others.join(" ")) : utterance;
}

/** Returns the clauses of all sentences of an utterance, cut also before these words. */
export function clausesWithin(
  utterance: Utterance,
  joins = utterance.reading.witnesses.joins,
): readonly Utterance[] {
  const clauses = cutClauses(utterance.text, joins).flat();
  return clauses.map((clause) => narrowTo(utterance, clause));
}

/** Returns the clauses that are not small talk, if there are any; else all. */
export function weightyOf(matchedClauses: MatchedClauses): MatchedClauses {
  const weighty = matchedClauses.filter(
    ({ matches }) => !matches.some(({ meaning }) => meaning.file === "small-talk"),
  );
  return weighty.length > 0 ? weighty : matchedClauses;
}

/** Whether a clause is a no. The no of "No, Facebook" denies what was asked back, not Facebook. */
export function isNo(clause: MatchedClauses[number]): boolean {
  return isAnswer(clause, "no");
}

/** Whether the first word of a text is a no: "No, Thursday". */
export function beginsWithNo({ tokens, reading }: Pick<Utterance, "tokens" | "reading">): boolean {
  return hear(tokens.slice(0, 1), reading).some(isNo);
}

/** Whether a text is nothing but a yes, or another answer. */
export function isYes(text: string, reading: LanguageGrammar, answer = "yes"): boolean {
  return hear(tokensOf(text), reading).every((clause) => isAnswer(clause, answer));
}

export function isAnswer({ matches }: MatchedClauses[number], ...names: readonly string[]): boolean {
  return matches.some(({ meaning }) => meaning.file === "answers" && names.includes(meaning.name));
}

/**
 * Returns the one meaning that all clauses have, small talk apart; undefined if a clause has
 * another one, or if `pick` picks none or several.
 */
export function agreed<Meaning>(
  matchedClauses: MatchedClauses,
  pick: (match: Match<Intent>) => Meaning | undefined,
): Meaning | undefined {
  const [first = [], ...others] = weightyOf(matchedClauses).map(({ matches }) => keyed(matches, pick));
  const common = [...first].filter(([key]) => others.every((other) => other.has(key)));
  return common.length === 1 ? common[0]?.[1] : undefined;
}

function keyed<Meaning>(
  matches: readonly Match<Intent>[],
  pick: (match: Match<Intent>) => Meaning | undefined,
): Map<string, Meaning> {
  return new Map(
    matches.flatMap((match): [string, Meaning][] => {
      const meaning = pick(match);
      return meaning === undefined ? [] : [[JSON.stringify(meaning), meaning]];
    }),
  );
}
