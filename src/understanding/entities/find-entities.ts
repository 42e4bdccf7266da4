import type { CampaignId } from "../../campaigns/schema.ts";
import type { Language } from "../../conversation/vocabulary.ts";
import { type CampaignNames, phrasesIn, type Sentences } from "../sentences.ts";
import { keyOf, type Token, wordsOf } from "../tokens.ts";
import type { DateWords } from "./read-date-words.ts";
import { findSpans, type Span } from "./span.ts";

/** The marks that examples write in place of the account that is asked about, and of another one. */
export const markedAccounts = ["#this", "#other"] as const;

/**
 * The class of an entity. A name is one of a service or an account, so that what is learnt of "done
 * for Facebook" holds for each of them. If the message is about a single account, its accounts are
 * marked "this" or "other".
 */
export type EntityClass = "name" | "day" | "number" | "link" | "this" | "other";
export type EntitySpan = Span<EntityClass>;

/** The words that {@link compileEntityWords} compiles. */
export interface EntityWordsSource {
  readonly campaignNames: ReadonlyMap<CampaignId, readonly CampaignNames[]>;
  readonly sentences: ReadonlyMap<Language, Pick<Sentences, "services">>;
  readonly dates: ReadonlyMap<Language, DateWords>;
}

/** Finds the entities of a message, in order; none overlaps another. */
export type FindEntities = (tokens: readonly Token[]) => readonly EntitySpan[];

const isPartOfName = /^[\p{L}\p{N}-]/u;
const isNumber = /^\p{N}+$/u;
const isLetters = /^\p{L}/u;
const mostTokensOfName = 7;

/**
 * Compiles the entities of one language: names of all languages, days and numbers of this one. A
 * word that more often means something else ("may", "face") is no entity.
 */
export function compileEntityWords(source: EntityWordsSource, language: Language): FindEntities {
  const names = [...source.campaignNames.values()].flat();
  const services = [...source.sentences.values()].map((each) => each.services);
  const dates = source.dates.get(language);
  const phrasesOf = (key: string) => services.flatMap((file) => phrasesIn(file[key]));
  const named = names.flatMap(({ service, accounts }) => [...service, ...Object.values(accounts).flat()]);
  // The order counts: a phrase in several lists keeps its first class.
  const lists: readonly (readonly [EntityClass, readonly string[]])[] = [
    ["name", [...named, ...phrasesOf("other")]],
    ["day", dates ? dayWords(dates) : []],
    ["number", dates ? numberWords(dates) : []],
  ];
  const entries = lists.flatMap(([is, phrases]) => phrases.map((phrase) => [keyOf(phrase), is] as const));
  const classes = new Map(entries.reverse());
  for (const word of ["", ...phrasesOf("ordinary"), ...(dates?.weak ?? [])]) classes.delete(keyOf(word));
  return (tokens) =>
    findSpans(tokens.length, (at) => markAt(at, tokens) ?? linkAt(at, tokens) ?? nameAt(at, tokens, classes));
}

function dayWords({ values, functionWords }: DateWords): readonly string[] {
  const { tonight, weekend, nextWeek, nextMonth } = functionWords;
  const named = [values.weekday, values.month, values.day, values.feast].flatMap((each) =>
    Object.values(each).flat(),
  );
  return [...named, ...tonight, ...weekend, ...nextWeek, ...nextMonth];
}

/** Leaves out the words for 1: "one" is as often an article. */
function numberWords({ values }: DateWords): readonly string[] {
  return Object.entries(values.number).flatMap(([number, words]) => (number === "1" ? [] : words));
}

function markAt(from: number, tokens: readonly Token[]): EntitySpan | undefined {
  const [sign, name] = tokens.slice(from, from + 2);
  const isMark = sign?.text === "#" && (name?.text === "this" || name?.text === "other");
  return isMark ? { from, to: from + 2, value: name.text as EntityClass } : undefined;
}

/** Finds an address: tokens without a space between them, with a full stop between letters. */
function linkAt(from: number, tokens: readonly Token[]): EntitySpan | undefined {
  const length = tokens.slice(from + 1).findIndex(({ glued }) => !glued);
  const to = length === -1 ? tokens.length : from + 1 + length;
  const isLink = tokens
    .slice(from, to)
    .some(
      ({ text }, at, all) =>
        text === "." && isLetters.test(all[at - 1]?.text ?? "") && isLetters.test(all[at + 1]?.text ?? ""),
    );
  return isLink ? { from, to, value: "link" } : undefined;
}

/** Returns the longest name that begins here, or a number. A name with hyphens is the same name. */
function nameAt(
  from: number,
  tokens: readonly Token[],
  classes: ReadonlyMap<string, EntityClass>,
): EntitySpan | undefined {
  const ahead = tokens.slice(from, from + mostTokensOfName);
  const length = ahead.findIndex(({ text }) => !isPartOfName.test(text));
  const run = length === -1 ? ahead : ahead.slice(0, length);
  for (let count = run.length; count > 0; count--) {
    const value = classOf(run.slice(0, count), classes);
    if (value !== undefined) return { from, to: from + count, value };
  }
  return undefined;
}

function classOf(
  tokens: readonly Token[],
  classes: ReadonlyMap<string, EntityClass>,
): EntityClass | undefined {
  if (tokens.at(-1)?.text === "-") return undefined;
  const name = wordsOf(tokens).join(" ");
  return classes.get(name) ?? (isNumber.test(name) ? "number" : undefined);
}
