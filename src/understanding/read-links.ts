import type { EventOf } from "../conversation/vocabulary.ts";
import { clausesWithin, isAnswer, type Utterance } from "./hear.ts";
import { leastLikely, linkedIn } from "./intent-event.ts";
import { asksForLinks, isUnknownLink, linkNamed, links } from "./read-own-answer.ts";
import { holdsListed, phrasesOf } from "./read-witness.ts";
import { beginsWith } from "./tokens.ts";

/**
 * The confidence that the classifier needs to say whether accounts are linked, in a message that
 * tells more.
 */
const enoughForLinks = 0.25;

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
  const linked = linkedIn(utterance, enoughForLinks) ?? linkedAmong(clauses);
  if (linked === undefined || clauses.slice(1).some(takesBackLinks)) return undefined;
  const isDenied = utterance
    .matchedClauses()
    .some((clause) => isAnswer(clause, linked === "yes" ? "no" : "yes"));
  return isDenied ? undefined : { type: "linked", linked };
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
