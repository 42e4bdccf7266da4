import type { TypedDate } from "../conversation/vocabulary.ts";
import { cutParts, endsWithQuestion } from "./cut-parts.ts";
import { narrowBefore, narrowTo, type Utterance, withoutJoin } from "./hear.ts";
import { hasWitness } from "./intent-event.ts";
import { belongsElsewhere, hearWish, momentAcross } from "./moment-across.ts";
import { insteadOf } from "./moved-to.ts";
import { countHours, dayWordsIn, momentTold, namesDayBefore, namesOwnDay } from "./read-own-date.ts";
import { phrasesOf } from "./read-witness.ts";
import { beginsWith, holds } from "./tokens.ts";

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
function clearMoment(part: Utterance, isWished: boolean): TypedDate | undefined {
  // "On Monday instead of Sunday, because …"
  const wished = narrowBefore(withoutJoin(part), phrasesOf("reasons", part));
  const meant = narrowBefore(wished, insteadOf(part));
  const isDoubtful = countHours(part) > 1 || namesDayBefore(part) || hasWitness("done", part);
  const isOfTwo = new Set(dayWordsIn(meant).weekdays).size > 1;
  if (isDoubtful || isOfTwo || isDenied(meant) || !namesOwnDay(meant)) return undefined;
  if (endsWithQuestion.test(part.text) && !isWished) return undefined;
  const date = isWished ? momentTold(meant) : momentAlone(meant);
  return date?.kind.startsWith("unclear") ? undefined : date;
}

/** Returns the clear moment of the only one of these parts; undefined if there are none or several. */
export function onlyTold(
  [only, ...others]: readonly Utterance[],
  isWished: (part: Utterance) => boolean,
): Told | undefined {
  const date = only && others.length === 0 ? clearMoment(only, isWished(only)) : undefined;
  return only && date && { text: only.text, date };
}

/** Returns the moment of a part that tells nothing else: "Wednesday at 7, before the workshop". */
function momentAlone(part: Utterance): TypedDate | undefined {
  const heard = hearWish({ tokens: part.tokens, isBehindWords: false }, part);
  return heard && !belongsElsewhere(heard) ? momentAcross(heard) : undefined;
}

export function isDenied({ words, reading }: Utterance): boolean {
  return holds(words, reading.dates()?.denials ?? []);
}
