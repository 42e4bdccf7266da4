import { holds } from "./hear.ts";
import { phrasesIn, type Sentences } from "./sentences.ts";
import { clausesOf, cutAt, type Token } from "./tokens.ts";

/** What words say that something has happened, and with what words beside them it has not, or not to the person. */
export interface Witnesses {
  readonly words: ReadonlyMap<string, readonly string[]>;
  readonly unless: readonly string[];
  /** Words between two clauses. */
  readonly joins: ReadonlySet<string>;
}

const endsOfClauses: ReadonlySet<string> = new Set("?!.;,:()");

export function compileWitnesses({
  witnesses: { unless, joins, ...reports },
}: Pick<Sentences, "witnesses">): Witnesses {
  return {
    words: new Map(Object.entries(reports).map(([report, lines]) => [report, phrasesIn(lines)])),
    unless: phrasesIn(unless),
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
  { words, unless, joins }: Witnesses,
): readonly string[] | undefined {
  const verbs = words.get(report) ?? [];
  const clauses = clausesOf(tokens, endsOfClauses).flatMap((clause) =>
    cutAt(clause, (word) => joins.has(word)),
  );
  return clauses.find((clause) =>
    verbs.some((verb) => holds(clause, [verb]) && !holds(wordsBeside(verb, clause), unless)),
  );
}

/** A clause without a verb that may hold its own negation: "not linked". */
function wordsBeside(verb: string, clause: readonly string[]): readonly string[] {
  const [before = "", ...after] = ` ${clause.join(" ")} `.split(` ${verb} `);
  return `${before} ${after.join(` ${verb} `)}`.trim().split(/\s+/);
}
