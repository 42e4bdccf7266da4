import type { ConversationEvent } from "../conversation/vocabulary.ts";
import { endsWithQuestion } from "./cut-parts.ts";
import { intentsOf } from "./intent-event.ts";
import { fewestWordsOfPart, likelyPlaces, mostly, notAtOdds, type Part } from "./message-parts.ts";
import { isPlaceTopic } from "./read-intent.ts";

/** A shorter question is about what is said before it; with its sign, it may be shorter. */
const fewestWordsOfQuestion = 6;
const fewestWordsWithSign = 4;
/** What wants an answer though it is not put as a question: a question in a few words is a detail. */
const wantsAnswer = /^(?:wish\.(?!help$)|report\.|trouble\.)/u;
const mayWantAnswer = /^question\./u;
/** The confidence that is enough in a part as long as a question. */
export const likelyMeant = 0.3;
const notDone = "report.not-done";
/** Facts that lead to the steps. */
const givesSteps: ReadonlySet<string> = new Set<ConversationEvent["type"]>([
  ...(["accounts", "doubt", "linked", "service"] as const),
]);
const steps: ConversationEvent = { type: "steps" };
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
  const asksForSteps = intentsOf(steps).includes(likely[0]?.intent ?? "");
  const answers = (act: ConversationEvent) => likely.some(({ intent }) => intentsOf(act).includes(intent));
  return acts.some(
    (act) =>
      act.type === "link" ||
      answers(act) ||
      (event !== undefined && (isPartOf(event, act) || isAskedAlike(event, act))) ||
      (asksForSteps && givesSteps.has(act.type)),
  );
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
