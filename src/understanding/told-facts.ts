import type { AccountId } from "../campaigns/schema.ts";
import type { ConversationEvent, Events, Question, QuestionId } from "../conversation/vocabulary.ts";
import { accountsIn } from "./entities/find-accounts.ts";
import { leastLikely } from "./intent-event.ts";
import type { ClassifiedIntent } from "./intents/intent-model.ts";
import {
  likelyPlaces,
  namesAccounts,
  notAtOdds,
  type Part,
  readPart,
  serviceOf,
  speaksOfAccounts,
  statesAccounts,
  textOf,
} from "./message-parts.ts";
import { castsDoubt } from "./read-accounts.ts";
import { areDoubted, asksForAccounts, asksForLinks, links } from "./read-own-answer.ts";
import type { Given, Passage } from "./read-passage.ts";
import { aboutNone } from "./read-service.ts";
import { holds } from "./tokens.ts";
import { accountsOf, namesFlatly } from "./with-unsaid.ts";

/** Acts that tell whether accounts are linked, or that there are none to link. */
const tellsOfLinks: ReadonlySet<string> = new Set<ConversationEvent["type"]>(["linked", "accounts"]);

/**
 * Returns the fact that was asked for: from the whole message, else from the parts that are no
 * question and not told for themselves.
 */
export function factIn(
  stated: readonly Part[],
  parts: readonly Part[],
  whole: Passage,
  given: Given,
): ConversationEvent | undefined {
  if (isAskedFact(whole.event, given.openQuestion?.id)) return whole.event;
  const openQuestion = given.openQuestion?.id;
  const answering = asksForLinks.has(openQuestion ?? "") ? stated : stated.filter(tellsMoreThanLinks);
  const naming = answering.filter((part) =>
    asksForLinks.has(openQuestion ?? "")
      ? namesAccounts(part)
      : asksForAccounts.has(openQuestion ?? "") && speaksOfAccounts(part),
  );
  const tellsAsked = (some: readonly Part[]) => {
    if (some.length === 0 || some.length === parts.length) return undefined;
    const event = readPart(textOf(some), given, whole)?.event;
    const isTold = event !== undefined && isAskedFact(event, openQuestion) && !deniesInPassing(event, whole);
    return isTold && !parts.some((part) => !some.includes(part) && namesMore(part, event))
      ? event
      : undefined;
  };
  return tellsAsked(answering) ?? tellsAsked(naming) ?? onlyFact(stated, parts, openQuestion);
}

/**
 * Whether a part names accounts that a fact does not tell: as the person's too, beside a service, or as
 * others that may be meant: "It's only Facebook that does this, or Instagram as well?"
 */
function namesMore({ utterance }: Part, fact: ConversationEvent): boolean {
  const { words, isQuestion, openQuestion } = utterance;
  const campaign = serviceOf(fact) ?? openQuestion?.campaign ?? "";
  const templates = utterance.reading.accounts.get(campaign);
  const mayBeMeant = isQuestion
    ? templates !== undefined && castsDoubt(words, templates)
    : fact.type === "service";
  return mayBeMeant && accountsIn(words, utterance, campaign).some((id) => !accountsOf(fact).includes(id));
}

/** Returns the fact that was asked for if only one is told: "I'm a nurse. I have Facebook." */
function onlyFact(
  stated: readonly Part[],
  parts: readonly Part[],
  openQuestion: QuestionId | undefined,
): ConversationEvent | undefined {
  const facts = stated.filter(({ event }) => event?.type !== "linked" && isAskedFact(event, openQuestion));
  const [fact] = facts;
  const isOne = new Set(facts.map(({ event }) => event && String(accountsOf(event)))).size === 1;
  return fact !== undefined && isOne && tellsAll(fact, parts) ? fact.event : undefined;
}

/** Whether no other part speaks of accounts or links, if this one tells them. */
export function tellsAll(part: Part, parts: readonly Part[]): boolean {
  const { event } = part;
  const tellsToo = (other: Part) => tellsLinks(other) || tellsOfLinks.has(other.event?.type ?? "");
  if (event?.type === "linked") return parts.every((other) => other === part || !tellsToo(other));
  if (event === undefined || accountsOf(event).length === 0) return true;
  const campaign = serviceOf(event);
  const told = accountsOf(event);
  const speaks = (other: Part) => speaksOfAccounts(other) || namesAccounts(other, campaign);
  const behind = parts.slice(parts.indexOf(part));
  return parts.every(
    (other) => other === part || !speaks(other) || (behind.includes(other) && addsNone(other, told)),
  );
}

/**
 * Whether a part goes on about accounts of others, or names only these again: "I have Facebook, my wife
 * has Instagram".
 */
function addsNone({ event, utterance }: Part, told: readonly AccountId[]): boolean {
  const { words, reading } = utterance;
  if (holds(words, reading.witnesses.others)) return event?.type !== "accounts" && event?.type !== "doubt";
  const named = accountsIn(words, utterance);
  return named.length > 0 && named.every((account) => told.includes(account)) && namesFlatly(utterance);
}

/**
 * Whether "no accounts" was read from words about something else: "I tried three times, and nothing
 * at all".
 */
function deniesInPassing(event: ConversationEvent | undefined, { utterance }: Passage): boolean {
  if (event?.type !== "accounts" || event.accounts.length > 0) return false;
  return !utterance
    .classified()
    .some(({ intent, confidence }) => intent === statesAccounts && confidence >= notAtOdds);
}

/**
 * False if a part only says whether accounts are linked, or adds to that: "I think they are, but
 * I'm not sure".
 */
function tellsMoreThanLinks(part: Part, at: number, parts: readonly Part[]): boolean {
  const before = parts[at - 1];
  const isAdded = before !== undefined && tellsLinks(before) && !namesAccounts(part);
  return !isAdded && !tellsLinks(part);
}

/**
 * Whether a part only says whether accounts are linked, even if in doubt: the rest says which ones
 * somebody has.
 */
function tellsLinks({ event, utterance }: Part): boolean {
  if (event?.type === "accounts" || event?.type === "doubt") return false;
  const [first, ...others] = utterance.classified().slice(0, likelyPlaces);
  const isAbout = ({ intent, confidence }: ClassifiedIntent) =>
    confidence >= leastLikely && Object.keys(links).some((name) => intent === `fact.${name}`);
  const isUnsure = first?.intent === "answer.unknown" && others.some(isAbout);
  return first !== undefined && (isAbout(first) || isUnsure) && !namesAccounts({ utterance });
}

export function isAskedFact(
  event: ConversationEvent | undefined,
  openQuestion: QuestionId | undefined,
): boolean {
  switch (event?.type) {
    case "service":
      return (openQuestion === undefined || aboutNone.has(openQuestion)) && event.accounts !== undefined;
    case "accounts":
      // "I only have Facebook" takes back that there is something to link.
      return (
        asksForAccounts.has(openQuestion ?? "") ||
        (asksForLinks.has(openQuestion ?? "") && event.accounts.length === 1)
      );
    case "linked":
      return asksForLinks.has(openQuestion ?? "");
    default:
      return false;
  }
}

/**
 * Whether a person says once more which accounts they have, after the bot asked these back, and
 * tells no others: "No! I've told you: only Facebook."
 */
export function repeatsDoubted(acts: Events, whole: Passage, parts: readonly Part[]): boolean {
  const { openQuestion } = whole.utterance;
  if (openQuestion?.id !== "accounts-doubt" || acts.some(({ type }) => type === "accounts")) return false;
  const isOther = (part: Part) =>
    part.event === undefined ? speaksOfAccounts(part) : tellsOtherAccounts(part.event, openQuestion);
  return repeats(whole) || (parts.some(repeats) && !parts.some(isOther));
}

/** Whether words surely tell the accounts that the bot asked back, or likely, and nothing else. */
function repeats({ event, utterance }: Passage): boolean {
  if (event === undefined || !areDoubted(accountsOf(event), utterance.openQuestion)) return false;
  const [first] = utterance.classified();
  const isLikely = first?.intent === statesAccounts && namesFlatly(utterance);
  return event.type === "accounts" || (event.type === "doubt" && isLikely);
}

function tellsOtherAccounts(event: ConversationEvent, openQuestion: Question): boolean {
  const isTold = event.type === "accounts" || event.type === "doubt";
  return isTold && event.accounts.length > 0 && !areDoubted(event.accounts, openQuestion);
}
