import type { Sentences } from "./sentences.ts";
import { clausesOf, keyOf, type Token } from "./tokens.ts";

/** What words say that something has happened, and with what words beside them it has not, or not to the person. */
export interface Witnesses {
  readonly words: ReadonlyMap<string, readonly string[]>;
  readonly unless: readonly string[];
}

const endsOfClauses: ReadonlySet<string> = new Set("?!.;,:()");

export function compileWitnesses({
  witnesses: { unless = [], ...reports },
}: Pick<Sentences, "witnesses">): Witnesses {
  const phrasesOf = (lines: readonly string[]) => lines.flatMap((line) => line.split("|")).map(keyOf);
  return {
    words: new Map(Object.entries(reports).map(([report, lines]) => [report, phrasesOf(lines)])),
    unless: phrasesOf(unless),
  };
}

/**
 * Whether a clause says by itself that this has happened: with its verb, and without a negation, a future, a doubt, a question or
 * somebody else in it.
 */
export function bearsWitness(
  report: string,
  tokens: readonly Token[],
  { words, unless }: Witnesses,
): boolean {
  const verbs = words.get(report) ?? [];
  return clausesOf(tokens, endsOfClauses).some((clause) => {
    const text = ` ${clause.join(" ")} `;
    const has = (phrase: string) => text.includes(` ${phrase} `);
    return verbs.some(has) && !unless.some(has);
  });
}
