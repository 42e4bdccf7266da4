import fc from "fast-check";

const firstSurrogate = 0xd800;
const surrogates = 0x800;
const last = 0x10ffff;

/**
 * Any character of Unicode, half a pair apart. fast-check's own `unit: anyCharacter` makes the same, but first lists all million of them:
 * a second of each worker.
 */
export const anyCharacter = fc
  .nat(last - surrogates)
  .map((place) => String.fromCodePoint(place < firstSurrogate ? place : place + surrogates), placeOf);

function placeOf(character: unknown): number {
  const point = typeof character === "string" ? character.codePointAt(0) : undefined;
  if (point === undefined || character !== String.fromCodePoint(point))
    throw new Error("not a single character");
  return point < firstSurrogate ? point : point - surrogates;
}
