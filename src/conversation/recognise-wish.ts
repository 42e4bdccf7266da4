import type { CampaignId } from "../campaigns/schema.ts";
import { closest } from "./closest.ts";
import { isSameEvent, type TopicWords, type Vocabulary, withoutCourtesies } from "./compile-words.ts";
import { standsAt } from "./lexicon.ts";
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
  const language = languages.find((tag) => payload === tag || payload === `${campaign}-${tag}`);
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

/** Finds the command that was meant where it is mistyped. */
export function readNearCommand(key: string, vocabulary: Vocabulary): ConversationEvent | undefined {
  const { commands, bareCommands, courtesies } = vocabulary;
  const bare = withoutCourtesies(key, courtesies);
  const near = closest(key, commands, isSameEvent);
  // A report is never read from a mistyped word: "envoyer" is not "envoyé".
  if (near?.type === "done") return undefined;
  return near ?? (bare === "" ? undefined : closest(bare, bareCommands, isSameEvent));
}

/** Finds the one help topic that the words name; the open campaign's before another's. */
export function readTopic(
  key: string,
  campaign: CampaignId | undefined,
  { topics }: Vocabulary,
): ConversationEvent | undefined {
  const tokens = key.split(" ");
  const found = topics.filter((topic) => isContained(topic.tokens, tokens));
  const near = found.filter((topic) => topic.campaign === campaign);
  const [first, ...others] = longestOf(near.length > 0 ? near : found);
  if (!first || others.some((other) => other.topic !== first.topic || other.campaign !== first.campaign)) {
    return undefined;
  }
  return { type: "topic", campaign: first.campaign, topic: first.topic };
}

/** Leaves out what is only a part of a longer phrase: "page" within "page not found". */
function longestOf(found: readonly TopicWords[]): readonly TopicWords[] {
  return found.filter(
    (topic) =>
      !found.some(
        (other) => other.tokens.length > topic.tokens.length && isContained(topic.tokens, other.tokens),
      ),
  );
}

function isContained(wanted: readonly string[], tokens: readonly string[]): boolean {
  if (wanted.length === 0) return false;
  return tokens.some((token, at) => token === wanted[0] && standsAt(tokens, at, wanted));
}
