import type { CampaignId } from "../campaigns/schema.ts";
import {
  type ConversationEvent,
  type EventOf,
  isReport,
  offeredCommands,
  type QuestionId,
  reports,
  troubleIn,
} from "../conversation/vocabulary.ts";
import {
  type AnsweredFirst,
  answerFirst,
  erases,
  isTurnedRound,
  mayMean,
  turns,
  withoutChoice,
} from "./answer-first.ts";
import { withChoiceApart } from "./choice-apart.ts";
import { endsWithQuestion } from "./cut-parts.ts";
import type { Frame } from "./frame.ts";
import type { Utterance } from "./hear.ts";
import { hasWitness, intentsOf, says } from "./intent-event.ts";
import { type ClassifiedIntent, isSure } from "./intents/intent-model.ts";
import { offTopic } from "./intents/same-answer.ts";
import { joinActs } from "./join-acts.ts";
import { withoutLooseHour, withoutUnheardHour } from "./loose-hours.ts";
import {
  endsSentence,
  fewestWordsOfPart,
  mostly,
  namesAccounts,
  notAtOdds,
  type Part,
  partsOf,
  readPart,
  serviceOf,
  statesAccounts,
  textOf,
  withAccounts,
} from "./message-parts.ts";
import { withObjectedBefore } from "./objected-before.ts";
import {
  asksItself,
  isAnswered,
  isLikelyMeant,
  isPartOf,
  likelyMeant,
  saysMore,
  standsAlone,
  withoutBackground,
} from "./open-parts.ts";
import { isSameEvent, neverNear } from "./read-own-answer.ts";
import { momentIntents, takesWish } from "./read-own-date.ts";
import { type Given, isStated, type Passage, readPassage } from "./read-passage.ts";
import { agrees, mostOffered, mostWordsOfWish } from "./settle.ts";
import { holds } from "./tokens.ts";
import { factIn, isAskedFact, repeatsDoubted, tellsAll } from "./told-facts.ts";
import { withUnsaid } from "./with-unsaid.ts";

/** Acts that only say that something may be meant. */
const doubtful: ReadonlySet<string> = new Set<ConversationEvent["type"]>(["suggest", "services", "doubt"]);
/** Acts that one part tells by itself if the rules and the classifier agree. */
const firm: ReadonlySet<string> = new Set<ConversationEvent["type"]>([
  ...reports,
  ...(["remind", "move", "stop"] as const),
]);
/**
 * The confidence in the whole message, times the root of the number of parts, from which on a part
 * counts.
 */
const enough = 0.48;
/** Answers that the rest of a message may turn round: "No, rather on Monday". */
const undecided: ReadonlySet<string> = new Set<ConversationEvent["type"]>([
  ...(["no", "cancel-reminder", "something-else"] as const),
]);
/** Acts that answer a question which asks for them. */
const answersQuestion: ReadonlySet<string> = new Set<ConversationEvent["type"]>([
  ...(["accounts", "linked", "country", "zone", "go-on"] as const),
]);
/** From this confidence on, a message does not contradict what a part surely asks. */
const possible = 0.01;
/** The confidence in a message that a person in trouble writes, from which on a part may tell it. */
const coloured = 0.2;
/** What people tell of their accounts. */
const factsOfAccounts: ReadonlySet<string> = new Set([statesAccounts, "fact.linked", "fact.apart"]);
/** From this confidence on, a part has a meaning that the rest leaves alone. */
const surely = 0.8;
/** An answer with which a message begins is set apart by a sign. */
const endsWithSign = /[.,;:!…)]$/u;
/** Questions at which a yes that is taken back is a part of what is meant. */
const readsWhole: ReadonlySet<string> = new Set<QuestionId>([
  ...(["forget", "accounts-doubt", "ask-linked", "ask-look-up"] as const),
]);
/** A longer answer to the open question says more than that. */
const mostWordsOfAnswer = 4;
/** "And for Facebook" has as many words. */
const mostWordsOfName = 3;
const notUnderstood: ConversationEvent = { type: "not-understood" };
const unreadOnly: ReadonlySet<string> = new Set([notUnderstood.type]);
const offersOnly: ReadonlySet<string> = new Set<ConversationEvent["type"]>(["suggest"]);

/**
 * Reads a message as a whole and part by part. If parts surely tell something, that is taken out
 * and the rest read anew; else the parts that are likely within the message add to what the whole
 * says.
 */
export function readFrame(message: Given): Frame {
  const given = { ...message, text: withChoiceApart(message) };
  const answered = answerFirst(given);
  const frame = answered?.isTurned === false ? readAnswered(answered) : undefined;
  return frame ?? readUnanswered(given, answered);
}

/** Reads a message that answers nothing with a yes or a no, or takes that back: "yes, but rather on Sunday". */
function readUnanswered(given: Given, answered: AnsweredFirst | undefined): Frame {
  const isWhole = readsWhole.has(given.openQuestion?.id ?? "") && answered?.isElse !== true;
  const taken = isWhole ? undefined : answered;
  const left = taken === undefined ? given : withoutChoice(taken);
  const whole = readPassage(left);
  if (whole === undefined) return nothingRead;
  const frame = withWanted(readWhole(whole, left), whole.utterance);
  const isTakenBack = (act: ConversationEvent) => taken !== undefined && isSameEvent(act, taken.event);
  return frame.acts.some(isTakenBack)
    ? asFrame(
        frame.acts.filter((act) => !isTakenBack(act)),
        frame,
      )
    : frame;
}

/** Reads what is said behind a yes or a no; undefined if that turns it round. */
function readAnswered(answered: AnsweredFirst): Frame | undefined {
  const { event, rest } = answered;
  const whole = readPassage(rest);
  if (whole === undefined) return asFrame([event], {});
  const all = partsOf(rest, whole);
  const more = readWhole(whole, rest, () => all);
  const parts = all.length === 0 ? [{ ...whole, text: rest.text }] : all;
  if (isTurnedRound(answered, more.acts, parts)) return undefined;
  const open = parts.filter((each) => !isAnswered(each, [event]));
  const isMore = isWorth(open, [event]);
  const acts = more.acts.filter((act) => isMore(act) && !mayMean(act, event));
  const asking = open.filter(saysMore);
  const frame = asFrame([withMore(event, more.acts), ...acts], stillOpen(asking, more));
  const said = withoutBackground(frame, parts);
  const questions = open.filter(asksItself);
  // Nothing is answered once everything is erased.
  if (erases(answered)) return { acts: [event], unread: questions.map(({ text }) => text) };
  const left = questions.filter((part) => !isAnswered(part, said.acts));
  const isAll = said.acts.length === 1 && said.unread.length === 0;
  return isAll ? { ...said, unread: left.map(({ text }) => text) } : said;
}

/** Adds to accounts that are agreed to what is told of their links: "Yes, both, not linked". */
function withMore(event: ConversationEvent, acts: Frame["acts"]): ConversationEvent {
  const same = acts.find((act) => act.type === "accounts");
  return same === undefined || event.type !== "accounts" ? event : { ...same, ...event };
}

const nothingRead: Frame = { acts: [notUnderstood], unread: [] };

function readWhole(whole: Passage, given: Given, all = () => partsOf(given, whole)): Frame {
  const parts = whole.isAnswer || isOnlyAnswer(whole) ? [] : all();
  const frame =
    parts.length < 2
      ? { ...nothingRead, acts: [withAccounts(whole) ?? notUnderstood] as const }
      : (readSureParts(parts, whole, given) ?? readLikely(parts, whole));
  const dated = withoutUnheardHour(withoutLooseHour(frame, parts, given.reader), whole);
  const told = withoutBackground(withObjectedBefore(dated, whole, parts), parts);
  return withUnsaid(told, whole.utterance, repeatsDoubted(frame.acts, whole, parts));
}

/**
 * Whether a message is nothing but an answer to the open question; a long one may tell more than a zone,
 * or than the number of a country.
 */
function isOnlyAnswer({ event, utterance: { openQuestion, words } }: Passage): boolean {
  const isOpen = openQuestion?.id === "zone" || (openQuestion?.id === "complaint-country" && !event);
  const mayTellMore = isOpen && words.length > mostWordsOfWish;
  return !mayTellMore && neverNear.has(openQuestion?.id ?? "");
}

/** Reads what is left of a message. */
function readRest(rest: readonly Part[], given: Given): Frame {
  const left = { ...given, text: textOf(rest) };
  const whole = readPassage(left);
  return whole === undefined ? nothingRead : readWhole(whole, left);
}

/**
 * Below "What now?", the one service that is named is wanted if the classifier holds a wish for
 * another service likeliest: "Anything for Snapchat?"
 */
function withWanted(frame: Frame, { openQuestion, answers, words, grammar }: Utterance): Frame {
  const [act, ...others] = frame.acts;
  const isOne = act.type === "services" && act.campaigns.length === 1 && others.length === 0;
  if (!isOne || openQuestion?.id !== "next") return frame;
  const [first] = answers();
  const isLikely = first !== undefined && agrees(act, first);
  if (!isLikely || holds(words, grammar.services.inPassing)) return frame;
  return { ...frame, acts: [{ type: "service", campaign: act.campaigns[0] ?? "" }] };
}

/**
 * Returns what is surely told, and what the rest of the message says; undefined if nothing is
 * surely told and no part is off-topic.
 */
function readSureParts(parts: readonly Part[], whole: Passage, given: Given): Frame | undefined {
  const told = parts.filter((part) => tells(part, whole) || beginsWithAnswer(part, parts));
  const isAnswer = told.some(({ event }) => isOutcome(event));
  const sure = parts.filter((part) => told.includes(part) || (isAnswer && reportsDone(part)));
  const { dated, dates } = dateAskedFor(parts, whole, (text) => readPart(text, given, whole));
  const isTold = (event: ConversationEvent | undefined) => isAskedFact(event, given.openQuestion?.id);
  const isFactTold = sure.some(({ event }) => isTold(event));
  const statements = parts.filter((part) => !sure.includes(part) && mayTellFact(part));
  const fact = isFactTold ? undefined : factIn(statements, parts, whole, given);
  const asides = parts.filter((part) => !sure.includes(part) && isAside(part, whole));
  const isTaken = fact !== undefined || sure.length > 0 || dates.length > 0;
  if (!isTaken && isNoneOrAll(asides, parts)) return undefined;
  const done = new Set([...sure, ...asides, ...dated, ...(fact ? statements : [])]);
  const rest = parts.filter((part) => !done.has(part));
  const reporting = sure.filter((part, at) => !isMailBefore(part, sure.slice(at + 1)));
  const reported = reporting
    .flatMap(({ event }) => event ?? [])
    .map((event) => withWhole(event, whole, parts));
  const acts = [...(fact ? [fact] : []), ...dates, ...reported];
  const left = rest.length > 0 ? readRest(rest, given) : nothingRead;
  const open = rest.filter((part) => !isAnswered(part, acts));
  const isSaid = (event: ConversationEvent) => (isFactTold && isTold(event)) || isZoneNamed(event, acts);
  const others = left.acts.filter(isWorth(open, acts)).filter((event) => !isSaid(event));
  return asFrame([...acts, ...others], stillOpen(open.filter(saysMore), left));
}

/** Whether an event tells what came of an objection: it was sent before. */
function isOutcome(event: ConversationEvent | undefined): boolean {
  return event?.type === "refused" || event?.type === "confirmed";
}

/** Whether a mail came before the form was sent, and confirms nothing: "I have got the e-mail and sent the form off". */
function isMailBefore({ event, utterance }: Part, behind: readonly Part[]): boolean {
  const isMail = event?.type === "confirmed" && !hasWitness("confirmed", utterance);
  return isMail && behind.some((part) => isSentOnNoDay(part) && says(part.utterance, "forms"));
}

function isSentOnNoDay({ event }: Part): boolean {
  return event?.type === "done" && typeof event.when !== "object";
}

function reportsDone({ event, utterance }: Part): boolean {
  const [first] = utterance.answers();
  return event?.type === "done" && first?.intent === "report.done" && first.confidence >= likelyMeant;
}

/** Whether a part may tell the fact that is asked for: it asks nothing, and says nothing else by itself. */
function mayTellFact(part: Part): boolean {
  return !part.utterance.isQuestion && (namesAccounts(part) || !speaksOfElse(part));
}

/** Whether a part likely means a question, a wish or trouble, whatever the rest of its message says. */
function speaksOfElse({ event, utterance }: Part): boolean {
  const isElse = event !== undefined && (standsAlone(event) || troubleIn(event) !== undefined);
  const [first] = utterance.answers();
  return isElse && utterance.words.length >= fewestWordsOfPart && (first?.confidence ?? 0) >= mostly;
}

/** Returns which parts of the rest are not answered. */
function stillOpen(asking: readonly Part[], left: Frame): Omit<Frame, "acts"> {
  const open = asking.map(({ text }) => text);
  const isLeft = (types: ReadonlySet<string>) => left.acts.every(({ type }) => types.has(type));
  return {
    unread: isLeft(unreadOnly) ? open : left.unread,
    offered: isLeft(offersOnly) ? open : (left.offered ?? []),
  };
}

/**
 * Doubtful acts of the rest count only if the rest asks a question of its own, or surely means
 * something that no words confirm, or if nothing is surely told.
 */
function isWorth(rest: readonly Part[], sure: readonly ConversationEvent[]) {
  const isMeant = ({ event, utterance }: Part) =>
    event?.type === "suggest" && utterance.answers().slice(0, 1).some(isSure);
  const isAll = rest.some((part) => asksItself(part) || isMeant(part)) || sure.length === 0;
  return ({ type }: ConversationEvent) => isAll || !doubtful.has(type);
}

/**
 * Whether a part says by itself what the rules and the classifier agree on, and its message does
 * not contradict it.
 */
function tells(part: Part, { utterance: whole }: Passage): boolean {
  const { event, utterance } = part;
  if (event === undefined || !isFirm(event)) return false;
  if (!means(event, utterance, whole, mostly)) return statesReport(part, whole);
  // A code that came by e-mail is no theft: a trouble colours all that is said.
  return troubleIn(event) === undefined || confidenceOf(intentsOf(event), whole.answers()) >= coloured;
}

/** Whether a part says a report by its own words, and the classifier does not speak against it. */
function statesReport(part: Part, whole: Utterance): boolean {
  const { event, utterance } = part;
  if (event === undefined || !isReport(event) || !isStated(event, utterance)) return false;
  const intents = intentsOf(event);
  return (
    confidenceOf(intents, utterance.answers()) >= notAtOdds &&
    confidenceOf(intents, whole.answers()) >= possible
  );
}

/**
 * Whether the classifier holds an event likeliest in a part, with at least this confidence, and the
 * message does not contradict it: nor does one that mostly tells accounts, if the part surely reports.
 */
function means(
  event: ConversationEvent,
  part: Utterance,
  whole: Utterance,
  least: number,
  leastOfWhole = notAtOdds,
): boolean {
  const [first] = part.answers();
  const intents = intentsTold(event);
  const confidence = first?.confidence ?? 0;
  if (!intents.includes(first?.intent ?? "") || confidence < least) return false;
  const [likeliest] = whole.answers();
  const isAmongFacts =
    isReport(event) && confidence >= surely && factsOfAccounts.has(likeliest?.intent ?? "");
  return isAmongFacts || confidenceOf(intents, whole.answers()) >= leastOfWhole;
}

/** Returns the intents under which a part tells an event: a moment may stand for the wish. */
function intentsTold(event: ConversationEvent): readonly string[] {
  if (event.type === "accounts") return [statesAccounts];
  return event.type === "remind" ? [...intentsOf(event), ...momentIntents] : intentsOf(event);
}

/** Whether a part that begins its message answers the open question: "3, and what about my photos?" */
function beginsWithAnswer(part: Part, parts: readonly Part[]): boolean {
  const begin = parts.find(({ event }) => event?.type !== "courtesy");
  const isTurned = part.event?.type === "go-on" && parts.some((other) => other !== part && turns(other));
  return part === begin && !isTurned && isChosen(part) && tellsAll(part, parts);
}

/**
 * Returns the parts that together name the date that the open question asks for, and that date:
 * "Tomorrow at 4. And what about WhatsApp?" Nothing if the rest speaks of time too.
 */
function dateAskedFor(
  parts: readonly Part[],
  { event: whole, utterance }: Passage,
  read: (text: string) => Part | undefined,
): { readonly dated: readonly Part[]; readonly dates: readonly ConversationEvent[] } {
  const nothing = { dated: [], dates: [] };
  if (!takesWish.has(utterance.openQuestion?.id ?? "") || isClearDate(whole)) return nothing;
  const dated = parts.filter(({ event }) => event?.type === "date");
  const [only, ...others] = dated;
  if (only === undefined || parts.some((part) => !dated.includes(part) && speaksOfTime(part))) return nothing;
  const date = others.length === 0 ? only.event : read(textOf(dated))?.event;
  return date !== undefined && isClearDate(date) ? { dated, dates: [date] } : nothing;
}

function isClearDate(event: ConversationEvent | undefined): boolean {
  return event?.type === "date" && !event.date.kind.startsWith("unclear");
}

function isChosen({ event, text, utterance: { openQuestion, words }, isAnswer }: Part): boolean {
  const isApart = (words.length <= mostWordsOfAnswer || isAnswer) && endsWithSign.test(text);
  if (event === undefined || !isApart || isFirm(event) || undecided.has(event.type)) return false;
  const isTold = openQuestion?.id !== "next" && answersQuestion.has(event.type);
  return (
    isAnswer || isTold || (openQuestion?.choices ?? []).some((choice) => isSameEvent(choice.event, event))
  );
}

/**
 * Whether the classifier is sure of a question or a wish in a part, and its message allows it: a complaint that is
 * named need not be as sure.
 */
function concludes({ event, utterance }: Part, { utterance: whole }: Passage): boolean {
  if (event === undefined || !standsAlone(event) || utterance.words.length < fewestWordsOfPart) return false;
  const isNamed = event.type === "complain" && says(utterance, "complains") && !says(utterance, "conditions");
  return means(event, utterance, whole, isNamed ? mostly : surely, isNamed ? 0 : possible);
}

/**
 * Whether an act counts by itself: a report, a wish for a reminder or to stop, one account more, or
 * trouble, which is hardly told in passing.
 */
function isFirm(event: ConversationEvent): boolean {
  const isMore = event.type === "accounts" && event.isMore === true;
  return firm.has(event.type) || isMore || troubleIn(event) !== undefined;
}

/** Whether a part is off-topic, unlike its message. */
function isAside(part: Part, { utterance: whole }: Passage): boolean {
  const isOff = ({ intent, confidence }: ClassifiedIntent) => intent === offTopic && confidence >= mostly;
  const [first] = whole.answers();
  return (
    first?.intent !== offTopic && part.utterance.classified().slice(0, 1).some(isOff) && !asksItself(part)
  );
}

function isNoneOrAll(some: readonly Part[], all: readonly Part[]): boolean {
  return some.length === 0 || some.length === all.length;
}

/**
 * Adds details that the whole message gives: the zone of a reminder, the day of a report; but not the
 * service that another part asks for: "I've done it, and what about TikTok?"
 */
function withWhole(event: ConversationEvent, { event: whole }: Passage, parts: readonly Part[]) {
  if (event.type !== whole?.type) return event;
  const { campaign, ...details } = { campaign: undefined, ...whole };
  const isOther = campaign === undefined || parts.some((part) => asksAfter(part.event, campaign));
  const told = { ...details, ...(!isOther && { campaign }) };
  if (whole.type === "remind")
    return isDateLost(whole) ? event : ({ ...event, ...told } as ConversationEvent);
  return { ...told, ...event } as ConversationEvent;
}

/** Whether a wish names neither a clear date nor a zone: one with a zone says more than its parts. */
function isDateLost({ date }: EventOf<"remind">): boolean {
  return date === undefined || (date.kind === "unclear" && date.zone === undefined);
}

/** Whether an act only says that the person is in another zone, which a date names already. */
function isZoneNamed({ type }: ConversationEvent, acts: readonly ConversationEvent[]): boolean {
  const names = (act: ConversationEvent) =>
    (act.type === "remind" || act.type === "date") && act.date !== undefined && "zone" in act.date;
  return (type === "zone" || type === "another-zone") && acts.some(names);
}

/** Returns what the whole message says, with the parts that are likely within it. */
function readLikely(parts: readonly Part[], passage: Passage): Frame {
  const { event, utterance } = passage;
  const whole =
    partingIn(parts, event) ?? askedApart(parts, event, utterance) ?? wishedApart(parts, event) ?? event;
  const ranked = utterance.answers();
  const isLikely = (event: ConversationEvent) =>
    !doubtful.has(event.type) && confidenceOf(intentsOf(event), ranked) * Math.sqrt(parts.length) >= enough;
  const apart = whole === event ? undefined : serviceOf(event);
  const concluding = new Set<Part | undefined>(parts.filter((part) => concludes(part, passage)));
  const likely = parts.flatMap((part) => {
    const { event } = part;
    if (event === undefined || isPartOf(event, whole) || isPartOfMoment(part, parts)) return [];
    return isLikely(event) || asksAfter(event, apart) || concluding.has(part) ? event : [];
  });
  const acts = joinActs([...(whole && !doubtful.has(whole.type) ? [whole] : []), ...likely]);
  if (acts.length === 0) return asFrame(whole ? [whole] : [], {});
  // "I posted photos of my children, are they taken?" is answered by what its first part is about.
  const isTopic = (part: Part | undefined) =>
    part?.event?.type === "topic" && (concluding.has(part) || isAnswered(part, acts));
  const goesOn = (part: Part, at: number) =>
    !isLikelyMeant(part) && !isJoined(part) && isTopic(parts[at - 1]) && !isAskedAnew(part, parts[at - 1]);
  const open = parts.filter(
    (part, at) => saysMore(part) && !isAnswered(part, acts) && !concluding.has(part) && !goesOn(part, at),
  );
  const offers = [...new Set(open.flatMap(({ event }) => offersOf(event)))].slice(0, mostOffered);
  const textsWith = (isOffered: boolean) =>
    open.flatMap(({ event, text }) => (offersOf(event).length > 0 === isOffered ? text : []));
  return asFrame([...acts, ...(offers.length > 0 ? [{ type: "suggest", offers } as const] : [])], {
    unread: textsWith(false),
    offered: textsWith(true),
  });
}

/** Whether a part is a question behind another one that has ended: "Who runs this? Is it a problem that …?" */
function isAskedAnew(part: Part, before: Part | undefined): boolean {
  return before !== undefined && endsWithQuestion.test(before.text) && asksItself(part);
}

/** Whether a part is joined to the one before it by a word: it asks something else. */
function isJoined({ utterance: { words, reading } }: Part): boolean {
  return reading.witnesses.joins.has(words[0] ?? "");
}

/**
 * Returns the goodbye of a message that was read as a wish for a reminder: "Good evening, until
 * Monday".
 */
function partingIn(
  parts: readonly Part[],
  whole: ConversationEvent | undefined,
): ConversationEvent | undefined {
  if (whole?.type !== "date" && whole?.type !== "later") return undefined;
  return parts
    .flatMap(({ event }) => event ?? [])
    .find((event) => event.type === "courtesy" && event.courtesy === "goodbye");
}

/**
 * Takes the service out of a question if one part asks the question and another part names the
 * service: "When is the deadline? And LinkedIn?" asks for the deadline of the service that we speak
 * of, and about LinkedIn. If we speak of none, a name that stands first is that of the question.
 */
function askedApart(
  parts: readonly Part[],
  whole: ConversationEvent | undefined,
  { openQuestion }: Utterance,
): EventOf<"topic"> | undefined {
  if (whole?.type !== "topic" || whole.campaign === undefined) return undefined;
  const isSame = ({ event }: Part) =>
    event?.type === "topic" && event.topic === whole.topic && event.campaign === undefined;
  const [asked, named] = [
    parts.findIndex(isSame),
    parts.findIndex(({ event }) => asksAfter(event, whole.campaign)),
  ];
  if (asked < 0 || named < 0) return undefined;
  const { campaign: _, ...topic } = whole;
  if (openQuestion?.about !== undefined) return { ...topic, campaign: openQuestion.about };
  return named < asked ? { ...whole } : { ...topic, isGeneral: true };
}

/**
 * The same for a wish for a reminder: "Remind me tomorrow at nine. And does WhatsApp do the same?" A name that
 * begins the wish belongs to it: "For Facebook, remind me tomorrow".
 */
function wishedApart(
  parts: readonly Part[],
  whole: ConversationEvent | undefined,
): EventOf<"remind"> | undefined {
  if (whole?.type !== "remind" || whole.campaign === undefined) return undefined;
  const isWish = ({ event }: Part) =>
    event?.type === "date" || (event?.type === "remind" && event.campaign === undefined);
  const wished = parts.findIndex(isWish);
  const isName = ({ text, utterance }: Part) =>
    utterance.words.length <= mostWordsOfName && !endsSentence.test(text.trim());
  const isNameOfWish = (part: Part, at: number) => at + 1 === wished && isName(part);
  const isApart = parts.some((part, at) => asksAfter(part.event, whole.campaign) && !isNameOfWish(part, at));
  const { campaign: _, ...wish } = whole;
  return wished >= 0 && isApart ? wish : undefined;
}

/** Whether a part only asks about this service. */
function asksAfter(event: ConversationEvent | undefined, campaign: CampaignId | undefined): boolean {
  if (event === undefined || campaign === undefined) return false;
  if (event.type === "services") return String(event.campaigns) === campaign;
  return event.type === "topic" ? event.topic === campaign : serviceOf(event) === campaign;
}

/** Whether a part is a date to which another part adds: "on Thursday, at 3 instead of 2". */
function isPartOfMoment(part: Part, parts: readonly Part[]): boolean {
  return part.event?.type === "date" && parts.some((other) => other !== part && speaksOfTime(other));
}

function speaksOfTime({ utterance }: Part): boolean {
  return momentIntents.has(utterance.answers()[0]?.intent ?? "");
}

function asFrame(
  events: readonly ConversationEvent[],
  { unread = [], offered = [] }: Partial<Omit<Frame, "acts">>,
): Frame {
  const [first = notUnderstood, ...others] = joinActs(events.filter(({ type }) => type !== "not-understood"));
  return { acts: [first, ...others], unread, ...(offered.length > 0 && { offered }) };
}

/** Returns how likely a message means one of these intents, also under another name of its answer. */
function confidenceOf(intents: readonly string[], ranked: readonly ClassifiedIntent[]): number {
  return ranked.find(({ intent }) => intents.includes(intent))?.confidence ?? 0;
}

/** Returns the topics and commands that a part may ask for. */
function offersOf(event: ConversationEvent | undefined): readonly string[] {
  if (event?.type === "suggest") return event.offers;
  if (event?.type === "topic") return [event.topic];
  return offeredCommands.filter((command) => command === event?.type);
}
