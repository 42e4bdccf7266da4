import type { AccountId, CampaignId } from "../campaigns/schema.ts";
import { type ConversationEvent, courtesies, reports, type TypedDate } from "../conversation/vocabulary.ts";
import type { Grammar, Intent } from "./grammar.ts";
import { agreed, anyOf, type Heard, type Said } from "./hear.ts";
import type { Match } from "./match.ts";
import { mostSuggested } from "./search-topics.ts";

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

/** Reads "/menu", "/menu@SomeBot" and "/start meta-fr"; nothing if it is no such command. */
export function readSlash(text: string, grammar: Grammar): ConversationEvent | undefined {
  if (!text.startsWith("/")) return undefined;
  const [, name, payload] = /^\/([a-z_]+)(?:@\w+)?(?:\s+(\S+))?\s*$/i.exec(text.trimEnd()) ?? [];
  if (name === undefined) return undefined;
  const command = name.toLowerCase();
  return command === "start" ? startWith(payload ?? "", grammar) : slashCommands.get(command);
}

/** A deep link names a campaign, a language, or both with a hyphen between; what is unknown is passed over. */
function startWith(payload: string, { campaigns, readings }: Grammar): ConversationEvent {
  const languages = [...readings.keys()];
  const isLanguage = (link: string, id: CampaignId) => languages.includes(link.slice(id.length + 1));
  const campaign = campaigns.find(
    (id) => payload === id || (payload.startsWith(`${id}-`) && isLanguage(payload, id)),
  );
  // Also of a campaign that is not on offer any more.
  const language = languages.find((tag) => payload === tag || payload.endsWith(`-${tag}`));
  return {
    type: "start",
    ...(campaign !== undefined && { campaign }),
    ...(language !== undefined && { language }),
  };
}

/** Never read from a mistyped word or a question. */
const firmReports: ReadonlySet<string> = new Set(reports);
const isEmoji = /^\p{Extended_Pictographic}+$/u;

/** Reads a command, a report or the name of a language. */
export function readCommand({ heard, isQuestion }: Said): ConversationEvent | undefined {
  return agreed(heard, (match) => commandOf(match, isQuestion));
}

function commandOf(
  { meaning, values, mistakes }: Match<Intent>,
  isQuestion: boolean,
): ConversationEvent | undefined {
  const { file, name } = meaning;
  if (file === "languages" && mistakes === 0) return { type: "language", language: name };
  if (file !== "commands") return undefined;
  if (firmReports.has(name)) return isQuestion || mistakes > 0 ? undefined : reportOf(name, values);
  return { type: name } as ConversationEvent;
}

/** What was reported, with the accounts that are named. */
function reportOf(type: string, values: Match<Intent>["values"]): ConversationEvent {
  const accounts: readonly AccountId[] = [...new Set(values.map(({ value }) => value))];
  return { type, ...(accounts.length > 0 && { accounts }) } as ConversationEvent;
}

/** Adds the date to a wish for a reminder, if one is named beside it. */
export function withDate(event: ConversationEvent, readDate: () => TypedDate | undefined): ConversationEvent {
  if (event.type !== "remind") return event;
  const date = readDate();
  return date === undefined || date.kind === "unclear" ? event : { type: "remind", date };
}

/**
 * Reads a question of the help; several are offered. What else is said does not matter to an answer. A question about
 * one campaign alone counts only if it is the one that we speak of or that is named, or if we speak of none.
 */
export function readTopics(
  heard: Heard,
  about: CampaignId | undefined,
  named: CampaignId | undefined,
): ConversationEvent | undefined {
  const campaigns = [named, about].filter((campaign) => campaign !== undefined);
  const found = anyOf(heard, ({ meaning: { file, name, campaign } }) => {
    const isAskable = campaign === undefined || about === undefined || campaigns.includes(campaign);
    return file === "topics" && isAskable ? { topic: name, campaign: campaign ?? named } : undefined;
  });
  const topics = [...new Set(found.map(({ topic }) => topic))];
  const [first] = found;
  if (first === undefined) return undefined;
  if (topics.length > 1) return { type: "suggest", topics: topics.slice(0, mostSuggested) };
  return { type: "topic", topic: first.topic, ...(first.campaign && { campaign: first.campaign }) };
}

/** Reads a message that is nothing but thanks, an ok, a greeting, a goodbye or emoji. */
export function readSmallTalk({ heard, words }: Said): ConversationEvent | undefined {
  const said = heard.map(({ matches }) =>
    matches.flatMap(({ meaning }) => (meaning.file === "small-talk" ? meaning.name : [])),
  );
  const courtesy =
    said.length > 0 && said.every((names) => names.length > 0)
      ? courtesies.find((kind) => said.flat().includes(kind))
      : undefined;
  if (courtesy !== undefined) return { type: "courtesy", courtesy };
  const isOnlyEmoji = words.length > 0 && words.every((word) => isEmoji.test(word));
  return isOnlyEmoji ? { type: "courtesy", courtesy: "emoji" } : undefined;
}
