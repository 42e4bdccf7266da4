import type { AccountId } from "../campaigns/schema.ts";
import type { ConversationEvent, QuestionId } from "../conversation/vocabulary.ts";
import { cutParts, joined } from "./cut-parts.ts";
import { accountsIn } from "./entities/find-accounts.ts";
import type { Frame } from "./frame.ts";
import type { Utterance } from "./hear.ts";
import { leastLikely } from "./intent-event.ts";
import { likelyPlaces, statesAccounts } from "./message-parts.ts";
import { readFrame } from "./read-frame.ts";
import { type Given, holdsAny, readPassage, utteranceIn } from "./read-passage.ts";
import { claims, holdsListed } from "./read-witness.ts";
import { holds, tokensOf, wordsOf } from "./tokens.ts";
import { accountsOf } from "./with-unsaid.ts";

/** Questions at which accounts that are named count as the person's. */
const takesOwn: ReadonlySet<string> = new Set<QuestionId>([
  ...(["service", "accounts", "accounts-doubt", "ask-linked", "ask-look-up", "next"] as const),
]);
/** The answers about accounts of others. */
const answers = ["someone-else", "under-18"] as const;
/** What the classifier may hold likely in a part that tells whose an account is. */
const tellsWhose: ReadonlySet<string> = new Set([
  ...[statesAccounts, "fact.correction", "question.children-photos"],
  ...answers.map((topic) => `question.${topic}`),
]);
/** « Mon épouse, elle » has as many words. */
const mostWordsOfPerson = 3;
/** A word or two before a comma. */
const subject = /^\S+(?:\s\S+)?,$/u;

/** A part of a message that may tell accounts. */
interface Told {
  readonly text: string;
  /** The accounts that it says somebody else has. */
  readonly ofOthers: readonly AccountId[];
  /** True if it names an account, whosever it is. */
  readonly isNaming: boolean;
}

/**
 * Reads a message in which accounts of others are not the person's: "The Instagram is my daughter's, I
 * want mine on Facebook". If it tells no own account, the answer about accounts of others comes first.
 */
export function readOwnFrame(given: Given): Frame {
  const whole = mayNameOthers(given) ? readPassage(given) : undefined;
  if (whole === undefined || whole.isAnswer || isOfDeath(whole.utterance)) return readFrame(given);
  const told = toldIn(given, whole.utterance);
  if (told.every(({ ofOthers }) => ofOthers.length === 0)) return readFrame(given);
  const rest = told.filter(({ ofOthers }) => ofOthers.length === 0).map(({ text }) => text);
  const own = readFrame({ ...given, text: rest.join(" ") });
  const service = own.acts.some(({ type }) => type === "service") ? undefined : serviceAlone(whole.event);
  const topic = tellsOwn(own.acts, told) ? undefined : topicFor(own.acts, whole.utterance);
  const [first, ...others] = [service, topic, ...own.acts.map(inPlace)].filter((act) => act !== undefined);
  return { ...own, acts: [first ?? own.acts[0], ...others.filter(({ type }) => type !== "not-understood")] };
}

/** Whether a message has words for other people's accounts: most have none, and are read only once. */
function mayNameOthers(given: Given): boolean {
  if (!takesOwn.has(given.openQuestion?.id ?? "service")) return false;
  return holdsAny(["theirs"], wordsOf(tokensOf(given.text)), given);
}

/** What somebody has died of is told first, whoever has the account. */
function isOfDeath(utterance: Utterance): boolean {
  return utterance.answers()[0]?.intent === "question.deceased";
}

function toldIn(given: Given, { reading, language }: Utterance): readonly Told[] {
  const read = (text: string) => utteranceIn({ ...given, text, language }, [reading]);
  const parts = withSubjects(cutParts(given.text, reading.witnesses), (text) => named(read(text)), reading);
  return parts.map((text, at) => {
    const part = read(text);
    const before = wordsOf(tokensOf(parts.slice(0, at).join(" ")));
    return {
      text,
      ofOthers: part === undefined ? [] : accountsOfOthers(part, before),
      isNaming: named(part).length > 0,
    };
  });
}

function named(part: Utterance | undefined): readonly AccountId[] {
  return part === undefined ? [] : accountsIn(part.words, part);
}

/**
 * Joins a part that only names an account to what is said of it: "Instagram, that's my daughter's", and one that only
 * names somebody to what they have: « mon épouse, elle, possède un compte Instagram ».
 */
function withSubjects(
  parts: readonly string[],
  namedIn: (text: string) => readonly AccountId[],
  { witnesses }: Utterance["reading"],
): readonly string[] {
  const isThem = (words: readonly string[]) =>
    words.length <= mostWordsOfPerson && holdsListed(words, "theirs", witnesses);
  return joined(parts, (before, part) => {
    const isName = subject.test(before) && namedIn(before).length > 0;
    if (isName || !isThem(wordsOf(tokensOf(before)))) return isName && namedIn(part).length === 0;
    return namedIn(part).length > 0 && !holds(wordsOf(tokensOf(part)), witnesses.selves);
  });
}

/**
 * Returns the accounts that a part names as somebody else's: it says nothing of the person, and may go on about
 * one who was named before: "I ask for my son, he is on Instagram".
 */
function accountsOfOthers(utterance: Utterance, before: readonly string[]): readonly AccountId[] {
  const { words, reading, isQuestion } = utterance;
  const { witnesses } = reading;
  if (isQuestion) return [];
  const goesOn = holds(words, witnesses.others) && !holds(words, witnesses.selves);
  if (goesOn && holdsListed(before, "theirs", witnesses)) return accountsIn(words, utterance);
  if (!holdsListed(words, "theirs", witnesses) || claims(words, witnesses)) return [];
  const likely = utterance.answers().slice(0, likelyPlaces);
  const isLikely = likely.some((one) => tellsWhose.has(one.intent) && one.confidence >= leastLikely);
  return isLikely ? accountsIn(words, utterance) : [];
}

function tellsOwn(acts: readonly ConversationEvent[], told: readonly Told[]): boolean {
  return (
    acts.some((act) => accountsOf(act).length > 0) ||
    told.some(({ isNaming, ofOthers }) => isNaming && ofOthers.length === 0)
  );
}

function serviceAlone(event: ConversationEvent | undefined): ConversationEvent | undefined {
  return event?.type === "service" ? { type: "service", campaign: event.campaign } : undefined;
}

/** Returns the likelier answer about accounts of others, if the message does not ask for one itself. */
function topicFor(acts: readonly ConversationEvent[], utterance: Utterance): ConversationEvent | undefined {
  const isAsked = acts.some((act) => act.type === "topic" && answers.some((topic) => topic === act.topic));
  const ranked = utterance.classified();
  const likelier = ranked.find(({ intent }) => answers.some((topic) => intent === `question.${topic}`));
  const isOfMinor = likelier?.intent === "question.under-18" && likelier.confidence >= leastLikely;
  return isAsked ? undefined : { type: "topic", topic: isOfMinor ? "under-18" : "someone-else" };
}

/** Own accounts stand in place of those of others that were noted. */
function inPlace(act: ConversationEvent): ConversationEvent {
  if (act.type !== "accounts") return act;
  const { isMore: _, ...stated } = act;
  return stated;
}
