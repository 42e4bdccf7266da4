import { entryFor } from "../../campaigns/authorities/authorities.ts";
import type { Fact } from "../../campaigns/facts.ts";
import type { Context, SaidText } from "../context.ts";
import type { Effect, Phrase, Saying } from "../vocabulary.ts";

/** The sources of a fact, and when they were last checked. */
export type Known = Pick<Fact, "sources" | "checked">;

type FactsByName = Readonly<Record<string, Fact>>;

/** Each file's facts by the texts that state them. Cached, since each step asks for dozens of texts. */
const indexes = new WeakMap<FactsByName, ReadonlyMap<string, readonly Fact[]>>();

function indexOf(facts: FactsByName): ReadonlyMap<string, readonly Fact[]> {
  const known = indexes.get(facts);
  if (known !== undefined) return known;
  const index = new Map<string, Fact[]>();
  for (const fact of Object.values(facts))
    for (const text of new Set(fact.statedIn)) index.set(text, [...(index.get(text) ?? []), fact]);
  indexes.set(facts, index);
  return index;
}

/**
 * Returns the facts that a text states: those of its campaign or, if it names none, those of the
 * general answers and of the current campaign.
 */
export function factsBehind(
  { key, campaign, helpIn }: SaidText,
  { facts, dialogue }: Context,
): readonly Known[] {
  if (helpIn !== undefined) return entryFor(helpIn, facts.helpLines) ?? [];
  const ofCampaign = facts.campaigns.get(campaign ?? dialogue.campaign ?? "")?.facts;
  const files = campaign === undefined ? [facts.generalFacts, ofCampaign] : [ofCampaign];
  return files.flatMap((file) => (file && indexOf(file).get(key)) ?? []);
}

/** Returns the texts of these effects that state a fact. */
export function sourcedTexts(effects: readonly Effect[], context: Context): readonly SaidText[] {
  return effects
    .flatMap((effect) => ("saying" in effect ? phrasesOf(effect.saying) : []))
    .map(withoutParams)
    .filter((text) => factsBehind(text, context).length > 0);
}

function withoutParams({ key, campaign, params = {} }: Phrase): SaidText {
  const { country } = params;
  const namesHelp = key.startsWith("trouble.") && typeof country === "object" && "country" in country;
  return {
    key,
    ...(campaign !== undefined && { campaign }),
    ...(namesHelp && { helpIn: country.country }),
  };
}

function phrasesOf({ text, links = [], copy }: Saying): readonly Phrase[] {
  return [...text, ...links.map(({ label }) => label), ...(copy ? [copy] : [])].flatMap(withInner);
}

/** A text and those among its params. */
function withInner(phrase: Phrase): readonly Phrase[] {
  const inner = Object.values(phrase.params ?? {}).flatMap((param) =>
    typeof param === "object" && "key" in param ? param : [],
  );
  return [phrase, ...inner];
}
