import type { EventOf } from "../conversation/vocabulary.ts";
import { clausesWithin, isAnswer, type Utterance } from "./hear.ts";
import { leastLikely, linkedIn, says } from "./intent-event.ts";
import { asksForLinks, isUnknownLink, linkNamed, links } from "./read-own-answer.ts";
import { holdsListed, phrasesOf } from "./read-witness.ts";
import { beginsWith } from "./tokens.ts";

/**
 * The confidence that the classifier needs to say whether accounts are linked, in a message that
 * tells more.
 */
const enoughForLinks = 0.25;

/** The confidence that it needs where no words say so. */
const surely = 0.6;
/** Rules read fewer words well. */
const fewestWordsHeard = 4;
/** A longer clause with a "not" in it may be about something else. */
const mostWordsOfDenial = 5;

/**
 * Reads whether accounts are linked from a message, or from a clause of it, in which no yes or no
 * contradicts that: "I think they are linked, yes."
 */
export function readLinks(utterance: Utterance): EventOf<"linked"> | undefined {
  const isAsked = asksForLinks.has(utterance.openQuestion?.id ?? "") && !utterance.isQuestion;
  if (!isAsked) return undefined;
  const clauses = clausesWithin(utterance);
  if (clauses.slice(1).some(takesBackLinks)) return undefined;
  const linked = toldIn(utterance, clauses) ?? heardIn(utterance, clauses);
  const isDenied = utterance
    .matchedClauses()
    .some((clause) => isAnswer(clause, linked === "yes" ? "no" : "yes"));
  return linked === undefined || isDenied ? undefined : { type: "linked", linked };
}

/** Returns what the words tell; what the classifier surely holds apart is not linked. */
function toldIn(whole: Utterance, clauses: readonly Utterance[]): "yes" | "no" | undefined {
  const told = linkedIn(whole, enoughForLinks) ?? linkedAmong(clauses);
  return told === "yes" && likely(whole) === "fact.apart" ? "no" : told;
}

/**
 * Returns what the classifier alone hears, where a mistake costs no more than a form too many, or a look; whoever
 * asks for both forms gets them.
 */
function heardIn(
  whole: Utterance,
  clauses: readonly Utterance[],
): Exclude<EventOf<"linked">["linked"], "yes"> | undefined {
  const heard = [whole, ...clauses].map(likely);
  if (heard.includes("fact.linked") || whole.words.length < fewestWordsHeard) return undefined;
  if (says(whole, "both-forms")) return "unsure";
  if (heard.includes("fact.apart")) return "no";
  return heard.includes("answer.unknown") ? "unknown" : undefined;
}

/** Returns what the classifier surely hears in a text. */
function likely(text: Utterance): string | undefined {
  const [first] = text.classified();
  return first !== undefined && first.confidence >= surely ? first.intent : undefined;
}

/** Returns what clauses tell of links, whatever stands beside them; undefined if they contradict each other. */
function linkedAmong(clauses: readonly Utterance[]): "yes" | "no" | undefined {
  const [linked, ...others] = new Set(clauses.flatMap((clause) => linkIn(clause) ?? []));
  return others.length > 0 || clauses.some((clause) => isUnknownLink(clause.text, clause))
    ? undefined
    : linked;
}

/** What was so before may be so no more. */
function linkIn(clause: Utterance): "yes" | "no" | undefined {
  if (holdsListed(clause.words, "puts-off", clause.reading.witnesses)) return undefined;
  const [likeliest] = clause.classified();
  const isLikeliest = Object.keys(links).some((name) => likeliest?.intent === `fact.${name}`);
  return linkNamed(clause) ?? linkedIn(clause, isLikeliest ? leastLikely : enoughForLinks);
}

/** "They used to be linked, no longer I think". */
function takesBackLinks({ words, reading }: Utterance): boolean {
  return words.length <= mostWordsOfDenial && beginsWith(words, phrasesOf("waits", { reading }));
}
