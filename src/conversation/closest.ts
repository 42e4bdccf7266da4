import { distance } from "fastest-levenshtein";

/** The edits that a word of this length may be away from what was meant. */
function editsAllowed(length: number): number {
  return Math.floor(length / 4);
}

/** Counts the edits between two phrases, word by word; nothing where they are too far apart to be the same. */
function editsBetween(typed: string, known: string): number | undefined {
  if (typed === known) return 0;
  if (!typed.includes(" ") && !known.includes(" ")) return editsOfWord(typed, known);
  return Math.abs(typed.length - known.length) > editsAllowed(known.length)
    ? undefined
    : editsOfPhrase(typed, known);
}

function editsOfPhrase(typed: string, known: string): number | undefined {
  if (spacesIn(typed) !== spacesIn(known)) return undefined;
  const words = typed.split(" ");
  const knownWords = known.split(" ");
  let sum = 0;
  for (const [index, word] of words.entries()) {
    const edits = editsOfWord(word, knownWords[index] ?? "");
    if (edits === undefined) return undefined;
    sum += edits;
  }
  return sum;
}

function spacesIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf(" "); at >= 0; at = text.indexOf(" ", at + 1)) count++;
  return count;
}

function editsOfWord(typed: string, known: string): number | undefined {
  if (typed === known) return 0;
  const allowed = editsAllowed(Math.min(typed.length, known.length));
  if (allowed === 0) return undefined;
  if (isStretched(typed, known)) return 1;
  if (Math.abs(typed.length - known.length) > allowed || hasDigit(typed) || hasDigit(known)) return undefined;
  return editsWithin(typed, known, allowed);
}

function editsWithin(typed: string, known: string, allowed: number): number | undefined {
  const edits = distance(typed, known);
  if (edits === 2 && isSwap(typed, known)) return 1;
  // With one letter changed, a word of four is usually another word: "hate" is not "have".
  const isShort = typed.length <= 4 || known.length <= 4;
  return edits > allowed || isShort ? undefined : edits;
}

/** A number that is nearly right is another number. */
function hasDigit(word: string): boolean {
  return /\d/.test(word);
}

const shortestStretched = 4;

/** True where letters are only held longer: "bothhh". */
function isStretched(typed: string, known: string): boolean {
  const isLonger = known.length >= shortestStretched && typed.length > known.length;
  const hasSameEnds = typed[0] === known[0] && typed.at(-1) === known.at(-1);
  return isLonger && hasSameEnds && unstretched(typed) === unstretched(known);
}

function unstretched(word: string): string {
  return word.replace(/(\p{L})\1+/gu, "$1");
}

/** True where two neighbouring letters stand in the wrong order. */
export function isSwap(left: string, right: string): boolean {
  if (left.length !== right.length || left === right) return false;
  let at = 0;
  while (left[at] === right[at]) at++;
  return (
    left[at] === right[at + 1] && left[at + 1] === right[at] && left.slice(at + 2) === right.slice(at + 2)
  );
}

/** True where a word is another with one slip of the finger. */
export function isSlip(typed: string, known: string): boolean {
  return (editsOfWord(typed, known) ?? 2) <= 1;
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
