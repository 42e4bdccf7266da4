import { phrasesIn, type Sentences } from "./sentences.ts";
import { clausesOf, cutAt, holds, type Token } from "./tokens.ts";

/** What words say that something has happened, and with what words beside them it has not, or not to the person. */
export interface Witnesses {
  readonly words: ReadonlyMap<string, readonly string[]>;
  readonly unless: readonly string[];
  /** Who else may have done it, and by what words a clause speaks of the person again. */
  readonly others: readonly string[];
  readonly selves: readonly string[];
  /** Words between two clauses. */
  readonly joins: ReadonlySet<string>;
}

/** The signs at which a clause ends. */
export const endsOfClauses: ReadonlySet<string> = new Set("?!.;,:()");

export function compileWitnesses({
  witnesses: { unless, others, selves, joins, ...reports },
}: Pick<Sentences, "witnesses">): Witnesses {
  return {
    words: new Map(Object.entries(reports).map(([report, lines]) => [report, phrasesIn(lines)])),
    unless: phrasesIn(unless),
    others: phrasesIn(others),
    selves: phrasesIn(selves),
    joins: new Set(phrasesIn(joins)),
  };
}

/**
 * Finds the clause that says by itself that this has happened: with its verb, and without a negation, a future, a doubt, a question or
 * somebody else in it; nothing if there is none.
 */
export function findWitness(
  report: string,
  tokens: readonly Token[],
  witnesses: Witnesses,
): readonly string[] | undefined {
  const verbs = witnesses.words.get(report) ?? [];
  const clauses = joinedClauses(tokens, witnesses).flatMap((joined) =>
    joined.filter((each, at) => !goesOnAboutOther(joined.slice(0, at).flat(), each, witnesses)),
  );
  return clauses.find((clause) =>
    verbs.some((verb) => holds(clause, [verb]) && !speaksAgainst(wordsBeside(verb, clause), witnesses)),
  );
}

/** Cuts a message into clauses, those together that words join. */
export function joinedClauses(
  tokens: readonly Token[],
  { joins }: Witnesses,
): readonly (readonly (readonly string[])[])[] {
  return clausesOf(tokens, endsOfClauses).map((clause) => cutAt(clause, (word) => joins.has(word)));
}

function speaksAgainst(words: readonly string[], { unless, others }: Witnesses): boolean {
  return holds(words, unless) || holds(words, others);
}

/** "My mother did hers and got an answer": what is joined to a clause about somebody else, without a word of oneself, goes on about them. */
export function goesOnAboutOther(
  before: readonly string[],
  clause: readonly string[],
  { others, selves }: Witnesses,
): boolean {
  return holds(before, others) && !holds(clause, selves);
}

/** A clause without a verb that may hold its own negation: "not linked". */
function wordsBeside(verb: string, clause: readonly string[]): readonly string[] {
  const [before = "", ...after] = ` ${clause.join(" ")} `.split(` ${verb} `);
  return `${before} ${after.join(` ${verb} `)}`.trim().split(/\s+/);
}
