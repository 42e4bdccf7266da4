import { type ConversationEvent, isReport } from "../conversation/vocabulary.ts";
import { cutClauses, cutParts, cutSentences } from "./cut-parts.ts";
import { accountsIn } from "./entities/find-accounts.ts";
import { findOneService, findServices } from "./entities/find-services.ts";
import type { Frame } from "./frame.ts";
import { clausesWithin, narrowTo, type Utterance } from "./hear.ts";
import { hasWitness, reportOf, says } from "./intent-event.ts";
import { areOfTwo, joinActs } from "./join-acts.ts";
import { outcomesApart, type Piece } from "./outcomes-apart.ts";
import { readOpening } from "./read-opening.ts";
import { asksForAccounts } from "./read-own-answer.ts";
import { type Given, holdsAny, readingOf, utteranceIn } from "./read-passage.ts";
import { readBareService } from "./read-service.ts";
import { accountsTold, readEachDone, readLeftOut, readSwitched } from "./read-service-report.ts";
import { readTheirs } from "./read-theirs.ts";
import { findWitness, holdsListed, type Witnesses } from "./read-witness.ts";
import { beginsWith, endsWith, holds, keyOf, type Token, tokensOf, wordsOf } from "./tokens.ts";
import { accountsOf } from "./with-unsaid.ts";
import { readOwnFrame } from "./without-others.ts";

/** A sentence of a message, and all that the message says. */
interface Sentence extends Utterance {
  readonly all: readonly string[];
}

/** Lists of words with which a form is reported as sent, or answered. */
const outcomes = ["done", "confirmed", "refused"] as const;

/** Lists of words of which a sentence that one of these rules can read has at least one. */
const marks = [
  ...outcomes,
  "meant",
  "has-come",
  "complaint-sent",
  "letters",
  "unsent",
  "never-sent",
  "switches",
  "leaves-out",
  "just-done",
  "theirs",
] as const;

/** Lists of words of what one clause of a sentence may tell by itself. */
const ofClauses = ["complaint-sent", "has-come"] as const;
/** Lists of words with which a clause counts only within its sentence. */
const ofSentences = ["refused", "conditions"] as const;
/** A longer clause says more than which service comes next. */
const mostWordsOfNext = 6;

/** Fewer words beside a report mean little. */
const fewestWords = 3;

/** Reads what a sentence says flatly; undefined if it says nothing of the kind. */
type Rule = (sentence: Sentence) => readonly ConversationEvent[] | undefined;
const rules: readonly Rule[] = [
  readMeant,
  readOutcome,
  readComplaintSent,
  readLetter,
  readUnsent,
  readEachDone,
  readSwitched,
  readLeftOut,
  readJustDone,
  readTheirs,
];

/**
 * Reads a message in which sentences say by their own words what was done or was not, what came of it
 * for one account and not for another, or which service is left out, and the rest of it anew: "I posted the letter. Remind me in a month". Undefined if none
 * does.
 */
export function readFlatReports(given: Given): Frame | undefined {
  const pieces = outcomesApart(given) ?? sentencesOf(given);
  if (pieces.every(({ told }) => told === undefined)) return undefined;
  const told = pieces.flatMap((piece) => piece.told ?? []);
  const rest = pieces.filter((one) => one.told === undefined && isWorthReading(one.text, given));
  const texts = rest.map(({ text }) => text);
  const left = texts.length > 0 ? readOwnFrame({ ...given, text: texts.join(" ") }) : nothing;
  const types = new Set<string>(told.map(({ type }) => type));
  // "It came, they say they will respect it" says it again.
  const isAgain = (act: ConversationEvent) =>
    act.type === "suggest" && act.offers.some((offer) => types.has(offer));
  // "Facebook is sent, only Instagram to go" takes back no account.
  const isLeft = ({ type }: ConversationEvent) => type === "accounts" && given.openQuestion?.id === "next";
  const own = told.find(({ type }) => type === "accounts");
  // "I deleted Facebook, so there is only Instagram" is no report.
  if (own !== undefined && left.acts.some((act) => tellsOthers(act, own))) return undefined;
  const isTold = ({ type }: ConversationEvent) => type === "doubt" && own !== undefined;
  const acts = left.acts
    .filter((act) => act.type !== "not-understood" && !isAgain(act) && !isLeft(act) && !isTold(act))
    .map((act) => wishedHere(ofOwn(act, own), told, given));
  const [act, ...more] = joinActs([...told.filter(isNotNamedBy(acts)), ...acts]);
  if (act === undefined) return undefined;
  const isLost = acts.length === 0 && texts.some((text) => text.includes("?"));
  return { ...left, acts: [act, ...more], unread: isLost ? texts : left.unread };
}

function tellsOthers(act: ConversationEvent, own: ConversationEvent): boolean {
  return act.type === "accounts" && act.accounts.length < accountsOf(own).length;
}

/** "Remind me on Monday, and let's go on to ChatGPT" wishes for a reminder of the service that is left. */
function wishedHere(
  act: ConversationEvent,
  told: readonly ConversationEvent[],
  { openQuestion }: Given,
): ConversationEvent {
  const campaign = openQuestion?.about;
  const isLeft = campaign !== undefined && told.some(({ type }) => type === "service");
  const isWish = act.type === "date" || (act.type === "remind" && act.campaign === undefined);
  return isLeft && isWish ? { ...act, type: "remind", campaign } : act;
}

/** "I sent both forms" is said of the accounts of which the message tells what came of it. */
function ofOwn(act: ConversationEvent, own: ConversationEvent | undefined): ConversationEvent {
  if (act.type !== "done" || act.accounts !== undefined || own === undefined) return act;
  return { ...act, accounts: accountsOf(own) };
}

/** False for a report that one of these acts gives of the accounts that it names. */
function isNotNamedBy(acts: readonly ConversationEvent[]) {
  const names = (event: ConversationEvent, act: ConversationEvent) =>
    isReport(event) &&
    isReport(act) &&
    act.type === event.type &&
    !areOfTwo(event, act) &&
    accountsOf(act).length > accountsOf(event).length;
  return (event: ConversationEvent) => !acts.some((act) => names(event, act));
}

function sentencesOf(given: Given): readonly Piece[] {
  const tokens = tokensOf(given.text);
  const all = wordsOf(tokens);
  if (!holdsAny(marks, all, given) && !wishesAndGoesOn(all, given)) return [];
  const { witnesses } = readingOf(given) ?? {};
  // "My complaint is sent, remind me in three months" wishes for something of its own.
  const isOfClause =
    witnesses !== undefined &&
    (ofClauses.some((list) => holdsListed(all, list, witnesses)) || isNothingSent(tokens, witnesses)) &&
    !ofSentences.some((list) => holdsListed(all, list, witnesses));
  const sentences = isOfClause ? [given.text] : cutSentences(given.text);
  const texts = sentences.flatMap((sentence) =>
    witnesses && (isOfClause || saysBoth(sentence, given)) ? cutParts(sentence, witnesses) : sentence,
  );
  const pieceOf = (text: string): Piece => ({ text, told: toldIn(text, all, given) });
  return texts.flatMap(
    (text) => nextBehind(text, given) ?? askedBehind(text, given)?.map(pieceOf) ?? pieceOf(text),
  );
}

/** "Remind me on Monday, and let's go on to ChatGPT" reports nothing. */
function wishesAndGoesOn(words: readonly string[], given: Given): boolean {
  return holdsAny(["goes-to"], words, given) && holdsAny(["remind"], words, given);
}

/** Whether a text tells that nothing was sent, and not that something was. */
function isNothingSent(tokens: readonly Token[], witnesses: Witnesses): boolean {
  const isTold = holdsListed(wordsOf(tokens), "never-sent", witnesses);
  return isTold && findWitness("done", tokens, witnesses) === undefined;
}

/** "Skip WhatsApp, I've sent Facebook": one is left out, and another one is done. */
function saysBoth(text: string, given: Given): boolean {
  const sentence = utteranceIn({ ...given, text });
  return sentence !== undefined && says(sentence, "leaves-out") && hasWitness("done", sentence);
}

/** "Done, LinkedIn next": what comes next is not done. */
function nextBehind(text: string, given: Given): readonly Piece[] | undefined {
  const utterance = utteranceIn({ ...given, text });
  const clauses = cutClauses(text, new Set()).flat();
  if (utterance === undefined || utterance.isQuestion || clauses.length < 2) return undefined;
  const next = narrowTo(utterance, clauses.at(-1) ?? "");
  if (!namesNext(next) || !saysNext(next)) return undefined;
  const campaign = findOneService(next);
  const isOther = campaign !== undefined && campaign !== given.openQuestion?.about;
  const told: ConversationEvent[] = isOther ? [{ type: "service", campaign }] : [];
  return [
    { text: clauses.slice(0, -1).join(" "), told: undefined },
    { text: next.text, told },
  ];
}

/** Whether a clause names an account, or the service that comes next. */
function namesNext(clause: Utterance): boolean {
  const campaign = findOneService(clause);
  const isOther = campaign !== undefined && campaign !== clause.openQuestion?.about;
  return isOther ? isBesideName(clause) : (campaign ?? accountsIn(clause.words, clause)[0]) !== undefined;
}

/** Whether "next", or "on to", stands right beside the name of a service: "then I will do LinkedIn" goes nowhere yet. */
export function isBesideName({ words, grammar, reading }: Utterance): boolean {
  const phrases = reading.witnesses.words.get("goes-to") ?? [];
  const spans = findServices(words, grammar.services)?.spans ?? [];
  return spans.some(
    ({ from, to }) => endsWith(words.slice(0, from), phrases) || beginsWith(words.slice(to), phrases),
  );
}

function saysNext(clause: Utterance): boolean {
  return clause.words.length <= mostWordsOfNext && says(clause, "goes-to") && !says(clause, "done");
}

/**
 * Cuts a sentence that tells a setting and then asks something else: "ChatGPT I switched off, but does
 * LinkedIn do the same?" Undefined if what is asked may be about that: "It is switched off, isn't it?"
 */
function askedBehind(text: string, given: Given): readonly string[] | undefined {
  const reading = readingOf(given);
  if (reading === undefined || !holdsListed(keyOf(text).split(" "), "switches", reading.witnesses))
    return undefined;
  const [told = "", ...behind] = cutParts(text, reading.witnesses);
  const isOther = (part: string) => findOneService({ ...given, words: keyOf(part).split(" ") }) !== undefined;
  const isApart = (part: string) => {
    const words = keyOf(part).split(" ");
    const isAsked = part.includes("?") || holds(words, reading.asks);
    return isAsked && (isOther(part) || reading.witnesses.joins.has(words[0] ?? ""));
  };
  const [first] = behind;
  const isCut = first !== undefined && (isOther(first) || behind.every(isApart));
  return isCut ? [told, ...behind] : undefined;
}

/** False for a word or two that ask and report nothing: "Unbelievable." */
function isWorthReading(text: string, given: Given): boolean {
  const words = wordsOf(tokensOf(text));
  return text.includes("?") || words.length >= fewestWords || holdsAny(outcomes, words, given);
}

const nothing: Frame = { acts: [{ type: "not-understood" }], unread: [] };

function toldIn(
  text: string,
  all: readonly string[],
  given: Given,
): readonly ConversationEvent[] | undefined {
  const isMarked = holdsAny(marks, wordsOf(tokensOf(text)), given);
  const utterance = isMarked ? utteranceIn({ ...given, text }) : undefined;
  if (utterance === undefined) return undefined;
  const sentence = { ...utterance, all };
  // "Did it just now" is no question.
  if (utterance.isQuestion && (text.includes("?") || !isJustDone(utterance))) return undefined;
  return rules.map((read) => read(sentence)).find((told) => told !== undefined);
}

/** "I meant X", where nothing is taken back by it. */
function readMeant(sentence: Sentence): readonly ConversationEvent[] | undefined {
  const meant = readOpening(sentence, ["meant"]);
  const service = meant && readBareService(narrowTo(sentence, meant.rest));
  return service?.type === "service" ? [service] : undefined;
}

/** "Facebook and Instagram are both confirmed", or "it came this morning", said of a form. */
function readOutcome(sentence: Sentence): readonly ConversationEvent[] | undefined {
  const { words } = sentence;
  const report = reportOf("confirmed", sentence) ?? reportOf("refused", sentence);
  if (report !== undefined && accountsOf(report).length > 1) return [report];
  const speaksAgainst = says(sentence, "comes-back") || says(sentence, "conditions");
  const hasCome = hasWitness("has-come", sentence) && !speaksAgainst;
  if (!isOfSteps(sentence) || !hasCome) return undefined;
  const accounts = accountsIn(words, sentence);
  return [{ type: "confirmed", ...(accounts.length > 0 && { accounts }) }];
}

/** A complaint that was sent to an authority: nobody has to be told how to complain. */
function readComplaintSent(sentence: Sentence): readonly ConversationEvent[] | undefined {
  const isSent = says(sentence, "complaint-sent") && !says(sentence, "waits") && !says(sentence, "puts-off");
  return isSent ? [{ type: "complaint-sent" }] : undefined;
}

/** A clause with a word of each says that no letter has come. */
const waitsForLetter = ["letters", "came", "waits"] as const;

/** A letter that was posted is no form that was sent: of one that was, nothing stays noted. */
function readLetter(sentence: Sentence): readonly ConversationEvent[] | undefined {
  const isAnswered = hasWitness("confirmed", sentence) || hasWitness("refused", sentence);
  if (!says(sentence, "letters") || says(sentence, "forms") || isAnswered) return undefined;
  // "I have sent it, no letter has come" waits for one.
  if (clausesWithin(sentence).some((clause) => waitsForLetter.every((list) => says(clause, list))))
    return undefined;
  if (says(sentence, "was-letter")) return [{ type: "not-done", isNoted: true }, { type: "letter-sent" }];
  return hasWitness("posts", sentence) ? [{ type: "letter-sent" }] : undefined;
}

/** Whether a sentence is about a service that we do not speak of: "For LinkedIn I have not done anything". */
function isOfOtherService({ words, grammar, openQuestion }: Sentence): boolean {
  const named = findServices(words, grammar.services);
  return named !== undefined && !named.spans.some(({ value }) => value === openQuestion?.about);
}

/** "I did not send the Facebook form, take that back": without "take that back", it may be put off. */
function readUnsent(sentence: Sentence): readonly ConversationEvent[] | undefined {
  const isNever = isNothingSent(sentence.tokens, sentence.reading.witnesses);
  if ((!isNever && !says(sentence, "unsent")) || isOfOtherService(sentence)) return undefined;
  const accounts = accountsTold(sentence);
  const isNoted = isNever || holdsListed(sentence.all, "undo", sentence.reading.witnesses);
  if (accounts.length === 0 && !isNoted) return undefined;
  return [
    {
      type: "not-done",
      ...(accounts.length > 0 && { accounts }),
      ...(isNoted && { isNoted }),
    },
  ];
}

/** "Did it just now", said of the step that we speak of. */
function readJustDone(sentence: Sentence): readonly ConversationEvent[] | undefined {
  if (!isOfSteps(sentence) || !isJustDone(sentence)) return undefined;
  const accounts = accountsIn(sentence.words, sentence);
  return [{ type: "done", ...(accounts.length > 0 && { accounts }) }];
}

/** Whether a service is spoken of whose accounts are not asked for. */
function isOfSteps({ openQuestion }: Sentence): boolean {
  return openQuestion?.about !== undefined && !asksForAccounts.has(openQuestion.id);
}

function isJustDone({ words, reading }: Utterance): boolean {
  return beginsWith(words, reading.witnesses.words.get("just-done") ?? []);
}
