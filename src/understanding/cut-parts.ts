import { goesOnAboutOther, holdsListed, type Witnesses } from "./read-witness.ts";
import { beginsWith, keyOf, tokensOf, wordsOf } from "./tokens.ts";

/** A sentence ends at a sign with a space behind it, but not in "28.5. at 16:00", or at a new line. */
const endOfSentence = /(?<=[.!?;…])(?<!\b\d{1,2}\.\d{1,2}\.)\s+|\s*\n\s*/;
/** A clause ends, within a sentence, at a comma, a colon, a bracket or a dash. */
const endOfClause = /(?<=[,:)])\s+|\s+(?=[-–—(]\s?)/;
/** A question mark behind all words. */
export const endsWithQuestion = /\?\W*$/u;
/** The number with which a text begins, and a word behind it without a sign between them. */
const numberFirst = /^\s*(\d{1,2})\s+(?=\p{L})/u;
/** A part with fewer words has a meaning only together with the part before it. */
const fewestWords = 3;

/** A question behind fewer words is one with them. */
const fewestWordsBefore = 6;
/** So many words tell that a question begins. */
const wordsOfOpening = 4;

/**
 * Cuts a text into parts that can be read on their own, each as it was typed: at signs, and before
 * words that join two clauses.
 */
export function cutParts(text: string, witnesses: Witnesses): readonly string[] {
  const isOfOther = (before: string, part: string) =>
    goesOnAboutOther(wordsOf(tokensOf(before)), wordsOf(tokensOf(part)), witnesses);
  const isAdded = (before: string, part: string) => isShort(part) && !tellsOutcome(before, part, witnesses);
  const isOne = (before: string, part: string) =>
    (isShort(before) && !tellsOwnReport(before, witnesses) && !tellsOutcome(before, part, witnesses)) ||
    isAdded(before, part) ||
    isOfOther(before, part);
  // "My sister got the mail, so Facebook is finished": hers.
  const isConcluded = (before: string, part: string) =>
    witnesses.joins.has(keyOf(part).split(" ")[0] ?? "") &&
    !endsWithQuestion.test(part) &&
    isOfOther(before, part);
  const atQuestion = (part: string) => cutAtQuestion(part, witnesses);
  return cutSentences(withNumberApart(text, witnesses)).flatMap((sentence) => {
    const clauses = sentence
      .split(endOfClause)
      .flatMap((clause) => joined(cutAtJoins(clause, witnesses.joins), isOne).flatMap(atQuestion));
    return joined(
      clauses,
      (before, clause) =>
        witnesses.tags.includes(keyOf(clause)) ||
        isConcluded(before, clause) ||
        (isAdded(before, clause) && !isNumber(before)),
    );
  });
}

/** Whether a part tells in two words what the person has done: « jai rempli mais pas de mail ». */
function tellsOwnReport(part: string, witnesses: Witnesses): boolean {
  const words = wordsOf(tokensOf(part));
  return beginsWith(words, witnesses.selves) && holdsListed(words, "done", witnesses);
}

/** Whether a part tells in a word or two what came of what is sent before it: "I sent it and was refused". */
function tellsOutcome(before: string, part: string, witnesses: Witnesses): boolean {
  const [sent, answered] = [before, part].map((text) => keyOf(text).split(" "));
  const isAnswer = (["confirmed", "refused"] as const).some((list) =>
    holdsListed(answered ?? [], list, witnesses),
  );
  return isAnswer && holdsListed(sent ?? [], "done", witnesses);
}

/** Sets the number of a choice apart from a clause that begins behind it: "4 my private life, mostly". */
function withNumberApart(text: string, { joins, selves }: Witnesses): string {
  const [begin = "", number] = numberFirst.exec(text) ?? [];
  const rest = text.slice(begin.length);
  const words = wordsOf(tokensOf(rest));
  const isClause = joins.has(words[0] ?? "") || beginsWith(words, selves);
  return number !== undefined && isClause ? `${number}, ${rest}` : text;
}

/** Cuts each sentence of a text into clauses at the same places, however short they are. */
export function cutClauses(text: string, joins: ReadonlySet<string>): readonly (readonly string[])[] {
  return cutSentences(text).map((sentence) =>
    sentence.split(endOfClause).flatMap((clause) => cutAtJoins(clause, joins)),
  );
}

export function cutSentences(text: string): readonly string[] {
  return text.split(endOfSentence).filter((sentence) => /[\p{L}\p{N}]/u.test(sentence));
}

/**
 * Cuts before a question that begins within a clause, as it is dictated: "I only have facebook and never
 * post there does it matter".
 */
function cutAtQuestion(clause: string, { asksBehind }: Witnesses): readonly string[] {
  const words = clause.split(/\s+/);
  const asks = (at: number) =>
    beginsWith(wordsOf(tokensOf(words.slice(at, at + wordsOfOpening).join(" "))), asksBehind);
  const at = words.findIndex((_, at) => at >= fewestWordsBefore && asks(at));
  return at < 0 ? [clause] : [words.slice(0, at).join(" "), words.slice(at).join(" ")];
}

function cutAtJoins(clause: string, joins: ReadonlySet<string>): readonly string[] {
  const parts: string[][] = [[]];
  for (const word of clause.split(/\s+/)) {
    if (joins.has(word.toLowerCase())) parts.push([]);
    parts.at(-1)?.push(word);
  }
  return parts.map((words) => words.join(" ")).filter((part) => part !== "");
}

/** Joins a part to the one before it if they belong together. */
export function joined(
  parts: readonly string[],
  isOne: (before: string, part: string) => boolean,
): readonly string[] {
  const all: string[] = [];
  for (const part of parts) {
    const before = all.at(-1);
    if (before !== undefined && isOne(before, part)) all[all.length - 1] = `${before} ${part}`;
    else all.push(part);
  }
  return all;
}

/** Whether a part is the number of a choice: what follows it says more. */
function isNumber(part: string): boolean {
  return /^\d+\W*$/u.test(part);
}

function isShort(part: string): boolean {
  return (part.match(/[\p{L}\p{N}]+/gu) ?? []).length < fewestWords;
}
