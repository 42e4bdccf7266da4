import { phrasesIn, type Sentences } from "./sentences.ts";
import { clausesOf, cutAt, holds, type Token } from "./tokens.ts";

/**
 * Words that say that something has happened, by their key, and words that say the contrary
 * (`unless`).
 */
export interface Witnesses {
  readonly words: ReadonlyMap<string, readonly string[]>;
  readonly unless: readonly string[];
  /** Phrases that hold such a word and say that nothing has happened: "I refused", "confirmation page". */
  readonly voids: readonly string[];
  /**
   * Words for other people who may have done it, and words with which a clause is about the person
   * again.
   */
  readonly others: readonly string[];
  readonly selves: readonly string[];
  /** Words between two clauses. */
  readonly joins: ReadonlySet<string>;
  /** Words with which a question begins within a clause. */
  readonly asksBehind: readonly string[];
  /** Questions in a few words about what is said before them: "isn't it?" */
  readonly tags: readonly string[];
}

/** The lists of phrases with which a report of this type is none: "they sent me a form" is nothing done. */
const ownVoids: Readonly<Record<string, string>> = {
  done: "voids-done",
  confirmed: "voids-answers",
  refused: "voids-answers",
  came: "voids-answers",
  "has-come": "voids-answers",
  linked: "voids-linked",
};

/** So many words may stand between "my" and "daughter", and between "not" and "mine". */
const wordsBetween = 2;

/** The signs at which a clause ends. */
export const endsOfClauses: ReadonlySet<string> = new Set("?!.;,:()");

export function compileWitnesses({
  witnesses: { unless, voids, others, selves, joins, tags, "asks-behind": asksBehind, ...reports },
}: Pick<Sentences, "witnesses">): Witnesses {
  return {
    words: new Map(Object.entries(reports).map(([report, lines]) => [report, phrasesIn(lines)])),
    unless: phrasesIn(unless),
    voids: phrasesIn(voids),
    others: phrasesIn(others),
    selves: phrasesIn(selves),
    joins: new Set(phrasesIn(joins)),
    asksBehind: phrasesIn(asksBehind),
    tags: phrasesIn(tags),
  };
}

/**
 * Returns the first clause that says by itself that this has happened: with its verb, and without a
 * negation, a future, a doubt, a question or another person in it; undefined if there is none.
 */
export function findWitness(
  report: string,
  tokens: readonly Token[],
  witnesses: Witnesses,
): readonly string[] | undefined {
  const verbs = witnesses.words.get(report) ?? [];
  const clauses = joinedClauses(tokens, witnesses)
    .map((joined) => withSingles(joined, witnesses))
    .flatMap((joined) =>
      joined.filter((each, at) => {
        const before = joined.slice(0, at).flat();
        return !goesOnAboutOther(before, each, witnesses) && !holdsListed(before, "conditions", witnesses);
      }),
    );
  return clauses.find(
    (clause) =>
      !isVoid(report, clause, witnesses) &&
      verbs.some(
        (verb) => holds(clause, [verb]) && !speaksAgainst(wordsBeside(verb, clause, witnesses), witnesses),
      ),
  );
}

/** Whether words hold a phrase that says that nothing of what they seem to report has happened. */
export function isVoid(report: string, words: readonly string[], witnesses: Witnesses): boolean {
  return holds(words, witnesses.voids) || holdsListed(words, ownVoids[report] ?? "", witnesses);
}

/** Puts a single word, such as a name, to what is said of it: "Facebook and Instagram are confirmed". */
function withSingles(
  clauses: readonly (readonly string[])[],
  { unless }: Witnesses,
): readonly (readonly string[])[] {
  const all: (readonly string[])[] = [];
  for (const clause of clauses) {
    const before = all.at(-1);
    if (before?.length === 1 && !holds(before, unless)) all[all.length - 1] = [...before, ...clause];
    else all.push(clause);
  }
  return all;
}

/** Cuts a message into clauses, in groups that are joined by words such as "and". */
export function joinedClauses(
  tokens: readonly Token[],
  { joins }: Witnesses,
): readonly (readonly (readonly string[])[])[] {
  return clausesOf(tokens, endsOfClauses).map((clause) => cutAt(clause, (word) => joins.has(word)));
}

function speaksAgainst(words: readonly string[], { unless, others }: Witnesses): boolean {
  return holds(words, unless) || holds(words, others);
}

/**
 * Whether a clause goes on about somebody else: it is joined to a clause about them and has no word
 * for the person. "My mother did hers and got an answer".
 */
export function goesOnAboutOther(
  before: readonly string[],
  clause: readonly string[],
  { others, selves }: Witnesses,
): boolean {
  return holds(before, others) && !holds(clause, selves);
}

/**
 * Returns a clause without its verb, since the verb may hold a negation of its own ("not linked"),
 * without words such as "an e-mail which says", and without the reason behind it: "refused because I
 * gave no example".
 */
function wordsBeside(verb: string, clause: readonly string[], { words }: Witnesses): readonly string[] {
  const said = (words.get("mail-says") ?? []).reduce(
    (text, mail) => text.replace(` ${mail} `, " "),
    ` ${clause.join(" ")} `,
  );
  const [before = "", ...after] = said.split(` ${verb} `);
  const behind = ` ${after.join(` ${verb} `)} `;
  const ends = (words.get("reasons") ?? [])
    .map((reason) => behind.indexOf(` ${reason} `))
    .filter((at) => at >= 0);
  return `${before} ${behind.slice(0, Math.min(behind.length, ...ends))}`.trim().split(/\s+/);
}

/** Returns the phrases of a list of `witnesses.json`. */
export function phrasesOf(
  list: string,
  { reading }: { readonly reading: { readonly witnesses: Witnesses } },
): readonly string[] {
  return reading.witnesses.words.get(list) ?? [];
}

/** Whether words hold a phrase of a list of `witnesses.json`. */
export function holdsListed(words: readonly string[], list: string, { words: lists }: Witnesses): boolean {
  return holds(words, lists.get(list) ?? []);
}

/** Whether words speak of the person: "my" before "daughter" does not, nor does "not mine". */
export function claims(words: readonly string[], witnesses: Witnesses): boolean {
  const holdsAny = (some: readonly string[], list: string) => holdsListed(some, list, witnesses);
  return words.some((word, at) => {
    const before = words.slice(Math.max(0, at - wordsBetween), at);
    const behind = words.slice(at + 1, at + 2 + wordsBetween);
    return holdsAny([word], "mine") && !holdsAny(before, "not-mine") && !holdsAny(behind, "theirs");
  });
}
