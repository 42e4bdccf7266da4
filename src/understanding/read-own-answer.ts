import type { AccountId, CampaignId } from "../campaigns/schema.ts";
import type { ConversationEvent, EventOf, Question, QuestionId } from "../conversation/vocabulary.ts";
import { findAccounts } from "./entities/find-accounts.ts";
import { readPlace } from "./entities/find-places.ts";
import { findOffered } from "./entities/find-services.ts";
import { valuesOf } from "./entities/span.ts";
import type { Intent } from "./grammar.ts";
import { agreed, hear, isNo, type Read, type Utterance, weightyOf } from "./hear.ts";
import { type HeardAccounts, hearAccounts } from "./hear-accounts.ts";
import type { Match } from "./match.ts";
import { type AccountsRead, readAccounts, saysOnly } from "./read-accounts.ts";
import { combine } from "./read-choice.ts";
import { readCommand } from "./read-intent.ts";
import { dateEvent, readCorrectedDate, readWishedDate, sureDate } from "./read-own-date.ts";
import { aboutNone, readServices } from "./read-service.ts";
import { joinedClauses } from "./read-witness.ts";

/** Questions below which accounts may be corrected. */
const corrigible: ReadonlySet<string> = new Set<QuestionId>([
  "ask-linked",
  "ask-look-up",
  "next",
  "ask-later",
]);
/** Questions whose answer is never guessed. */
export const neverNear: ReadonlySet<string> = new Set<QuestionId>(["forget", "zone", "complaint-country"]);
/** Questions that ask which accounts somebody has. */
export const asksForAccounts: ReadonlySet<string> = new Set<QuestionId>(["accounts", "accounts-doubt"]);
/** Questions that ask whether accounts are linked. */
export const asksForLinks: ReadonlySet<string> = new Set<QuestionId>(["ask-linked", "ask-look-up"]);
/** A longer text tells a story, and the accounts in it are no answer. */
const mostWords = 60;
/** The confidence that the classifier needs about accounts. */
const enough = 0.7;

/**
 * Returns the readers of answers to the open question in the person's own words: for sure answers,
 * and for doubtful ones.
 */
export function ownReaders(asked: QuestionId | undefined): readonly [sure: Read, doubtful?: Read] {
  switch (asked) {
    case "accounts":
      return [(said) => sureAccounts(said), doubtfulAccounts];
    case "accounts-doubt":
      return [
        (said) => readYesNo(said) ?? withDoubted(sureAccounts(said), said) ?? readRepeated(said),
        doubtfulAccounts,
      ];
    case "which-done":
    case "which-answered":
      return [readSteps];
    case "complain":
    case "trouble":
      return [(said) => readCountry(said) ?? readYesNo(said)];
    case "complaint-country":
    case "complaint":
      return [readCountry];
    case "zone":
      return [readZone];
    case "forget":
      return [(said) => readConsent(said) ?? readYesNo(said)];
    case undefined:
      return [readSeveralServices];
    case "service":
      return [readServices];
    case "which-service":
      return [(said) => readAllServices(said) ?? readServices(said)];
    case "next":
      return [readWishedDate];
    case "remind-set":
      return [readWishedDate, readCorrectedDate];
    case "remind":
    case "remind-quiet":
      return [sureDate, dateEvent];
    default:
      return [readYesNo];
  }
}

/**
 * A person who begins with several services asks nothing about the last one: "I have Instagram and
 * WhatsApp".
 */
function readSeveralServices(said: Utterance): ConversationEvent | undefined {
  const event = said.isQuestion ? undefined : readServices(said);
  return event?.type === "services" ? event : undefined;
}

/** Reads "both", in the words for sets of accounts, or the names of all services on offer. */
function readAllServices(said: Utterance): ConversationEvent | undefined {
  const { words, asked, reading } = said;
  const all = asked?.choices.find(({ id }) => id === "all")?.event;
  const [templates] = reading.accounts.values();
  if (all?.type !== "service" || templates === undefined) return undefined;
  const services = [all.campaign, ...(all.others ?? [])];
  const named = valuesOf(findOffered(said)?.spans ?? []);
  if (!said.isQuestion && services.every((service) => named.includes(service))) return all;
  const read = readAccounts(words, templates, services);
  return read?.isSure && read.stated.accounts.length === services.length ? all : undefined;
}

function readCountry({ words, grammar }: Utterance): ConversationEvent | undefined {
  const country = readPlace(words, grammar.countries);
  return country === undefined ? undefined : { type: "country", country };
}

function readZone({ words, reading: { zones } }: Utterance): ConversationEvent | undefined {
  const zone = zones && readPlace(words, zones);
  return zone === undefined ? undefined : { type: "zone", zone };
}

/**
 * Reads the accounts of a campaign that has several: of the one that the open question is about,
 * unless another one is given.
 */
function accountsIn(said: Utterance, about = said.asked?.campaign ?? ""): AccountsRead | undefined {
  const { words, heard, asked, reading, reader, isQuestion } = said;
  const campaign = reader.campaigns.get(about);
  const templates = reading.accounts.get(about);
  if (campaign === undefined || templates === undefined || words.length > mostWords) return undefined;
  const clauses = weightyOf(heard()).filter((clause) => asked?.id === "accounts" || !isNo(clause));
  const accounts = campaign.accounts.map(({ id }) => id);
  const read = readAccounts(
    clauses.flatMap((clause) => clause.words),
    templates,
    accounts,
  );
  if (read === undefined || read.isSure || !mayTell(said)) return read && withoutQuestion(read, isQuestion);
  const witnessed = witnessNamed(read, said, accounts, templates);
  return withoutQuestion(
    witnessed.isSure ? witnessed : lastStated(witnessed, said, accounts, templates),
    isQuestion,
  );
}

/**
 * If the last clause that names accounts says that these are all, it counts for the whole: "I had
 * both, but I left Facebook, so only Instagram".
 */
function lastStated(
  read: AccountsRead,
  { tokens, reading }: Utterance,
  accounts: readonly AccountId[],
  templates: Parameters<typeof readAccounts>[1],
): AccountsRead {
  const clauses = joinedClauses(tokens, reading.witnesses).flat();
  const last = clauses.findLast((words) => findAccounts(words, templates).length > 0);
  const stated = last && saysOnly(last, templates) ? readAccounts(last, templates, accounts) : undefined;
  if (stated?.isLikely !== true || stated.stated.accounts.length === 0) return read;
  return { ...read, stated: stated.stated, isSure: stated.isSure };
}

function witnessNamed(
  read: AccountsRead,
  said: Utterance,
  accounts: readonly AccountId[],
  templates: Parameters<typeof readAccounts>[1],
): AccountsRead {
  // "No screenshot, nothing" is about something else.
  const isNamed = read.stated.accounts.length > 0 || findAccounts(said.words, templates).length > 0;
  return isNamed ? witness(read, hearAccounts(said, accounts, templates)) : read;
}

function withoutQuestion(read: AccountsRead, isQuestion: boolean): AccountsRead {
  return { ...read, isSure: read.isSure && !isQuestion };
}

/**
 * What the rules read beside unknown words is sure if the classifier says the same; else the bot
 * asks back what the classifier says.
 */
function witness(read: AccountsRead, heard: HeardAccounts | undefined): AccountsRead {
  if (heard === undefined || heard.confidence < enough) return read;
  const isNarrower = heard.accounts.length > 0 && heard.accounts.length < read.stated.accounts.length;
  const isWider = heard.accounts.some((account) => !read.stated.accounts.includes(account));
  if ((read.isKnown && !isNarrower) || isWider) return read;
  const isAgreed = String(heard.accounts) === String(read.stated.accounts);
  return {
    ...read,
    stated: { ...read.stated, accounts: heard.accounts },
    isSure: read.isLikely && isAgreed,
  };
}

/**
 * Whether the message may tell accounts, and this is the language of its words, or the person's own
 * if they do not tell it: in another language all words are unknown.
 */
function mayTell({ asked, language, reading, own }: Utterance): boolean {
  if (!takesAccounts(asked)) return false;
  return language === undefined ? own === undefined : language === reading.language;
}

/** Whether accounts are asked for, or may be told first. */
export function takesAccounts(asked: Question | undefined): boolean {
  return asked === undefined || asksForAccounts.has(asked.id) || aboutNone.has(asked.id);
}

/**
 * Returns the accounts that are surely told. What is unsure in the person's own language is not
 * settled by another language: "plus" is "and" to some, "no more" to others.
 */
export function sureAccounts(said: Utterance, about?: CampaignId): EventOf<"accounts"> | undefined {
  const read = accountsIn(said, about);
  const isTold = said.language === said.reading.language;
  const own = said.own && !isTold ? accountsIn(said.own, about) : undefined;
  return read?.isSure && own?.isSure !== false ? { type: "accounts", ...read.stated } : undefined;
}

/** Returns the accounts of a campaign that somebody seems to have; none if no word tells. */
export function guessAccounts(said: Utterance, about: CampaignId): readonly AccountId[] {
  return accountsIn(said, about)?.stated.accounts ?? [];
}

/**
 * Adds the accounts that the bot asked back to those that come besides: "No, Facebook too", said to
 * "Instagram only?", tells both.
 */
function withDoubted(
  stated: EventOf<"accounts"> | undefined,
  { words, reading, asked }: Utterance,
): EventOf<"accounts"> | undefined {
  if (stated === undefined || !addsAccounts({ words, reading })) return stated;
  return { ...stated, accounts: [...new Set([...doubtedIn(asked), ...stated.accounts])] };
}

/** Returns the accounts that the bot asked back. */
export function doubtedIn(asked: Question | undefined): readonly AccountId[] {
  return (asked?.choices ?? []).flatMap(({ event }) => (event.type === "accounts" ? event.accounts : []));
}

/** Whether these are exactly the accounts that the bot asked back. */
export function areDoubted(accounts: readonly AccountId[], asked: Question | undefined): boolean {
  const doubted = doubtedIn(asked);
  return new Set(accounts).size === doubted.length && doubted.every((account) => accounts.includes(account));
}

/** A person who repeats the accounts that the bot asked back, and says nothing against them, means yes. */
function readRepeated(said: Utterance): EventOf<"accounts"> | undefined {
  const read = said.isQuestion || !mayTell(said) ? undefined : accountsIn(said);
  const isRepeated = read?.isLikely && areDoubted(read.stated.accounts, said.asked);
  return isRepeated ? { type: "accounts", ...read.stated } : undefined;
}

/**
 * Reads the accounts that are told along with the wish for their service: "I have Facebook and
 * Instagram, not linked".
 */
export function readStatedAccounts(campaign: CampaignId, said: Utterance): EventOf<"accounts"> | undefined {
  const stated = sureAccounts(said, campaign);
  return stated?.linked !== undefined || tellsAccounts(said) ? stated : undefined;
}

/** Whether a word says that the person has what is named. */
export function tellsAccounts({ words, reading }: Pick<Utterance, "words" | "reading">): boolean {
  return words.some((word) => reading.tellsAccounts.has(word));
}

/** Whether a word says that the accounts named come in addition to those that were told. */
export function addsAccounts({ words, reading }: Pick<Utterance, "words" | "reading">): boolean {
  return words.some((word) => reading.addsAccounts.has(word));
}

/**
 * Reads a correction of accounts or links: "in fact I only have Instagram", "they are linked after
 * all".
 */
export function readCorrection(said: Utterance): ConversationEvent | undefined {
  if (!corrigible.has(said.asked?.id ?? "") || said.isQuestion) return undefined;
  const linked = agreed(said.heard(), answerIn(links));
  if (linked !== undefined) return { type: "linked", linked };
  const stated = readStatedAccounts(said.asked?.campaign ?? "", said);
  return stated && { ...stated, isMore: addsAccounts(said) };
}

/** "And Instagram?", said below the steps, asks for the steps of one more account. */
export function readOneMore(said: Utterance): ConversationEvent | undefined {
  if (said.asked?.id !== "next") return undefined;
  const stated = sureAccounts({ ...said, isQuestion: false });
  return stated?.accounts.length === 1 ? { ...stated, isMore: true } : undefined;
}

function doubtfulAccounts(said: Utterance): ConversationEvent | undefined {
  const read = accountsIn(said);
  if (read && isUnsure(said)) return { type: "courtesy", courtesy: "unsure" };
  return read && { type: "doubt", accounts: read.stated.accounts };
}

/**
 * Whether a message begins with "I don't know" and goes on: "I'm not sure if I have Facebook"
 * denies nothing.
 */
function isUnsure({ tokens, reading }: Utterance): boolean {
  return [1, 2, 3, 4].some((count) => {
    const begun = hear(tokens.slice(0, count), reading);
    const isFollowed = /\p{L}/u.test(tokens[count]?.text ?? "");
    return isFollowed && agreed(begun, answerIn(answers)) === "unknown";
  });
}

/** Reads which steps are done from their accounts: each account must have its step among the choices. */
function readSteps(said: Utterance): ConversationEvent | undefined {
  const command = readCommand(said);
  const { accounts = [] } = command?.type === "done" ? withAll(command, said) : (sureAccounts(said) ?? {});
  if (accounts.length === 0) return undefined;
  const matching = (said.asked?.choices ?? [])
    .map(({ event }) => event)
    .filter((event) => event.type === "sent" && event.steps.every((step) => accounts.includes(step)));
  const event = matching.length > 0 ? combine(matching) : undefined;
  const isComplete = event?.type === "sent" && accounts.every((account) => event.steps.includes(account));
  return isComplete ? event : undefined;
}

/** Adds to a report the accounts that "both" means: "I've sent both", "both are confirmed". */
export function withAll<Report extends EventOf<"done" | "confirmed" | "refused">>(
  report: Report,
  said: Utterance,
): Report {
  const { accounts = [] } = accountsIn(said)?.stated ?? {};
  return report.accounts !== undefined || accounts.length < 2 ? report : { ...report, accounts };
}

type Answer = "yes" | "no" | "unknown";

/**
 * What the keys of `answers.json` mean. An unsure yes counts only for the question whether accounts
 * are linked.
 */
const answers: Readonly<Record<string, Answer>> = { yes: "yes", no: "no", unknown: "unknown" };
/** The keys that say that accounts are linked, or that they are not. */
export const links = { linked: "yes", apart: "no" } as const;
/** The choices that mean yes and no, by their question, where their ids do not say it. */
const choicesThatMean: Readonly<Record<string, Readonly<Record<string, Answer>>>> = {
  complain: { complain: "yes", "go-on": "no" },
  reply: { accepted: "yes", refused: "yes" },
};
const aboutLinks: typeof answers = { ...answers, "yes-unsure": "yes", ...links };

/** Sentences that say yes to "Erase everything?" without its label; to ask for it again means yes, too. */
const consents: ReadonlySet<string> = new Set([
  "answers.yes",
  "answers.forget.choices.yes",
  "commands.forget-me",
]);

/**
 * Reads consent to erase everything: "Yes, delete everything you have on me". A mistyped word is no
 * consent; after "are you sure?" the bot asks again.
 */
function readConsent(said: Utterance): EventOf<"yes" | "forget-me"> | undefined {
  const { heard, isQuestion } = said;
  if (readCommand(said)?.type === "sources") return { type: "forget-me" };
  const isMeant = agreed(heard(), ({ meaning: { file, name }, mistakes }) => {
    if (consents.has(`${file}.${name}`)) return mistakes === 0;
    return file === "answers" || file === "commands" ? false : undefined;
  });
  return isMeant && !isQuestion ? { type: "yes" } : undefined;
}

/** Returns a function that picks the known answer of a match. */
function answerIn<Known>(known: Readonly<Record<string, Known>>) {
  return ({ meaning }: Match<Intent>) => (meaning.file === "answers" ? known[meaning.name] : undefined);
}

function readYesNo({ heard, asked, isQuestion }: Utterance): ConversationEvent | undefined {
  const meanings = (asked?.choices ?? []).map(({ id, event }) =>
    event.type === "linked" ? event.linked : (choicesThatMean[asked?.id ?? ""]?.[id] ?? id),
  );
  const isAboutLinks = meanings.includes("unknown");
  const pick = answerIn(isAboutLinks ? aboutLinks : answers);
  const answer = agreed(heard(), (match) => {
    const read = pick(match);
    return read === "yes" && !isAboutLinks && match.mistakes > 0 ? undefined : read;
  });
  if (answer === undefined || (isQuestion && answer !== "unknown")) return undefined;
  return asked?.choices[meanings.indexOf(answer)]?.event;
}

/** Reads a yes, a no or an "I don't know" to a question that offers no such answer. */
export function readStrayAnswer({ heard, asked }: Utterance): ConversationEvent | undefined {
  const answer = agreed(heard(), answerIn(answers));
  const isNext = asked?.id === "next";
  if (answer === "no" && isNext) return { type: "courtesy", courtesy: "goodbye" };
  // A yes answers "Can I help with anything else?"
  if (answer === "yes" && isNext && !asked.choices.some(({ id }) => id === "done")) return { type: "help" };
  if (answer !== "unknown" || neverNear.has(asked?.id ?? "")) return undefined;
  return { type: "courtesy", courtesy: "unsure" };
}
