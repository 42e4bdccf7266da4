import type { CampaignId } from "../../campaigns/schema.ts";
import type { ConversationEvent, QuestionId } from "../../conversation/vocabulary.ts";
import type { Said } from "../hear.ts";
import { type Chunk, cutIntoChunks } from "../match.ts";
import { phraseTemplate } from "../parse-template.ts";
import { type Names, parsedTemplates, type Sentences, skipOf } from "../sentences.ts";
import { compileTemplates, type TemplateSet } from "../template-set.ts";
import { keyOf } from "../tokens.ts";

/** A campaign whose service is named, or a key of `services.json`: another service, or a word beside a name. */
type ServiceToken = { readonly campaign: CampaignId } | string;

/** What services are called, in all languages. */
export interface Services {
  readonly tokens: TemplateSet<ServiceToken>;
  /** The names word for word, without skip words. */
  readonly names: TemplateSet<true>;
  /** The same, to be found by how they begin. */
  readonly own: readonly (readonly [name: string, campaign: CampaignId])[];
}

/** The services that a text names. */
export interface NamedServices {
  readonly campaigns: readonly CampaignId[];
  /** True if nothing of weight stands beside the names. */
  readonly isAlone: boolean;
}

/** Shorter names than these are also other words, unless they are typed word for word. */
const shortestSure = 5;
const shortestMistyped = 7;

/** Questions that are about no service: whichever is named is meant. */
const aboutNone: ReadonlySet<QuestionId> = new Set([
  ...(["language", "service", "which-service", "menu", "where", "resume"] as const),
]);
/** Questions that ask which service is meant. */
export const asksForService: ReadonlySet<string> = new Set<QuestionId>(["service", "which-service"]);
const shortestBeginning = 4;
const mostWordsOfName = 2;
/** So few words hold little besides a name: who writes more may only be mentioning it. */
const mostWordsOfWish = 4;

/** Compiles the names of services, those without a campaign included. */
export function compileServices(
  names: Names,
  languages: readonly Sentences[],
  vocabulary = new Set<string>(),
): Services {
  const own = [...names].flatMap(([campaign, { names: each }]) =>
    [campaign, ...each.flatMap(({ service }) => service)].map((name) => [keyOf(name), campaign] as const),
  );
  const others = languages.flatMap((sentences) => parsedTemplates(sentences, "services"));
  return {
    tokens: compileTemplates<ServiceToken>({
      templates: [...own.map(([name, campaign]) => [phraseTemplate(name), { campaign }] as const), ...others],
      skip: languages.flatMap(skipOf),
      vocabulary,
    }),
    names: compileTemplates({ templates: own.map(([name]) => [phraseTemplate(name), true]), vocabulary }),
    own,
  };
}

/**
 * Finds the services that words name; nothing if they name none. A short name that is mistyped, or also an ordinary word, counts only if
 * nothing else of weight is said.
 */
export function findServices(words: readonly string[], services: Services): NamedServices | undefined {
  const chunks = cutIntoChunks(withNamesJoined(words, services), services.tokens);
  const isAlone = chunks.every(({ matches }) => matches.length > 0);
  const named = chunks.filter((chunk) => isName(chunk) && (isAlone || isSure(chunk, services)));
  if (named.length === 0) return undefined;
  const campaigns = named.flatMap(({ matches }) => matches.flatMap(({ meaning }) => campaignIn(meaning)));
  return { campaigns: [...new Set(campaigns)], isAlone };
}

/** Finds the service that a message names; nothing if it names none, or several. */
export function findOneService(said: Said): CampaignId | undefined {
  const [campaign, ...others] = findOffered(said)?.campaigns ?? [];
  return others.length === 0 ? campaign : undefined;
}

/** Whether all services that a message names are announced only later. */
export function namesOnlyLater({ words, grammar, reader }: Said): boolean {
  const named = findServices(words, grammar.services)?.campaigns ?? [];
  return named.length > 0 && !named.some((id) => reader.campaigns.has(id));
}

/** Finds the services that a message names; one that is not announced yet is as good as one that has no campaign. */
function findOffered({ words, grammar, reader }: Said): NamedServices | undefined {
  const found = findServices(words, grammar.services);
  return found && { ...found, campaigns: found.campaigns.filter((id) => reader.campaigns.has(id)) };
}

/** The words that name no service: a name is of no language ("Google's AI" is not French for "j'ai"). */
export function withoutNames(text: string, services: Services): string {
  const chunks = cutIntoChunks(keyOf(text).split(" "), services.names);
  return chunks.flatMap(({ words, matches }) => (matches.length > 0 ? [] : words)).join(" ");
}

/** Names that are typed in two or three parts: "face book", "what's app". */
function withNamesJoined(words: readonly string[], { names }: Services): readonly string[] {
  const joined: string[] = [];
  for (let at = 0; at < words.length; ) {
    const parts = [3, 2].find((count) => {
      const name = words.slice(at, at + count).join("");
      return at + count <= words.length && name.length >= shortestSure && names.words.has(name);
    });
    joined.push(words.slice(at, at + (parts ?? 1)).join(""));
    at += parts ?? 1;
  }
  return joined;
}

function campaignIn(token: ServiceToken): readonly CampaignId[] {
  return typeof token === "object" ? [token.campaign] : [];
}

function isName({ matches }: Chunk<ServiceToken>): boolean {
  return matches.length > 0 && matches.every(({ meaning }) => meaning !== "around");
}

function isSure({ words, matches }: Chunk<ServiceToken>, { own }: Services): boolean {
  const typed = words.join(" ");
  const isMistyped = matches.some(({ mistakes }) => mistakes > 0);
  if (typed.length >= (isMistyped ? shortestMistyped : shortestSure)) return true;
  return own.some(([name]) => name === typed) && !matches.some(({ meaning }) => meaning === "ordinary");
}

/** Nothing but the name of a service asks for it. */
export function readBareService(said: Said): ConversationEvent | undefined {
  if (said.isQuestion || said.words.length > mostWordsOfName) return undefined;
  const found = findOffered(said);
  return found?.isAlone && found.campaigns.length === 1 ? readServices(said) : undefined;
}

/** A short message wants the service that it names; in a long one it is merely mentioned. */
export function readWantedService(said: Said): ConversationEvent | undefined {
  const event = readServices(said);
  return event?.type === "services" && said.words.length > mostWordsOfWish ? undefined : event;
}

/** Reads the service that a text asks for; one that is merely mentioned is offered. */
export function readServices(said: Said): ConversationEvent | undefined {
  const found = findOffered(said);
  return found ? readNamed(found, said) : readBeginning(said);
}

function readNamed(
  { campaigns, isAlone }: NamedServices,
  { words, asked }: Said,
): ConversationEvent | undefined {
  const isOpen = asked === undefined || aboutNone.has(asked.id);
  const isWanted = isOpen || (isAlone && words.length <= mostWordsOfWish);
  if (campaigns.length === 0) return isAlone && isWanted ? { type: "unknown-service" } : undefined;
  return serviceEvent(isOpen ? campaigns : campaigns.filter((each) => each !== asked.about), isWanted);
}

/** Who is asked for a service may type how its name begins: "copil"; "what?" only asks. */
function readBeginning({ words, asked, grammar, reader, isQuestion }: Said): ConversationEvent | undefined {
  const typed = words.join(" ");
  if (!asksForService.has(asked?.id ?? "") || isQuestion || typed.length < shortestBeginning)
    return undefined;
  const begun = grammar.services.own.flatMap(([name, campaign]) => (name.startsWith(typed) ? campaign : []));
  return serviceEvent(
    [...new Set(begun)].filter((id) => reader.campaigns.has(id)),
    true,
  );
}

function serviceEvent(campaigns: readonly CampaignId[], isWanted: boolean): ConversationEvent | undefined {
  const [campaign, ...others] = campaigns;
  if (campaign === undefined) return undefined;
  return others.length === 0 && isWanted ? { type: "service", campaign } : { type: "services", campaigns };
}
