import type { CampaignId } from "../campaigns/schema.ts";
import type { ConversationEvent } from "../conversation/vocabulary.ts";
import type { Grammar } from "./grammar.ts";

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
