import type { AccountId, CampaignId } from "../campaigns/schema.ts";
import {
  type ConversationEvent,
  courtesies,
  type EventOf,
  placeTopics,
  reports,
} from "../conversation/vocabulary.ts";
import { findOneService } from "./entities/find-services.ts";
import type { Grammar, Intent } from "./grammar.ts";
import { agreed, type MatchedClauses, type Utterance } from "./hear.ts";
import { cutIntoChunks, likeliest, type Match } from "./match.ts";
import { isVoid } from "./read-witness.ts";
import { beginsWith, holds } from "./tokens.ts";

/** The commands that a messenger lists, by their events; their names are the same in every language. */
const slashCommands: ReadonlyMap<string, ConversationEvent["type"]> = new Map(
  Object.entries({
    ...({ menu: "menu", back: "back", stop: "stop", help: "help", where: "where" } as const),
    ...({ sources: "sources", language: "change-language", reminders: "my-reminders" } as const),
    ...({ data: "my-data", forget: "forget-me", restart: "start-again" } as const),
  }),
);

/**
 * Reads a slash command: "/menu", "/menu@SomeBot", "/start meta-fr"; undefined if there is no such
 * command.
 */
export function readSlash(text: string, grammar: Grammar): ConversationEvent | undefined {
  if (!text.startsWith("/")) return undefined;
  const [, name, payload] = /^\/([a-z_]+)(?:@\w+)?(?:\s+(\S+))?\s*$/i.exec(text.trimEnd()) ?? [];
  if (name === undefined) return undefined;
  const command = name.toLowerCase();
  if (command === "start") return startWith(payload ?? "", grammar);
  const type = slashCommands.get(command);
  return type && ({ type } as ConversationEvent);
}

/** A deep link names a campaign, a language, or both with a hyphen between; unknown names are ignored. */
function startWith(payload: string, { campaigns, readings }: Grammar): ConversationEvent {
  const link = payload.toLowerCase();
  // A language also counts behind a campaign that is not on offer any more.
  const language = [...readings.keys()].find((tag) => `-${link}`.endsWith(`-${tag.toLowerCase()}`));
  const withoutLanguage = language === undefined ? link : link.slice(0, -language.length - 1);
  const campaign = campaigns.find((id) => id === withoutLanguage);
  return {
    type: "start",
    ...(campaign !== undefined && { campaign }),
    ...(language !== undefined && { language }),
  };
}

/** Reports are never read from a mistyped word or a question. */
export const firmReports: ReadonlySet<string> = new Set(reports);
/** A longer message may hold a few words of a question in passing. */
const mostWordsOfQuestion = 12;
/** Fewer words of a question about one campaign may stand in another one. */
const fewestWordsOfOwn = 5;
const isEmoji = /^\p{Extended_Pictographic}+$/u;

/**
 * Reads a command, a report or the name of a language. If a message can be a report or something
 * else, it is a report.
 */
export function readCommand({
  matchedClauses,
  isQuestion,
  words,
  reading,
}: Utterance): ConversationEvent | undefined {
  // In "Sent, what now?" the report comes before the question and counts.
  const isAsked = isQuestion && (beginsWith(words, reading.asks) || !holds(words, reading.asks));
  const pick = (match: Match<Intent>) =>
    commandOf(match, isAsked || isVoid(match.meaning.name, words, reading.witnesses));
  const pickReport = (match: Match<Intent>) =>
    firmReports.has(match.meaning.name) ? pick(match) : undefined;
  const clauses = matchedClauses().map(withLikeliestCommands);
  return agreed(clauses, pick) ?? agreed(clauses, pickReport);
}

/**
 * Drops the commands that skip words if another command or small talk matches every word: "je
 * refuse" is not "refusé", and "well done" is not "done".
 */
function withLikeliestCommands({ words, matches }: MatchedClauses[number]): MatchedClauses[number] {
  const others = matches.filter(({ meaning }) => meaning.file !== "commands");
  const mere = others.flatMap(({ meaning, surprisal }) => (meaning.file === "small-talk" ? surprisal : []));
  const commands = matches.filter((match) => !others.includes(match));
  const likely = likeliest(commands).filter(({ surprisal }) => surprisal <= Math.min(...mere));
  return { words, matches: [...others, ...likely] };
}

function commandOf(
  { meaning: { file, name }, values, mistakes }: Match<Intent>,
  isNoReport: boolean,
): ConversationEvent | undefined {
  if (file === "languages" && mistakes === 0) return { type: "language", language: values[0] ?? name };
  if (file !== "commands") return undefined;
  if (firmReports.has(name) && (isNoReport || mistakes > 0)) return undefined;
  const accounts: readonly AccountId[] = [...new Set(values)];
  return { type: name, ...(accounts.length > 0 && { accounts }) } as ConversationEvent;
}

/**
 * Reads the label of a general topic, or of a topic of the campaign that is named or that we speak of;
 * where there is none, of one that several have.
 */
export function readTopicLabel(utterance: Utterance): EventOf<"topic"> | undefined {
  const askable = askableIn(utterance);
  const isAskable = (campaigns: readonly CampaignId[]) =>
    askable.length > 0 ? campaigns.some((each) => askable.includes(each)) : campaigns.length > 1;
  return agreed(utterance.matchedClauses(), ({ meaning: { file, name: topic, campaigns } }) =>
    file === "topics" && (campaigns === undefined || isAskable(campaigns))
      ? { type: "topic", topic }
      : undefined,
  );
}

/** The topic of a service of which one of several accounts is still open: it is told beside a report alone. */
export const oneOfSeveral = "one-of-several";

/** Reads a question about one campaign, if the message names that campaign, or we speak of it. */
export function readOwnQuestion(utterance: Utterance): EventOf<"topic"> | undefined {
  if (utterance.words.length > mostWordsOfQuestion && !holdsOwnQuestion(utterance)) return undefined;
  return ownQuestionsIn(utterance).find(({ topic }) => topic !== oneOfSeveral);
}

/** Returns what a message, however long, asks of a campaign that it names, or that we speak of. */
export function ownQuestionsIn(utterance: Utterance): readonly EventOf<"topic">[] {
  const askable = askableIn(utterance);
  return ownChunksIn(utterance)
    .flatMap(({ matches }) => matches)
    .filter(({ meaning, mistakes }) => mistakes === 0 && askable.includes(meaning.campaign))
    .map(({ meaning }) => ({ type: "topic", ...meaning }));
}

/** Returns the campaigns whose own questions may be meant: the one that is named, and the one that we speak of. */
function askableIn(utterance: Utterance): readonly CampaignId[] {
  return [findOneService(utterance), utterance.openQuestion?.about].filter((each) => each !== undefined);
}

/** Whether so many words of a question about one campaign stand in a message that it asks nothing else. */
export function isOwnQuestion(utterance: Utterance): boolean {
  return utterance.words.length <= mostWordsOfQuestion && holdsOwnQuestion(utterance);
}

function holdsOwnQuestion(utterance: Utterance): boolean {
  const chunks = ownChunksIn(utterance).filter(({ matches }) =>
    matches.some(({ meaning }) => meaning.topic !== oneOfSeveral),
  );
  return chunks.some(({ from, to }) => to - from >= fewestWordsOfOwn);
}

/** Cuts a message into stretches that may ask about one campaign. */
function ownChunksIn({ words, reading }: Utterance) {
  return cutIntoChunks(words, reading.ownQuestions);
}

export function isPlaceTopic(topic: string): boolean {
  return placeTopics.some((place) => place === topic);
}

/** Reads a message that is nothing but thanks, an ok, a greeting, a goodbye or emoji. */
export function readSmallTalk({
  matchedClauses,
  words,
  isQuestion,
}: Utterance): ConversationEvent | undefined {
  const said = matchedClauses().map(({ matches }) =>
    matches.flatMap(({ meaning }) => (meaning.file === "small-talk" ? meaning.name : [])),
  );
  const courtesy =
    said.length > 0 && said.every((names) => names.length > 0)
      ? courtesies.find((kind) => said.flat().includes(kind))
      : undefined;
  // "That's all?" asks what is left to do.
  if (courtesy === "goodbye" && isQuestion) return { type: "where" };
  if (courtesy !== undefined) return { type: "courtesy", courtesy };
  const isOnlyEmoji = words.length > 0 && words.every((word) => isEmoji.test(word));
  return isOnlyEmoji ? { type: "courtesy", courtesy: "emoji" } : undefined;
}
