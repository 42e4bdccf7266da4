import { distance } from "fastest-levenshtein";

/** The edits that a word of this length may be away from what was meant. */
function editsAllowed(length: number): number {
  return Math.floor(length / 4);
}

/** Counts the edits between two phrases, word by word; nothing where they are too far apart to be the same. */
function editsBetween(typed: string, known: string): number | undefined {
  if (typed === known) return 0;
  if (Math.abs(typed.length - known.length) > editsAllowed(known.length)) return undefined;
  return typed.includes(" ") || known.includes(" ") ? editsOfPhrase(typed, known) : editsOfWord(typed, known);
}

function editsOfPhrase(typed: string, known: string): number | undefined {
  const words = typed.split(" ");
  const knownWords = known.split(" ");
  if (words.length !== knownWords.length) return undefined;
  let sum = 0;
  for (const [index, word] of words.entries()) {
    const edits = editsOfWord(word, knownWords[index] ?? "");
    if (edits === undefined) return undefined;
    sum += edits;
  }
  return sum;
}

function editsOfWord(typed: string, known: string): number | undefined {
  if (typed === known) return 0;
  const allowed = editsAllowed(Math.min(typed.length, known.length));
  // A number that is nearly right is another number.
  if (allowed === 0 || /\d/.test(typed) || /\d/.test(known)) return undefined;
  const edits = distance(typed, known);
  if (edits === 2 && isSwap(typed, known)) return 1;
  // With one letter changed, a word of four is usually another word: "hate" is not "have".
  const isShort = typed.length <= 4 || known.length <= 4;
  return edits > allowed || isShort ? undefined : edits;
}

/** True where two neighbouring letters stand in the wrong order. */
function isSwap(left: string, right: string): boolean {
  if (left.length !== right.length) return false;
  let at = 0;
  while (left[at] === right[at]) at++;
  return (
    left[at] === right[at + 1] && left[at + 1] === right[at] && left.slice(at + 2) === right.slice(at + 2)
  );
}

/** Finds what a mistyped phrase means; nothing where two different meanings are equally near. */
export function closest<Meaning>(
  typed: string,
  known: Iterable<readonly [string, Meaning]>,
  isSame: (left: Meaning, right: Meaning) => boolean = Object.is,
): Meaning | undefined {
  const near: { readonly edits: number; readonly meaning: Meaning }[] = [];
  for (const [phrase, meaning] of known) {
    const edits = editsBetween(typed, phrase);
    if (edits !== undefined) near.push({ edits, meaning });
  }
  const least = Math.min(...near.map(({ edits }) => edits));
  const [first, ...others] = near.filter(({ edits }) => edits === least);
  return first && others.every(({ meaning }) => isSame(first.meaning, meaning)) ? first.meaning : undefined;
}
