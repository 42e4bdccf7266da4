import type { CampaignId } from "../campaigns/schema.ts";
import { closest, isSlip } from "./closest.ts";
import type { Wish } from "./compile-wishes.ts";
import { isSameEvent, type TopicWords, type Vocabulary, withoutCourtesies } from "./compile-words.ts";
import { findService } from "./find-service.ts";
import { isReport } from "./is-report.ts";
import { type Lexicon, piecesOf } from "./lexicon.ts";
import type { ConversationEvent } from "./vocabulary.ts";

/** The commands that a messenger lists; their names are the same in every language. */
const slashCommands: ReadonlyMap<string, ConversationEvent> = new Map([
  ["menu", { type: "menu" }],
  ["back", { type: "back" }],
  ["language", { type: "change-language" }],
  ["reminders", { type: "my-reminders" }],
  ["data", { type: "my-data" }],
  ["forget", { type: "forget-me" }],
  ["stop", { type: "stop" }],
  ["help", { type: "help" }],
  ["restart", { type: "start-again" }],
  ["where", { type: "where" }],
  ["sources", { type: "sources" }],
]);

/** Reads "/menu", "/menu@SomeBot" and "/start meta-fr"; nothing where it is no such command. */
export function readSlash(text: string, vocabulary: Vocabulary): ConversationEvent | undefined {
  if (!text.startsWith("/")) return undefined;
  const [, name, payload] = /^\/([a-z_]+)(?:@\w+)?(?:\s+(\S+))?\s*$/i.exec(text.trimEnd()) ?? [];
  if (name === undefined) return undefined;
  const command = name.toLowerCase();
  return command === "start" ? startWith(payload ?? "", vocabulary) : slashCommands.get(command);
}

/** A deep link names a campaign, a language, or both with a hyphen between; what is unknown is passed over. */
function startWith(payload: string, { accounts, languages }: Vocabulary): ConversationEvent {
  const known = [...accounts.keys()];
  const campaign = known.find(
    (id) => payload === id || (payload.startsWith(`${id}-`) && isLanguage(payload, id)),
  );
  function isLanguage(link: string, id: CampaignId): boolean {
    return languages.includes(link.slice(id.length + 1));
  }
  // Also of a campaign that is not on offer any more.
  const language = languages.find((tag) => payload === tag || payload.endsWith(`-${tag}`));
  return {
    type: "start",
    ...(campaign !== undefined && { campaign }),
    ...(language !== undefined && { language }),
  };
}

/** Finds a command that is wrapped in courtesies: "I would like to see the menu, please". */
export function readBareWish(
  key: string,
  { bareCommands, courtesies }: Vocabulary,
): ConversationEvent | undefined {
  const bare = withoutCourtesies(key, courtesies);
  return bare === "" ? undefined : bareCommands.get(bare);
}

/** Finds the one command that all of the words come to: "go back to the previous question". */
export function readWish(text: string, { wishes }: Vocabulary): ConversationEvent | undefined {
  return onlyEvent(text, wishes);
}

/** Finds the report of what was done, or of what became of it; a question about it is none. */
export function readReport(text: string, { reports }: Vocabulary): ConversationEvent | undefined {
  const event = onlyEvent(text, reports);
  if (event?.type !== "done" && event?.type !== "confirmed" && event?.type !== "refused") return event;
  const accounts = piecesOf(text, reports).flatMap(({ meaning }) =>
    typeof meaning === "object" && meaning.type === "account" ? [meaning.account] : [],
  );
  return accounts.length === 0 ? event : { ...event, accounts };
}

function onlyEvent(text: string, lexicon: Lexicon<Wish>): ConversationEvent | undefined {
  const isAsking = text.trimEnd().endsWith("?");
  const pieces = piecesOf(isAsking ? text.replace(/[?\s]+$/, "") : text, lexicon);
  const events = pieces.flatMap(({ meaning }) =>
    meaning === "around" || meaning?.type === "account" ? [] : [meaning],
  );
  const [first] = events;
  if (first === undefined || (isAsking && isReport(first))) return undefined;
  return events.every((event) => event !== undefined && isSameEvent(first, event)) ? first : undefined;
}

/** Finds the command that was meant where it is mistyped. */
export function readNearCommand(key: string, vocabulary: Vocabulary): ConversationEvent | undefined {
  const { commands, bareCommands, courtesies } = vocabulary;
  const bare = withoutCourtesies(key, courtesies);
  const near = closest(key, commands, isSameEvent);
  // A report is never read from a mistyped word: "envoyer" is not "envoyé".
  if (near && isReport(near)) return undefined;
  return near ?? (bare === "" ? undefined : closest(bare, bareCommands, isSameEvent));
}

/**
 * Finds the one help topic that the words name: of the campaign that we speak of, of another that they name, or of the
 * first where we speak of none.
 */
export function readTopic(
  key: string,
  text: string,
  about: CampaignId | undefined,
  { topics, serviceNames, services }: Vocabulary,
): ConversationEvent | undefined {
  const tokens = key.split(" ");
  const found = topics.filter((topic) => isNamed(topic.tokens, tokens));
  if (found.length === 0) return undefined;
  const [first] = services.keys();
  const named = findService(text, serviceNames);
  const campaigns = [about ?? first, ...(named?.kind === "one" ? [named.campaign] : [])];
  const near = campaigns.map((campaign) => found.filter((topic) => topic.campaign === campaign));
  const [one, ...others] = longestOf(near.find((topics) => topics.length > 0) ?? []);
  if (!one || others.some((other) => other.topic !== one.topic)) return undefined;
  return { type: "topic", campaign: one.campaign, topic: one.topic };
}

/** The more words a phrase has, the surer it is: "page" stands back behind "page not found". */
function longestOf(found: readonly TopicWords[]): readonly TopicWords[] {
  const most = Math.max(...found.map(({ tokens }) => tokens.length));
  return found.filter(({ tokens }) => tokens.length === most);
}

/** How many other words may stand between two words of a phrase: "forgot my Facebook password". */
const mostBetween = 2;
const shortestSlip = 7;

/** True where the words of a phrase follow each other, closely enough to belong together. */
function isNamed([first, ...rest]: readonly string[], tokens: readonly string[]): boolean {
  if (first === undefined) return false;
  return tokens.some((token, at) => isWord(token, first) && isContinued(rest, tokens, at + 1));
}

function isContinued([next, ...rest]: readonly string[], tokens: readonly string[], from: number): boolean {
  if (next === undefined) return true;
  for (let at = from; at <= from + mostBetween && at < tokens.length; at++) {
    if (isWord(tokens[at] ?? "", next) && isContinued(rest, tokens, at + 1)) return true;
  }
  return false;
}

function isWord(token: string, wanted: string): boolean {
  if (token === wanted) return true;
  return token.length >= shortestSlip && wanted.length >= shortestSlip && isSlip(token, wanted);
}
