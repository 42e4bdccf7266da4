import { type ConversationEvent, type EventOf, type Events, isReport } from "../conversation/vocabulary.ts";
import { cutParts } from "./cut-parts.ts";
import type { Frame } from "./frame.ts";
import type { Utterance } from "./hear.ts";
import { offTopic } from "./intents/same-answer.ts";
import { type Given, readingOf, utteranceIn } from "./read-passage.ts";
import { phrasesOf } from "./read-witness.ts";
import { holds, tokensOf, wordsOf } from "./tokens.ts";

/** Stands for an age in `under-age`. */
const age = "xx";
const ofAge = 18;
const digits = /^\d{1,3}$/u;
const youngest = 5;
const oldest = 110;
const ofMinors: EventOf<"topic"> = { type: "topic", topic: "under-18" };
/** Acts beside which a question about a minor is still open. */
const leavesOpen: ReadonlySet<string> = new Set<ConversationEvent["type"]>([
  ...([
    "not-understood",
    "courtesy",
    "link-broken",
    "remind",
    "date",
    "later",
    "accounts",
    "service",
  ] as const),
]);

/**
 * Adds the question about a minor that somebody asks who tells the age: "Done mine. What about my son's account, he's
 * 16?" If only grown-ups are spoken of, takes it out: "My daughter is 32, can she use the same link?"
 */
export function withMinor(frame: Frame, given: Given): Frame {
  if (tellsAge(given, isYoung)) return isOpen(frame.acts, given) ? withTopic(frame) : frame;
  return tellsAge(given, isGrown) ? withoutTopic(frame) : frame;
}

function isYoung(years: number): boolean {
  return youngest <= years && years < ofAge;
}

function isGrown(years: number): boolean {
  return ofAge <= years && years <= oldest;
}

/** Whether a message tells such an age; an age in words is one of a minor. */
function tellsAge(given: Given, isMeant: (years: number) => boolean): boolean {
  const reading = readingOf(given);
  const phrases = reading ? phrasesOf("under-age", { reading }) : [];
  const words = wordsOf(tokensOf(given.text)).map((word) =>
    digits.test(word) && isMeant(Number(word)) ? age : word,
  );
  return holds(
    words,
    phrases.filter((phrase) => phrase.includes(age) || isMeant(youngest)),
  );
}

/** Whether a message asks something, and of no other matter, that is not answered yet. */
function isOpen(acts: Events, given: Given): boolean {
  const utterance = isAnswered(acts) ? undefined : utteranceIn(given);
  if (utterance === undefined || utterance.classified()[0]?.intent === offTopic) return false;
  return (
    acts.some((act) => act.type === "suggest" && act.offers.includes(ofMinors.topic)) ||
    asks(utterance, given)
  );
}

/** Whether a part of a message asks something. */
function asks({ reading }: Utterance, given: Given): boolean {
  const parts = cutParts(given.text, reading.witnesses);
  return parts.some((text) => utteranceIn({ ...given, text }, [reading])?.isQuestion);
}

/** Whether another answer is given than about somebody else, or an offer. */
function isAnswered(acts: Events): boolean {
  return acts.some((act) => !givesWay(act) && !leavesOpen.has(act.type) && !isReport(act));
}

/** Whether the answer about minors says more than an act. */
function givesWay(act: ConversationEvent): boolean {
  return act.type === "suggest" || (act.type === "topic" && act.topic === "someone-else");
}

function withTopic(frame: Frame): Frame {
  const others = frame.acts.filter((act) => !givesWay(act) && act.type !== "not-understood");
  const [first, ...rest] = [...others, ofMinors];
  return { acts: [first, ...rest], unread: [] };
}

function withoutTopic(frame: Frame): Frame {
  const [first, ...others] = frame.acts.filter((act) => act.type !== "topic" || act.topic !== ofMinors.topic);
  return first === undefined ? frame : { ...frame, acts: [first, ...others] };
}
