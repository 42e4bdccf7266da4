import type { CampaignId } from "../campaigns/schema.ts";
import { type ConversationEvent, isReport } from "../conversation/vocabulary.ts";
import { cutClauses, cutParts, joined } from "./cut-parts.ts";
import { accountsIn } from "./entities/find-accounts.ts";
import { isYes, narrowTo, type Utterance } from "./hear.ts";
import { speakOfAccounts } from "./read-accounts.ts";
import { firmReports, readCommand } from "./read-intent.ts";
import { asksForLinks } from "./read-own-answer.ts";
import { isHourAlone, namesDay } from "./read-own-date.ts";
import { type Given, type Passage, readPassage } from "./read-passage.ts";
import { holdsListed } from "./read-witness.ts";
import { keyOf, tokensOf, wordsOf } from "./tokens.ts";

/** So many of the first intents are likely. */
export const likelyPlaces = 3;
/** From this confidence on, a message does not contradict what a part of it says. */
export const notAtOdds = 0.1;
/** The word with which a text begins, and another one behind it. */
const firstWord = /^\s*(\p{L}+),?\s+(?=\p{L})/u;
/** "Ouiii" and "yesss" are drawled. */
const drawl = /(.)\1+$/u;
/** "Yes they are mine" is an answer as a whole. */
const fewestWordsBehindYes = 6;
/** From this confidence on, a part has one meaning. */
export const mostly = 0.5;
/** A sentence ends with one of these signs. */
export const endsSentence = /[.!?;…]$/u;
/** A part with fewer words tells nothing by itself. */
export const fewestWordsOfPart = 3;
/** Questions with another answer for each service. */
const dependsOnService: ReadonlySet<string> = new Set(["deadline", "too-late", "works", "reason"]);
/** The intent of words that say which accounts somebody has. */
export const statesAccounts = "fact.accounts";

/** A part of a message with its own meaning. */
export interface Part extends Passage {
  readonly text: string;
}

/** Reads the parts of a message, in its language. */
export function partsOf(given: Given, whole: Passage): readonly Part[] {
  const { utterance } = whole;
  const text = withWishApart(withYesApart(given.text, whole), utterance);
  const cut = cutParts(text, utterance.reading.witnesses);
  // "On Friday when we close, around 7 pm": the hour is that of the day before it.
  const isHourOf = (before: string, part: string) =>
    !endsSentence.test(before) &&
    isHourAlone(narrowTo(utterance, part)) &&
    namesDay(narrowTo(utterance, before));
  const texts = cut.length < 2 ? cut : joined(cut, isHourOf);
  const parts = texts.length < 2 ? [] : texts.flatMap((text) => readPart(text, given, whole) ?? []);
  return parts.map((part, at) => withoutSupposed(aboutTheSame(part, parts[at - 1]), parts.slice(0, at)));
}

/** A report within a sentence that supposes something is none: "If they refuse, and I sent it, …" */
function withoutSupposed(part: Part, before: readonly Part[]): Part {
  const sentence = before.slice(before.findLastIndex(({ text }) => endsSentence.test(text)) + 1);
  const { event, utterance } = part;
  const { joins } = utterance.reading.witnesses;
  const isSupposed =
    sentence.some((each) => supposes(each)) && (joins.has(utterance.words[0] ?? "") || supposes(part));
  return event !== undefined && isReport(event) && isSupposed ? { ...part, event: undefined } : part;
}

function supposes({ utterance: { words, reading } }: Part): boolean {
  return holdsListed(words, "conditions", reading.witnesses);
}

/**
 * Sets a yes apart from what is said behind it: "yes but what about my photos". Whether accounts are
 * linked, the whole says: "yes but how can I know?"
 */
function withYesApart(text: string, { utterance: { openQuestion, reading } }: Passage): string {
  if (asksForLinks.has(openQuestion?.id ?? "")) return text;
  const { word, rest } = firstWordApart(text) ?? {};
  return word !== undefined && isYes(word, reading) ? `${word}, ${rest}` : text;
}

/** Sets a wish for a reminder apart that is a whole clause, however short: "both, and remind me". */
function withWishApart(text: string, utterance: Utterance): string {
  const { joins } = utterance.reading.witnesses;
  const apart = (clause: string, at: number) => {
    const [first = "", ...others] = clause.split(/\s+/);
    const said = joins.has(keyOf(first)) ? others.join(" ") : clause;
    const isWish = at > 0 && readCommand(narrowTo(utterance, said))?.type === "remind";
    return isWish ? `\n${said}` : clause;
  };
  return cutClauses(text, joins).flat().map(apart).join(" ");
}

/** Returns the word with which a text begins, without its drawl, and the rest, if that says more. */
export function firstWordApart(text: string): { readonly word: string; readonly rest: string } | undefined {
  const [begin = "", word = ""] = firstWord.exec(text) ?? [];
  const rest = text.slice(begin.length);
  const saysMore = word !== "" && wordsOf(tokensOf(rest)).length >= fewestWordsBehindYes;
  return saysMore ? { word: word.replace(drawl, "$1"), rest } : undefined;
}

/** A question behind another service that is named is about that one: "And Meta? Is there a deadline?" */
function aboutTheSame(part: Part, before: Part | undefined): Part {
  const [campaign, ...others] = before?.event?.type === "services" ? before.event.campaigns : [];
  const { event } = part;
  const isOpen = campaign !== undefined && others.length === 0 && event?.type === "topic";
  if (!isOpen || event.campaign !== undefined || !dependsOnService.has(event.topic)) return part;
  return { ...part, event: { ...event, campaign } };
}

export function readPart(text: string, given: Given, { utterance }: Passage): Part | undefined {
  const passage = readPassage({ ...given, text, language: utterance.language }, [utterance.reading]);
  return passage && { ...passage, event: withAccounts(passage), text };
}

/** Adds to a report the accounts that its part names. */
export function withAccounts({ event, utterance }: Passage): ConversationEvent | undefined {
  const accounts = firmReports.has(event?.type ?? "") ? accountsIn(utterance.words, utterance) : [];
  return event !== undefined && accounts.length > 0 ? ({ accounts, ...event } as ConversationEvent) : event;
}

export function textOf(parts: readonly Part[]): string {
  return parts.map(({ text }) => text).join(" ");
}

export function namesAccounts({ utterance }: Pick<Part, "utterance">, campaign?: CampaignId): boolean {
  return accountsIn(utterance.words, utterance, campaign).length > 0;
}

/** Whether a part says which accounts somebody has. */
export function speaksOfAccounts({ utterance: { words, reading, openQuestion } }: Part): boolean {
  const templates = reading.accounts.get(openQuestion?.campaign ?? "");
  return templates !== undefined && speakOfAccounts(words, templates);
}

export function serviceOf(event: ConversationEvent | undefined): CampaignId | undefined {
  return event?.type === "topic" || event?.type === "service" ? event.campaign : undefined;
}
