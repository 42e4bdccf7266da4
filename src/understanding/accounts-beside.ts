import type { AccountId, CampaignId } from "../campaigns/schema.ts";
import {
  type ConversationEvent,
  type Events,
  isReport,
  type QuestionId,
  troubleIn,
} from "../conversation/vocabulary.ts";
import { cutClauses, cutSentences, endsWithQuestion, joined } from "./cut-parts.ts";
import { accountsIn } from "./entities/find-accounts.ts";
import { findOneService, findServices } from "./entities/find-services.ts";
import { narrowTo, type Utterance } from "./hear.ts";
import { castsDoubt, isMereNaming, saysOnly, undeniedIn } from "./read-accounts.ts";
import {
  addsAccounts,
  areDoubted,
  asksForAccounts,
  asksForLinks,
  isUnknownLink,
  sureAccounts,
  tellsAccounts,
} from "./read-own-answer.ts";
import { claims, endsOfClauses, holdsListed } from "./read-witness.ts";
import { clausesOf, holds, tokensOf } from "./tokens.ts";

/** Questions that ask for a service, or for nothing yet. */
const beginning: ReadonlySet<string> = new Set<QuestionId>(["language", "service", "which-service"]);
/** Acts that tell accounts already, or leave open which service is meant. */
const tellsOf: ReadonlySet<string> = new Set<ConversationEvent["type"]>([
  ...(["accounts", "doubt", "services", "unknown-service", "for-a-friend"] as const),
]);
/** Topics with which nothing is asked about accounts. */
const apart: ReadonlySet<string> = new Set(["deceased", "password-told", "someone-else"]);

type AccountTemplates = Parameters<typeof saysOnly>[1];

/** Accounts that a message tells beside what it asks or wishes. */
interface ToldAccounts {
  readonly accounts: readonly AccountId[];
  /** True if the words leave no doubt; else the bot asks them back. */
  readonly isSure: boolean;
}

/** A clause that names accounts. */
interface Naming {
  readonly words: readonly string[];
  /** Whether a question mark ends it, or the sentence in which it stands. */
  readonly asks: "itself" | "behind" | undefined;
}

/**
 * Adds what clauses of a message tell of accounts and links, whatever stands beside them, if its acts do
 * not: "I have an Instagram profile. Is consent not required?"
 */
export function withBeside(acts: Events, utterance: Utterance): Events {
  const { openQuestion } = utterance;
  if (asksForLinks.has(openQuestion?.id ?? "")) return withUnknownLinks(acts, utterance);
  if (openQuestion?.id === "next") return [...acts, ...addedIn(acts, utterance)];
  const [first, ...others] = acts.map((act) => withoutNarrow(act, utterance));
  return withTold([first ?? acts[0], ...others], utterance);
}

/** Adds the accounts that clauses tell, and their service if no act turns to it. */
function withTold(acts: Events, utterance: Utterance): Events {
  const campaign = acts.some(leavesNoRoom) ? undefined : campaignOf(acts, utterance);
  if (campaign === undefined) return acts;
  const told = toldIn(utterance, campaign, asksForSteps(acts));
  if (told === undefined) return acts;
  const isBegun =
    asksForAccounts.has(utterance.openQuestion?.id ?? "") || acts.some(({ type }) => type === "service");
  const event = { type: told.isSure ? "accounts" : "doubt", accounts: told.accounts } as const;
  return isBegun ? [...acts, event] : [{ type: "service", campaign }, ...acts, event];
}

/**
 * Takes accounts out of a service of which the message tells more: "I have fb, insta and use
 * ChatGPT".
 */
function withoutNarrow(act: ConversationEvent, utterance: Utterance): ConversationEvent {
  if (act.type !== "service" || act.accounts === undefined) return act;
  const { accounts: narrow, campaign } = act;
  const { accounts = [] } = toldIn(utterance, campaign, false) ?? {};
  return accounts.some((account) => !narrow.includes(account)) ? { type: "service", campaign } : act;
}

/** Adds "I don't know" about links: "I haven't a clue if they're linked. Are pages covered?" */
function withUnknownLinks(acts: Events, utterance: Utterance): Events {
  if (acts.some(({ type }) => type === "linked" || tellsOf.has(type))) return acts;
  const clauses = cutClauses(utterance.text, utterance.reading.witnesses.joins).flat();
  const isUnknown = clauses.some((clause) => !clause.includes("?") && isUnknownLink(clause, utterance));
  return isUnknown ? [{ type: "linked", linked: "unknown" }, ...acts] : acts;
}

/** Returns the accounts that a clause adds below the steps: "You forgot insta, where's that one?" */
function addedIn(acts: Events, utterance: Utterance): readonly ConversationEvent[] {
  const { openQuestion, reading } = utterance;
  const templates = reading.accounts.get(openQuestion?.campaign ?? "");
  if (templates === undefined || acts.some(({ type }) => tellsOf.has(type))) return [];
  const adding = clausesNaming(openQuestion?.campaign ?? "", utterance).filter(
    ({ words }) => addsAccounts({ words, reading }) && isMereNaming(words, templates),
  );
  const accounts = [...new Set(adding.flatMap(({ words }) => undeniedIn(words, templates)))];
  return accounts.length > 0 ? [{ type: "accounts", accounts, isMore: true }] : [];
}

/**
 * Whether a clause tells just the accounts that the bot asked back, whatever stands beside it: "ye only
 * insta, no fb thats for old ppl".
 */
export function tellsDoubted(acts: Events, utterance: Utterance): boolean {
  const { openQuestion } = utterance;
  if (openQuestion?.id !== "accounts-doubt" || openQuestion.campaign === undefined) return false;
  const isOther = (act: ConversationEvent) =>
    act.type === "service" ||
    (tellsOf.has(act.type) && !(act.type === "doubt" && areDoubted(act.accounts, openQuestion)));
  const told = acts.some(isOther) ? undefined : toldIn(utterance, openQuestion.campaign, false);
  return told !== undefined && areDoubted(told.accounts, openQuestion);
}

function leavesNoRoom(act: ConversationEvent): boolean {
  const isApart = act.type === "topic" && (troubleIn(act) !== undefined || apart.has(act.topic));
  const isTold = tellsOf.has(act.type) || (act.type === "service" && act.accounts !== undefined);
  return isTold || isApart || isReport(act);
}

function asksForSteps(acts: Events): boolean {
  return acts.some((act) => act.type === "steps" || (act.type === "suggest" && act.offers.includes("steps")));
}

/** Returns the service whose accounts are asked for, or will be. */
function campaignOf(acts: Events, utterance: Utterance): CampaignId | undefined {
  const { openQuestion } = utterance;
  const wanted = acts.flatMap((act) => (act.type === "service" ? act.campaign : []))[0];
  if (asksForAccounts.has(openQuestion?.id ?? ""))
    return wanted === undefined ? openQuestion?.campaign : undefined;
  if (openQuestion !== undefined && !beginning.has(openQuestion.id)) return undefined;
  const spoken = acts.flatMap((act) => (act.type === "topic" ? (act.campaign ?? []) : []))[0];
  return wanted ?? spoken ?? findOneService(utterance);
}

/** Returns the accounts that the clauses of a message tell, of this service. */
function toldIn(utterance: Utterance, campaign: CampaignId, isWish: boolean): ToldAccounts | undefined {
  const templates = utterance.reading.accounts.get(campaign);
  const all = utterance.reader.campaigns.get(campaign)?.accounts.map(({ id }) => id) ?? [];
  if (templates === undefined || all.length < 2) return undefined;
  const namedIn = (words: readonly string[]) => accountsIn(words, utterance, campaign);
  const naming = clausesNaming(campaign, utterance);
  const isAnswering = (clause: Naming) =>
    asksForAccounts.has(utterance.openQuestion?.id ?? "") &&
    ((clause.asks !== "itself" && isMereNaming(clause.words, templates)) ||
      (isWish && namedIn(clause.words).length === 1));
  const told = naming
    .filter((clause) => claimsOwn(clause, utterance) || isAnswering(clause))
    .map(({ words }) => words)
    .filter((words) => isFlat(words, utterance, templates));
  const had = new Set(told.flatMap((words) => undeniedIn(words, templates)));
  const accounts = all.filter((account) => had.has(account));
  if (accounts.length === 0) return undefined;
  const isWhole = new Set(told.flatMap(namedIn)).size === all.length;
  // "Facebook will use my pictures, and I have Facebook and Instagram" names no other account.
  const isAll = naming.every(
    ({ words }) => told.includes(words) || namedIn(words).every((account) => had.has(account)),
  );
  return { accounts, isSure: isAll && areSure(accounts, told, isWhole, { utterance, campaign, templates }) };
}

/** Whether the clauses that tell accounts leave no doubt, and leave none open. */
function areSure(
  accounts: readonly AccountId[],
  told: readonly (readonly string[])[],
  isWhole: boolean,
  {
    utterance,
    campaign,
    templates,
  }: { utterance: Utterance; campaign: CampaignId; templates: AccountTemplates },
): boolean {
  const narrow = narrowTo(utterance, told.map((words) => words.join(" ")).join(", "));
  const isAnswer =
    asksForAccounts.has(utterance.openQuestion?.id ?? "") &&
    told.every((words) => isMereNaming(words, templates));
  const isClear = isWhole || isAnswer || saysOnly(narrow.words, templates);
  return isClear && String(sureAccounts(narrow, campaign)?.accounts) === String(accounts);
}

/** Returns the clauses of a message that name accounts of a service. */
function clausesNaming(campaign: CampaignId, utterance: Utterance): readonly Naming[] {
  if (accountsIn(utterance.words, utterance, campaign).length === 0) return [];
  return cutSentences(utterance.text).flatMap((sentence) => {
    const isQuestion = endsWithQuestion.test(sentence);
    const clauses = clausesOf(tokensOf(sentence), endsOfClauses).map((words) => words.join(" "));
    // "I've got Facebook, Instagram and WhatsApp" is one list.
    const goesOn = (_: string, clause: string) =>
      findServices(clause.split(" "), utterance.grammar.services)?.isAlone === true;
    return joined(clauses, goesOn)
      .map((clause, at, { length }): Naming => {
        const words = withoutOtherServices(clause.split(" "), campaign, utterance);
        const asks = at < length - 1 ? "behind" : "itself";
        return { words, asks: isQuestion ? asks : undefined };
      })
      .filter(({ words }) => accountsIn(words, utterance, campaign).length > 0);
  });
}

/** Leaves out the names of other services. */
function withoutOtherServices(
  words: readonly string[],
  campaign: CampaignId,
  { grammar: { services } }: Utterance,
): readonly string[] {
  const spans = findServices(words, services)?.spans ?? [];
  const isOther = (at: number) =>
    spans.some(({ from, to, value }) => value !== campaign && from <= at && at < to);
  return words.filter((_, at) => !isOther(at));
}

/** Whether nothing in a clause casts doubt on accounts, says whose they are, or names them in passing. */
function isFlat(
  words: readonly string[],
  { reading, grammar }: Utterance,
  templates: AccountTemplates,
): boolean {
  const { others, words: lists } = reading.witnesses;
  const owners = new Set(lists.get("theirs"));
  const isOfOthers = others.some((other) => owners.has(other) && holds(words, [other]));
  return !isOfOthers && !holds(words, grammar.services.inPassing) && !castsDoubt(words, templates);
}

/** Whether a clause says that the person has what it names: a question does by "my" alone. */
function claimsOwn({ words, asks }: Naming, { reading }: Utterance): boolean {
  const { witnesses } = reading;
  if (asks === "itself") return holdsListed(words, "owns", witnesses);
  return claims(words, witnesses) || (asks === undefined && tellsAccounts({ words, reading }));
}
