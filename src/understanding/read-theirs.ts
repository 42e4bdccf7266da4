import type { ConversationEvent } from "../conversation/vocabulary.ts";
import type { Utterance } from "./hear.ts";
import { says, witnessed } from "./intent-event.ts";
import { likelyPlaces, notAtOdds } from "./message-parts.ts";
import { claims, goesOnAboutOther, holdsListed, joinedClauses, type Witnesses } from "./read-witness.ts";
import { holds } from "./tokens.ts";

/** A single word says nothing by itself: "No, my wife did". */
const mostWordsOfNone = 1;

/**
 * Reads a sentence that only says what somebody else has done or was answered, and perhaps that the
 * person has not: "my wife did it, I haven't yet". Nothing of it is theirs to be noted.
 */
export function readTheirs(utterance: Utterance): readonly ConversationEvent[] | undefined {
  const { tokens, reading } = utterance;
  if (!says(utterance, "theirs") || says(utterance, "remind")) return undefined;
  const clauses = joinedClauses(tokens, reading.witnesses).flat();
  const theirs = clauses.filter((clause, at) =>
    isTheirs(clause, clauses.slice(0, at).flat(), reading.witnesses),
  );
  const rest = clauses.filter((clause) => !theirs.includes(clause));
  const isAll = theirs.length > 0 && rest.every((clause) => isNothingDone(clause, reading.witnesses));
  return isAll && isLikely(utterance) ? [{ type: "courtesy", courtesy: "theirs" }] : undefined;
}

/** Whether a clause reports of somebody else: "filled it in for me" is done for the person. */
function isTheirs(clause: readonly string[], before: readonly string[], witnesses: Witnesses): boolean {
  const isReport = witnessed.some((list) => holdsListed(clause, list, witnesses));
  if (!isReport || claims(clause, witnesses) || holds(clause, witnesses.unless)) return false;
  return holdsListed(clause, "theirs", witnesses) || goesOnAboutOther(before, clause, witnesses);
}

function isNothingDone(clause: readonly string[], witnesses: Witnesses): boolean {
  return clause.length <= mostWordsOfNone || holdsListed(clause, "waits", witnesses);
}

function isLikely(utterance: Utterance): boolean {
  const likely = utterance.classified().slice(0, likelyPlaces);
  const isMeant = ({ intent }: (typeof likely)[number]) =>
    intent.startsWith("report.") || intent === "question.someone-else";
  return likely.some((one) => isMeant(one) && one.confidence >= notAtOdds);
}
