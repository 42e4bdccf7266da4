import type { TypedDate } from "../conversation/vocabulary.ts";
import { cutParts, endsWithQuestion } from "./cut-parts.ts";
import { narrowTo, type Utterance } from "./hear.ts";
import { hasWitness } from "./intent-event.ts";
import { belongsElsewhere, hearWish, momentAcross } from "./moment-across.ts";
import { beforeInstead } from "./moved-to.ts";
import { countHours, dayWordsIn, momentTold, namesDayBefore, namesOwnDay } from "./read-own-date.ts";
import { phrasesOf } from "./read-witness.ts";
import { beginsWith, holds } from "./tokens.ts";
import { beforePhrase } from "./typed-pieces.ts";

/** A moment, and the part of a message that names it. */
export interface Told {
  readonly text: string;
  readonly date: TypedDate;
}

/** Returns the parts of a message that name a day or an hour. */
export function partsWithMoment(utterance: Utterance): readonly Utterance[] {
  return cutParts(utterance.text, utterance.reading.witnesses)
    .map((text) => narrowTo(utterance, text))
    .filter((part) => namesOwnDay(part) || countHours(part) > 0);
}

/** Whether a part names another moment beside one, and does not deny it, or its hour: "or Saturday", "but at 5". */
export function isOther(part: Utterance): boolean {
  const { words, reading } = part;
  return (
    !namesOwnDay(part) ||
    (beginsWith(words, reading.dates()?.words.functionWords.veto ?? []) && !isDenied(part))
  );
}

/**
 * Returns the clear moment of a part: of one that wishes for it, whatever other words stand in it. A question only
 * asks, and what was done is no wish.
 */
export function clearMoment(part: Utterance, isWished: boolean): TypedDate | undefined {
  const meant = beforeInstead(beforeReason(withoutJoin(part)));
  const isDoubtful = countHours(part) > 1 || namesDayBefore(part) || hasWitness("done", part);
  const isOfTwo = new Set(dayWordsIn(meant).weekdays).size > 1;
  if (isDoubtful || isOfTwo || isDenied(meant) || !namesOwnDay(meant)) return undefined;
  if (endsWithQuestion.test(part.text) && !isWished) return undefined;
  const date = isWished ? momentTold(meant) : momentAlone(meant);
  return date?.kind.startsWith("unclear") ? undefined : date;
}

/** Returns the moment of a part that tells nothing else: "Wednesday at 7, before the workshop". */
function momentAlone(part: Utterance): TypedDate | undefined {
  const heard = hearWish({ tokens: part.tokens, isBehindWords: false }, part);
  return heard && !belongsElsewhere(heard) ? momentAcross(heard) : undefined;
}

export function isDenied({ words, reading }: Utterance): boolean {
  return holds(words, reading.dates()?.denials ?? []);
}

/** Leaves out the word that joins a part to the one before it: "and the reminder should be Thursday". */
function withoutJoin(part: Utterance): Utterance {
  const [, ...others] = part.text.split(/\s+/);
  const isJoined = part.reading.witnesses.joins.has(part.words[0] ?? "");
  return isJoined && others.length > 0 ? narrowTo(part, others.join(" ")) : part;
}

/** Leaves out why a moment is wished for: "on Monday, because this weekend I'm away". */
function beforeReason(part: Utterance): Utterance {
  const kept = beforePhrase(part.text.split(/\s+/), phrasesOf("reasons", part));
  return kept.length === 0 ? part : narrowTo(part, kept.join(" "));
}
