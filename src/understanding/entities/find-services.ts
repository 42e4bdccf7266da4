import type { CampaignId } from "../../campaigns/schema.ts";
import { type Chunk, cutIntoChunks } from "../match.ts";
import { type Names, parsedTemplates, phrasesIn, type Sentences, skipOf } from "../sentences.ts";
import { compileTemplates, type TemplateSet } from "../template-set.ts";
import { endsWith, keyOf } from "../tokens.ts";
import { findSpans, type Span, type Stretch, valuesOf } from "./span.ts";

/**
 * A campaign whose service is named, or a key of `services.json`: another service, or a word beside
 * a name.
 */
type ServiceToken = { readonly campaign: CampaignId } | string;

/** The names of services, in all languages. */
export interface Services {
  readonly tokens: TemplateSet<ServiceToken>;
  /** The names word for word, without skip words. */
  readonly names: TemplateSet<true>;
  /** The same names as a list, to be searched by their beginning. */
  readonly serviceNames: readonly (readonly [name: string, campaign: CampaignId])[];
  /** Words of a sentence that names a service only because something was seen there or told of it. */
  readonly inPassing: readonly string[];
  /** Words before a name that say that one does not have that service. */
  readonly deniedBy: readonly string[];
  /** Words before an ordinary word that make it a name: "on X". */
  readonly before: readonly string[];
}

/** The services that a text names. */
export interface NamedServices {
  /** Services with a campaign; a name that two of them share has two spans. */
  readonly spans: readonly Span<CampaignId>[];
  /** Services without a campaign. */
  readonly others: readonly Stretch[];
  /** True if the message holds nothing but names and words that mean nothing beside them. */
  readonly isAlone: boolean;
  /** True if it denies another service: "It's not WhatsApp, it's TikTok". */
  readonly isInstead?: boolean;
}

/** The parts of a message that the search for services needs. */
export interface Searched {
  readonly words: readonly string[];
  readonly grammar: { readonly services: Services };
  /** The campaigns that are announced. */
  readonly reader: { readonly campaigns: ReadonlyMap<CampaignId, unknown> };
}

/** The keys of `services.json` that are words beside names. */
const listsOfWords: ReadonlySet<string> = new Set(["in-passing", "denied-by"]);
/** Shorter names can also be other words: they count only if they are typed word for word. */
const shortestSure = 5;
const shortestMistyped = 7;
/** So many words deny by themselves: "It's not WhatsApp". */
const fewestDenying = 3;

/** Compiles the names of services, those without a campaign included. */
export function compileServices(
  names: Names,
  languages: readonly Sentences[],
  vocabulary = new Set<string>(),
): Services {
  const serviceNames = [...names].flatMap(([campaign, { names: each }]) =>
    [campaign, ...each.flatMap(({ service }) => service)].map((name) => [keyOf(name), campaign] as const),
  );
  const others = languages.flatMap((sentences) =>
    parsedTemplates(sentences, "services").filter(([, key]) => !listsOfWords.has(key)),
  );
  return {
    tokens: compileTemplates<ServiceToken>({
      templates: [...serviceNames.map(([name, campaign]) => [name, { campaign }] as const), ...others],
      skip: languages.flatMap(skipOf),
      vocabulary,
    }),
    names: compileTemplates({ templates: serviceNames.map(([name]) => [name, true]), vocabulary }),
    serviceNames,
    inPassing: languages.flatMap(({ services }) => phrasesIn(services["in-passing"])),
    deniedBy: languages.flatMap(({ services }) => phrasesIn(services["denied-by"])),
    before: languages.flatMap(({ witnesses }) => phrasesIn(witnesses["before-service"])),
  };
}

/**
 * Finds the services that words name; undefined if they name none. A short name that is mistyped,
 * or also an ordinary word, counts only if nothing else of weight is said.
 */
export function findServices(words: readonly string[], services: Services): NamedServices | undefined {
  const joined = withNamesJoined(words, services);
  const chunks = cutIntoChunks(
    joined.map(({ value }) => value),
    services.tokens,
  );
  const isAlone = chunks.every(({ matches }) => matches.length > 0);
  // "LinkedIn and X", "X, LinkedIn".
  const isBesideName = (at: number) =>
    [chunks[at - 1], chunks[at + 1]].some((chunk) => chunk && isCampaign(chunk));
  const isBehind = (chunk: Stretch) => endsWith(words.slice(0, placeOf(chunk, joined).from), services.before);
  const isSure = (chunk: Chunk<ServiceToken>, at: number) =>
    isOrdinary(chunk) ? isBehind(chunk) || isBesideName(at) : isSureName(chunk, services);
  const named = chunks.filter((chunk, at) => isName(chunk) && (isAlone || isSure(chunk, at)));
  if (named.length === 0) return undefined;
  const placed = named.map((chunk) => ({ ...chunk, ...placeOf(chunk, joined) }));
  const spans = placed.flatMap(({ from, to, matches }) =>
    matches.flatMap(({ meaning }) =>
      typeof meaning === "object" ? { from, to, value: meaning.campaign } : [],
    ),
  );
  const others = placed.filter(isOther);
  return { spans, others: others.map(({ from, to }) => ({ from, to })), isAlone };
}

function placeOf({ from, to }: Stretch, joined: readonly Stretch[]): Stretch {
  return { from: joined[from]?.from ?? 0, to: joined[to - 1]?.to ?? 0 };
}

/** Finds the one service that a message names; undefined if it names none, or several. */
export function findOneService(message: Searched): CampaignId | undefined {
  const [campaign, ...others] = valuesOf(findOffered(message)?.spans ?? []);
  return others.length === 0 ? campaign : undefined;
}

/** Whether a message names services, and none of them is announced yet. */
export function namesOnlyLater({ words, grammar, reader }: Searched): boolean {
  const named = findServices(words, grammar.services)?.spans ?? [];
  return named.length > 0 && !named.some(({ value }) => reader.campaigns.has(value));
}

/**
 * Finds the services that a message names and does not deny having. One that is not announced yet
 * gets no span, like one without a campaign.
 */
export function findOffered({ words, grammar, reader }: Searched): NamedServices | undefined {
  const found = findUndenied(words, grammar.services);
  return found && { ...found, spans: found.spans.filter(({ value }) => reader.campaigns.has(value)) };
}

/** Finds the services that words name and do not deny: "I have no LinkedIn" names none. */
export function findUndenied(words: readonly string[], services: Services): NamedServices | undefined {
  const found = findServices(words, services);
  if (found === undefined) return undefined;
  const spans = found.spans.filter(({ from }) => !isDenied(words.slice(0, from), services));
  return { ...found, spans, isInstead: spans.length < found.spans.length };
}

/** A short denial counts only after another word: "No, LinkedIn" asks for LinkedIn. */
function isDenied(before: readonly string[], { deniedBy }: Services): boolean {
  const begun = before.join(" ");
  const isAll = before.length >= fewestDenying && deniedBy.includes(begun);
  return isAll || deniedBy.some((denial) => begun.endsWith(` ${denial}`));
}

/**
 * Returns the words that name no service. A name belongs to no language: the "ai" of "Google's AI"
 * is not French "ai".
 */
export function withoutNames(text: string, services: Services): string {
  const chunks = cutIntoChunks(keyOf(text).split(" "), services.names);
  return chunks.flatMap(({ words, matches }) => (matches.length > 0 ? [] : words)).join(" ");
}

/** Joins names that are typed in two or three parts: "face book", "what's app". */
function withNamesJoined(words: readonly string[], { names }: Services): readonly Span<string>[] {
  return findSpans(words.length, (from) => {
    const parts = [3, 2].find((count) => {
      const name = words.slice(from, from + count).join("");
      return from + count <= words.length && name.length >= shortestSure && names.words.has(name);
    });
    const to = from + (parts ?? 1);
    return { from, to, value: words.slice(from, to).join("") };
  });
}

function isName({ matches }: Chunk<ServiceToken>): boolean {
  return matches.length > 0 && matches.every(({ meaning }) => meaning !== "around");
}

function isOther({ matches }: Pick<Chunk<ServiceToken>, "matches">): boolean {
  const meanings = matches.map(({ meaning }) => meaning);
  return meanings.includes("other") && meanings.every((meaning) => typeof meaning === "string");
}

/** An ordinary word is a name only behind a word such as "on", or behind another name. */
function isOrdinary({ matches }: Chunk<ServiceToken>): boolean {
  return matches.some(({ meaning }) => meaning === "ordinary");
}

/** A short name is sure as it is written. */
function isSureName({ words, matches }: Chunk<ServiceToken>, { serviceNames }: Services): boolean {
  const typed = words.join(" ");
  const isMistyped = matches.some(({ mistakes }) => mistakes > 0);
  const isLong = typed.length >= (isMistyped ? shortestMistyped : shortestSure);
  return isLong || serviceNames.some(([name]) => name === typed);
}

function isCampaign({ matches }: Chunk<ServiceToken>): boolean {
  return matches.some(({ meaning }) => typeof meaning === "object");
}
