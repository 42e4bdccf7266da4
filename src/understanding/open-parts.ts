import { type ConversationEvent, isReport } from "../conversation/vocabulary.ts";
import { endsWithQuestion } from "./cut-parts.ts";
import { findServices } from "./entities/find-services.ts";
import { valuesOf } from "./entities/span.ts";
import type { Frame } from "./frame.ts";
import { intentsOf } from "./intent-event.ts";
import { confidenceInAll } from "./intents/intent-model.ts";
import { answerOf } from "./intents/same-answer.ts";
import {
  endsSentence,
  fewestWordsOfPart,
  likelyPlaces,
  mostly,
  notAtOdds,
  type Part,
} from "./message-parts.ts";
import { suppositions } from "./moment-across.ts";
import { isPlaceTopic } from "./read-intent.ts";
import { phrasesOf } from "./read-witness.ts";
import { beginsWith, holds } from "./tokens.ts";

/** A shorter question is about what is said before it; with its sign, it may be shorter. */
const fewestWordsOfQuestion = 6;
const fewestWordsWithSign = 4;
/** What wants an answer though it is not put as a question: a question in a few words is a detail. */
const wantsAnswer = /^(?:wish\.(?!help$)|report\.|trouble\.)/u;
const mayWantAnswer = /^question\./u;
/** The confidence that is enough in a part as long as a question. */
export const likelyMeant = 0.3;
const notDone = "report.not-done";
/** The intent under which a wish for a reminder is answered. */
const wished = answerOf("wish.remind");
/** Facts that lead to the steps. */
const givesSteps: ReadonlySet<string> = new Set<ConversationEvent["type"]>([
  ...(["accounts", "doubt", "linked", "service"] as const),
]);
/** What asks for the steps in other words: "Where do I start?" */
export const meansSteps: ReadonlySet<string> = new Set([
  ...["wish.steps", "wish.start", "wish.step-by-step", "question.how-it-works"],
]);
/** The confidence in all of them from which on the steps answer a part. */
const likelySteps = 0.25;
/** Whoever wants everything erased is written to no more. */
const coversErasing: ReadonlySet<string> = new Set(["wish.stop", "wish.no-more"]);
/** With these words something said before is put otherwise: "I mean my mum's photos." */
const rephrasing = ["rephrases", "meant"] as const;
/** What leads on by itself, and needs no answer beside others: "One last question:" */
const leadsOn: ReadonlySet<string> = new Set(["wish.go-on", "wish.back", "wish.more", "wish.menu"]);
/** Wishes that one part tells by itself. */
const wishesAlone: ReadonlySet<string> = new Set<ConversationEvent["type"]>([
  ...(["complain", "my-data", "my-reminders", "sources", "human", "access", "write", "steps"] as const),
  ...(["details", "where", "what-is-used", "ready-text", "for-a-friend", "proof", "community"] as const),
  ...(["change-language", "shorter", "step-by-step", "forget-me"] as const),
]);

/** Whether a part adds nothing to what the whole says. */
export function isPartOf(event: ConversationEvent, whole: ConversationEvent | undefined): boolean {
  switch (whole?.type) {
    case "courtesy":
      return event.type === "date";
    // "I think I have Facebook, but I don't know" is asked back.
    case "doubt":
    case "services":
      return event.type === "courtesy";
    // "Saturday at noon, I'm in Toronto" names a zone.
    case "date":
    case "move":
    case "remind":
      return (
        event.type === "zone" ||
        event.type === "another-zone" ||
        (event.type === "topic" && isPlaceTopic(event.topic))
      );
    // A question beside an address asks whether it is genuine.
    case "link":
      return event.type === "topic";
    default:
      return false;
  }
}

/** Whether a part asks a question of its own: "What now?" beside something else does not. */
export function asksItself({ text, utterance: { isQuestion, words } }: Part): boolean {
  const fewest = endsWithQuestion.test(text) ? fewestWordsWithSign : fewestWordsOfQuestion;
  return isQuestion && words.length >= fewest;
}

/** Whether a part asks or likely tells something that wants an answer. */
export function saysMore(part: Part): boolean {
  return asksItself(part) || isLikelyMeant(part);
}

export function isLikelyMeant({ utterance: { classified, answers, words } }: Part): boolean {
  const [likeliest] = classified();
  const [first] = answers();
  const least = words.length < fewestWordsOfQuestion ? mostly : likelyMeant;
  if (first === undefined || first.confidence < least || likeliest?.intent === notDone) return false;
  if (mayWantAnswer.test(first.intent)) return words.length >= fewestWordsOfQuestion;
  return wantsAnswer.test(first.intent) && words.length >= fewestWordsOfPart;
}

/**
 * Whether one of the acts is likely what a part asks: beside an address, whether that is genuine;
 * beside accounts or a service, for the steps that follow.
 */
export function isAnswered(part: Part, acts: readonly ConversationEvent[]): boolean {
  const { event, utterance } = part;
  const likely = utterance
    .answers()
    .slice(0, asksClearly(part) ? 1 : likelyPlaces)
    .filter(({ confidence }, at) => at === 0 || confidence >= notAtOdds);
  const [{ intent: likeliest } = { intent: "" }] = likely;
  const asksForSteps = confidenceInAll(meansSteps, likely) >= likelySteps;
  // "Done. Does it cover my notes?" hardly asks what follows a report.
  const meant = (act: ConversationEvent) => (isReport(act) && asksItself(part) ? likely.slice(0, 1) : likely);
  const answers = (act: ConversationEvent) =>
    meant(act).some(({ intent }) => intentsOf(act).includes(intent) || (hasMoment(act) && intent === wished));
  return acts.some(
    (act) =>
      act.type === "link" ||
      answers(act) ||
      (event !== undefined && (isPartOf(event, act) || isAskedAlike(event, act))) ||
      (asksForSteps && givesSteps.has(act.type)) ||
      (coversErasing.has(likeliest) && act.type === "forget-me"),
  );
}

/** Whether a fact holds the moment of a reminder that is wished for beside it. */
function hasMoment(act: ConversationEvent): boolean {
  return givesSteps.has(act.type) && "date" in act && act.date !== undefined;
}

/** Leaves out the parts that need not be named as not understood, beside what a message says. */
export function withoutBackground(frame: Frame, parts: readonly Part[]): Frame {
  const { acts, unread, offered } = frame;
  const given = acts.filter(({ type }) => type !== "suggest");
  const isOpen = (text: string) => {
    const part = parts.find((each) => each.text === text);
    return part === undefined || isWorthNaming(part, given);
  };
  return { ...frame, unread: unread.filter(isOpen), ...(offered && { offered: offered.filter(isOpen) }) };
}

/** Whether a part asks, wishes or reports something that no act may answer: all else is background. */
function isWorthNaming(part: Part, acts: readonly ConversationEvent[]): boolean {
  if (supposesOnly(part) || isAnswered(part, acts) || mayBeAnswered(part, acts)) return false;
  return asksItself(part) || (wantsNaming(part) && !namesOnlyWanted(part, acts));
}

/** Whether a part names nothing but services to which the message turns: "my work is on X and LinkedIn". */
function namesOnlyWanted({ utterance }: Part, acts: readonly ConversationEvent[]): boolean {
  const named = valuesOf(findServices(utterance.words, utterance.grammar.services)?.spans ?? []);
  const wanted = acts.flatMap((act) => (act.type === "service" ? [act.campaign, ...(act.others ?? [])] : []));
  return named.length > 0 && named.every((campaign) => wanted.includes(campaign));
}

/** Whether a part only says in which case something is asked: "If they go on, who can I complain to?" */
function supposesOnly({ text, utterance }: Part): boolean {
  const { words, reading } = utterance;
  const [first = "", ...others] = words;
  const said = reading.witnesses.joins.has(first) ? others : words;
  return !endsSentence.test(text.trim()) && beginsWith(said, suppositions(utterance));
}

/** Whether one of the acts answers what a part may mean at all, if nothing is likely meant by it. */
function mayBeAnswered({ utterance }: Part, acts: readonly ConversationEvent[]): boolean {
  const ranked = utterance.answers().slice(0, likelyPlaces);
  const isAsked = (act: ConversationEvent) => ranked.some(({ intent }) => intentsOf(act).includes(intent));
  const isGiven = acts.some((act) => standsAlone(act) && !isPlace(act) && isAsked(act));
  return isGiven && (ranked[0]?.confidence ?? 0) < mostly;
}

function isPlace(act: ConversationEvent): boolean {
  return act.type === "topic" && isPlaceTopic(act.topic);
}

/** Whether a part that is no question wishes or reports something, sets it right, or denies what it speaks of. */
function wantsNaming({ utterance }: Part): boolean {
  const { words, reading, grammar } = utterance;
  if (rephrasing.some((list) => beginsWith(words, phrasesOf(list, utterance)))) return true;
  const [{ intent, confidence } = { intent: "", confidence: 0 }] = utterance.answers();
  if (mayWantAnswer.test(intent)) return confidence >= mostly && holds(words, reading.witnesses.unless);
  const isSaid = confidence < mostly || !leadsOn.has(intent);
  return isSaid || findServices(words, grammar.services) !== undefined;
}

/** Whether a part asks one thing: another answer is none to it. */
function asksClearly(part: Part): boolean {
  const [first] = part.utterance.answers();
  return (
    asksItself(part) && first !== undefined && mayWantAnswer.test(first.intent) && first.confidence >= mostly
  );
}

/** Whether both turn to one service, or ask one question. */
function isAskedAlike(one: ConversationEvent, other: ConversationEvent): boolean {
  if (one.type === "topic" && other.type === "topic") return one.topic === other.topic;
  return one.type === "service" && other.type === "service" && one.campaign === other.campaign;
}

/** Whether an event is a question, or a wish that one part tells by itself. */
export function standsAlone({ type }: ConversationEvent): boolean {
  return type === "topic" || wishesAlone.has(type);
}
