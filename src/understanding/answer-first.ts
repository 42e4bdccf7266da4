import {
  type ConversationEvent,
  isReport,
  type Question,
  type QuestionId,
  troubleIn,
} from "../conversation/vocabulary.ts";
import { speaksAgainstDoubted } from "./against-doubted.ts";
import { cutClauses } from "./cut-parts.ts";
import { findOneService } from "./entities/find-services.ts";
import { isYes, narrowTo, type Utterance } from "./hear.ts";
import { firstWordApart, type Part } from "./message-parts.ts";
import { likelyMeant } from "./open-parts.ts";
import { readLabel } from "./read-choice.ts";
import { castsDoubtOnConsent } from "./read-consent.ts";
import { answerTo, asksForLinks, isUnknownLink, type YesOrNo, yesAndNo } from "./read-own-answer.ts";
import { type Given, utteranceIn } from "./read-passage.ts";
import { readReminded } from "./read-reminded.ts";
import { holdsListed, phrasesOf } from "./read-witness.ts";
import { beginsWith, keyOf, tokensOf, wordsOf } from "./tokens.ts";

/** A yes or a no with which a message begins, and what is said behind it. */
export interface AnsweredFirst {
  readonly answer: YesOrNo;
  readonly event: ConversationEvent;
  /** What the other answer means. */
  readonly other: ConversationEvent;
  /** What is said behind it, to be read below the question that is open then. */
  readonly rest: Given;
  /** True if it is taken back, or left open. */
  readonly isTurned: boolean;
  /** True if it answers something else: "Yes, my messages on WhatsApp", to whether accounts are linked. */
  readonly isElse: boolean;
}

/** A text that begins with an answer. */
interface Begun {
  readonly answer: YesOrNo;
  readonly said: string;
  readonly clauses: readonly string[];
}

/** Questions that stay open: what is said behind a yes may answer them too. */
const staysOpen: ReadonlySet<string> = new Set<QuestionId>([
  ...(["ask-later", "accounts-doubt", "ask-linked", "ask-look-up", "complain", "next"] as const),
]);
/** Questions at which a yes changes nothing that cannot be changed back at once. */
const light: ReadonlySet<string> = new Set<QuestionId>([
  ...(["which-service", "resume", "ask-later", "accounts-doubt", "complain"] as const),
]);
/** "Wait" and "hold on" have as many words. */
const mostWordsOfDoubt = 2;
/** What turns an agreement beside it round: "Thanks, Friday is perfect". */
const turning: ReadonlySet<string> = new Set<ConversationEvent["type"]>([
  ...(["date", "remind", "move", "later", "change", "no"] as const),
  ...(["confirmed", "not-confirmed", "refused"] as const),
]);
const likelyTurning: ReadonlySet<string> = new Set([
  ...["answer.no", "fact.date", "wish.later", "wish.change", "wish.no-more"],
]);

/**
 * Returns the yes or the no with which a message answers the open question, if it says more: "Yes, go
 * on, and what is the deadline?"
 */
export function answerFirst(given: Given): AnsweredFirst | undefined {
  const events = yesAndNo(given.openQuestion);
  const utterance = events && utteranceIn(given);
  const begun = begunIn(utterance);
  if (events === undefined || utterance === undefined || begun === undefined) return undefined;
  const rest = { ...given, text: withoutJoin(begun, utterance), openQuestion: openAfter(given.openQuestion) };
  const isElse = isOfElse(begun, utterance);
  const isTurned = isElse || isTurnedBy(begun, utterance, given);
  const { answer } = begun;
  const other = events[answer === "yes" ? "no" : "yes"];
  return { answer, event: events[answer], other, rest, isTurned, isElse };
}

/** Whether what stands behind a yes to whether accounts are linked tells of another service, and asks nothing. */
function isOfElse({ answer, clauses: [next = ""] }: Begun, whole: Utterance): boolean {
  const { openQuestion, reading } = whole;
  if (answer === "no" || !asksForLinks.has(openQuestion?.id ?? "") || next.includes("?")) return false;
  const clause = narrowTo(whole, next);
  const campaign = findOneService(clause);
  const isOther = campaign !== undefined && campaign !== openQuestion?.about;
  const isOfOwn = beginsWith(clause.words, phrasesOf("owns", clause));
  return isOther && isOfOwn && !holdsListed(clause.words, "linked", reading.witnesses);
}

/** "And remind me" is a wish without the word that joins it. */
function withoutJoin({ clauses }: Begun, { reading: { witnesses } }: Utterance): string {
  const [first = "", ...others] = clauses.join(" ").split(/\s+/);
  const isJoined = clauses.length === 1 && witnesses.joins.has(keyOf(first));
  return isJoined ? others.join(" ") : [first, ...others].join(" ");
}

function openAfter(openQuestion: Question | undefined): Question | undefined {
  if (openQuestion === undefined || staysOpen.has(openQuestion.id)) return openQuestion;
  return { ...openQuestion, id: "menu", choices: [], navigation: [] };
}

/** Whether an answer erases all that is known about the person. */
export function erases({ event, rest: { openQuestion } }: AnsweredFirst): boolean {
  return event.type === "yes" && !staysOpen.has(openQuestion?.id ?? "");
}

/** Returns what is said behind an answer that is taken back, below a question that does not offer it. */
export function withoutChoice({ event, rest }: AnsweredFirst): Given {
  const { choices = [], reminded: _, ...question } = rest.openQuestion ?? {};
  const others = choices.filter((choice) => choice.event !== event);
  return { ...rest, openQuestion: "id" in question ? { ...question, choices: others } : undefined };
}

/** Returns the answer in the first clauses, or in the first word, if something is said behind it. */
function begunIn(utterance: Utterance | undefined): Begun | undefined {
  if (utterance === undefined) return undefined;
  const { text, reading } = utterance;
  const clauses = cutClauses(text, reading.witnesses.joins).flat();
  const answers = clauses.map((clause) => answerIn(clause, utterance));
  const [answer] = answers;
  // "They used to be linked, no longer" is told by the whole.
  const isFact = asksForLinks.has(utterance.openQuestion?.id ?? "");
  if (isFact && !isYes(clauses[0]?.split(" ")[0] ?? "", reading, answer)) return undefined;
  if (answer === undefined) return begunWithWord(clauses, utterance);
  const end = answers.findIndex((each) => each !== answer);
  const said = clauses.slice(0, end).join(" ");
  return end < 0 ? undefined : { answer, said, clauses: clauses.slice(end) };
}

/** Returns a yes or a no that is only the first word: "yes I use it at work". "No need to ask" is no "no". */
function begunWithWord([first = "", ...others]: readonly string[], utterance: Utterance): Begun | undefined {
  const { word: said = "" } = firstWordApart([first, ...others].join(" ")) ?? {};
  const answer = said === "" ? undefined : answerIn(said, utterance);
  if (answer === undefined || !takesWord(answer, utterance)) return undefined;
  const behind = firstWordOff(first);
  const [next = ""] = wordsOf(tokensOf(behind));
  const isApart = utterance.reading.witnesses.selves.includes(next) || answerIn(next, utterance) === "no";
  return answer === "yes" || isApart ? { answer, said, clauses: [behind, ...others] } : undefined;
}

/** A report, and whether accounts are linked, is told by a clause of its own; what is done at once too. */
function takesWord(answer: YesOrNo, { openQuestion }: Utterance): boolean {
  const { id } = openQuestion ?? { id: "next" };
  return answer === "yes" ? light.has(id) : id !== "next" && id !== "resume" && !asksForLinks.has(id);
}

function firstWordOff(clause: string): string {
  return clause.trimStart().replace(/^\S+\s*/u, "");
}

/** Returns what a clause answers to the open question, if it says nothing else. */
function answerIn(text: string, whole: Utterance): YesOrNo | undefined {
  if (text.includes("?")) return undefined;
  const clause = narrowTo(whole, text);
  const event = readReminded(clause) ?? readLabel(clause);
  return answerTo(clause, event);
}

/** Whether what is said behind an answer takes it back, or leaves it open. */
function isTurnedBy({ answer, said, clauses }: Begun, whole: Utterance, given: Given): boolean {
  const { openQuestion, reading } = whole;
  if (answer === "no") return clauses.some((clause) => answerIn(clause, whole) === "yes");
  const each = clauses.flatMap((text) => utteranceIn({ ...given, text }, [reading]) ?? []);
  switch (openQuestion?.id) {
    case "forget":
      return each.some((clause) => castsDoubtOnConsent(clause, !isYes(said, reading)));
    case "accounts-doubt":
      return speaksAgainstDoubted(clauses.join(" "), whole);
    case "ask-linked":
    case "ask-look-up":
      return each.some(
        (clause) =>
          limits(clause) || isUnknownLink(clause.text, clause) || answerIn(clause.text, whole) === "no",
      );
    default:
      return each.some((clause) => limits(clause) || answerIn(clause.text, whole) === "no");
  }
}

/** Whether a clause limits the yes before it, but for a question: "but not today", "if it is free", "wait". */
function limits(clause: Utterance): boolean {
  const { words, isQuestion, reading } = clause;
  const begins = (list: string) => beginsWith(words, phrasesOf(list, clause));
  const isDoubt = words.length <= mostWordsOfDoubt && holdsListed(words, "hesitates", reading.witnesses);
  const isAsking = isQuestion || asksLikely(clause);
  return isDoubt || begins("corrects") || (!isAsking && (begins("limits") || begins("conditions")));
}

function asksLikely(clause: Utterance): boolean {
  const [first] = clause.answers();
  return first?.intent.startsWith("question.") === true && first.confidence >= likelyMeant;
}

/** Whether a part may turn a yes round: "yes, but not on Thursday", "yes, I got it already". */
export function turns({ event, utterance }: Pick<Part, "event" | "utterance">): boolean {
  const [first] = utterance.answers();
  if (event?.type === "done" || event?.type === "yes" || first === undefined) return false;
  const isLikely = first.confidence >= likelyMeant && likelyTurning.has(first.intent);
  return turning.has(event?.type ?? "") || isLikely || first.intent.startsWith("report.");
}

/** Acts that say more of the answer than a no before them: "No, both", "no, LinkedIn". */
const insteadOfNo: ReadonlySet<string> = new Set<ConversationEvent["type"]>([
  ...(["accounts", "doubt", "linked", "service", "yes", "go-on"] as const),
]);

/** Whether what is read behind an answer says another one: another day, another report. */
export function isTurnedRound(
  { answer, event, other, rest: { openQuestion } }: AnsweredFirst,
  acts: readonly ConversationEvent[],
  parts: readonly Part[],
): boolean {
  const isOffer = openQuestion?.id === "ask-later";
  const others = acts.filter(({ type }) => type !== event.type);
  const has = (types: ReadonlySet<string>) => others.some(({ type }) => types.has(type));
  if (isReport(event) || isOffer) return has(turning) || (isOffer && answer === "yes" && parts.some(turns));
  if (answer === "no") return has(insteadOfNo);
  return others.some((act) => troubleIn(act) !== undefined || mayMean(act, other));
}

/** Whether an act is of this kind, or offers it. */
export function mayMean(act: ConversationEvent, { type }: ConversationEvent): boolean {
  return act.type === type || (act.type === "suggest" && act.offers.some((offer) => offer === type));
}
