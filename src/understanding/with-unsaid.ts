import type { CountryCode } from "../campaigns/authorities/authorities.ts";
import type { AccountId, CampaignId } from "../campaigns/schema.ts";
import {
  type ConversationEvent,
  type EventOf,
  type Events,
  isReport,
  ownTopicOf,
  reports,
  topicsOfCountries,
} from "../conversation/vocabulary.ts";
import { tellsDoubted, withBeside } from "./accounts-beside.ts";
import { cutClauses } from "./cut-parts.ts";
import { accountsIn } from "./entities/find-accounts.ts";
import { findAuthority } from "./entities/find-authority.ts";
import { findOffered } from "./entities/find-services.ts";
import { zoneNamed } from "./entities/find-zone.ts";
import { valuesOf } from "./entities/span.ts";
import { homeIn, homeToldIn, placesIn } from "./find-home.ts";
import type { Frame } from "./frame.ts";
import { beginsWithNo, type Utterance } from "./hear.ts";
import { eventOf, linkedIn } from "./intent-event.ts";
import { isSure } from "./intents/intent-model.ts";
import { readLabel } from "./read-choice.ts";
import { isPlaceTopic } from "./read-intent.ts";
import {
  areDoubted,
  asksForAccounts,
  doubtedIn,
  guessAccounts,
  sureAccounts,
  tellsAccounts,
} from "./read-own-answer.ts";
import { asksForService } from "./read-service.ts";
import { endsOfClauses, holdsListed } from "./read-witness.ts";
import { mostWordsOfWish } from "./settle.ts";
import { beginsWith, clausesOf, endsWith, holds, keyOf } from "./tokens.ts";

/** Acts that say that the person has the accounts that the bot asked back. */
const needsAccounts: ReadonlySet<string> = new Set<ConversationEvent["type"]>([
  ...reports,
  ...(["remind", "later", "steps", "link-broken", "not-done", "ready-text", "proof", "linked"] as const),
]);
/** Acts that do not answer what the bot asked back, and do not contradict it. */
const goesOn: ReadonlySet<string> = new Set<ConversationEvent["type"]>([
  ...(["topic", "human", "sources", "complain", "write", "details", "what-is-used", "where"] as const),
]);

/** Acts that may stand beside the name of a service; the steps follow by themselves. */
const askedBeside: ReadonlySet<string> = new Set<ConversationEvent["type"]>([
  ...(["topic", "access", "what-is-used", "human", "complain", "write", "proof", "for-a-friend"] as const),
]);

/** "But not Facebook" has as many words. */
const mostWordsDenied = 3;

/** Acts that already tell accounts, or ask about them. */
const tellsOf: ReadonlySet<string> = new Set<ConversationEvent["type"]>(["accounts", "doubt", "service"]);

/** Acts in the place of which the accounts stand that the bot asked back. */
const givesWay: ReadonlySet<string> = new Set<ConversationEvent["type"]>([
  ...(["doubt", "no", "not-understood"] as const),
]);

/**
 * Adds what a message tells without saying it: a person who goes on agrees with what the bot asked
 * back, as does one who says it once more (`isRepeated`); one who reports something of accounts has
 * them, and words about links answer that question before it is asked.
 */
export function withUnsaid(frame: Frame, utterance: Utterance, isRepeated: boolean): Frame {
  const [first, ...others] = frame.acts;
  const isAgreed = [agreesSilently, tellsDoubted].some((agrees) => agrees(frame.acts, utterance));
  if (isRepeated || isAgreed) {
    const agreed = {
      type: "accounts",
      accounts: doubtedIn(utterance.openQuestion),
      isInferred: true,
    } as const;
    return { ...frame, acts: [agreed, ...frame.acts.filter(({ type }) => !givesWay.has(type))] };
  }
  const apart = wishedApart(reportedHere([withLinks(first, utterance), ...others], utterance), utterance);
  const read = withBegun(apart, utterance);
  const beside = besideService(read, utterance);
  const all = toAuthority(beside === undefined ? read : [read[0], beside], utterance);
  const acts = atHome(onlyHome(all, utterance), utterance);
  const told: Events = [...acts, ...theirAccounts(acts, utterance), ...toldBeside(acts, utterance)];
  return { ...frame, acts: [...withBeside(told, utterance), ...livesIn(acts, utterance)] };
}

/**
 * Returns what a message surely asks or reports besides the service that was asked for: "My father
 * has died, his Facebook is still open".
 */
function besideService([act, ...others]: Events, utterance: Utterance): ConversationEvent | undefined {
  const isAlone = act.type === "service" && others.every(({ type }) => type === "suggest");
  const [first] = isAlone && asksForService.has(utterance.openQuestion?.id ?? "") ? utterance.answers() : [];
  const event = first && isSure(first) ? eventOf(first, utterance) : undefined;
  return event !== undefined && isBeside(event, utterance) ? event : undefined;
}

function isBeside(event: ConversationEvent, { words }: Utterance): boolean {
  if (isReport(event)) return true;
  return words.length > mostWordsOfWish && askedBeside.has(event.type);
}

/** What is reported beside another service is about the one that we speak of: "Done. And TikTok?" */
export function reportedHere(
  [act, ...others]: Events,
  { openQuestion }: Pick<Utterance, "openQuestion">,
): Events {
  const campaign = openQuestion?.about;
  const isOther = [act, ...others].some((one) => one.type === "service" && one.campaign !== campaign);
  const here = (one: ConversationEvent) => (isReport(one) && campaign ? { campaign, ...one } : one);
  return isOther ? [here(act), ...others.map(here)] : [act, ...others];
}

/**
 * A reminder that is wished for beside a report is for the only other service that is put off: "WhatsApp is
 * done, but nothing for Facebook yet, can you remind me on Friday?"
 */
function wishedApart([act, ...others]: Events, utterance: Utterance): Events {
  const reported = [act, ...others]
    .filter(isReport)
    .map((one) => one.campaign ?? utterance.openQuestion?.about);
  const open = reported.length > 0 ? servicesPutOff(utterance) : [];
  const [campaign, ...more] = new Set(open.filter((each) => !reported.includes(each)));
  if (campaign === undefined || more.length > 0) return [act, ...others];
  const apart = (one: ConversationEvent): ConversationEvent => {
    if (one.type === "date") return { ...one, type: "remind", campaign };
    const isOpen = one.type === "remind" && (one.campaign === undefined || reported.includes(one.campaign));
    return isOpen ? { ...one, campaign } : one;
  };
  return [apart(act), ...others.map(apart)];
}

/** Returns the services of clauses that put something off: "not for Facebook yet", "but not Facebook". */
function servicesPutOff(utterance: Utterance): readonly CampaignId[] {
  const { reading, text, grammar, reader } = utterance;
  const { joins } = reading.witnesses;
  const clauses = cutClauses(text, joins).flatMap((clause) => clause.map((each) => keyOf(each).split(" ")));
  return clauses
    .filter(
      (words) =>
        holdsListed(words, "puts-off", reading.witnesses) ||
        (words.length <= mostWordsDenied && joins.has(words[0] ?? "")),
    )
    .flatMap((words) => valuesOf(findOffered({ words, grammar, reader })?.spans ?? []));
}

/**
 * A person whose first words report something of a service begins with it: "Meta refused me, now
 * what?"
 */
function withBegun(acts: Events, { openQuestion }: Utterance): Events {
  const isBeginning = openQuestion === undefined || openQuestion.id === "language";
  if (!isBeginning || acts.some(({ type }) => type === "service" || type === "start")) return acts;
  const campaign = acts.filter(isReport).flatMap((act) => act.campaign ?? [])[0];
  return campaign === undefined ? acts : [{ type: "service", campaign }, ...acts];
}

/** Turns a topic about a place into the wish to complain there: "Which authority, I'm in Denmark?" */
function toAuthority(acts: Events, { words, reading }: Utterance): Events {
  const [act, ...others] = acts;
  const isPlace = act.type === "topic" && isPlaceTopic(act.topic) && others.length === 0;
  if (!isPlace || !holdsListed(words, "complains", reading.witnesses)) return acts;
  const { country } = act;
  return country === undefined
    ? [{ type: "complain" }]
    : [{ type: "country", country }, { type: "complain" }];
}

/**
 * Adds the country where the person says that they live, flatly or beside a question about a place; of
 * a complaint also that of the authority that is named: "to the CNIL", "to the Danish authority", which
 * a question only asks about.
 */
function livesIn(acts: Events, utterance: Utterance): readonly ConversationEvent[] {
  const isAboutPlace = acts.some(
    (act) => act.type === "complain" || (act.type === "topic" && isPlaceTopic(act.topic) && act.country),
  );
  const { words, grammar, isQuestion } = utterance;
  const isComplaint = !isQuestion && acts.some(({ type }) => type === "complain");
  const named = isComplaint
    ? (findAuthority(words, grammar.authorities) ?? countryOfAuthority(utterance))
    : undefined;
  const country = homeToldIn(utterance, !isAboutPlace)?.value ?? named;
  const isZoneTold = acts.some(({ type }) => type === "zone");
  return country === undefined || acts.some(({ type }) => type === "country")
    ? []
    : [{ type: "country", country }, ...(isZoneTold ? [] : zoneAt(country, utterance))];
}

/** Whoever tells nothing but where they live is told what holds there: "I'm a nurse in Lyon". */
function onlyHome(acts: Events, utterance: Utterance): Events {
  const isEmpty = acts.every(({ type }) => type === "not-understood");
  const country = isEmpty ? homeToldIn(utterance, true)?.value : undefined;
  return country === undefined ? acts : [{ type: "topic", topic: ownTopicOf(country), country }];
}

/** Returns the zone of the town where a person lives, if the country has several and they have told none. */
function zoneAt(country: CountryCode, utterance: Utterance): readonly ConversationEvent[] {
  const { words, reading, grammar, reader } = utterance;
  const home = homeIn(utterance);
  const zones = reading.namedZones();
  const isOpen = !reader.isZoneTold && !grammar.inOneZone.has(country) && home?.value === country;
  if (!isOpen || zones === undefined) return [];
  const zone = zoneNamed(words.slice(home.from, home.to), zones);
  return zone === undefined || zone === "unclear" ? [] : [{ type: "zone", zone }];
}

/** Returns the one country that is named, if it stands before or behind a word for an authority. */
function countryOfAuthority(utterance: Utterance): CountryCode | undefined {
  const { words, reading } = utterance;
  const authorities = reading.witnesses.words.get("authorities") ?? [];
  const [place, ...others] = placesIn(utterance);
  if (place === undefined || others.length > 0) return undefined;
  const isBehind = endsWith(words.slice(0, place.from), authorities);
  return isBehind || beginsWith(words.slice(place.to), authorities) ? place.value : undefined;
}

/** Whether a topic about a place needs no country, or has this one; what holds anywhere may name several. */
function isAtHome(act: EventOf<"topic">, country: CountryCode, utterance: Utterance): boolean {
  if (act.country !== undefined) return act.country === country;
  return act.topic === "elsewhere" ? placesIn(utterance).length > 1 : !isOfOther(act.topic, country);
}

/** Turns a question about another country to the one where the person says that they live. */
function atHome(acts: Events, utterance: Utterance): Events {
  const country = homeIn(utterance)?.value;
  const at = (act: ConversationEvent): ConversationEvent => {
    if (country === undefined || !isAboutPlace(act)) return act;
    if (act.type === "topic" && isAtHome(act, country, utterance)) return act;
    return { ...(act.type === "topic" && act), type: "topic", topic: ownTopicOf(country), country };
  };
  const [act, ...others] = acts;
  return [at(act), ...others.map(at)];
}

/** Whether an act asks about a place, or offers that first: who says "I'm in Nice" is told what holds there. */
function isAboutPlace(act: ConversationEvent): boolean {
  if (act.type === "suggest") return isPlaceTopic(act.offers[0] ?? "");
  return act.type === "topic" && isPlaceTopic(act.topic);
}

/** Whether a topic is about a place in another country: "quebec" is not about France. */
function isOfOther(topic: string, country: CountryCode): boolean {
  const isOfHere = topicsOfCountries[country]?.includes(topic) ?? false;
  return !isOfHere && Object.values(topicsOfCountries).flat().includes(topic);
}

/** Returns the accounts of which a person reports, or those named with their service if these are more. */
function theirAccounts(acts: Events, utterance: Utterance): readonly ConversationEvent[] {
  const [reported, named] = [reportedIn(acts, utterance), namedBy(acts, utterance)];
  const countIn = (some: readonly ConversationEvent[]) => some.flatMap(accountsOf).length;
  return countIn(named) > countIn(reported) ? named : reported;
}

/**
 * Returns the accounts that are named with the wish for their service: several, or a single one with
 * a word that the person has it. If the words leave no doubt, these are meant; else the bot asks
 * back. The label of the service names its accounts, and tells none.
 */
function namedBy(acts: Events, utterance: Utterance): readonly ConversationEvent[] {
  const wanted = acts.find((act) => act.type === "service");
  if (wanted === undefined || accountsOf(wanted).length > 0) return [];
  const accounts = guessAccounts(utterance, wanted.campaign);
  if (!areNamed(accounts, utterance)) return [];
  const isSure = !utterance.isQuestion && sureAccounts(utterance, wanted.campaign) !== undefined;
  const isLabel = readLabel(utterance) !== undefined;
  return [
    isSure && !isLabel ? { type: "accounts", accounts, isInferred: true } : { type: "doubt", accounts },
  ];
}

/**
 * Whether a message names these accounts as the person's: "I have both Facebook and Instagram, what
 * now?" does, "and Instagram?" does not.
 */
function areNamed(accounts: readonly AccountId[], utterance: Utterance): boolean {
  const named = accountsIn(utterance.words, utterance);
  const isTold = tellsAccounts(utterance) || (accounts.length > 1 && !utterance.isQuestion);
  return accounts.length > 0 && isTold && accounts.every((account) => named.includes(account));
}

/**
 * Returns the accounts that are told in answer to the question beside another act: the bot asks
 * them back.
 */
function toldBeside(acts: Events, utterance: Utterance): readonly ConversationEvent[] {
  const { openQuestion } = utterance;
  const isOpen = asksForAccounts.has(openQuestion?.id ?? "") && !utterance.isQuestion;
  const isElse = (act: ConversationEvent) =>
    !tellsOf.has(act.type) && !isReport(act) && act.type !== "courtesy";
  if (!isOpen || !acts.every(isElse) || !tellsAccounts(utterance)) return [];
  const accounts = guessAccounts(utterance, openQuestion?.campaign ?? "");
  return accounts.length > 0 && !areDoubted(accounts, openQuestion) ? [{ type: "doubt", accounts }] : [];
}

/**
 * Returns the accounts of which a person reports before they are known: the person has these, and
 * perhaps others.
 */
function reportedIn(acts: Events, utterance: Utterance): readonly ConversationEvent[] {
  const campaign = withoutAccounts(acts, utterance);
  const reported = campaign === undefined ? [] : accountsReported(acts, utterance);
  const told = campaign === undefined ? undefined : withOthers(reported, campaign, utterance);
  return told === undefined || told.accounts.length === 0 ? [] : [{ type: "accounts", ...told }];
}

/** Returns the service whose accounts are asked for, or will be, and are not told. */
function withoutAccounts(acts: Events, { openQuestion }: Utterance): CampaignId | undefined {
  const [told, ...others] = acts.filter(({ type }) => tellsOf.has(type));
  if (told === undefined)
    return asksForAccounts.has(openQuestion?.id ?? "") ? openQuestion?.campaign : undefined;
  const isOpen = told.type === "service" && told.accounts === undefined && others.length === 0;
  return isOpen ? told.campaign : undefined;
}

/** Returns those of the accounts that a service has, marked as inferred if the person may have others. */
function withOthers(
  accounts: readonly AccountId[],
  campaign: CampaignId,
  { reader }: Utterance,
): Pick<EventOf<"accounts">, "accounts" | "isInferred"> {
  const all = reader.campaigns.get(campaign)?.accounts.map(({ id }) => id) ?? [];
  const theirs = all.filter((account) => accounts.includes(account));
  return { accounts: theirs, ...(theirs.length < all.length && { isInferred: true }) };
}

/**
 * Returns the accounts of the reports, else those that the message names: "They wrote about
 * Facebook, it's accepted".
 */
function accountsReported(acts: Events, utterance: Utterance): readonly AccountId[] {
  const reports = acts.filter(isReport);
  const inReports = reports.flatMap(accountsOf);
  if (inReports.length > 0 || reports.length === 0 || utterance.isQuestion) return inReports;
  const named = accountsIn(utterance.words, utterance);
  return named.length === 1 || (acts.length === 1 && namesFlatly(utterance)) ? named : [];
}

/** Whether no clause that names accounts has a word that speaks against them. */
export function namesFlatly(utterance: Utterance): boolean {
  const { unless } = utterance.reading.witnesses;
  const naming = clausesOf(utterance.tokens, endsOfClauses).filter(
    (words) => accountsIn(words, utterance).length > 0,
  );
  return !naming.some((words) => holds(words, unless));
}

function withLinks(event: ConversationEvent, utterance: Utterance): ConversationEvent {
  if (event.type !== "accounts" && event.type !== "service") return event;
  const linked = event.accounts === undefined || event.linked ? undefined : linkedIn(utterance);
  return linked === undefined ? event : { ...event, linked };
}

/**
 * Whether a person goes on to something else after the bot asked back, names no other account, and
 * says nothing against it.
 */
function agreesSilently(acts: Events, utterance: Utterance): boolean {
  const { openQuestion, words, isQuestion } = utterance;
  if (openQuestion?.id !== "accounts-doubt" || beginsWithNo(utterance)) return false;
  const named = [...accountsIn(words, utterance), ...acts.flatMap(accountsOf)];
  const isJust = areDoubted(named, openQuestion) && namesFlatly(utterance);
  const isSameDoubt = (act: ConversationEvent) =>
    act.type === "doubt" && areDoubted(act.accounts, openQuestion);
  const others = acts.filter((act) => !isSameDoubt(act));
  const isNeeding = others.some(({ type }) => needsAccounts.has(type));
  const isGoingOn = others.every(({ type }) => needsAccounts.has(type) || goesOn.has(type));
  // "Must I do it again for Instagram?" says nothing of whether the person has it.
  const isAgreed = (isJust && (isNeeding || !isQuestion)) || (isNeeding && named.length === 0);
  return others.length > 0 && isGoingOn && isAgreed;
}

/** Returns the accounts that an act names. */
export function accountsOf(act: ConversationEvent): readonly AccountId[] {
  return "accounts" in act ? (act.accounts ?? []) : [];
}
